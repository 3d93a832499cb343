// SPDX-License-Identifier: Apache-2.0

/// What a page says it is: the types it declares for machines, and the words of its element names.
struct PageTraits {
  static let names = [
    "declaresArticle", "declaresProduct", "declaresForum", "declaresCollection", "runsForum", "threadWords",
    "productWords", "articleWords", "commentWords", "priceWords",
  ]

  /// The numbers in the order of `names`.
  let columns: [Float]

  /// A forum's thread, in which what readers wrote is the content.
  var isForum: Bool { columns[2] > 0 || columns[4] > 0 || columns[5] > 0.3 }
  var isArticle: Bool { columns[0] > 0 && !isForum }
  var isProduct: Bool { columns[1] > 0 && !isForum }

  init(tree: MarkupTree, page: PageBlocks) {
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
    let says: ([BytePattern]) -> Float = { words in words.contains { $0.occurs(in: declared[...]) } ? 1 : 0 }
    func share(_ hint: ClassWords.Hint) -> Float {
      let held = page.blocks.reduce(0) { $1.context.hints & ClassWords.bit(hint) != 0 ? $0 + $1.words : $0 }
      return Float(held) / Float(max(1, page.blocks.reduce(0) { $0 + $1.words }))
    }
    columns =
      Self.types.map(says) + [
        isForumEngine ? 1 : 0, share(.thread), share(.product), share(.article), share(.comment), share(.price),
      ]
  }

  private static let ogType: BytePattern = "og:type"
  private static let generator: BytePattern = "generator"
  private static let engines: [BytePattern] = [
    "discourse", "phpbb", "vbulletin", "xenforo", "mybb", "flarum", "nodebb", "smf", "vanilla",
  ]
  /// Parts of the names of types: of articles, products, forums and collections.
  private static let types: [[BytePattern]] = [
    ["article", "posting", "report", "blog"], ["product", "offer"], ["discussion", "qapage", "question", "forum"],
    ["collection", "itemlist", "searchresults", "category"],
  ]

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
