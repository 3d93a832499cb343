// SPDX-License-Identifier: Apache-2.0

/// A printed line of one column: its words from left to right, and what its type and place say about it.
struct Line {
  /// The page's index into the document's pages.
  var page: Int
  /// Indices into the page's words.
  var words: [Int32]
  var box: Box
  /// The size and weight of most of its glyphs.
  var size: Float
  var isBold: Bool
  var isItalic: Bool
  var isMonospaced: Bool
  /// Whether dots lead from words to a page number, as in a list of contents.
  var hasLeader = false
  /// The words, as positions in `words`, that are letters of a spaced word begun before.
  var glued: Set<Int> = []
  /// The words that start a cell, as positions in `words`, where the line is a row of a table.
  var cells: [Int] = []
  /// The column the line stands in, from its left to its right edge.
  var column: ClosedRange<Float>

  /// The width left free at the end of the line.
  var slack: Float { column.upperBound - box.right }
  /// How far the line starts from the left edge of its column.
  var indent: Float { box.left - column.lowerBound }
}

extension Line {
  /// The line that a band of a zone prints.
  init(_ band: Band, page index: Int, of page: GlyphPage, styles: StyleTable, column: ClosedRange<Float>) {
    var votes: [UInt16: Int] = [:]
    var words: [Int32] = []
    for chunk in band.chunks {
      words += chunk.words
      for word in chunk.words { votes[page.words[Int(word)].style, default: 0] += page.words[Int(word)].count }
    }
    let total = max(1, votes.values.reduce(0, +))
    if page.turnedGlyphs > 0 { words = WritingDirection.logical(words, on: page) }
    // Most lines are set in one style.
    if votes.count == 1, let style = votes.first.map({ styles[$0.key] }) {
      self.init(
        page: index, words: words, box: band.box, size: style.size, isBold: style.isBold, isItalic: style.isItalic,
        isMonospaced: style.isMonospaced, hasLeader: Self.hasLeader(words, on: page),
        glued: LetterSpacing.glued(words, on: page), column: column)
      return
    }
    func share(_ test: (Style) -> Bool) -> Bool {
      votes.reduce(0) { $0 + (test(styles[$1.key]) ? $1.value : 0) } * 5 > total * 4
    }
    // Ties go to the larger size, so that the result does not hang on the dictionary's order.
    var sizes: [Float: Int] = [:]
    for (style, count) in votes { sizes[styles[style].size, default: 0] += count }
    let size = sizes.max { $0.value != $1.value ? $0.value < $1.value : $0.key < $1.key }?.key ?? 0
    self.init(
      page: index, words: words, box: band.box, size: size, isBold: share(\.isBold), isItalic: share(\.isItalic),
      isMonospaced: share(\.isMonospaced), column: column)
    hasLeader = Self.hasLeader(words, on: page)
    glued = LetterSpacing.glued(words, on: page)
  }

  private static func hasLeader(_ words: [Int32], on page: GlyphPage) -> Bool {
    var dots = 0
    for index in words {
      for glyph in page.glyphs[page.words[Int(index)].range] {
        switch glyph.scalar {
        case ".": dots += 1
        case "\u{2026}": dots += 3
        default: dots = 0
        }
        if dots >= 4 { return true }
      }
    }
    return false
  }

  /// Makes the line a row of the given cells, each the words of one.
  mutating func take(_ row: [[Int32]], on page: GlyphPage) {
    let row = page.turnedGlyphs > 0 ? row.map { WritingDirection.logical($0, on: page) } : row
    words = row.flatMap(\.self)
    cells = row.reduce(into: [0]) { starts, cell in starts.append(starts[starts.count - 1] + cell.count) }.dropLast()
    // Letters in cells of their own are no spaced word.
    glued = []
    for (start, cell) in zip(cells, row) { glued.formUnion(LetterSpacing.glued(cell, on: page).map { start + $0 }) }
  }

  /// The first glyphs of the line, at most `count`, words split by one space.
  func start(_ count: Int, on page: GlyphPage) -> String {
    var text = ""
    var left = count
    for word in words where left > 0 {
      if !text.isEmpty { text += " " }
      for glyph in page.glyphs[page.words[Int(word)].range].prefix(left) { text.unicodeScalars.append(glyph.scalar) }
      left -= page.words[Int(word)].count + 1
    }
    return text
  }

  func firstScalar(on page: GlyphPage) -> Unicode.Scalar? {
    words.first.map { page.glyphs[Int(page.words[Int($0)].start)].scalar }
  }

  func lastScalar(on page: GlyphPage) -> Unicode.Scalar? {
    words.last.map { page.glyphs[Int(page.words[Int($0)].end) - 1].scalar }
  }

  /// Whether a hyphen ends the word before a position of a table's row, and the cell goes on in a line below.
  func breaks(before position: Int, on page: GlyphPage) -> Bool {
    guard position > 0, !cells.isEmpty, !cells.contains(position) else { return false }
    let (word, next) = (page.words[Int(words[position - 1])], page.words[Int(words[position])])
    return page.glyphs[Int(word.end) - 1].scalar.isHyphen && next.box.middle > word.box.bottom
  }

  func text(on page: GlyphPage) -> String {
    words.map { page.text(of: page.words[Int($0)]) }.joined(separator: " ")
  }
}
