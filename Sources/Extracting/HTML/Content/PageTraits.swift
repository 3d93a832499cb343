// SPDX-License-Identifier: Apache-2.0

/// What a page says it is: the types it declares for machines, and the words of its element names.
struct PageTraits {
  static let names = [
    "declaresArticle", "declaresProduct", "declaresForum", "declaresCollection", "runsForum", "threadWords",
    "productWords", "articleWords", "commentWords", "priceWords", "cartButtons", "prices",
  ]

  /// The numbers in the order of `names`.
  let columns: [Float]

  /// A forum's thread, in which what readers wrote is the content.
  var isForum: Bool { columns[2] > 0 || columns[4] > 0 || columns[5] > 0.5 }
  var isArticle: Bool { columns[0] > 0 && !isForum }
  var isProduct: Bool { columns[1] > 0 && !isForum }

  init(tree: MarkupTree, page: PageBlocks, measures: BlockMeasures) {
    var declared: [UInt8] = []
    var isForumEngine = false
    for node in tree.nodes(named: .meta) {
      guard let name = tree.attributeRange(node, .property) ?? tree.attributeRange(node, .name),
        let content = tree.attributeRange(node, .content)
      else { continue }
      if Self.ogType.equals(tree.bytes[name]) { declared += [0x20] + tree.bytes[content] }
      if Self.generator.equals(tree.bytes[name]) {
        isForumEngine = Self.engines.contains { $0.occurs(in: tree.bytes[content]) }
      }
    }
    for node in tree.linkedDataScripts {
      for inner in node..<tree.end(node) { Self.addTypes(in: tree.bytes[tree.textRange(inner)], to: &declared) }
    }
    let says: ([BytePattern]) -> Bool = { words in words.contains { $0.occurs(in: declared[...]) } }
    // A page that marks up many things as products lists them.
    let marked = tree.nodes.indices.lazy.filter { tree.holds(Self.productType, in: .itemtype, of: $0) }.prefix(4).count
    let isProduct = says(Self.products) && !says(Self.groups) || (1...3).contains(marked)
    func share(_ hint: ClassWords.Hint) -> Float {
      let held = page.blocks.reduce(0) { $1.context.hints & ClassWords.bit(hint) != 0 ? $0 + $1.words : $0 }
      return Float(held) / Float(max(1, page.blocks.reduce(0) { $0 + $1.words }))
    }
    let cartButtons = page.blocks.lazy.filter { $0.words <= 5 && Self.isCartButton(page.bytes[$0.from..<$0.upTo]) }
    let prices = page.blocks.indices.lazy.filter { page.blocks[$0].words <= 6 && measures.looks[$0].currency > 0 }
    columns = [
      says(Self.works) ? 1 : 0, isProduct ? 1 : 0, says(Self.forums) ? 1 : 0, says(Self.collections) ? 1 : 0,
      isForumEngine ? 1 : 0, share(.thread), share(.product), share(.article), share(.comment), share(.price),
      log(cartButtons.count), log(prices.count),
    ]
  }

  /// `Add to cart` and its like.
  private static func isCartButton(_ text: ArraySlice<UInt8>) -> Bool {
    add.begins(text) && carts.contains { $0.occurs(in: text) }
  }

  private static let add: BytePattern = "add"
  private static let carts: [BytePattern] = ["cart", "bag", "basket", "trolley"]
  private static let ogType: BytePattern = "og:type"
  private static let generator: BytePattern = "generator"
  private static let engines: [BytePattern] = [
    "discourse", "phpbb", "vbulletin", "xenforo", "mybb", "flarum", "nodebb", "smf", "vanilla",
  ]
  private static let productType: BytePattern = "schema.org/product"
  // Parts of the names of types.
  private static let works: [BytePattern] = ["article", "posting", "report", "blog"]
  private static let products: [BytePattern] = ["product", "offer"]
  private static let groups: [BytePattern] = ["product.group", "product:group"]
  private static let forums: [BytePattern] = ["discussion", "qapage", "forum"]
  private static let collections: [BytePattern] = ["collection", "itemlist", "searchresults", "category"] + groups

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
}
