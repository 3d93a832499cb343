// SPDX-License-Identifier: Apache-2.0

/// The elements around a block, at four distances: its parent, and the nearest that hold 20, 80 and 300 words.
///
/// Blocks share what is around them, so an element is measured once.
struct ElementRings {
  static let names = ["parent", "ring20", "ring80", "ring300"].flatMap { ring in
    ["words", "linkShare", "share", "sentenceShare", "blocks", "headings", "siblings", "first", "nameless"].map {
      "\(ring)-\($0)"
    }
  }

  private let tree: MarkupTree
  private let page: PageBlocks
  private let measures: BlockMeasures
  private let authored: AuthoredMarkup
  private let all: Int
  /// For each element, where its numbers stand in `known`, or -1.
  private var places: [Int32]
  private var known: [Float] = []
  private static let width = 9

  init(tree: MarkupTree, page: PageBlocks, measures: BlockMeasures, authored: AuthoredMarkup) {
    (self.tree, self.page, self.measures, self.authored) = (tree, page, measures, authored)
    all = page.blocks.count
    places = [Int32](repeating: -1, count: tree.count)
  }

  mutating func add(_ block: RawBlock, to row: inout [Float]) {
    var node = tree.parent(block.node) ?? block.node
    add(node, to: &row)
    for least in [20, 80, 300] {
      var steps = 0
      while measures.words(page.range(node)) < least, steps < 64, let parent = tree.parent(node) {
        node = parent
        steps += 1
      }
      add(node, to: &row)
    }
  }

  private mutating func add(_ node: Int, to row: inout [Float]) {
    if places[node] < 0 {
      places[node] = Int32(known.count)
      known += measured(node)
    }
    let start = Int(places[node])
    row += known[start..<(start + Self.width)]
  }

  private func measured(_ node: Int) -> [Float] {
    let range = page.range(node)
    let words = measures.words(range)
    return [
      log(words), share(measures.linkWords(range), words), share(words, measures.words(0..<all)),
      share(measures.sentenceWords(range), words), log(range.count), log(measures.headings(range)),
      log(siblings(node)), share(range.lowerBound, all), share(authored.words(range), words),
    ]
  }

  /// How many of the element's neighbours look like it: same name, same hints.
  private func siblings(_ node: Int) -> Int {
    guard let parent = tree.parent(node) else { return 0 }
    var child = parent + 1
    var alike = 0
    var seen = 0
    while child < tree.end(parent), seen < 100 {
      if tree.name(child) == tree.name(node), page.hints[child] == page.hints[node], child != node { alike += 1 }
      child = max(child + 1, tree.end(child))
      seen += 1
    }
    return alike
  }
}
