// SPDX-License-Identifier: Apache-2.0

/// How much of a page stands in elements without names.
///
/// What an author typed comes out of an editor as plain elements, without class or id; what a template laid out bears
/// the template's names. So the share of nameless elements tells the one from the other where names say nothing.
struct AuthoredMarkup {
  /// Of a block: whether its element is nameless, how many around it are in unbroken line, and how deep it stands.
  static let names = ["nameless", "namelessSteps", "depth"]

  private let page: PageBlocks
  /// For each element, how many nameless ones end in it, each in the other; and how many are around it.
  private var steps: [Int32]
  private var depths: [Int32]
  /// Words outside links in nameless elements: entry i covers the blocks before i.
  private var words: [Int32] = [0]

  init(tree: MarkupTree, page: PageBlocks) {
    self.page = page
    steps = [Int32](repeating: 0, count: tree.count)
    depths = steps
    for (node, record) in tree.nodes.enumerated() where record.name != .text {
      let parent = Int(record.parent)
      depths[node] = parent < 0 ? 1 : depths[parent] &+ 1
      if Self.isNameless(record, tree) { steps[node] = parent < 0 ? 1 : steps[parent] &+ 1 }
    }
    words.reserveCapacity(page.blocks.count + 1)
    for block in page.blocks {
      let own = steps[block.node] > 0 ? Int32(clamping: block.words - block.linkWords) : 0
      words.append(words[words.count - 1] &+ own)
    }
  }

  private static func isNameless(_ record: MarkupTree.Node, _ tree: MarkupTree) -> Bool {
    for index in Int(record.from)..<Int(record.upTo) {
      let attribute = tree.attributes[index]
      if attribute.name == .class || attribute.name == .id, attribute.upTo > attribute.from { return false }
    }
    return true
  }

  /// Words outside links in nameless elements among the blocks of a range.
  func words(_ range: Range<Int>) -> Int { Int(words[range.upperBound] &- words[range.lowerBound]) }

  func add(_ block: RawBlock, to row: inout [Float]) {
    let steps = steps[block.node]
    row += [steps > 0 ? 1 : 0, Float(steps), Float(depths[block.node])]
  }
}
