// SPDX-License-Identifier: Apache-2.0

/// Short parts that content systems and their extensions put under and into an article, by the fixed names of their
/// elements: buttons to share it, related posts, boxes about the author, forms to answer and to subscribe.
///
/// Unlike the words of `ClassWords`, which hint, these names are whole. What bears one and is long is text all the same.
struct NamedFurniture {
  private let page: PageBlocks
  private let tree: MarkupTree
  private let measures: BlockMeasures
  /// For elements that were looked at, whether they or elements around them are such parts.
  private var known: [Int: Bool] = [:]

  /// No such part has more words.
  private static let mostWords = 100

  /// Drops the kept blocks in such parts, on a page that has more to say than they.
  static func without(_ keeps: [Bool], _ page: PageBlocks, _ measures: BlockMeasures, in tree: MarkupTree) -> [Bool] {
    var names = NamedFurniture(page: page, tree: tree, measures: measures)
    let rest = page.blocks.indices.map { keeps[$0] && !names.holds(page.blocks[$0].node) }
    let words = page.blocks.indices.reduce(0) { $0 + (rest[$1] ? page.blocks[$1].words : 0) }
    return words < 50 ? keeps : rest
  }

  private init(page: PageBlocks, tree: MarkupTree, measures: BlockMeasures) {
    (self.page, self.tree, self.measures) = (page, tree, measures)
  }

  private mutating func holds(_ node: Int) -> Bool {
    var (path, place, answer): ([Int], Int?, Bool) = ([], node, false)
    while let inner = place {
      if let known = known[inner] {
        answer = known
        break
      }
      path.append(inner)
      if isNamed(inner) {
        answer = true
        break
      }
      place = tree.parent(inner)
    }
    for inner in path { known[inner] = answer }
    return answer
  }

  private func isNamed(_ node: Int) -> Bool {
    guard tree.has(node, .class) else { return false }
    var found = false
    GeneratorNames.forEach(of: node, in: tree) { found = found || Self.names.contains($0) }
    return found && measures.words(page.range(node)) <= Self.mostWords
  }

  private static let names = Set(
    GeneratorNames.hashes(
      ".sharedaddy .sd-sharing .jp-relatedposts .yarpp .yarpp-related .crp_related .addtoany_content "
        + ".addtoany_share_save_container .addthis_toolbox .addthis_inline_share_toolbox .a2a_kit .ssba "
        + ".heateor_sss_sharing_container .post-navigation .posts-navigation .wp-block-post-navigation-link .author-box "
        + ".post-author-box .comment-respond .wp-block-latest-posts .wp-block-latest-comments .mc4wp-form .newsletter "
        + ".newsletter-signup .advertisement .ad .signature"))
}
