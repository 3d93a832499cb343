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
      for inner in node..<tree.end(node) { declared += Self.types(in: tree.bytes[tree.textRange(inner)]) }
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

  /// The values of all `"@type"` keys of a JSON text, lower case, each after a space.
  private static func types(in json: ArraySlice<UInt8>) -> String {
    var types = ""
    var at = json.startIndex
    while let sign = json[at...].firstIndex(of: UInt8(ascii: "@")) {
      at = sign + 1
      guard json[at...].starts(with: "type\"".utf8) else { continue }
      let value = json[(at + 5)...].prefix(60).prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") }
      types += " " + String(decoding: value, as: UTF8.self).lowercased()
    }
    return types
  }
}
