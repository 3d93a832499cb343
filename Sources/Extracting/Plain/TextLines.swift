// SPDX-License-Identifier: Apache-2.0

/// A line of plain text: where it lies in the cleaned bytes, how far it is indented, how wide it is, on which page.
struct TextLine {
  /// The content, without white space at either end.
  var range: Range<Int>
  /// Columns before the content; a TAB goes to the next multiple of eight.
  var indent: Int
  /// Code points of the content.
  var width: Int
  /// From 0; form feeds end pages.
  var page: Int

  var isBlank: Bool { range.isEmpty }
  /// Columns from the margin to the end.
  var end: Int { indent + width }
}

/// Plain text as lines, after everything that is not text has been taken out of it.
///
/// Taken out: controls, escape sequences of terminals, what backspaces overtype, zero-width characters, marks of
/// direction, noncharacters. All line ends become one kind, all spaces U+0020; a soft hyphen stays only at a line end.
struct TextLines {
  private(set) var bytes: [UInt8] = []
  private(set) var lines: [TextLine] = []
  private(set) var pageCount = 1

  init(_ utf8: [UInt8]) {
    bytes.reserveCapacity(utf8.count + 1)
    var cleaner = TextCleaner(utf8)
    var start = 0
    while let sign = cleaner.next(into: &bytes) {
      let page = pageCount - 1
      lines.append(line(start..<bytes.count, page: page))
      start = bytes.count
      if sign == .pageEnd { pageCount += 1 }
    }
    while lines.last?.isBlank == true { lines.removeLast() }
    pageCount = (lines.last?.page ?? 0) + 1
  }

  private func line(_ range: Range<Int>, page: Int) -> TextLine {
    var (start, end) = (range.lowerBound, range.upperBound)
    var indent = 0
    while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 {
      indent = bytes[start] == 0x09 ? (indent / 8 + 1) * 8 : indent + 1
      start += 1
    }
    while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    var width = 0
    for index in start..<end where bytes[index] & 0xC0 != 0x80 { width += 1 }
    return TextLine(range: start..<end, indent: start == end ? 0 : indent, width: width, page: page)
  }

  func content(_ line: TextLine) -> ArraySlice<UInt8> { bytes[line.range] }
  func content(_ index: Int) -> ArraySlice<UInt8> { bytes[lines[index].range] }
  func string(_ index: Int) -> String { String(decoding: content(index), as: UTF8.self) }
}

/// Copies text line by line, leaving out what is not text.
private struct TextCleaner {
  enum Sign { case lineEnd, pageEnd, textEnd }

  private let utf8: [UInt8]
  private var index = 0

  init(_ utf8: [UInt8]) { self.utf8 = utf8 }

  /// Copies up to the next line end, and says what ended the line; nil when nothing is left.
  mutating func next(into bytes: inout [UInt8]) -> Sign? {
    guard index < utf8.count else { return nil }
    let start = bytes.count
    while index < utf8.count {
      let byte = utf8[index]
      if byte >= 0x20, byte < 0x7F {
        bytes.append(byte)
        index += 1
      } else if byte >= 0x80 {
        if copySequence(into: &bytes) { return .lineEnd }
      } else if let sign = control(byte, start: start, &bytes) {
        return sign
      }
    }
    return .textEnd
  }

  private mutating func control(_ byte: UInt8, start: Int, _ bytes: inout [UInt8]) -> Sign? {
    index += 1
    switch byte {
    case 0x0A, 0x0B: return .lineEnd
    case 0x0D:
      if index < utf8.count, utf8[index] == 0x0A { index += 1 }
      return .lineEnd
    case 0x0C: return .pageEnd
    case 0x09: bytes.append(byte)
    case 0x08:
      // Overtyping, as of manual pages: the character before goes.
      while bytes.count > start, let last = bytes.popLast(), last & 0xC0 == 0x80 {}
    case 0x1B: skipEscape()
    default: break
    }
    return nil
  }

  /// Passes over `ESC [ ... letter` and two-byte escapes.
  private mutating func skipEscape() {
    guard index < utf8.count, utf8[index] == UInt8(ascii: "[") else { return }
    index += 1
    while index < utf8.count, (0x20...0x3F).contains(utf8[index]) { index += 1 }
    if index < utf8.count, (0x40...0x7E).contains(utf8[index]) { index += 1 }
  }

  /// Copies a character beyond ASCII, or what stands for it; answers whether it ends the line.
  private mutating func copySequence(into bytes: inout [UInt8]) -> Bool {
    let length = max(1, MixedUTF8.sequenceLength(utf8, at: index))
    defer { index += length }
    switch (length, utf8[index]) {
    case (2, 0xC2): return copyLatin(utf8[index + 1], into: &bytes)
    case (3, 0xE2): return copyPunctuation(utf8[index + 1], utf8[index + 2], into: &bytes)
    case (3, 0xE3) where utf8[index + 1] == 0x80 && utf8[index + 2] == 0x80: bytes.append(0x20)
    // U+FEFF, U+FDD0...U+FDEF, U+FFFE, U+FFFF.
    case (3, 0xEF):
      let (second, third) = (utf8[index + 1], utf8[index + 2])
      let isMark = second == 0xBB && third == 0xBF
      let isNoncharacter = second == 0xB7 && (0x90...0xAF).contains(third) || second == 0xBF && third >= 0xBE
      if !isMark, !isNoncharacter { bytes.append(contentsOf: utf8[index..<index + 3]) }
    default: bytes.append(contentsOf: utf8[index..<index + length])
    }
    return false
  }

  /// U+0080...U+00BF: next line, controls, no-break space, soft hyphen.
  private func copyLatin(_ second: UInt8, into bytes: inout [UInt8]) -> Bool {
    switch second {
    case 0x85: return true
    case 0x80..<0xA0: return false
    case 0xA0: bytes.append(0x20)
    case 0xAD:
      let next = index + 2 < utf8.count ? utf8[index + 2] : 0x0A
      if next == 0x0A || next == 0x0D { bytes.append(contentsOf: [0xC2, 0xAD]) }
    default: bytes.append(contentsOf: [0xC2, second])
    }
    return false
  }

  /// U+2000...U+2FFF: spaces, zero-width characters, line separators, marks of direction.
  private func copyPunctuation(_ second: UInt8, _ third: UInt8, into bytes: inout [UInt8]) -> Bool {
    switch (second, third) {
    case (0x80, 0x80...0x8A), (0x80, 0xAF), (0x81, 0x9F): bytes.append(0x20)
    case (0x80, 0xA8), (0x80, 0xA9): return true
    // Zero-width joiners shape letters of some scripts; the others only hide.
    case (0x80, 0x8B), (0x80, 0x8E...0x8F), (0x80, 0xAA...0xAE), (0x81, 0xA0...0xA4), (0x81, 0xA6...0xAF): break
    default: bytes.append(contentsOf: [0xE2, second, third])
    }
    return false
  }
}
