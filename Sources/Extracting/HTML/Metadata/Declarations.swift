// SPDX-License-Identifier: Apache-2.0

/// What a page declares about itself for machines: its meta elements, links and JSON-LD.
struct Declarations: Sendable {
  private var metas: [String: [String]] = [:]
  let linkedData: LinkedData
  /// The main work described in JSON-LD.
  let work: LooseJSON?
  private(set) var canonicalURL: String?
  /// Another address on the page's own host.
  private(set) var otherURL: String?
  private(set) var documentTitle: String?
  private(set) var language: String?

  init(_ tree: MarkupTree) {
    linkedData = LinkedData(tree)
    work = linkedData.first(of: LinkedData.works)
    for node in tree.nodes.indices {
      switch tree.name(node) {
      case .meta: addMeta(node, tree)
      case .link: addLink(node, tree)
      case .title:
        if documentTitle == nil {
          let text = collapsed(tree.text(of: node))
          if !text.isEmpty { documentTitle = text }
        }
      case .html:
        if language == nil { language = tree.attribute(node, .lang) ?? tree.attribute(node, .xmlLang) }
      default: break
      }
    }
  }

  private mutating func addLink(_ node: Int, _ tree: MarkupTree) {
    guard let rel = tree.attributeRange(node, .rel), tree.holds(Self.slashes, in: .href, of: node) else { return }
    if canonicalURL == nil, Self.canonical.equals(tree.bytes[rel]) {
      canonicalURL = tree.attribute(node, .href).map(collapsed)
    } else if otherURL == nil, Self.otherLinks.contains(where: { $0.equals(tree.bytes[rel]) }) {
      otherURL = tree.attribute(node, .href).map(collapsed)
    }
  }

  private static let slashes: BytePattern = "//"
  private static let canonical: BytePattern = "canonical"
  private static let otherLinks: [BytePattern] = ["alternate", "shortlink", "search", "home", "edituri", "author"]

  private mutating func addMeta(_ node: Int, _ tree: MarkupTree) {
    let name =
      tree.attribute(node, .property) ?? tree.attribute(node, .name) ?? tree.attribute(node, .itemprop)
      ?? tree.attribute(node, .httpEquiv)
    guard let name, let content = tree.attribute(node, .content).map(collapsed), !content.isEmpty else { return }
    metas[name.lowercased(), default: []].append(content)
  }

  /// The values of the first of the names that the page has.
  func all(_ names: String...) -> [String] {
    for name in names {
      if let values = metas[name] { return values }
    }
    return []
  }

  /// The first value of the first of the names that the page has.
  func first(_ names: [String]) -> String? {
    for name in names {
      if let value = metas[name]?.first { return value }
    }
    return nil
  }

  func first(_ names: String...) -> String? { first(names) }
}
