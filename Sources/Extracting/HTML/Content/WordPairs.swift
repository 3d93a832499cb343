// SPDX-License-Identifier: Apache-2.0

/// Pairs of neighbouring words of what a page declares about itself, by which blocks that say the same are found.
///
/// Pages describe themselves for search engines in words taken from their main content: a shown paragraph that the
/// description quotes is no furniture.
struct WordPairs {
  private var pairs = Set<UInt32>()

  /// Those of the descriptions (and of article bodies in JSON-LD), and those of the titles.
  static func ofDeclarations(_ tree: MarkupTree) -> (described: WordPairs, titled: WordPairs) {
    var described = WordPairs()
    var titled = WordPairs()
    for node in tree.nodes.indices {
      switch tree.name(node) {
      case .meta:
        guard let name = tree.attribute(node, .property) ?? tree.attribute(node, .name),
          let content = tree.attributeRange(node, .content)
        else { continue }
        if name.lowercased().hasSuffix("description") { described.insert(tree.bytes[content]) }
        if name.lowercased().hasSuffix("title") { titled.insert(tree.bytes[content]) }
      case .title:
        for inner in node..<tree.end(node) { titled.insert(tree.bytes[tree.textRange(inner)]) }
      case .script where tree.attribute(node, .type)?.lowercased().contains("ld+json") == true:
        for inner in node..<tree.end(node) { described.insertDescriptions(tree.bytes[tree.textRange(inner)]) }
      default: break
      }
    }
    return (described, titled)
  }

  /// The values of the keys `description`, `articleBody` and `text` of a JSON text.
  private mutating func insertDescriptions(_ json: ArraySlice<UInt8>) {
    let keys = ["description\"", "articleBody\"", "text\""].map { Array($0.utf8) }
    var at = json.startIndex
    while at < json.endIndex {
      guard json[at] == UInt8(ascii: "\""), let key = keys.first(where: { json[(at + 1)...].starts(with: $0) }) else {
        at += 1
        continue
      }
      at += 1 + key.count
      guard let start = json[at...].prefix(8).firstIndex(of: UInt8(ascii: "\"")) else { continue }
      var end = start + 1
      while end < json.endIndex, json[end] != UInt8(ascii: "\"") { end += json[end] == UInt8(ascii: "\\") ? 2 : 1 }
      end = min(end, json.endIndex)
      insert(json[(start + 1)..<end])
      at = end
    }
  }

  private mutating func insert(_ text: ArraySlice<UInt8>) {
    text.withUnsafeBufferPointer { bytes in
      Self.forEachPair(bytes) { pairs.insert($0) }
    }
  }

  /// The share of a block's pairs that are among these.
  func share(of block: RawBlock, in page: PageBlocks) -> Float {
    guard !pairs.isEmpty, block.words > 1 else { return 0 }
    var (found, all) = (0, 0)
    page.bytes.withUnsafeBufferPointer { bytes in
      Self.forEachPair(UnsafeBufferPointer(rebasing: bytes[block.from..<block.upTo])) {
        all += 1
        if pairs.contains($0) { found += 1 }
      }
    }
    return Float(found) / Float(max(all, 1))
  }

  /// Calls `body` with a hash of each two neighbouring words, letter case aside.
  private static func forEachPair(_ text: UnsafeBufferPointer<UInt8>, _ body: (UInt32) -> Void) {
    var previous: UInt32 = 0
    var hash: UInt32 = 0
    for byte in text {
      let isWord = byte >= 0x80 || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
      if isWord {
        hash = (hash ^ UInt32(byte | 0x20)) &* 0x0100_0193 &+ 1
      } else if hash != 0 {
        if previous != 0 { body(previous &* 31 ^ hash) }
        (previous, hash) = (hash, 0)
      }
    }
    if hash != 0, previous != 0 { body(previous &* 31 ^ hash) }
  }
}
