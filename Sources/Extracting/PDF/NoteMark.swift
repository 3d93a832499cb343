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
    let isRaised = sign.box.bottom < line.box.bottom - line.size * 0.15
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

  /// The number of glyphs at the end of a word that call a note: raised, smaller, and not an exponent.
  static func call(endOf word: Word, line: Line, on page: GlyphPage, styles: StyleTable) -> Int {
    var count = 0
    var at = Int(word.end)
    while at > Int(word.start) {
      let glyph = page.glyphs[at - 1]
      guard glyph.scalar.isNoteSign || (glyph.scalar == "," && count > 0) else { break }
      let isRaised = glyph.box.middle < line.box.middle - line.size * 0.08
      guard isRaised, styles[glyph.style].size < line.size * 0.85 else { break }
      at -= 1
      count += 1
    }
    guard (1...7).contains(count) else { return 0 }
    if at == Int(word.start) { return count }
    // "m2" and "102" are units and powers.
    let before = page.glyphs[at - 1].scalar
    if before.decimalDigit != nil { return 0 }
    if before.properties.isAlphabetic, at - Int(word.start) <= 2 { return 0 }
    return count
  }
}

extension Unicode.Scalar {
  var isNoteSign: Bool {
    decimalDigit != nil || self == "*" || self == "\u{2020}" || self == "\u{2021}" || self == "\u{A7}"
      || self == "\u{B9}" || self == "\u{B2}" || self == "\u{B3}"
  }

  /// Signs that may follow the end of a sentence, and those that end one.
  var endsSentence: Bool { ".!?\u{2026}".unicodeScalars.contains(self) }
}
