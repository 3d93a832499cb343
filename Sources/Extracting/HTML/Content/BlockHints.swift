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
    for block in page.blocks {
      let around = Self.around(block, tree: tree, page: page, measures: measures, half: half)
      near.append(around.near)
      narrow.append(around.narrow)
      wide.append(around.wide)
    }
    (own, under) = Self.ofTexts(page)
  }

  private static func around(
    _ block: RawBlock, tree: MarkupTree, page: PageBlocks, measures: BlockMeasures, half: Int
  ) -> (near: UInt64, narrow: UInt64, wide: UInt64) {
    var (near, narrow, wide): (UInt64, UInt64, UInt64) = (0, 0, 0)
    var node = block.node
    for step in 0..<64 {
      let hints = page.hints[node]
      if step < 3 { near |= hints }
      if hints != 0 {
        if measures.words(page.range(node)) <= half { narrow |= hints } else { wide |= hints }
      }
      guard let parent = tree.parent(node) else { break }
      node = parent
    }
    return (near, narrow, wide)
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
