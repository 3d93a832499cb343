// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing
import TestSupport

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
    let model = ContentModel("0<1.5?2 -1 1<0?4 2 3\n0.5")
    #expect(model.sum([1.5, 9]) == -0.5)
    #expect(model.sum([2, 0]) == 2.5)
    #expect(model.sum([2, 0.1]) == 3.5)
  }

  @Test func numbersOfTheModelAreReadAsTheStandardLibraryReadsThem() {
    var items = ["-0.5", "1e-35", "-3.25e-05", "12", "1e3", "0"]
    items += ContentModelTrees.text.split { " \n<?".contains($0) }.map(String.init)
    for item in items { #expect(ContentModel.number(item) == Float(item), "\(item)") }
    #expect(items.count > 10_000)
  }

  @Test func theFittedTreesAskOnlyForColumnsThereAre() {
    var trees = 0
    for line in ContentModelTrees.text.split(separator: "\n") {
      let items = line.split(separator: " ")
      for (place, item) in items.enumerated() where item.contains("<") {
        let parts = item.split { "<?".contains($0) }
        #expect(parts.count == 3)
        #expect(Int(parts[0]).map { BlockFeatures.names.indices.contains($0) } == true)
        // Children stand after their parent, so that no walk runs in a circle or out of its line.
        #expect(Int(parts[2]).map { $0 > place + 1 && $0 < items.count } == true)
      }
      trees += 1
    }
    #expect(trees > 50)
  }

  @Test func everyRowHasAllColumns() {
    let tree = MarkupParser.parse(Array("<nav>x</nav><h1>T</h1><p>one two</p><ul><li>a<li>b</ul>".utf8), depth: 100)
    let page = BlockGatherer.gather(tree, textLimit: 1000).page
    let measures = BlockMeasures(page)
    let traits = PageTraits(tree: tree, page: page, measures: measures)
    var features = BlockFeatures(tree: tree, page: page, measures: measures, kind: traits.columns)
    var row: [Float] = []
    for index in page.blocks.indices {
      features.fill(&row, index)
      #expect(row.count == BlockFeatures.names.count)
      #expect(row.allSatisfy { $0.isFinite })
    }
    #expect(page.blocks.count == 5)
  }

  @Test func whatAnAuthorTypedIsToldFromWhatATemplateLaidOut() throws {
    let markup = "<div class=shop><div><p>one two three</p><p id=x>four</p></div><p>five <a href=y>six</a></p></div>"
    let tree = MarkupParser.parse(Array(markup.utf8), depth: 100)
    let page = BlockGatherer.gather(tree, textLimit: 1000).page
    let authored = AuthoredMarkup(tree: tree, page: page)
    let rows = page.blocks.map { block in
      var row: [Float] = []
      authored.add(block, to: &row)
      return Array(row[..<2])
    }
    #expect(rows == [[1, 2], [0, 0], [1, 1]])
    // Words outside links in nameless elements: "six" is linked, "four" has a name.
    #expect([0..<1, 0..<2, 0..<3].map(authored.words) == [3, 3, 4])
    #expect(AuthoredMarkup.names.count == 3)
  }

  @Test func ofManyElementsThatClaimTheContentTheOneWithMostWordsIsTaken() {
    let markup = """
      <div id=content><article>one</article><article>one two three</article>\
      <div class="post-body"><p>four five</p></div>\
      </div><footer>six</footer>
      """
    let tree = MarkupParser.parse(Array(markup.utf8), depth: 100)
    let page = BlockGatherer.gather(tree, textLimit: 1000).page
    let parts = DeclaredParts(tree: tree, page: page, measures: BlockMeasures(page))
    let rows = page.blocks.map { block in
      var row: [Float] = []
      parts.add(block, to: &row)
      return [row[0], row[2], row[4], row[6]]
    }
    // Text body, article, main, description (which the page has none of).
    #expect(rows == [[0, 0, 1, -1], [0, 1, 1, -1], [1, 0, 1, -1], [0, 0, 0, -1]])
    #expect(DeclaredParts.names.count == 8)
  }

  @Test func longerCommentsStayOnlyInAForum() {
    let words = String(repeating: "word ", count: 200)
    let markup = "<p>\(words)</p><div class=comments><p>\(words)</p><p>\(words)</p></div>"
    let page = BlockGatherer.gather(MarkupParser.parse(Array(markup.utf8), depth: 100), textLimit: 10_000).page
    let all = [true, true, true]
    #expect(MainContent.withoutComments(all, page, isForum: false) == [true, false, false])
    #expect(MainContent.withoutComments(all, page, isForum: true) == all)
    // What is said beside a few words is the content.
    #expect(MainContent.withoutComments([false, true, true], page, isForum: false) == [false, true, true])
  }

  @Test func whatIsSaidTwiceInOnePlaceStaysAndACopyElsewhereGoes() {
    let line = "<p>Accepts the name of a file or an open file.</p>"
    let markup = "<div class=wide>\(line)<p>between</p>\(line)</div><div class=narrow><section>\(line)</section></div>"
    let tree = MarkupParser.parse(Array(markup.utf8), depth: 100)
    let page = BlockGatherer.gather(tree, textLimit: 10_000).page
    let measures = BlockMeasures(page)
    let places = Neighbourhood.places(of: page, in: tree)
    let all = page.blocks.map { _ in true }
    #expect(MainContent.withoutRepetitions(all, page, measures, within: places) == [true, true, true, false])
    #expect(MainContent.withoutRepetitions(all, page, measures, within: nil) == [true, true, false, false])
  }

  @Test func aPageThatShowsItsFurnitureAloneHasNoContent() throws {
    let links = (0..<12).map { "<li><a href=/\($0)>Department \($0)</a></li>" }.joined()
    let shell = """
      <title>Cups</title><nav class=menu><ul>\(links)</ul></nav><div id=root></div>\
      <footer class=site-footer><ul>\(links)</ul><p class=legal>Prices include tax.</p></footer>
      """
    let blocks = try HTMLExtractor.extract(Array(shell.utf8)).blocks
    #expect(blocks.count > 10 && !blocks.contains { $0.kind.isBody })
  }

  @Test func linksWrittenOutAndNumbersAreSeen() {
    let markup = "<p>3 replies</p><p>12 replies</p><p>see https://example.org/a/b/c</p>"
    let page = BlockGatherer.gather(MarkupParser.parse(Array(markup.utf8), depth: 100), textLimit: 1000).page
    let looks = BlockMeasures(page).looks
    #expect(looks[0].shape == looks[1].shape && looks[0].hash != looks[1].hash)
    #expect(looks.map(\.runs) == [2, 2, 2] && page.blocks[2].words == 7)
  }

  @Test func pairsOfWordsPutInAreFoundAgainAndOthersHardlyEver() {
    var generator = SeededGenerator(seed: 5)
    var pairs = WordPairs()
    #expect(pairs.isEmpty)
    let words = (0..<2000).map { _ in "w\(UInt32.random(in: 0..<100_000, using: &generator))" }
    pairs.insert(Array(words.joined(separator: " ").utf8)[...])
    var (found, others) = (0, 0)
    func count(_ text: String) -> Int {
      var count = 0
      Array(text.utf8).withUnsafeBufferPointer { WordPairs.forEach($0) { if pairs.contains($0) { count += 1 } } }
      return count
    }
    for index in 0..<1999 { found += count(words[index].uppercased() + ", " + words[index + 1]) }
    for index in 0..<1999 { others += count("x\(index) y\(index)") }
    #expect(found == 1999)
    #expect(others < 20)
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
