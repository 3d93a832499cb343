// SPDX-License-Identifier: Apache-2.0

/// Takes out the "b\u{2019}\u{2019}" that some typesetting programs print on either side of every letter beyond Latin-1.
///
/// DBLaTeX under Python 3 prints its escapes around such letters as the representation of an empty run of bytes: a listing
/// with a Russian or Vietnamese word reads "b\u{2019}\u{2019}\u{444}b\u{2019}\u{2019}". Nobody wrote that, and nobody could find the word.
struct EmptyBytes {
  private static let form: [Set<Unicode.Scalar>] = [["b"], ["\u{2019}", "'"], ["\u{2019}", "'"]]

  /// Drops the signs from the page's glyphs and words. They may be broken over the end of a line.
  static func remove(from page: inout GlyphPage) {
    guard page.glyphs.contains(where: { $0.scalar == "\u{2019}" || $0.scalar == "'" }) else { return }
    var isDropped = [Bool](repeating: false, count: page.glyphs.count)
    var count = 0
    var at = 0
    while let start = next(in: page, from: at) {
      guard let letter = end(of: start, in: page), letter < page.glyphs.count,
        page.glyphs[letter].scalar.value > 0xFF, let end = end(of: letter + 1, in: page)
      else {
        at = start + 1
        continue
      }
      for index in start..<end where index != letter && !isWrap(page.glyphs[index].scalar) { isDropped[index] = true }
      count += 1
      at = end
    }
    if count > 0 { drop(isDropped, from: &page) }
  }

  private static func isWrap(_ scalar: Unicode.Scalar) -> Bool { scalar == "\u{2190}" || scalar == "-" }

  private static func next(in page: GlyphPage, from start: Int) -> Int? {
    page.glyphs[min(start, page.glyphs.count)...].firstIndex { $0.scalar == "b" }
  }

  /// The end of the form that starts at a position, past the sign of a wrapped line inside it; nil if it is not there.
  private static func end(of start: Int, in page: GlyphPage) -> Int? {
    var at = start
    for signs in form {
      at = pastWrap(at, in: page)
      guard at < page.glyphs.count, signs.contains(page.glyphs[at].scalar) else { return nil }
      at += 1
    }
    return pastWrap(at, in: page)
  }

  private static func pastWrap(_ at: Int, in page: GlyphPage) -> Int {
    guard at + 1 < page.glyphs.count, page.glyphs[at].scalar == "\u{2190}", page.glyphs[at + 1].scalar == "-" else {
      return at
    }
    return at + 2
  }

  private static func drop(_ isDropped: [Bool], from page: inout GlyphPage) {
    var glyphs: [Glyph] = []
    var words: [Word] = []
    glyphs.reserveCapacity(page.glyphs.count)
    for word in page.words {
      let start = glyphs.count
      for index in word.range where !isDropped[index] { glyphs.append(page.glyphs[index]) }
      guard glyphs.count > start else { continue }
      var kept = Word(start, glyphs.count, of: glyphs)
      // The place on the page stays that of all that was printed.
      (kept.size, kept.box) = (word.size, word.box)
      words.append(kept)
    }
    (page.glyphs, page.words) = (glyphs, words)
  }
}
