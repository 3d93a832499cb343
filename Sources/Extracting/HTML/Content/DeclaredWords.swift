// SPDX-License-Identifier: Apache-2.0

/// The words a page uses of itself in its descriptions and titles, by which blocks that say the same are found.
///
/// Pages describe themselves for search engines in words taken from their main content: a shown paragraph that the
/// description quotes is no furniture.
struct DeclaredWords {
  /// Those of the descriptions (and of article bodies in JSON-LD).
  private var described = WordPairs()
  private var titled = WordPairs()

  init(_ tree: MarkupTree) {
    for node in tree.nodes.indices {
      switch tree.name(node) {
      case .meta:
        guard let name = tree.attributeRange(node, .property) ?? tree.attributeRange(node, .name),
          let content = tree.attributeRange(node, .content)
        else { continue }
        if Self.description.equals(tree.bytes[name].suffix(11)) { described.insert(tree.bytes[content]) }
        if Self.title.equals(tree.bytes[name].suffix(5)) { titled.insert(tree.bytes[content]) }
      case .title:
        for inner in node..<tree.end(node) { titled.insert(tree.bytes[tree.textRange(inner)]) }
      default: break
      }
    }
    for node in tree.linkedDataScripts {
      for inner in node..<tree.end(node) { addDescriptions(tree.bytes[tree.textRange(inner)]) }
    }
  }

  private static let description: BytePattern = "description"
  private static let title: BytePattern = "title"
  private static let keys = ["description\"", "articleBody\"", "text\""].map { Array($0.utf8) }

  /// The values of the keys `description`, `articleBody` and `text` of a JSON text.
  private mutating func addDescriptions(_ json: ArraySlice<UInt8>) {
    var at = json.startIndex
    while let quote = json[at...].firstIndex(of: UInt8(ascii: "\"")) {
      at = quote + 1
      guard at < json.endIndex, [0x64, 0x61, 0x74].contains(json[at]),
        let key = Self.keys.first(where: { json[at...].starts(with: $0) })
      else { continue }
      at += key.count
      guard let start = json[at...].prefix(8).firstIndex(of: UInt8(ascii: "\"")) else { continue }
      var end = start + 1
      while end < json.endIndex, json[end] != UInt8(ascii: "\"") { end += json[end] == UInt8(ascii: "\\") ? 2 : 1 }
      end = min(end, json.endIndex)
      described.insert(json[(start + 1)..<end])
      at = end
    }
  }

  /// The shares of a block's pairs of neighbouring words that are among these.
  func shares(of block: RawBlock, in page: PageBlocks) -> (described: Float, titled: Float) {
    guard !described.isEmpty || !titled.isEmpty, block.words > 1 else { return (0, 0) }
    var (both, one, all) = (0, 0, 0)
    page.bytes.withUnsafeBufferPointer { bytes in
      WordPairs.forEach(UnsafeBufferPointer(rebasing: bytes[block.from..<block.upTo])) { pair in
        all += 1
        if described.contains(pair) { both += 1 }
        if titled.contains(pair) { one += 1 }
      }
    }
    return (Float(both) / Float(max(all, 1)), Float(one) / Float(max(all, 1)))
  }
}
