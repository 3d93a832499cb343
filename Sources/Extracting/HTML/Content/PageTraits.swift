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
    var declared = ""
    var generator = ""
    for node in tree.nodes(named: .meta) {
      let name = (tree.attribute(node, .property) ?? tree.attribute(node, .name) ?? "").lowercased()
      if name == "og:type" { declared += " " + (tree.attribute(node, .content) ?? "").lowercased() }
      if name == "generator" { generator = (tree.attribute(node, .content) ?? "").lowercased() }
    }
    for node in tree.nodes(named: .script)
    where tree.attribute(node, .type)?.lowercased().contains("ld+json") == true {
      declared += " " + Self.types(in: tree.text(of: node))
    }
    let has: ([String]) -> Float = { words in words.contains { declared.contains($0) } ? 1 : 0 }
    let engines = ["discourse", "phpbb", "vbulletin", "xenforo", "mybb", "flarum", "nodebb", "smf", "vanilla"]
    func share(_ hint: ClassWords.Hint) -> Float {
      let held = page.blocks.reduce(0) { $1.context.hints & ClassWords.bit(hint) != 0 ? $0 + $1.words : $0 }
      return Float(held) / Float(max(1, page.blocks.reduce(0) { $0 + $1.words }))
    }
    columns = [
      has(["article", "posting", "report", "blog"]), has(["product", "offer"]),
      has(["discussion", "qapage", "question", "forum"]), has(["collection", "itemlist", "searchresults", "category"]),
      engines.contains { generator.contains($0) } ? 1 : 0, share(.thread), share(.product), share(.article),
      share(.comment), share(.price),
    ]
  }

  /// The values of all `"@type"` keys of a JSON text, lower case.
  private static func types(in json: String) -> String {
    var types: [Substring] = []
    for part in json.lowercased().split(separator: "\"@type\"").dropFirst() {
      types.append(part.prefix { $0 != "," && $0 != "}" }.prefix(60))
    }
    return types.joined(separator: " ")
  }
}
