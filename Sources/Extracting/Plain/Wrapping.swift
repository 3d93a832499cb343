// SPDX-License-Identifier: Apache-2.0

/// Tells line ends that a margin made from line ends that the writer meant.
///
/// A margin ends a line where the next word would not have fitted. So the width is taken from the lines themselves, and
/// a passage in which nearly every next word would not have fitted is running text; verse, addresses and tables, whose
/// lines end early, are not.
struct Wrapping {
  /// The column at which lines were broken; nil when no line was broken by a margin.
  private(set) var width: Int?

  /// Wider lines are paragraphs of their own, never broken at a margin.
  static let widest = 140
  /// Lines shorter than this are not continued without a margin.
  private static let shortestContinued = 30

  /// Learns from all pairs of neighbouring lines.
  init(_ text: TextLines) {
    var ends: [Int] = []
    for index in text.lines.indices.dropLast() where Self.isPair(text, index) { ends.append(text.lines[index].end) }
    guard ends.count >= 3 else { return }
    ends.sort()
    let widest = ends[min(ends.count - 1, ends.count * 97 / 100)]
    guard (20...Self.widest).contains(widest) else { return }
    // Where whole paragraphs stand on lines of their own, far beyond it, that is no margin.
    let lines = text.lines.reduce(0) { $0 + ($1.isBlank ? 0 : 1) }
    let beyond = text.lines.reduce(0) { $0 + ($1.end > widest * 3 / 2 ? 1 : 0) }
    guard beyond * 20 <= lines else { return }
    var full = 0
    for index in text.lines.indices.dropLast() where Self.isPair(text, index) && isFull(text, index, widest) {
      full += 1
    }
    if full * 100 >= ends.count * 35, full >= 2, !Self.isVerse(text, text.lines.indices) { width = widest }
  }

  /// Whether nearly every line begins with a capital, as lines of verse do; three line ends at least must say so.
  private static func isVerse(_ text: TextLines, _ range: Range<Int>) -> Bool {
    var (pairs, capitals) = (0, 0)
    for index in range.dropLast() where isPair(text, index) {
      pairs += 1
      if Self.beginsWithCapital(text.content(index + 1)) { capitals += 1 }
    }
    return pairs >= 3 && capitals * 100 >= pairs * 85
  }

  /// Whether the first letter is a capital.
  private static func beginsWithCapital(_ content: ArraySlice<UInt8>) -> Bool {
    for byte in content {
      if byte >= 0x80 { break }
      if (0x61...0x7A).contains(byte) { return false }
      if (0x41...0x5A).contains(byte) { return true }
    }
    let first = String(decoding: content, as: UTF8.self).unicodeScalars.first { $0.properties.isAlphabetic }
    return first?.properties.isUppercase ?? false
  }

  private static func isPair(_ text: TextLines, _ index: Int) -> Bool {
    let (line, next) = (text.lines[index], text.lines[index + 1])
    return !line.isBlank && !next.isBlank && line.page == next.page
  }

  /// Whether the next line's first word would not have fitted on the line.
  private func isFull(_ text: TextLines, _ index: Int, _ width: Int) -> Bool {
    let first = text.content(index + 1)
    var word = 0
    for byte in first where byte & 0xC0 != 0x80 {
      if byte == 0x20 || byte == 0x09 { break }
      word += 1
    }
    // Characters of East Asian scripts break anywhere: the next word is one character.
    if let byte = first.first, byte >= 0xE3 { word = 1 }
    return text.lines[index].end + 1 + word > width || Self.breaksWord(text, index)
  }

  /// Whether a word is broken by a hyphen at the end of the line.
  static func breaksWord(_ text: TextLines, _ index: Int) -> Bool {
    let content = text.content(index)
    guard let next = text.content(index + 1).first, (0x61...0x7A).contains(next) || next >= 0xC3 else { return false }
    let rest: ArraySlice<UInt8>
    if content.last == UInt8(ascii: "-") {
      rest = content.dropLast()
    } else if content.suffix(3).elementsEqual([0xE2, 0x80, 0x90]) {
      rest = content.dropLast(3)
    } else if content.suffix(2).elementsEqual([0xC2, 0xAD]) {
      rest = content.dropLast(2)
    } else {
      return false
    }
    guard let last = rest.last else { return false }
    return (0x61...0x7A).contains(last | 0x20) || last >= 0x80
  }

  /// For the lines of one paragraph, whether each is continued by the next (one answer fewer than lines).
  func continuations(_ text: TextLines, _ range: Range<Int>) -> [Bool] {
    guard range.count > 1 else { return [] }
    let pairs = range.dropLast()
    guard let width else { return pairs.map { goesOn(text, $0) } }
    let full = pairs.map { isFull(text, $0, width) }
    if Self.isVerse(text, range) { return full.map { _ in false } }
    let share = full.reduce(0) { $0 + ($1 ? 1 : 0) } * 100 / full.count
    if share >= 70 { return full.map { _ in true } }
    if share <= 40, full.count > 1 { return full.map { _ in false } }
    return zip(pairs, full).map { $1 || text.lines[$0].end * 10 >= width * 6 && goesOn(text, $0) }
  }

  /// Without a margin: whether the sentence plainly runs on in the next line.
  private func goesOn(_ text: TextLines, _ index: Int) -> Bool {
    if Self.breaksWord(text, index) { return true }
    guard text.lines[index].width >= Self.shortestContinued, let last = text.content(index).last,
      !".!?:;".utf8.contains(last)
    else { return false }
    let next = text.string(index + 1).unicodeScalars.first { $0 != "(" && $0 != "*" && $0 != "\"" }
    return next?.properties.isLowercase ?? false
  }
}
