// SPDX-License-Identifier: Apache-2.0

/// A sum of small decision trees over the columns of `BlockFeatures`: the chance that a word of a block is main content.
///
/// The trees stand as text in `ContentModelTrees`, one tree a line. A node is `column<threshold?left:right`, where left
/// and right are places in the line; a leaf is its value. They were fitted by gradient boosting (cross entropy, pages
/// weighted alike) to the hand-marked pages of the Web Content Extraction Benchmark (M. Foley, 2026, CC BY 4.0); no name
/// or text of a site is in them, only the measurements.
struct ContentModel: Sendable {
  private struct Node {
    /// The column asked, or -1 for a leaf.
    var column: Int16
    var left: Int16
    var right: Int16
    /// The threshold, or the value of a leaf.
    var value: Float
  }

  private let nodes: [Node]
  private let roots: [Int]

  static let fitted = ContentModel(ContentModelTrees.text)

  init(_ text: String) {
    var nodes: [Node] = []
    var roots: [Int] = []
    for line in text.split(separator: "\n") {
      let root = nodes.count
      roots.append(root)
      for item in line.split(separator: " ") { nodes.append(Self.node(item, root: root)) }
    }
    (self.nodes, self.roots) = (nodes, roots)
  }

  private static func node(_ item: Substring, root: Int) -> Node {
    let parts = item.split { $0 == "<" || $0 == "?" || $0 == ":" }
    guard parts.count == 4, let column = Int16(parts[0]), let threshold = Float(parts[1]), let left = Int(parts[2]),
      let right = Int(parts[3])
    else { return Node(column: -1, left: 0, right: 0, value: Float(item) ?? 0) }
    return Node(column: column, left: Int16(root + left), right: Int16(root + right), value: threshold)
  }

  /// The sum of the trees: the logarithm of the odds that a word of the block is main content.
  func sum(_ row: [Float]) -> Float {
    var sum: Float = 0
    nodes.withUnsafeBufferPointer { nodes in
      row.withUnsafeBufferPointer { row in
        for root in roots {
          var node = nodes[root]
          while node.column >= 0 {
            node = nodes[Int(row[Int(node.column)] <= node.value ? node.left : node.right)]
          }
          sum += node.value
        }
      }
    }
    return sum
  }

  /// The chance, from 0 to 1, for the logarithm of its odds.
  static func chance(_ odds: Float) -> Float { 1 / (1 + exponential(-odds)) }

  /// e to the power x by halving and a polynomial: the same on every machine, which the C library does not promise.
  static func exponential(_ x: Float) -> Float {
    let small = max(-30, min(30, x)) / 256
    var value: Float = 1 + small * (1 + small / 2 * (1 + small / 3 * (1 + small / 4)))
    for _ in 0..<8 { value *= value }
    return value
  }
}
