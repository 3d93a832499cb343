// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Pages of a heading and a sentence or two, such as notices and entries of manuals: there is so little of their text
/// that it is taken for furniture.
enum ShortPage {
  /// Where nothing but headings is kept: also what stands under the first heading, is no link and no sign of furniture, if
  /// a sentence is among it.
  static func withSentences(_ keeps: [Bool], _ page: PageBlocks) -> [Bool] {
    guard !zip(keeps, page.blocks).contains(where: { $0 && $1.level == 0 }),
      let heading = page.blocks.firstIndex(where: { $0.level > 0 && stands($0) })
    else { return keeps }
    let notices = Notices(page)
    let found = page.blocks.indices[(heading + 1)...].filter { index in
      let block = page.blocks[index]
      return block.level == 0 && stands(block) && 2 * block.linkWords < block.words && !notices.contains(block)
    }
    guard found.contains(where: { isSentence(page.blocks[$0], page) }), let last = found.last else { return keeps }
    let kept = Set(found)
    return page.blocks.indices.map { index in
      let block = page.blocks[index]
      let isHeading = block.level > 0 && (heading...last).contains(index) && stands(block)
      return keeps[index] || isHeading || kept.contains(index)
    }
  }

  private static let avoided: ElementContext.Region = [
    .navigation, .pageHeader, .pageFooter, .aside, .dialog, .form, .search, .button, .choice, .noScript,
  ]
  private static let furniture = [
    .navigation, .menu, .footer, .sidebar, .related, .share, .comment, .consent, .advert, .modal, .newsletter,
  ].reduce(UInt64(0)) { $0 | ClassWords.bit($1) }

  private static func stands(_ block: RawBlock) -> Bool {
    block.context.regions.isDisjoint(with: avoided) && block.context.hints & furniture == 0
  }

  /// Several words, or as many signs of East Asia, that end in a stop.
  private static func isSentence(_ block: RawBlock, _ page: PageBlocks) -> Bool {
    let text = page.bytes[block.from..<block.upTo]
    let opensWide = text.first.map { $0 >= 0xE3 } ?? false
    guard block.kind != .code, block.words >= 3 || opensWide && text.count >= 24 else { return false }
    return stops.contains { text.suffix($0.count).elementsEqual($0) } && !script.occurs(in: text)
  }

  private static let stops: [[UInt8]] = [".", "!", "?", "。", "！", "？"].map { Array($0.utf8) }
  private static let script: BytePattern = "javascript"
}
