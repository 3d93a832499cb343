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
    var text = text
    text.withUTF8 { bytes in
      var reader = Reader(bytes: bytes)
      while reader.at < bytes.count {
        if reader.at == 0 || bytes[reader.at - 1] == UInt8(ascii: "\n") { roots.append(Int32(nodes.count)) }
        nodes.append(reader.node())
      }
    }
    (self.nodes, self.roots) = (nodes, roots)
  }

  /// Reads nodes one after the other. There are thousands, read when a program starts.
  private struct Reader {
    let bytes: UnsafeBufferPointer<UInt8>
    var at = 0

    /// The next node, and the space or line feed after it.
    mutating func node() -> Node {
      let value = number()
      guard next(is: "<") else {
        at += 1
        return Node(value: value, column: -1, right: 0)
      }
      let threshold = number()
      guard next(is: "?"), let column = Int16(exactly: value), let right = Int16(exactly: number()) else {
        at = bytes.count
        return Node(value: 0, column: -1, right: 0)
      }
      at += 1
      return Node(value: threshold, column: column, right: right)
    }

    private mutating func next(is sign: Unicode.Scalar) -> Bool {
      guard at < bytes.count, bytes[at] == UInt8(ascii: sign) else { return false }
      at += 1
      return true
    }

    /// A number such as `-0.0625` or `1e-35`.
    mutating func number() -> Float {
      let isNegative = next(is: "-")
      var (digits, scale) = (UInt64(0), 0)
      scan { digits = digits &* 10 &+ $0 }
      if next(is: ".") {
        scan {
          digits = digits &* 10 &+ $0
          scale -= 1
        }
      }
      if next(is: "e") {
        let isSmall = next(is: "-")
        var exponent = 0
        scan { exponent = min(99, 10 * exponent + Int($0)) }
        scale += isSmall ? -exponent : exponent
      }
      let power = (0..<abs(scale)).reduce(1.0) { power, _ in power * 10 }
      let size = scale < 0 ? Double(digits) / power : Double(digits) * power
      return Float(isNegative ? -size : size)
    }

    private mutating func scan(_ body: (UInt64) -> Void) {
      while at < bytes.count, (0x30...0x39).contains(bytes[at]) {
        body(UInt64(bytes[at] - 0x30))
        at += 1
      }
    }
  }

  /// The number that a text holds.
  static func number(_ text: String) -> Float {
    var text = text
    return text.withUTF8 {
      var reader = Reader(bytes: $0)
      return reader.number()
    }
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
