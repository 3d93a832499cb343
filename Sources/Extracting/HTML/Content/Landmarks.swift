// SPDX-License-Identifier: Apache-2.0

/// Where a block stands against two landmarks of the page: its title heading, and the element that holds most prose.
struct Landmarks {
  static let names =
    ["title", "prose"].flatMap { place in
      ["common", "commonShare", "commonLinkShare", "steps"].map { "\(place)-\($0)" }
    } + ["proseShare", "inProse"]

  private let tree: MarkupTree
  private let page: PageBlocks
  private let measures: BlockMeasures
  private let title: Int?
  private let prose: Int?
  private let proseShare: Float

  init(tree: MarkupTree, page: PageBlocks, measures: BlockMeasures, firstHeading: Int) {
    (self.tree, self.page, self.measures) = (tree, page, measures)
    title = firstHeading < 0 ? nil : page.blocks[firstHeading].node
    prose = Self.densest(tree, page, measures)
    let all = measures.words(0..<page.blocks.count)
    proseShare = prose.map { Float(measures.words(page.range($0))) / Float(max(1, all)) } ?? 0
  }

  /// The element whose own children and grandchildren hold most words in sentences outside links.
  private static func densest(_ tree: MarkupTree, _ page: PageBlocks, _ measures: BlockMeasures) -> Int? {
    var scores: [Int: Float] = [:]
    for (index, block) in page.blocks.enumerated() where measures.looks[index].endsSentence && block.words > 8 {
      var weight = Float(block.words - block.linkWords)
      if !block.context.regions.isDisjoint(with: [.navigation, .pageFooter, .dialog, .aside]) { weight /= 4 }
      var node = block.node
      for _ in 0..<3 {
        guard let parent = tree.parent(node) else { break }
        node = parent
        scores[node, default: 0] += weight
        weight /= 2
      }
    }
    return scores.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
  }

  func add(_ block: RawBlock, to row: inout [Float]) {
    for place in [title, prose] {
      guard let place else {
        row += [-1, -1, -1, -1]
        continue
      }
      var node = block.node
      var steps = 0
      while !(node <= place && place < tree.end(node)), steps < 64, let parent = tree.parent(node) {
        node = parent
        steps += 1
      }
      let range = page.range(node)
      let words = measures.words(range)
      row += [
        log(words), share(words, measures.words(0..<page.blocks.count)), share(measures.linkWords(range), words),
        Float(steps),
      ]
    }
    let isInside = prose.map { $0 <= block.node && block.node < tree.end($0) } ?? false
    row += [proseShare, isInside ? 1 : 0]
  }
}
