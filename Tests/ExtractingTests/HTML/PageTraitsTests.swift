// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Extracting

/// What pages say they are.
struct PageTraitsTests {
  private func traits(_ markup: String) -> PageTraits {
    let tree = MarkupParser.parse(Array(markup.utf8), depth: 100)
    let page = BlockGatherer.gather(tree, textLimit: 10_000).page
    return PageTraits(tree: tree, page: page, measures: BlockMeasures(page))
  }

  private func data(_ type: String) -> String {
    "<script type='application/LD+json'>{\"@type\": \"\(type)\"}</script><p>text</p>"
  }

  @Test(arguments: ["<meta property=og:type content=Article><p>text</p>", "NewsArticle", "BlogPosting"])
  func articles(_ said: String) {
    let traits = traits(said.hasPrefix("<") ? said : data(said))
    #expect(traits.isArticle && !traits.isProduct && !traits.isForum)
  }

  @Test(arguments: [
    "<meta property=og:type content=product>", "<div itemscope itemtype='https://schema.org/Product'>",
    "<script type=application/ld+json>{\"@graph\": [{\"@type\": [\"Product\"]}]}</script>",
  ])
  func products(_ said: String) {
    #expect(traits(said + "<p>text</p>").isProduct)
  }

  @Test func aPageOfManyProductsIsACollection() {
    let cards = String(repeating: "<div itemtype='http://schema.org/Product'>a</div>", count: 5)
    #expect(!traits(cards).isProduct)
    let group = traits("<meta property=og:type content='product.group'><p>text</p>")
    #expect(!group.isProduct && group.columns[3] == 1)
  }

  @Test func questionsAnsweredUnderAnArticleAreNoForum() {
    let faq = traits(data("BlogPosting") + data("FAQPage") + data("Question"))
    #expect(faq.isArticle && !faq.isForum)
    let asked = traits(data("BlogPosting") + data("QAPage") + data("Question"))
    #expect(asked.isForum && !asked.isArticle)
    #expect(traits("<meta name=generator content='Discourse 3.2'><p>text</p>").isForum)
    #expect(traits("<div class='thread'><p>one two</p></div><p>three</p>").isForum)
  }

  @Test func buttonsAndPricesAreCounted() {
    let card = "<div><p>A fine cup</p><p>$ 12.50</p><button>Add to cart</button></div>"
    let traits = traits(card + card + card + "<p>Add a bag of flour and stir it in slowly</p>")
    let named = Dictionary(uniqueKeysWithValues: zip(PageTraits.names, traits.columns))
    #expect(named["cartButtons"] == 2 && named["prices"] == 2)
  }
}
