// SPDX-License-Identifier: Apache-2.0

/// The hints of names around each block of a page, and of the page's own words.
///
/// A class of the whole page ("has-sidebar comments-open") says nothing of a block, so the elements around a block that
/// hold less than half of the page's words are told from those that hold more.
struct BlockHints {
  /// Of the three elements next around.
  private(set) var near: [UInt64] = []
  /// Of all elements around that hold less than half of the page.
  private(set) var narrow: [UInt64] = []
  /// Of those that hold more.
  private(set) var wide: [UInt64] = []
  /// Of each short block's own words.
  private(set) var own: [UInt64]
  /// Of the last heading before: pages name their parts in headings with the words authors use for classes.
  private(set) var under: [UInt64]

  init(tree: MarkupTree, page: PageBlocks, measures: BlockMeasures) {
    let half = measures.words(0..<page.blocks.count) / 2
    // A parent stands before its children, so one pass hands everything down.
    var narrow = [UInt64](repeating: 0, count: tree.count)
    var wide = narrow
    for (node, record) in tree.nodes.enumerated() where record.name != .text {
      let parent = Int(record.parent)
      if parent >= 0 { (narrow[node], wide[node]) = (narrow[parent], wide[parent]) }
      let hints = page.hints[node]
      guard hints != 0 else { continue }
      if measures.words(page.range(node)) <= half { narrow[node] |= hints } else { wide[node] |= hints }
    }
    for block in page.blocks {
      let parent = tree.parent(block.node)
      let grandparent = parent.flatMap(tree.parent)
      near.append(
        page.hints[block.node] | (parent.map { page.hints[$0] } ?? 0) | (grandparent.map { page.hints[$0] } ?? 0))
      self.narrow.append(narrow[block.node])
      self.wide.append(wide[block.node])
    }
    (own, under) = Self.ofTexts(page)
  }

  private static func ofTexts(_ page: PageBlocks) -> (own: [UInt64], under: [UInt64]) {
    var (texts, headings, heading): ([UInt64], [UInt64], UInt64) = ([], [], 0)
    for block in page.blocks {
      var own: UInt64 = 0
      if block.words <= 12 {
        own = page.bytes.withUnsafeBufferPointer {
          ClassWords.hints(UnsafeBufferPointer(rebasing: $0[block.from..<block.upTo]))
        }
      }
      texts.append(own)
      if block.level > 0 { heading = own }
      headings.append(heading)
    }
    return (texts, headings)
  }

  /// Groups of hints that say alike: furniture, what leads elsewhere, what readers wrote, content.
  static let groups: [UInt64] = [
    [
      .navigation, .menu, .header, .footer, .sidebar, .breadcrumb, .pagination, .toolbar, .skip, .legal, .search,
      .filter,
    ],
    [.related, .recommended, .share, .advert, .consent, .newsletter, .account, .modal, .promotion, .widget, .cart],
    [.comment, .review, .testimonial, .reply, .user, .vote],
    [.content, .article, .body, .description, .specification, .title, .faq],
  ].map { $0.reduce(0) { $0 | ClassWords.bit($1) } }
}
