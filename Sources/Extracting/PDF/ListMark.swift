// SPDX-License-Identifier: Apache-2.0

/// The sign or number that opens an item of a list.
struct ListMark: Equatable {
  /// How many words of the line are the mark.
  var words: Int
  /// Whether the mark is a sign that says nothing, and is left out of the text.
  var isBullet: Bool

  static let bullets: Set<Unicode.Scalar> = [
    "\u{2022}", "\u{2023}", "\u{25AA}", "\u{25CF}", "\u{25E6}", "\u{2043}", "\u{25A0}", "\u{25B8}", "\u{25BA}",
    "\u{2219}",
    "\u{25CB}", "\u{25FE}", "\u{2B29}", "\u{2756}", "\u{27A2}", "\u{2713}", "\u{25A1}", "\u{B7}", "\u{2217}",
    "\u{25C6}",
  ]

  init?(_ line: Line, on page: GlyphPage) {
    guard line.words.count > 1, let first = line.words.first else { return nil }
    let word = page.words[Int(first)]
    let glyphs = page.glyphs[word.range]
    guard glyphs.count <= 6, let mark = glyphs.first?.scalar else { return nil }
    if glyphs.count == 1, Self.bullets.contains(mark) || "-\u{2013}\u{2014}*o".unicodeScalars.contains(mark) {
      // A dash or an asterisk opens an item only where white space sets it off.
      let next = page.words[Int(line.words[1])]
      guard Self.bullets.contains(mark) || next.box.left - word.box.right > word.size * 0.35 else { return nil }
      guard mark != "o" || next.box.left - word.box.right > word.size * 0.6 else { return nil }
      (words, isBullet) = (1, true)
      return
    }
    guard Self.isNumber(glyphs) else { return nil }
    (words, isBullet) = (1, false)
  }

  /// "1." "12)" "(a)" "iv." "[3]".
  private static func isNumber(_ glyphs: ArraySlice<Glyph>) -> Bool {
    guard glyphs.count >= 2, let first = glyphs.first?.scalar, let last = glyphs.last?.scalar else { return false }
    let opens = first == "(" || first == "["
    let closes = opens ? (first == "(" ? last == ")" : last == "]") : last == "." || last == ")"
    guard closes else { return false }
    let inner = glyphs.dropFirst(opens ? 1 : 0).dropLast()
    guard let start = inner.first?.scalar else { return false }
    if inner.allSatisfy({ $0.scalar.decimalDigit != nil }) { return inner.count <= 3 }
    if inner.count == 1 { return start.isLetter && (opens || last == ")") }
    return inner.allSatisfy { $0.scalar.isLowercaseLetter } && RomanNumeral.value(inner) != nil
  }
}
