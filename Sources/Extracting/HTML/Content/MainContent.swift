// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Decides which blocks of a page are its main content.
enum MainContent {
  /// For each block, whether it is kept.
  static func judge(_ page: PageBlocks, in tree: MarkupTree) -> [Bool] {
    ShortPage.withSentences(estimate(page, in: tree), page)
  }

  /// For each block, whether it is kept; where all are doubtful, of none.
  private static func estimate(_ page: PageBlocks, in tree: MarkupTree) -> [Bool] {
    let measures = BlockMeasures(page)
    if let text = GeneratedPage.textBlocks(page, in: tree) { return text }
    if isBare(page, measures) {
      return page.blocks.map { !Notices.leadsOn($0, page.bytes[$0.from..<$0.upTo]) }
    }
    let traits = PageTraits(tree: tree, page: page, measures: measures)
    var features = BlockFeatures(tree: tree, page: page, measures: measures, kind: traits.columns)
    var row: [Float] = []
    let sums = page.blocks.indices.map { index in
      features.fill(&row, index)
      let isReview = traits.isProduct && features.hints.narrow[index] & ClassWords.bit(.review) != 0
      return ContentModel.fitted.sum(row) - (isReview && page.blocks[index].words > 6 ? 1 : 0)
    }
    // A page that declares itself one article or one product says where its content ends; what is in doubt beside it is
    // mostly about other works. Scale and shifts were found on pages the model was not fitted to.
    let shift: Float = 0.05 + (traits.isArticle ? 0.3 : 0) + (traits.isProduct ? 0.4 : 0)
    let places = Neighbourhood.places(of: page, in: tree)
    let chances = Neighbourhood.smoothed(sums, page: page, places: places).map {
      ContentModel.chance(0.95 * $0 - shift)
    }
    // What scripts would fill shows its furniture alone.
    if measures.words(0..<page.blocks.count) < 200, chances.allSatisfy({ $0 < 0.5 }) {
      return page.blocks.map { _ in false }
    }
    let chosen = choose(chances, words: page.blocks.map(\.words))
    let texts = withoutComments(chosen, page, isForum: traits.isForum)
    let repeats = traits.isProduct || traits.isForum
    let said = withoutRepetitions(withoutNotices(texts, page), page, measures, within: repeats ? nil : places)
    return NamedFurniture.without(said, page, measures, in: tree)
  }

  /// Drops what stands in a part named for comments, where the rest of the page is a text of its own: what readers
  /// write under an article is not the article's, even if they wrote more. A page that is little else (a thread) keeps
  /// them, and a forum wherever they are longer than the rest.
  static func withoutComments(_ keeps: [Bool], _ page: PageBlocks, isForum: Bool) -> [Bool] {
    let isComment = page.blocks.map { $0.context.hints & ClassWords.bit(.comment) != 0 }
    var (own, readers) = (0, 0)
    for (index, block) in page.blocks.enumerated() where keeps[index] {
      if isComment[index] { readers += block.words } else { own += block.words }
    }
    guard readers > 0, own >= 150, own * (isForum ? 1 : 3) > readers else { return keeps }
    return keeps.indices.map { keeps[$0] && !isComment[$0] }
  }

  /// Drops what a site says of itself on every page, on a page that has more to say than that.
  static func withoutNotices(_ keeps: [Bool], _ page: PageBlocks) -> [Bool] {
    let notices = Notices(page)
    let rest = page.blocks.indices.map { keeps[$0] && !notices.contains(page.blocks[$0]) }
    let words = page.blocks.indices.reduce(0) { $0 + (rest[$1] ? page.blocks[$1].words : 0) }
    return words < 50 ? keeps : rest
  }

  /// Drops kept blocks of seven words or more that were kept before: one copy is for small screens, or a carousel's.
  ///
  /// With `places`, the neighbourhoods of the blocks, only copies in other surroundings than the first: what two entries
  /// of one manual say alike is said of both.
  static func withoutRepetitions(
    _ keeps: [Bool], _ page: PageBlocks, _ measures: BlockMeasures, within places: [UInt64]?
  ) -> [Bool] {
    var keeps = keeps
    var seen: [UInt64: Int] = [:]
    for (index, block) in page.blocks.enumerated() where keeps[index] && block.words >= 7 && block.kind != .code {
      let look = measures.looks[index].hash
      if let first = seen[look] {
        keeps[index] = places.map { $0[first] == $0[index] } ?? false
      } else {
        seen[look] = index
      }
    }
    return keeps
  }

  /// The set of blocks whose expected F1 against the true content is greatest.
  ///
  /// It is always a prefix of the blocks in order of their chances, and its border lies at half the F1 reached: where
  /// a page is hard to judge, more is kept (Lipton, Elkan and Narayanaswamy 2014, doi:10.1007/978-3-662-44851-9_15).
  static func choose(_ chances: [Float], words: [Int]) -> [Bool] {
    let order = chances.indices.sorted { (chances[$1], $0) < (chances[$0], $1) }
    let truth = zip(chances, words).reduce(Float(0)) { $0 + $1.0 * Float($1.1) }
    var (kept, found, best, count): (Float, Float, Float, Int) = (0, 0, -1, 0)
    for (place, index) in order.enumerated() {
      kept += Float(words[index])
      found += chances[index] * Float(words[index])
      let score = 2 * found / (kept + truth + 1e-9)
      if score > best { (best, count) = (score, place + 1) }
    }
    var keeps = [Bool](repeating: false, count: chances.count)
    for index in order[..<count] { keeps[index] = true }
    return keeps
  }

  /// Whether a page shows no sign of furniture: no regions or names of any, few links. Such pages, typewritten or saved
  /// from a reader view, are content from top to end.
  private static func isBare(_ page: PageBlocks, _ measures: BlockMeasures) -> Bool {
    let all = 0..<page.blocks.count
    let regions: ElementContext.Region = [
      .navigation, .pageHeader, .pageFooter, .aside, .dialog, .form, .search, .button, .choice,
    ]
    let hints = [.navigation, .menu, .footer, .sidebar, .related, .share, .comment, .consent, .advert, .widget]
      .reduce(UInt64(0)) { $0 | ClassWords.bit($1) }
    return share(measures.linkWords(all), measures.words(all)) < 0.2
      && page.blocks.allSatisfy { $0.context.regions.isDisjoint(with: regions) && $0.context.hints & hints == 0 }
  }
}
