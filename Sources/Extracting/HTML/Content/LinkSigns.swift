// SPDX-License-Identifier: Apache-2.0

/// Finds the links that pages put beside a heading or a name for the sake of its address: signs of the page, no part of
/// its words.
enum LinkSigns {
  /// Whether the link at `node` leads to a place of its own page and shows a sign alone: `¶` and its like.
  ///
  /// `hints` are those of the link's own names.
  static func contains(_ node: Int, hints: UInt64, inHeading: Bool, in tree: MarkupTree) -> Bool {
    guard let href = tree.attributeRange(node, .href), href.first.map({ tree.bytes[$0] }) == UInt8(ascii: "#"),
      let text = shortText(of: node, in: tree)
    else { return false }
    let isAnchor = inHeading || hints & ClassWords.bit(.edit) != 0
    return signs.contains(text) || isAnchor && anchorSigns.contains(text)
  }

  /// Signs that stand for a paragraph or a link wherever they are the whole of one.
  private static let signs: Set<[UInt8]> = utf8(["¶", "◆", "⚓", "⚓\u{FE0F}", "🔗", "🔗\u{FE0F}"])
  /// Signs that may be words of a text elsewhere.
  private static let anchorSigns: Set<[UInt8]> = utf8(["#", "§", "∞"])

  private static func utf8(_ signs: [String]) -> Set<[UInt8]> { Set(signs.map { Array($0.utf8) }) }

  /// The text of an element of few nodes and bytes, without its spaces.
  private static func shortText(of node: Int, in tree: MarkupTree) -> [UInt8]? {
    guard tree.end(node) - node <= 4 else { return nil }
    var text: [UInt8] = []
    for inner in (node + 1)..<max(node + 1, tree.end(node)) where tree.name(inner) == .text {
      let range = tree.textRange(inner)
      guard range.count <= 16 else { return nil }
      for byte in tree.bytes[range] where byte > 0x20 {
        // A no-break space is C2 A0.
        if byte == 0xA0, text.last == 0xC2 { text.removeLast() } else { text.append(byte) }
      }
    }
    return text
  }
}
