// SPDX-License-Identifier: Apache-2.0

/// The elements whose names or tags say that they hold a page's content, in four ways in which pages say so.
///
/// Many elements may say it (every teaser of a list is an `article`): of each way, that with most words outside links.
struct DeclaredParts {
  static let names = ["textBody", "article", "main", "description"].flatMap { ["in-\($0)", "share-\($0)"] }

  private struct Part {
    var nodes: Range<Int>
    /// Of the page's words outside links.
    var share: Float
  }

  private var parts: [Part?]

  init(tree: MarkupTree, page: PageBlocks, measures: BlockMeasures) {
    var best = [(node: Int, words: Int)](repeating: (-1, -1), count: 4)
    for (node, record) in tree.nodes.enumerated() where record.name != .text {
      let range = page.range(node)
      if range.isEmpty { continue }
      let words = measures.words(range) - measures.linkWords(range)
      for way in best.indices
      where words >= best[way].words && Self.says(way, node, record.name, page.hints[node], tree) {
        best[way] = (node, words)
      }
    }
    let all = 0..<page.blocks.count
    let words = max(1, measures.words(all) - measures.linkWords(all))
    parts = best.map { part in
      part.node < 0 ? nil : Part(nodes: part.node..<tree.end(part.node), share: Float(part.words) / Float(words))
    }
  }

  private static func says(_ way: Int, _ node: Int, _ name: ElementName, _ hints: UInt64, _ tree: MarkupTree) -> Bool {
    switch way {
    case 0:
      return hints & ClassWords.bit(.article) != 0 && hints & (ClassWords.bit(.body) | ClassWords.bit(.content)) != 0
    case 1: return name == .article
    case 2: return name == .main || hints & ClassWords.bit(.content) != 0 && isNamedMain(node, tree)
    default:
      let holders = ClassWords.bit(.product) | ClassWords.bit(.body) | ClassWords.bit(.content) | ClassWords.bit(.tab)
      return hints & ClassWords.bit(.description) != 0 && hints & holders != 0
    }
  }

  private static let mainNames: [[UInt8]] = ["main", "content", "main-content", "maincontent", "primary"].map {
    Array($0.utf8)
  }

  private static func isNamedMain(_ node: Int, _ tree: MarkupTree) -> Bool {
    for name in [AttributeName.id, .role] {
      guard let range = tree.attributeRange(node, name) else { continue }
      let value = tree.bytes[range].lazy.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
      if mainNames.contains(where: { value.elementsEqual($0) }) { return true }
    }
    return false
  }

  /// For each way, 1 inside the part, 0 outside, -1 where the page has none; and the part's share of the page.
  func add(_ block: RawBlock, to row: inout [Float]) {
    for part in parts {
      if let part {
        row += [part.nodes.contains(block.node) ? 1 : 0, part.share]
      } else {
        row += [-1, 0]
      }
    }
  }
}
