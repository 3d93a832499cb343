// SPDX-License-Identifier: Apache-2.0

/// A page as a tree in document order: three flat arrays, no object per node.
///
/// A node's descendants are the nodes from its index + 1 up to `end`, so a walk of the whole tree is a loop over
/// `nodes`, a walk over children a loop that jumps from `end` to `end`, and nothing recurses however deep a page nests.
struct MarkupTree: Sendable {
  struct Node: Sendable {
    var name: ElementName
    var parent: Int32
    /// The index after the last descendant.
    var end: Int32
    /// For text: its bytes; for an element: its attributes.
    var from: Int32
    var upTo: Int32
  }

  struct Attribute: Sendable {
    var name: AttributeName
    var from: Int32
    var upTo: Int32
  }

  var nodes: [Node] = []
  var attributes: [Attribute] = []
  /// Text and attribute values, UTF-8.
  var bytes: [UInt8] = []
  /// Whether parts were left out because a limit was met.
  var isCut = false

  var count: Int { nodes.count }

  func name(_ node: Int) -> ElementName { nodes[node].name }
  func end(_ node: Int) -> Int { Int(nodes[node].end) }

  /// The parent's index, or nil for the topmost nodes.
  func parent(_ node: Int) -> Int? {
    let parent = nodes[node].parent
    return parent < 0 ? nil : Int(parent)
  }

  /// The bytes of a text node.
  func textRange(_ node: Int) -> Range<Int> {
    guard nodes[node].name == .text else { return 0..<0 }
    return Int(nodes[node].from)..<Int(nodes[node].upTo)
  }

  /// Where the value of an attribute stands in `bytes`, or nil where the element does not have it.
  func attributeRange(_ node: Int, _ name: AttributeName) -> Range<Int>? {
    guard nodes[node].name != .text else { return nil }
    for index in Int(nodes[node].from)..<Int(nodes[node].upTo) where attributes[index].name == name {
      return Int(attributes[index].from)..<Int(attributes[index].upTo)
    }
    return nil
  }

  /// The value of an attribute.
  func attribute(_ node: Int, _ name: AttributeName) -> String? {
    attributeRange(node, name).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  func has(_ node: Int, _ name: AttributeName) -> Bool { attributeRange(node, name) != nil }

  /// All text below `node`, shown or not, white space collapsed.
  func text(of node: Int) -> String {
    var out: [UInt8] = []
    for index in node..<end(node) where nodes[index].name == .text {
      out.append(contentsOf: bytes[textRange(index)])
    }
    return collapsed(String(decoding: out, as: UTF8.self))
  }

  /// Whether an element has an attribute in whose value a word occurs.
  func holds(_ word: BytePattern, in name: AttributeName, of node: Int) -> Bool {
    attributeRange(node, name).map { word.occurs(in: bytes[$0]) } ?? false
  }

  private static let linkedData: BytePattern = "ld+json"

  /// The scripts that hold JSON-LD.
  var linkedDataScripts: some Sequence<Int> {
    nodes(named: .script).filter { holds(Self.linkedData, in: .type, of: $0) }
  }

  /// The nodes of a name, in document order.
  func nodes(named name: ElementName) -> some Sequence<Int> {
    nodes.indices.lazy.filter { nodes[$0].name == name }
  }
}

/// `text` with every run of white space made one space and none at the ends.
func collapsed(_ text: some StringProtocol) -> String {
  var text = String(text)
  let isPlain = text.withUTF8 { bytes in
    // Bytes are enough where none begins a space beyond ASCII (U+0085, U+00A0, U+1680, U+2000..., U+3000); and most
    // texts stand collapsed already.
    var wasSpace = true
    for byte in bytes {
      if byte > 0x20, byte != 0xC2, byte < 0xE1 || byte > 0xE3 {
        wasSpace = false
        continue
      }
      guard byte == 0x20, !wasSpace else { return false }
      wasSpace = true
    }
    return !wasSpace || bytes.isEmpty
  }
  return isPlain ? text : text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}
