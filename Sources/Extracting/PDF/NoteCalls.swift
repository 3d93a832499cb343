// SPDX-License-Identifier: Apache-2.0

import Documents

/// Note calls that nothing but the notes themselves give away: in fonts whose raised figures have the size and the code points
/// of plain ones, "format1" is a call if a note 1 stands at the foot of the page and nothing else on it can be its call.
struct NoteCalls {
  /// For each page, the glyphs of calls by the word they stand in.
  private var calls: [Int: [Int32: Range<Int>]] = [:]

  init() {}

  init(blocks: [LayoutBlock], pages: [GlyphPage], styles: StyleTable, body: BodyType) {
    var opened: [Int: Set<Int>] = [:]
    for block in blocks where block.kind == .footnote {
      for line in block.lines {
        if let number = Self.opened(by: line, on: pages[line.page], body: body) {
          opened[line.page, default: []].insert(number)
        }
      }
    }
    guard !opened.isEmpty else { return }
    var found: [Int: [Int: [(word: Int32, glyphs: Range<Int>)]]] = [:]
    for block in blocks where block.kind != .footnote && block.kind != .code {
      for line in block.lines {
        guard let numbers = opened[line.page] else { continue }
        let page = pages[line.page]
        for (position, index) in line.words.enumerated() {
          let raised = NoteMark.call(in: page.words[Int(index)], line: line, on: page, styles: styles)
          let before = position > 0 ? page.words[Int(line.words[position - 1])] : nil
          guard let call = Self.call(in: page.words[Int(index)], after: before, on: page, raised: raised),
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

  /// The glyphs of a word that are a call which its type does not show.
  func call(in word: Int32, page: Int) -> Range<Int>? { calls[page]?[word] }

  /// The number of the note that a line opens, raised or with a stop after it.
  private static func opened(by line: Line, on page: GlyphPage, body: BodyType) -> Int? {
    guard let mark = NoteMark(line, on: page, body: body), let first = line.words.first else {
      return NoteMark.number(withStop: line, on: page)
    }
    let start = Int(page.words[Int(first)].start)
    return number(page.glyphs[start..<(start + mark.glyphs)])
  }

  /// Whether a word of the lines calls the note of that number by raised figures.
  static func isCalled(_ number: Int, in lines: some Sequence<Line>, on page: GlyphPage, styles: StyleTable) -> Bool {
    for line in lines {
      for index in line.words {
        let word = page.words[Int(index)]
        let end = NoteMark.end(of: word, on: page)
        let figures = page.glyphs[Int(word.start)..<end].reversed().prefix { $0.scalar.figure != nil }
        guard !figures.isEmpty, Self.number(figures.reversed()) == number else { continue }
        if figures.contains(where: { $0.scalar.superscriptDigit != nil })
          || NoteMark.call(in: word, line: line, on: page, styles: styles) != nil
        {
          return true
        }
      }
    }
    return false
  }

  /// The figures at the end of a word, if they may call a note.
  private static func call(
    in word: Word, after other: Word?, on page: GlyphPage, raised: Range<Int>?
  ) -> (number: Int, glyphs: Range<Int>)? {
    let end = NoteMark.end(of: word, on: page)
    let count = page.glyphs[Int(word.start)..<end].reversed().prefix { $0.scalar.figure != nil }.count
    let range = raised ?? (end - count)..<end
    guard (1...3).contains(range.count), let number = number(page.glyphs[range]) else { return nil }
    let stem = page.glyphs[Int(word.start)..<range.lowerBound]
    guard let before = stem.last?.scalar else {
      // A figure on its own may be a number of the text, save after the end of a clause and where some of its signs are
      // raised by their code points.
      let follows = end == word.end && other.map { page.glyphs[Int($0.end) - 1].scalar.closesClause } ?? false
      let isRaised = page.glyphs[range].contains { $0.scalar.superscriptDigit != nil }
      return isRaised || raised != nil || follows ? (number, range) : nil
    }
    let isWord = before.properties.isAlphabetic && stem.count >= 2
    guard isWord || before.closesClause, !stem.contains(where: { $0.scalar.figure != nil }) else { return nil }
    return (number, range)
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
}
