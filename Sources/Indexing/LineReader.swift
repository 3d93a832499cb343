// SPDX-License-Identifier: Apache-2.0

/// Reads the lines in a range of a file, in pieces of fixed size.
internal import Glibc

struct LineReader: ~Copyable {
  private static let piece = 1 << 20
  /// A longer line is a stray.
  static let longest = 64 << 20
  private let file: InputFile
  private let end: Int
  private var place: Int
  private var buffer: [UInt8] = []
  private var start = 0
  /// Bytes read so far.
  var position: Int { place }

  init(_ file: InputFile, _ range: Range<Int>) {
    self.file = file
    (place, end) = (range.lowerBound, range.upperBound)
  }

  /// Calls `body` with each line, without its line feed; the last one need not have one.
  mutating func eachLine(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
    while true {
      try giveLines(body)
      guard place < end else { break }
      let more = file.read(place..<min(place + Self.piece, end))
      if more.isEmpty { break }
      place += more.count
      buffer.removeSubrange(..<start)
      start = 0
      buffer.append(contentsOf: more)
    }
    if start < buffer.count {
      try buffer.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[start...])) }
    }
  }

  private mutating func giveLines(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
    start = try buffer.withUnsafeBufferPointer { bytes -> Int in
      var at = start
      while at < bytes.count, let base = bytes.baseAddress, let feed = memchr(base + at, 0x0a, bytes.count - at) {
        let stop = UnsafeRawPointer(feed) - UnsafeRawPointer(base)
        try body(UnsafeBufferPointer(rebasing: bytes[at..<stop]))
        at = stop + 1
      }
      return at
    }
  }
}
