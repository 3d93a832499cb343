// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Glibc

/// Reads the lines in a range of a file, in pieces of fixed size.
struct LineReader: ~Copyable {
  /// A longer line is a stray.
  static let longest = 64 << 20
  private let piece: Int
  private let longest: Int
  private let file: InputFile
  private var end: Int
  private var place: Int
  private var buffer: [UInt8] = []
  /// Where in `buffer` the first line not yet given begins, and from where on no line feed has been looked for.
  private var start = 0
  private var unseen = 0
  /// Why the lines end before the range does; nil while they do not.
  private(set) var failure: FileFailure?

  init(_ file: InputFile, _ range: Range<Int>, piece: Int = 1 << 18, longest: Int = LineReader.longest) {
    self.file = file
    self.piece = piece
    self.longest = longest
    (place, end) = (range.lowerBound, range.upperBound)
  }

  /// Calls `body` with each line, without its line feed; the last one need not have one.
  ///
  /// Of a line longer than `longest` only the first `longest + 1` bytes are kept and given. Memory: `longest` bytes and
  /// a piece, whatever the file holds.
  mutating func eachLine(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
    while true {
      try giveLines(body)
      guard place < end else { break }
      let wanted = place..<min(place + piece, end)
      let more = file.read(wanted)
      place += more.count
      if more.count < wanted.count { cutShort() }
      takeUp(more)
    }
    if start < buffer.count {
      try buffer.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[start...].prefix(longest + 1))) }
    }
  }

  /// The range ends where the file can be read no further.
  private mutating func cutShort() {
    let reason = file.error == 0 ? "it ends there" : String(cString: strerror(file.error)).lowercased()
    failure = FileFailure(
      .unreadable, "can be read only up to byte \(place): \(reason); what stands before is indexed")
    end = place
  }

  /// Puts a piece behind what is left of the last line; what is beyond the longest line goes.
  private mutating func takeUp(_ more: [UInt8]) {
    buffer.removeSubrange(..<start)
    start = 0
    if buffer.count > longest + 1 { buffer.removeLast(buffer.count - longest - 1) }
    unseen = buffer.count
    buffer.append(contentsOf: more)
  }

  private mutating func giveLines(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
    start = try buffer.withUnsafeBufferPointer { bytes -> Int in
      var (at, from) = (start, unseen)
      while from < bytes.count, let base = bytes.baseAddress, let feed = memchr(base + from, 0x0a, bytes.count - from) {
        let stop = UnsafeRawPointer(feed) - UnsafeRawPointer(base)
        try body(UnsafeBufferPointer(rebasing: bytes[at..<min(stop, at + longest + 1)]))
        (at, from) = (stop + 1, stop + 1)
      }
      return at
    }
  }
}
