// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Reads a JSON-lines file line by line, in little memory, however large it is.
///
/// A line that is no document comes as a stray with its number and the reason, and reading goes on. Empty lines are
/// passed over. Ids are not compared: a repeated one is for the caller to see, who knows all files.
package struct JSONLinesReader: ~Copyable {
  package enum Item: Sendable {
    case document(Document, Place)
    case stray(FileFailure, Place)
  }

  /// Where a line stands in its file.
  package struct Place: Sendable, Equatable {
    /// From 1.
    package var line: Int
    /// The bytes of the line without its line feed.
    package var bytes: Range<Int>
  }

  /// A longer line is a stray.
  private let longestLine: Int
  private let source: String
  private let handle: Int32
  private var buffer: [UInt8] = []
  /// The part of `buffer` not yet given out.
  private var start = 0
  private var scanned = 0
  /// The file's offset of `buffer[0]`.
  private var base = 0
  private var line = 0
  private var isAtEnd = false

  /// Opens the file; a throw says why it cannot be read.
  package init(path: [UInt8], longestLine: Int = 64 << 20) throws(FileFailure) {
    self.longestLine = longestLine
    handle = (path + [0]).map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { name in
      name.baseAddress.map { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) } ?? -1
    }
    source = String(decoding: path, as: UTF8.self)
    guard handle >= 0 else {
      throw FileFailure(.unreadable, strerror(errno).map { String(cString: $0).lowercased() } ?? "cannot be opened")
    }
  }

  deinit { if handle >= 0 { close(handle) } }

  /// The next document or stray line; nil at the end. Throws when the system cannot read on.
  package mutating func next() throws(FileFailure) -> Item? {
    while let (range, place) = try nextLine() {
      guard range.count <= longestLine else {
        return .stray(FileFailure(.tooLarge, "line \(line) has more than \(longestLine) bytes"), place)
      }
      let content = buffer.span.extracting(range)
      if content.isBlank(isFirstLine: line == 1) { continue }
      return item(content, place)
    }
    return nil
  }

  private func item(_ bytes: Span<UInt8>, _ place: Place) -> Item {
    let bytes = bytes.extracting(bytes.hasByteOrderMark && place.line == 1 ? 3..<bytes.count : 0..<bytes.count)
    do throws(FileFailure) {
      guard (try? UTF8Span(validating: bytes)) != nil else { throw FileFailure(.undecodable, "is not UTF-8") }
      return .document(try JSONLine.document(bytes, source: source), place)
    } catch {
      return .stray(FileFailure(error.kind, "line \(place.line): \(error.reason)"), place)
    }
  }

  /// The next line's place in the buffer, which is read into as far as needed, and in the file. Of a line that is too
  /// long only the first bytes are kept, one more than the limit, and the rest is passed over.
  private mutating func nextLine() throws(FileFailure) -> (Range<Int>, Place)? {
    let offset = base + start
    var keptEnd: Int?
    while true {
      if let end = lineFeed() {
        defer { (start, scanned) = (end + 1, end + 1) }
        return take(start..<(keptEnd ?? end), offset..<base + end)
      }
      if buffer.count - start > longestLine {
        let end = start + longestLine + 1
        base += buffer.count - end
        buffer.removeLast(buffer.count - end)
        (scanned, keptEnd) = (end, end)
      }
      if isAtEnd {
        guard start < buffer.count else { return nil }
        defer { (start, scanned) = (buffer.count, buffer.count) }
        return take(start..<(keptEnd ?? buffer.count), offset..<base + buffer.count)
      }
      try fill(keepingStart: keptEnd != nil)
    }
  }

  private mutating func take(_ range: Range<Int>, _ bytes: Range<Int>) -> (Range<Int>, Place) {
    line += 1
    return (range, Place(line: line, bytes: bytes))
  }

  private mutating func lineFeed() -> Int? {
    let from = scanned
    scanned = buffer.count
    // SAFETY: the search stays within the live buffer.
    return buffer.withUnsafeBytes { bytes in
      guard from < bytes.count, let first = bytes.baseAddress,
        let found = memchr(first + from, 0x0A, bytes.count - from)
      else { return nil }
      return UnsafeRawPointer(found) - first
    }
  }

  private mutating func fill(keepingStart: Bool) throws(FileFailure) {
    if start > 0, !keepingStart {
      buffer.removeSubrange(..<start)
      base += start
      scanned -= start
      start = 0
    }
    let chunk = 1 << 20
    let filled = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: chunk))
    while true {
      // SAFETY: at most `chunk` bytes are written at offset `filled` of a buffer that has so many more.
      let got = buffer.withUnsafeMutableBytes { read(handle, $0.baseAddress.map { $0 + filled }, chunk) }
      if got >= 0 {
        buffer.removeLast(chunk - got)
        isAtEnd = got == 0
        return
      }
      guard errno == EINTR else {
        buffer.removeLast(chunk)
        throw FileFailure(.unreadable, strerror(errno).map { String(cString: $0).lowercased() } ?? "cannot be read")
      }
    }
  }
}

extension Span<UInt8> {
  fileprivate var hasByteOrderMark: Bool {
    count >= 3 && self[0] == 0xEF && self[1] == 0xBB && self[2] == 0xBF
  }

  fileprivate func isBlank(isFirstLine: Bool) -> Bool {
    for index in (isFirstLine && hasByteOrderMark ? 3 : 0)..<count where self[index] > 0x20 { return false }
    return true
  }
}
