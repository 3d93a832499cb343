// SPDX-License-Identifier: Apache-2.0

/// Finds words printed with space between their letters, which look like rows of one-letter words.
enum LetterSpacing {
  /// The positions in `words` of letters that belong to the word of the letter before them.
  static func glued(_ words: [Int32], on page: GlyphPage) -> Set<Int> {
    var glued: Set<Int> = []
    var start = 0
    while start < words.count {
      var end = start
      while end < words.count, isLetter(page.words[Int(words[end])], on: page) { end += 1 }
      if end - start >= 4 { glue(words, start..<end, on: page, into: &glued) }
      start = max(end, start + 1)
    }
    return glued
  }

  private static func isLetter(_ word: Word, on page: GlyphPage) -> Bool {
    let scalar = page.glyphs[Int(word.start)].scalar
    return word.count == 1 && scalar.isLetter && scalar.value < 0x530
  }

  /// Glues letters in one run whose gaps are alike; gaps half as wide again part two spaced words.
  private static func glue(_ words: [Int32], _ run: Range<Int>, on page: GlyphPage, into glued: inout Set<Int>) {
    let gaps = run.dropFirst().map { page.words[Int(words[$0])].box.left - page.words[Int(words[$0 - 1])].box.right }
    let size = page.words[Int(words[run.lowerBound])].size
    let sorted = gaps.sorted()
    let usual = sorted[sorted.count / 4]
    let limit = usual * 1.5 + size * 0.04
    let parts = gaps.contains { $0 > limit }
    // Single letters set apart by plain spaces, as in an enumeration, are not a spaced word.
    guard usual > 0, usual < size * 0.6, parts || usual < size * 0.24 || run.count >= 8 else { return }
    for (position, gap) in zip(run.dropFirst(), gaps) where gap <= limit { glued.insert(position) }
  }
}
