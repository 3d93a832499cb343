// SPDX-License-Identifier: Apache-2.0

/// The types of things a page declares itself to be, in OpenGraph, JSON-LD and microdata.
struct DeclaredTypes {
  let isArticle: Bool
  let isProduct: Bool
  let isForum: Bool
  let isCollection: Bool
  /// Whether it names software for forums as what made it.
  let isMadeByForum: Bool

  init(_ tree: MarkupTree) {
    var types: [UInt8] = []
    var isMadeByForum = false
    for node in tree.nodes(named: .meta) {
      guard let name = tree.attributeRange(node, .property) ?? tree.attributeRange(node, .name),
        let content = tree.attributeRange(node, .content)
      else { continue }
      if Self.ogType.equals(tree.bytes[name]) { types += [0x20] + tree.bytes[content] }
      if Self.generator.equals(tree.bytes[name]) {
        isMadeByForum = Self.engines.contains { $0.occurs(in: tree.bytes[content]) }
      }
    }
    for node in tree.linkedDataScripts {
      for inner in node..<tree.end(node) { Self.addTypes(in: tree.bytes[tree.textRange(inner)], to: &types) }
    }
    let says: ([BytePattern]) -> Bool = { words in words.contains { $0.occurs(in: types[...]) } }
    // A page that marks up many things as products lists them.
    let marked = tree.nodes.indices.lazy.filter { tree.holds(Self.product, in: .itemtype, of: $0) }.prefix(4).count
    isProduct = says(Self.products) && !says(Self.groups) || (1...3).contains(marked)
    (isArticle, isForum, isCollection) = (says(Self.works), says(Self.forums), says(Self.collections))
    self.isMadeByForum = isMadeByForum
  }

  /// Adds the values of all `"@type"` keys of a JSON text, each after a space.
  private static func addTypes(in json: ArraySlice<UInt8>, to types: inout [UInt8]) {
    var at = json.startIndex
    while let sign = json[at...].firstIndex(of: UInt8(ascii: "@")) {
      at = sign + 1
      guard json[at...].starts(with: "type\"".utf8) else { continue }
      types.append(0x20)
      types += json[(at + 5)...].prefix(60).prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") }
    }
  }

  private static let ogType: BytePattern = "og:type"
  private static let generator: BytePattern = "generator"
  private static let engines: [BytePattern] = [
    "discourse", "phpbb", "vbulletin", "xenforo", "mybb", "flarum", "nodebb", "smf", "vanilla",
  ]
  private static let product: BytePattern = "schema.org/product"
  // Parts of the names of types.
  private static let works: [BytePattern] = ["article", "posting", "report", "blog"]
  private static let products: [BytePattern] = ["product", "offer"]
  private static let groups: [BytePattern] = ["product.group", "product:group"]
  private static let forums: [BytePattern] = ["discussion", "qapage", "forum"]
  private static let collections: [BytePattern] = ["collection", "itemlist", "searchresults", "category"] + groups
}
