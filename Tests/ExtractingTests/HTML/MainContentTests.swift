// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Extracting

/// The parts by which blocks are judged.
struct MainContentTests {
  @Test func theChosenSetHasTheGreatestExpectedScore() {
    var state: UInt64 = 99
    func next(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    var whole = 0
    var part = 0
    for _ in 0..<200 {
      let count = Int(next(9)) + 1
      let chances = (0..<count).map { _ in Float(next(1000) + 1) / 1002 }
      let words = (0..<count).map { _ in Int(next(50)) + 1 }
      let truth = zip(chances, words).reduce(Float(0)) { $0 + $1.0 * Float($1.1) }
      func score(_ set: [Bool]) -> Float {
        var (kept, found): (Float, Float) = (0, 0)
        for index in 0..<count where set[index] {
          kept += Float(words[index])
          found += chances[index] * Float(words[index])
        }
        return kept + truth > 0 ? 2 * found / (kept + truth) : 0
      }
      var best: Float = 0
      for mask in 0..<(1 << count) { best = max(best, score((0..<count).map { mask >> $0 & 1 == 1 })) }
      let chosen = MainContent.choose(chances, words: words)
      #expect(abs(score(chosen) - best) < 1e-4)
      if chosen.allSatisfy({ $0 }) { whole += 1 } else { part += 1 }
    }
    #expect(whole > 10 && part > 10)
    #expect(MainContent.choose([], words: []).isEmpty)
  }

  @Test func aTreeIsReadAndWalked() {
    let model = ContentModel("0<1.5?1:2 -1 1<0?3:4 2 3\n0.5")
    #expect(model.sum([1.5, 9]) == -0.5)
    #expect(model.sum([2, 0]) == 2.5)
    #expect(model.sum([2, 0.1]) == 3.5)
  }

  @Test func theFittedTreesAskOnlyForColumnsThereAre() {
    var trees = 0
    for line in ContentModelTrees.text.split(separator: "\n") {
      let items = line.split(separator: " ")
      for (place, item) in items.enumerated() where item.contains("<") {
        let parts = item.split { "<?:".contains($0) }
        #expect(parts.count == 4)
        #expect(Int(parts[0]).map { BlockFeatures.names.indices.contains($0) } == true)
        // Children stand after their parent, so that no walk runs in a circle or out of its line.
        for child in parts[2...] { #expect(Int(child).map { $0 > place && $0 < items.count } == true) }
      }
      trees += 1
    }
    #expect(trees > 50)
  }

  @Test func everyRowHasAllColumns() {
    let tree = MarkupParser.parse(Array("<nav>x</nav><h1>T</h1><p>one two</p><ul><li>a<li>b</ul>".utf8), depth: 100)
    let page = BlockGatherer.gather(tree, textLimit: 1000).page
    let traits = PageTraits(tree: tree, page: page)
    let features = BlockFeatures(tree: tree, page: page, measures: BlockMeasures(page), kind: traits.columns)
    var row: [Float] = []
    for index in page.blocks.indices {
      features.fill(&row, index)
      #expect(row.count == BlockFeatures.names.count)
      #expect(row.allSatisfy { $0.isFinite })
    }
    #expect(page.blocks.count == 5)
  }

  @Test func namesAreCutIntoWords() {
    func hints(_ names: String) -> UInt64 {
      Array(names.utf8).withUnsafeBufferPointer { ClassWords.hints($0) }
    }
    let comment = ClassWords.bit(.comment)
    #expect(hints("post-comments_2") & comment != 0)
    #expect(hints("postComments") & comment != 0)
    #expect(hints("COMMENTS") & comment != 0)
    #expect(hints("commentsandmore") == 0)
    #expect(hints("headline") & ClassWords.bit(.advert) == 0)
    #expect(ClassWords.Hint.allCases.count == 64)
  }

  @Test func theExponentialIsExactEnough() {
    let known: [(Float, Float)] = [
      (0, 1), (1, 2.718_281_8), (-1, 0.367_879_44), (5, 148.413_16), (-8, 0.000_335_462_6),
    ]
    for (x, value) in known { #expect(abs(ContentModel.exponential(x) / value - 1) < 1e-4) }
    #expect(ContentModel.chance(0) == 0.5)
  }

  @Test func tablesOfDataAreToldFromLayout() {
    func isData(_ html: String) -> Bool {
      let tree = MarkupParser.parse(Array(html.utf8), depth: 100)
      return tree.nodes.firstIndex { $0.name == .table }.map { TableShape.isData($0, in: tree) } ?? false
    }
    #expect(isData("<table><tr><th>a<th>b<tr><td>1<td>2</table>"))
    #expect(!isData("<table><tr><td><table><tr><td>x</table></table>"))
    #expect(!isData("<table><tr><td><h1>T</h1><td>menu</table>"))
    #expect(!isData("<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>"))
    #expect(!isData("<table><tr><td>only one cell</table>"))
  }

  @Test func foldedTextIsRead() throws {
    let page = "<p>shown</p><div class=accordion-body style='display:none'><p>unfolds</p></div>"
    let blocks = try HTMLExtractor.extract(Array(page.utf8)).blocks
    #expect(blocks.map(\.text) == ["shown", "unfolds"])
  }
}
