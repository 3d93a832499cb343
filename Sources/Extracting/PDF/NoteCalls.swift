// SPDX-License-Identifier: Apache-2.0
import Documents

/// Note calls that nothing but the notes themselves give away: in fonts whose raised figures have the size and the code points
/// of plain ones, "format1" is a call if a note 1 stands at the foot of the page and nothing else on it can be its call.

struct NoteCalls {
  /// For each page, the words that end in a call, and of how many glyphs it is.
  private var calls: [Int: [Int32: Int]] = [:]

  init() {}

  init(blocks: [LayoutBlock], pages: [GlyphPage], styles: StyleTable, body: BodyType) {
    var opened: [Int: Set<Int>] = [:]
    for block in blocks where block.kind == .footnote {
      for line in block.lines {
        guard let mark = NoteMark(line, on: pages[line.page], body: body), let first = line.words.first else {
          continue
        }
        let start = Int(pages[line.page].words[Int(first)].start)
        let figures = pages[line.page].glyphs[start..<(start + mark.glyphs)]
        if let number = Self.number(figures) { opened[line.page, default: []].insert(number) }
      }
    }
    guard !opened.isEmpty else { return }
    var found: [Int: [Int: [(word: Int32, glyphs: Int)]]] = [:]
    for block in blocks where block.kind != .footnote && block.kind != .code {
      for line in block.lines {
        guard let numbers = opened[line.page] else { continue }
        let page = pages[line.page]
        for (position, index) in line.words.enumerated() {
          let raised = NoteMark.call(endOf: page.words[Int(index)], line: line, on: page, styles: styles)
          let before = position > 0 ? page.words[Int(line.words[position - 1])] : nil
          guard let call = Self.call(endOf: page.words[Int(index)], after: before, on: page, raised: raised),
            numbers.contains(call.number)
          else { continue }
          found[line.page, default: [:]][call.number, default: []].append((index, call.glyphs))
        }
      }
    }
    for (page, numbers) in found {
      for candidates in numbers.values where candidates.count == 1 {
        calls[page, default: [:]][candidates[0].word] = candidates[0].glyphs
      }
    }
  }

  /// How many glyphs at the end of a word are a call that its type does not show.
  func glyphs(endOf word: Int32, page: Int) -> Int { calls[page]?[word] ?? 0 }

  /// The figures at the end of a word, if they may call a note.
  private static func call(
    endOf word: Word, after other: Word?, on page: GlyphPage, raised: Int
  ) -> (number: Int, glyphs: Int)? {
    let glyphs = page.glyphs[word.range]
    let count = raised > 0 ? raised : glyphs.reversed().prefix { $0.scalar.figure != nil }.count
    guard (1...3).contains(count), let number = number(glyphs.suffix(count)) else { return nil }
    let stem = glyphs.dropLast(count)
    guard let before = stem.last?.scalar else {
      // A figure on its own may be a number of the text, save after the end of a clause.
      let follows = other.map { page.glyphs[Int($0.end) - 1].scalar.closesClause } ?? false
      return raised > 0 || follows ? (number, count) : nil
    }
    let isWord = before.properties.isAlphabetic && stem.count >= 2
    guard isWord || before.closesClause, !stem.contains(where: { $0.scalar.figure != nil }) else { return nil }
    return (number, count)
  }

  private static func number(_ figures: some Sequence<Glyph>) -> Int? {
    var number = 0
    for glyph in figures {
      guard let figure = glyph.scalar.figure, number < 10_000 else { return nil }
      number = number * 10 + figure
    }
    return number > 0 ? number : nil
  }
}

extension Unicode.Scalar {
  /// The value of a digit, raised or not.
  fileprivate var figure: Int? { decimalDigit ?? superscriptDigit }

  fileprivate var closesClause: Bool { ".,;:!?)]\"\u{201D}\u{2019}\u{BB}".unicodeScalars.contains(self) }
}
