// SPDX-License-Identifier: Apache-2.0

/// Finds the date a page shows its readers.
struct ShownDate {
  let tree: MarkupTree
  let page: PageBlocks
  /// The block of the main heading.
  let title: Int?
  let order: PageDateOrder

  private static let avoided: ElementContext.Region = [.navigation, .pageFooter, .aside, .dialog, .form]

  /// A full date in a short block after the title, unless it is said to be that of a change.
  func nearTitle(reach: Int) -> String? {
    guard let title else { return nil }
    for index in near(title + 1, to: title + reach) {
      if reach > 4, isProse(page.blocks[index]) { continue }
      guard let text = byline(index, words: reach > 4 ? 16 : 12) else { continue }
      if let date = DateReader.visible(text, order: order.value), date.count == 10 { return date }
    }
    return nil
  }

  /// The month or year that a byline under the title names without a day.
  func monthInByline() -> String? {
    guard let title else { return nil }
    for index in near(title + 1, to: title + 4) {
      guard let text = byline(index, words: 16), AuthorChoice.opening(of: text) != nil else { continue }
      if let month = DateReader.month(in: text) { return month }
    }
    return nil
  }

  /// The day in the main heading: "Minutes of 3 May 2016".
  func inTitle() -> String? {
    guard let title, page.blocks[title].words <= 12, page.holdsYear(page.blocks[title]) else { return nil }
    let date = DateReader.visible(page.text(page.blocks[title]), order: order.value)
    return date.flatMap { $0.count == 10 ? $0 : nil }
  }

  /// The day of the last change, as a short line says it that opens so: "Last updated: 5 June 2017".
  func ofChange() -> String? {
    for block in page.blocks where block.words <= 12 && page.holdsYear(block) {
      let label = page.bytes[block.from..<block.upTo].prefix { !(0x30...0x39).contains($0) }
      guard Self.tellsOfChange(label) else { continue }
      if let date = DateReader.visible(page.text(block), order: order.value), date.count == 10 { return date }
    }
    return nil
  }

  /// Whether a block is a sentence that speaks of a date, not a line that gives the page's.
  private func isProse(_ block: RawBlock) -> Bool {
    guard block.words >= 6, let last = page.bytes[block.from..<block.upTo].last, ".!?".utf8.contains(last) else {
      return false
    }
    let text = page.bytes[block.from..<block.upTo]
    return !Self.signsOfPublication.contains { $0.occurs(in: text) }
      && AuthorChoice.opening(of: page.text(block)) == nil
  }

  private static let signsOfPublication: [BytePattern] = [
    "publi", "posted", "written", "veröffentlicht", "geplaatst", "gepubliceerd", "updat", "modif", "mis en ligne",
  ]

  /// The first `time` element after the title, or anywhere where there is none.
  func inElement() -> String? {
    for index in near((title ?? 3) - 3, to: page.blocks.count) {
      if isProse(page.blocks[index]) { continue }
      let node = page.blocks[index].node
      for inner in node..<tree.end(node) where tree.name(inner) == .time {
        let spoken = tree.attribute(inner, .datetime).flatMap { DateReader.declared($0, order: order.value) }
        if let date = spoken ?? DateReader.visible(tree.text(of: inner), order: order.value) { return date }
      }
    }
    return nil
  }

  /// The first full date in a short block whose element, or the one around, is named for dates or authors.
  func underDateName() -> String? {
    let telling = ClassWords.bit(.date) | ClassWords.bit(.byline) | ClassWords.bit(.thread) | ClassWords.bit(.user)
    for index in near(0, to: page.blocks.count) {
      guard let text = byline(index, words: 24) else { continue }
      let node = page.blocks[index].node
      let around = tree.parent(node).map { page.hints[$0] } ?? 0
      guard (page.hints[node] | around) & telling != 0 else { continue }
      let date = DateReader.visible(text, order: order.value)
      if let date, date.count == 10 { return date }
    }
    return nil
  }

  private func near(_ start: Int, to end: Int) -> some Sequence<Int> {
    (max(0, start)..<max(0, start, min(page.blocks.count, end + 1))).lazy.filter {
      $0 < page.blocks.count && page.blocks[$0].context.regions.isDisjoint(with: Self.avoided)
    }
  }

  /// The text of a short block with a year in it; of one that tells of a change too, the part that does not.
  private func byline(_ index: Int, words: Int) -> String? {
    let block = page.blocks[index]
    guard block.words <= words, page.holdsYear(block) else { return nil }
    let isOfChange = Self.tellsOfChange(page.bytes[block.from..<block.upTo])
    let text = page.text(block)
    guard isOfChange else { return text }
    let parts = text.split(whereSeparator: { "|•·()–—\n".contains($0) })
    // Where only one of the parts has a date, it is that of the change.
    guard parts.count(where: { DateReader.visible(String($0), order: .unknown) != nil }) > 1 else { return nil }
    return parts.first { part in
      !Self.tellsOfChange(Array(part.utf8)[...]) && DateReader.visible(String(part), order: .unknown) != nil
    }.map(String.init)
  }

  private static func tellsOfChange(_ text: ArraySlice<UInt8>) -> Bool {
    signsOfChange.contains { $0.occurs(in: text) }
  }

  private static let signsOfChange: [BytePattern] = [
    "updat", "modif", "edited", "review", "join", "aktualisiert", "bijgewerkt",
  ]
}

extension PageBlocks {
  /// Whether four digits stand together: without them no text needs a closer look.
  func holdsYear(_ block: RawBlock) -> Bool {
    var run = 0
    for byte in bytes[block.from..<block.upTo] {
      run = (0x30...0x39).contains(byte) ? run + 1 : 0
      if run == 4 { return true }
    }
    return false
  }
}
