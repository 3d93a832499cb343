// SPDX-License-Identifier: Apache-2.0

/// Raised figures and signs: the marks that call a footnote in the text and those that open it at the foot of the page.
struct NoteMark: Equatable {
  /// How many glyphs of the first word are the mark.
  var glyphs: Int

  /// The mark that opens a line set smaller than the body; nil if there is none.
  init?(_ line: Line, on page: GlyphPage, body: BodyType) {
    guard line.size < body.size * 0.96, let first = line.words.first else { return nil }
    let word = page.words[Int(first)]
    let glyphs = page.glyphs[word.range]
    let mark = glyphs.prefix { $0.scalar.isNoteSign }
    guard (1...3).contains(mark.count), let sign = mark.first else { return nil }
    let isRaised = sign.scalar.superscriptDigit != nil || sign.box.bottom < line.box.bottom - line.size * 0.15
    if mark.count == glyphs.count {
      // "12 The text" or "12. The text" in small type, set off or raised.
      guard isRaised, line.words.count > 1 else { return nil }
    } else {
      let next = glyphs[glyphs.startIndex + mark.count].scalar
      guard next.properties.isAlphabetic || "\"'\u{201C}\u{2018}\u{AB}".unicodeScalars.contains(next) else {
        return nil
      }
    }
    self.glyphs = mark.count
  }

  /// The number that opens a line with a stop after it, as French notes have it; nil if there is none.
  static func number(withStop line: Line, on page: GlyphPage) -> Int? {
    guard line.words.count > 1, let first = line.words.first else { return nil }
    let glyphs = page.glyphs[page.words[Int(first)].range]
    guard (2...4).contains(glyphs.count), glyphs.last?.scalar == "." else { return nil }
    return glyphs.dropLast().reduce(0) { number, glyph in
      number.flatMap { number in glyph.scalar.decimalDigit.map { number * 10 + $0 } }
    }
  }

  /// The glyphs near the end of a word that call a note: raised, smaller, and not an exponent. Only punctuation may follow.
  static func call(in word: Word, line: Line, on page: GlyphPage, styles: StyleTable) -> Range<Int>? {
    let end = end(of: word, on: page)
    var at = end
    while at > Int(word.start) {
      let glyph = page.glyphs[at - 1]
      guard glyph.scalar.isNoteSign || (glyph.scalar == "," && at < end) else { break }
      let isRaised =
        glyph.scalar.superscriptDigit != nil
        || (glyph.box.middle < line.box.middle - line.size * 0.08 && styles[glyph.style].size < line.size * 0.85)
      guard isRaised else { break }
      at -= 1
    }
    guard (1...7).contains(end - at) else { return nil }
    let stem = page.glyphs[Int(word.start)..<at]
    // "m2", "kg/m2" and "102" are units and powers.
    if let before = stem.last?.scalar, before.decimalDigit != nil { return nil }
    if (1...2).contains(stem.reversed().prefix { $0.scalar.properties.isAlphabetic }.count) { return nil }
    return at..<end
  }

  /// The end of a word without the punctuation after its call.
  static func end(of word: Word, on page: GlyphPage) -> Int {
    let closers = page.glyphs[word.range].reversed().prefix { $0.scalar.closesClause }.count
    let end = Int(word.end) - closers
    return closers < word.count && page.glyphs[end - 1].scalar.isNoteSign ? end : Int(word.end)
  }
}

extension Unicode.Scalar {
  var isNoteSign: Bool {
    decimalDigit != nil || superscriptDigit != nil || self == "*" || self == "\u{2020}" || self == "\u{2021}"
      || self == "\u{A7}"
  }

  /// The value of a raised figure that has a code point of its own.
  var superscriptDigit: Int? {
    switch value {
    case 0xB9: 1
    case 0xB2: 2
    case 0xB3: 3
    case 0x2070, 0x2074...0x2079: Int(value) - 0x2070
    default: nil
    }
  }

  /// Signs that may stand before or after the call of a note.
  var closesClause: Bool { ".,;:!?)]\"\u{201D}\u{2019}\u{BB}".unicodeScalars.contains(self) }

  /// Signs that may follow the end of a sentence, and those that end one.
  var endsSentence: Bool { ".!?\u{2026}".unicodeScalars.contains(self) }
}
