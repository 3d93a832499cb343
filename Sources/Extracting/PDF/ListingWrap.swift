// SPDX-License-Identifier: Apache-2.0

/// The signs with which printed listings mark a line that was too long for the page and goes on in the next.

struct ListingWrap {
  /// What stood where the line was broken: a space, or U+0000 for nothing. Nil after the last line.
  var separator: Unicode.Scalar

  /// Arrows that bend back, as TeX builds them, at the end of a line that goes on.
  private static let signs: Set<String> = ["\u{2190}-", "\u{2190}\u{2D3}", "\u{21A9}", "\u{21B5}", "\u{21B2}"]

  /// Takes the sign of a wrap off the end of a line; nil if there is none.
  static func takeOff(_ line: inout Line, on page: GlyphPage) -> ListingWrap? {
    guard line.words.count > 1, let last = line.words.last else { return nil }
    let sign = page.words[Int(last)]
    guard sign.count <= 2, signs.contains(page.text(of: sign)) else { return nil }
    line.words.removeLast()
    let word = page.words[Int(line.words[line.words.count - 1])]
    // One blank sets the sign off from the text; where there are two, the first was the text's own.
    let advance = page.glyphs[Int(word.end) - 1].box.width
    return ListingWrap(separator: sign.box.left - word.box.right > advance * 1.6 ? " " : "\0")
  }
}
