// SPDX-License-Identifier: Apache-2.0

/// The words at the head of a document's first page: those of the title, in large type, and those beside it. Only of
/// short documents, since the heads of others are known by their recurrence.
struct TitleWords {
  private var large: Set<String> = []
  private var all: Set<String> = []

  init(_ pages: [GlyphPage], bodySize: Float) {
    guard (2...4).contains(pages.count), let page = pages.first(where: { !$0.words.isEmpty }) else { return }
    for index in page.flow where page.words[Int(index)].box.middle < page.height * 0.4 {
      let word = Self.folded(index, page)
      all.insert(word)
      if page.words[Int(index)].size > bodySize * 1.06 { large.insert(word) }
    }
  }

  /// Whether all of a line's words stand at the head of the first page, half of them or more in its title.
  func areRepeated(by words: [Int32], on page: GlyphPage) -> Bool {
    let words = words.map { Self.folded($0, page) }.filter { !$0.isEmpty }
    return words.count >= 3 && words.allSatisfy(all.contains) && 2 * words.count(where: large.contains) >= words.count
  }

  /// A word's letters, letter case aside.
  private static func folded(_ index: Int32, _ page: GlyphPage) -> String {
    String(page.text(of: page.words[Int(index)]).lowercased().filter(\.isLetter))
  }
}
