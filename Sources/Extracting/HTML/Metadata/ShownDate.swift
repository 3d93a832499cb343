// SPDX-License-Identifier: Apache-2.0

/// Finds the date a page shows its readers.
struct ShownDate {
  let tree: MarkupTree
  let page: PageBlocks
  /// The block of the main heading.
  let title: Int?
  let monthFirst: Bool

  private static let avoided: ElementContext.Region = [.navigation, .pageFooter, .aside, .dialog, .form]

  /// A full date in a short block after the title, unless it is said to be that of a change.
  func nearTitle(reach: Int) -> String? {
    guard let title else { return nil }
    for index in near(title + 1, to: title + reach) where isByline(index, words: reach > 4 ? 16 : 12) {
      if let date = DateReader.visible(page.text(page.blocks[index]), monthFirst: monthFirst), date.count == 10 {
        return date
      }
    }
    return nil
  }

  /// The first `time` element after the title, or anywhere where there is none.
  func inElement() -> String? {
    for index in near((title ?? 3) - 3, to: page.blocks.count) {
      let node = page.blocks[index].node
      for inner in node..<tree.end(node) where tree.name(inner) == .time {
        let spoken = tree.attribute(inner, .datetime).flatMap(DateReader.declared)
        if let date = spoken ?? DateReader.visible(tree.text(of: inner), monthFirst: monthFirst) { return date }
      }
    }
    return nil
  }

  /// The first full date in a short block whose element, or the one around, is named for dates or authors.
  func underDateName() -> String? {
    let telling = ClassWords.bit(.date) | ClassWords.bit(.byline) | ClassWords.bit(.thread) | ClassWords.bit(.user)
    for index in near(0, to: page.blocks.count) where isByline(index, words: 24) {
      let node = page.blocks[index].node
      let around = tree.parent(node).map { page.hints[$0] } ?? 0
      guard (page.hints[node] | around) & telling != 0 else { continue }
      let date = DateReader.visible(page.text(page.blocks[index]), monthFirst: monthFirst)
      if let date, date.count == 10 { return date }
    }
    return nil
  }

  private func near(_ start: Int, to end: Int) -> some Sequence<Int> {
    (max(0, start)..<max(0, start, min(page.blocks.count, end + 1))).lazy.filter {
      $0 < page.blocks.count && page.blocks[$0].context.regions.isDisjoint(with: Self.avoided)
    }
  }

  private func isByline(_ index: Int, words: Int) -> Bool {
    guard page.blocks[index].words <= words, holdsYear(page.blocks[index]) else { return false }
    let text = page.bytes[page.blocks[index].from..<page.blocks[index].upTo]
    return !Self.signsOfChange.contains { $0.occurs(in: text) }
  }

  private static let signsOfChange: [BytePattern] = [
    "updat", "modif", "edited", "review", "join", "aktualisiert", "bijgewerkt",
  ]

  /// Whether four digits stand together: without them no text needs a closer look.
  private func holdsYear(_ block: RawBlock) -> Bool {
    var run = 0
    for byte in page.bytes[block.from..<block.upTo] {
      run = (0x30...0x39).contains(byte) ? run + 1 : 0
      if run == 4 { return true }
    }
    return false
  }
}
