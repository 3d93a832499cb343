// SPDX-License-Identifier: Apache-2.0

/// A part of a note in `PageBlocks.bytes`.
struct MarkPlace: Sendable {
  var from: Int
  var upTo: Int
  var kind: NoteReference
}

/// Writes out the text of a block without the marks of notes in it.
///
/// What is judged content or furniture is the text as gathered, marks and all: the model was fitted to it.
struct TextWithoutMarks {
  private let bytes: [UInt8]
  private let end: Int
  private var at: Int
  private(set) var out: [UInt8] = []

  init(_ block: RawBlock, in bytes: [UInt8], marks: some Sequence<MarkPlace>) {
    self.bytes = bytes
    (at, end) = (block.from, block.upTo)
    var isAfterCall = false
    for mark in marks {
      // White space before an element was put into the text with its first word.
      let start = max(at, bytes[mark.from..<mark.upTo].firstIndex { $0 > 0x20 } ?? mark.upTo)
      guard start < mark.upTo else { continue }
      isAfterCall = isAfterCall && start == at
      out += bytes[at..<start]
      at = start
      let isLineStart = out.last.map { $0 == 0x0A || $0 == 0x09 } ?? true
      switch mark.kind {
      case .backLink: leaveOut(upTo: mark.upTo)
      case .separator where isAfterCall: leaveOut(upTo: mark.upTo)
      case .call where !isLineStart, .levelCall where !isLineStart && out.last != 0x20:
        leaveOut(upTo: mark.upTo)
        isAfterCall = true
      case .call, .number: keep(upTo: mark.upTo)
      case .raised where isLineStart && bytes[mark.upTo..<end].prefix(3).allSatisfy(Self.isLetter):
        keep(upTo: mark.upTo)
      case .raised where !isLineStart && out.count > 2 && out.suffix(3).allSatisfy(Self.isLetter):
        out.append(0x20)
        keep(upTo: mark.upTo)
      default: break
      }
    }
    out += bytes[at..<end]
    while let last = out.last, last <= 0x20 { out.removeLast() }
    out.removeFirst(out.prefix { $0 <= 0x20 }.count)
  }

  /// Passes over a mark; what stood on both sides of it stays two words, and no space comes before punctuation.
  private mutating func leaveOut(upTo next: Int) {
    at = next
    if at + 1 < end, bytes[at] == 0x20, ".,)".utf8.contains(bytes[at + 1]) { at += 1 }
    if out.last.map({ $0 == 0x0A || $0 == 0x09 }) ?? true {
      while at < end, bytes[at] == 0x20 { at += 1 }
    } else if out.last == 0x20 {
      if at == end || bytes[at] <= 0x20 || ".,;:!?)]".utf8.contains(bytes[at]) { out.removeLast() }
    } else {
      partWords()
    }
  }

  private mutating func keep(upTo next: Int) {
    out += bytes[at..<next]
    at = next
    partWords()
  }

  /// Adds a space where two words of a script that has spaces would touch.
  private mutating func partWords() {
    guard let last = out.last, at < end, Self.isLetter(last) || Self.isDigit(last) || last == UInt8(ascii: "]") else {
      return
    }
    let next = bytes[at]
    if next < 0x80 ? Self.isLetter(next) || Self.isDigit(next) : (0xC3...0xE1).contains(next) { out.append(0x20) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x80 || (0x61...0x7A).contains(byte | 0x20) }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
