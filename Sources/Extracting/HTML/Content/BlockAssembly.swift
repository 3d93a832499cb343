// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Judged blocks become the blocks of a document.
struct BlockAssembly {
  let page: PageBlocks
  let tree: MarkupTree
  let keeps: [Bool]
  /// The block of the main heading.
  let title: Int?

  func blocks(languageOfPage: String?) -> [Block] {
    var languages: [Int32: String?] = [:]
    return page.blocks.indices.flatMap { index in
      let raw = page.blocks[index]
      let declared = raw.context.languageNode
      let language = languages[declared] ?? declaredLanguage(declared)
      languages[declared] = language
      let kind = kind(index)
      return page.cutIntoParagraphs(raw).compactMap { part -> Block? in
        let text = Normalization.composed(page.text(part))
        guard !text.isEmpty else { return nil }
        return Block(
          kind: kind, text: text, language: language ?? languageOfPage, level: raw.level > 0 ? raw.level : nil)
      }
    }
  }

  private func kind(_ index: Int) -> BlockKind {
    let raw = page.blocks[index]
    if index == title { return .title }
    if keeps[index] { return raw.kind }
    return isComment(raw) ? .comment : .furniture
  }

  /// Whether a block that is no main content is what a reader wrote under it.
  private func isComment(_ block: RawBlock) -> Bool {
    block.context.hints & ClassWords.bit(.comment) != 0
      && block.context.regions.isDisjoint(with: [.form, .button, .navigation, .pageFooter])
  }

  private func declaredLanguage(_ node: Int32) -> String? {
    guard node >= 0 else { return nil }
    let tag = tree.attribute(Int(node), .lang) ?? tree.attribute(Int(node), .xmlLang)
    return tag.flatMap(PageMetadata.primaryLanguage)
  }
}
