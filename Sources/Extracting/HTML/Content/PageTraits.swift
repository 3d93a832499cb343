// SPDX-License-Identifier: Apache-2.0

/// What a page is: the types it declares for machines, the words of its element names, what it offers.
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
    let words = max(1, measures.words(0..<page.blocks.count))
    func share(_ hint: ClassWords.Hint) -> Float {
      let held = page.blocks.reduce(0) { $1.context.hints & ClassWords.bit(hint) != 0 ? $0 + $1.words : $0 }
      return Float(held) / Float(words)
    }
    let types = DeclaredTypes(tree)
    let declared = [types.isArticle, types.isProduct, types.isForum, types.isCollection, types.isMadeByForum]
    let cartButtons = page.blocks.lazy.filter { $0.words <= 5 && Self.isCartButton(page.bytes[$0.from..<$0.upTo]) }
    let prices = page.blocks.indices.lazy.filter { page.blocks[$0].words <= 6 && measures.looks[$0].currency > 0 }
    columns =
      declared.map { $0 ? 1 : 0 } + [
        share(.thread), share(.product), share(.article), share(.comment), share(.price), log(cartButtons.count),
        log(prices.count),
      ]
  }

  /// `Add to cart` and its like.
  private static func isCartButton(_ text: ArraySlice<UInt8>) -> Bool {
    add.begins(text) && carts.contains { $0.occurs(in: text) }
  }

  private static let add: BytePattern = "add"
  private static let carts: [BytePattern] = ["cart", "bag", "basket", "trolley"]
}
