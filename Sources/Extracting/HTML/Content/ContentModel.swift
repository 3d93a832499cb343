// SPDX-License-Identifier: Apache-2.0

/// A sum of small decision trees over the columns of `BlockFeatures`: the chance that a word of a block is content.
///
/// The trees stand as text in `ContentModelTrees`, one tree a line. A node is `column<threshold?right`: its left child,
/// for values up to the threshold, comes next, its right child at place `right` of the line; a leaf is its value. They
/// are three models of different seeds added up, fitted by gradient boosting (cross entropy, pages weighted alike) to
/// the hand-marked pages of the Web Content Extraction Benchmark (M. Foley, 2026, CC BY 4.0) by
/// `Benchmarks/fit_content_model.py`; no name or text of a site is in them, only the measurements.
struct ContentModel: Sendable {
  /// Eight bytes, so that the trees stay near: the left child of a node stands right after it.
  private struct Node {
    /// The threshold, or the value of a leaf.
    var value: Float
    /// The column asked, or -1 for a leaf.
    var column: Int16
    /// The right child, counted from the root.
    var right: Int16
  }

  private let nodes: [Node]
  private let roots: [Int32]

  static let fitted = ContentModel(ContentModelTrees.text)

  init(_ text: String) {
    var nodes: [Node] = []
    var roots: [Int32] = []
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      roots.append(Int32(nodes.count))
      for item in line.split(separator: UInt8(ascii: " ")) { nodes.append(Self.node(item)) }
    }
    (self.nodes, self.roots) = (nodes, roots)
  }

  private static func node(_ item: Substring.UTF8View) -> Node {
    let parts = item.split { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "?") }
    guard parts.count == 3, let column = Int16(exactly: number(parts[0])),
      let right = Int16(exactly: number(parts[2]))
    else { return Node(value: number(item), column: -1, right: 0) }
    return Node(value: number(parts[1]), column: column, right: right)
  }

  /// Reads a number such as `-0.0625` or `1e-35`. There are tens of thousands, read when a program starts: the standard
  /// library takes twenty times as long for them.
  static func number(_ text: some Collection<UInt8>) -> Float {
    var (digits, scale, exponent, exponentSign) = (UInt64(0), 0, 0, 0)
    var (isNegative, isFraction) = (false, false)
    for byte in text {
      switch byte {
      case 0x30...0x39 where exponentSign != 0: exponent = min(99, 10 * exponent + Int(byte - 0x30))
      case 0x30...0x39:
        digits = digits &* 10 &+ UInt64(byte - 0x30)
        if isFraction { scale -= 1 }
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"): exponentSign = 1
      case UInt8(ascii: "-"): if exponentSign == 0 { isNegative = true } else { exponentSign = -1 }
      default: break
      }
    }
    scale += exponent * exponentSign
    let power = (0..<abs(scale)).reduce(1.0) { power, _ in power * 10 }
    let size = scale < 0 ? Double(digits) / power : Double(digits) * power
    return Float(isNegative ? -size : size)
  }

  /// The sum of the trees: the logarithm of the odds that a word of the block is main content.
  func sum(_ row: [Float]) -> Float {
    var sum: Float = 0
    nodes.withUnsafeBufferPointer { nodes in
      row.withUnsafeBufferPointer { row in
        for root in roots {
          let root = Int(root)
          var place = root
          while nodes[place].column >= 0 {
            let node = nodes[place]
            place = row[Int(node.column)] <= node.value ? place + 1 : root + Int(node.right)
          }
          sum += nodes[place].value
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
