// SPDX-License-Identifier: Apache-2.0

/// Finds what a page hides at first and shows where a reader clicks on its heading: the answers of lists of questions,
/// the parts of guides. It is written to be read, unlike menus and dialogs, which other buttons show.
enum UnfoldedParts {
  static func nodes(in tree: MarkupTree) -> Set<Int> {
    var (nodes, names): (Set<Int>, Set<ArraySlice<UInt8>>) = ([], [])
    for (node, record) in tree.nodes.enumerated() where record.name != .text && record.upTo > record.from {
      for attribute in tree.attributes[Int(record.from)..<Int(record.upTo)] {
        guard attribute.name == .ariaControls || attribute.name == .ariaExpanded,
          let heading = heading(around: node, in: tree)
        else { continue }
        if attribute.name == .ariaControls {
          let value = tree.bytes[Int(attribute.from)..<Int(attribute.upTo)]
          names.formUnion(value.split(whereSeparator: { $0 <= 0x20 }))
        } else if let next = elementBehind(heading, in: tree) {
          nodes.insert(next)
        }
      }
    }
    guard !names.isEmpty else { return nodes }
    for node in tree.nodes.indices where tree.name(node) != .text {
      if let name = tree.attributeRange(node, .id), names.contains(tree.bytes[name]) { nodes.insert(node) }
    }
    return nodes
  }

  /// The heading or term that holds `node`, or is it.
  private static func heading(around node: Int, in tree: MarkupTree) -> Int? {
    var place: Int? = node
    for _ in 0..<4 {
      guard let inner = place else { return nil }
      if tree.name(inner).headingLevel > 0 || tree.name(inner) == .dt { return inner }
      place = tree.parent(inner)
    }
    return nil
  }

  /// The next element with the same parent.
  private static func elementBehind(_ node: Int, in tree: MarkupTree) -> Int? {
    var next = max(node + 1, tree.end(node))
    while next < tree.count, tree.parent(next) == tree.parent(node) {
      if tree.name(next) != .text { return next }
      next += 1
    }
    return nil
  }
}
