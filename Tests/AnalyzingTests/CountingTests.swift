// SPDX-License-Identifier: Apache-2.0

import Documents
import Patterns
import Querying
import Segments
import Testing
@testable import Analyzing

/// Frequencies, n-grams, collocates, keyness and sorted concordances of annotated texts known by heart.
@Suite struct CountingTests {
  /// Sentences parted by `/`, blocks by `//` (the first one a heading); lemmas are given behind a colon where they differ.
  private static let texts = [
    ("a", 2010, "Trust// the citizen:Citizen owns:own the service / the service owns:own trust"),
    ("b", 2012, "Heading the// citizens:Citizen trust the citizens:Citizen"),
    ("c", 2012, "x// a b c a b d"),
  ]

  private func searcher(splitting: Bool = false) throws -> Searcher {
    let texts = Self.texts.map { id, year, text in
      let blocks = text.split(separator: "//").enumerated().map { number, block in
        AnnotatedText.Block(
          kind: number == 0 ? .heading : .paragraph,
          sentences: block.split(separator: "/").map { sentence in
            sentence.split(separator: " ").map { word in
              let parts = word.split(separator: ":").map(String.init)
              return AnnotatedText.Token(word: parts[0], lemma: parts.last ?? parts[0])
            }
          })
      }
      return AnnotatedText(id: id, year: year, blocks: blocks)
    }
    return Searcher(segments: try AnnotatedIndex.make(splitting ? texts.map { [$0] } : [texts]))
  }

  private func filtered(_ searcher: Searcher, _ filter: String) throws -> Subcorpus {
    Subcorpus(searcher, filter: try searcher.plan(.plain(try PlainQuery(parsing: filter))))
  }

  @Test(arguments: [false, true]) func frequenciesOfUnits(_ splitting: Bool) throws {
    let searcher = try searcher(splitting: splitting)
    let words = try FrequencyList(.word, in: Subcorpus(searcher))
    #expect(words.tokens == 23)
    #expect(words.documents == 3)
    #expect(words.rows.prefix(2).map { "\($0.key) \($0.occurrences) \($0.documents)" } == ["the 5 2", "trust 3 2"])
    let forms = try FrequencyList(.form, in: Subcorpus(searcher))
    #expect(forms.rows.first { $0.key == "Trust" }?.occurrences == 1)
    let lemmas = try FrequencyList(.attribute("lemma"), in: try filtered(searcher, "year:2012"))
    #expect(lemmas.tokens == 13)
    #expect(lemmas.rows.first { $0.key == "Citizen" } == .init(key: "Citizen", occurrences: 2, documents: 1))
    // Tokens without a value are counted as what they have: the empty one.
    let none = try FrequencyList(.attribute("none"), in: Subcorpus(searcher))
    #expect(none.rows == [.init(key: "", occurrences: 23, documents: 3)])
  }

  @Test(arguments: [false, true]) func runsStayInTheirSentences(_ splitting: Bool) throws {
    let searcher = try searcher(splitting: splitting)
    var options = NGramOptions()
    let grams = try NGramCounts(options, in: Subcorpus(searcher))
    // 4 and 3 in a, 1 and 3 in b, 5 in c.
    #expect(grams.total == 16)
    let served = grams.rows.first { $0.key == ["the", "service"] }
    #expect(served?.occurrences == 2)
    #expect(served?.documents == 1)
    #expect(grams.rows.first { $0.key == ["service", "the"] } == nil)
    (options.scope, options.atLeast) = (.paragraph, 2)
    let across = try NGramCounts(options, in: Subcorpus(searcher))
    #expect(across.total == 17)
    #expect(across.rows.map { $0.key.joined(separator: " ") } == ["a b", "the service"])
  }

  @Test(arguments: [false, true]) func collocatesCountTokensOnce(_ splitting: Bool) throws {
    let searcher = try searcher(splitting: splitting)
    let plan = try searcher.plan(try ParsedQuery("[lemma=\"citizen\"]"))
    var options = CollocateOptions()
    (options.left, options.right) = (2, 2)
    let found = try Collocates(plan, in: Subcorpus(searcher), options)
    #expect(found.hits == 3)
    #expect(found.nodeTokens == 3)
    // the | owns the; trust the between both citizens of b once.
    #expect(found.windowTokens == 5)
    #expect(try found.rows.map { "\(try found.key($0)) \($0.o11) \($0.c1)" } == ["the 3 5", "owns 1 2", "trust 1 3"])
    let first = try #require(found.best(1, by: nil).first)
    #expect(found.table(first) == ContingencyTable(o11: 3, r1: 5, c1: 5, n: 20))
    options.table = .node
    options.unit = .attribute("lemma")
    let byNode = try Collocates(plan, in: Subcorpus(searcher), options)
    #expect(try byNode.rows.map { try byNode.key($0) } == ["the", "own", "trust"])
    let node = try #require(byNode.best(1, by: nil).first)
    #expect(byNode.table(node) == ContingencyTable(o11: 3, r1: 3, c1: 5, n: 23))
  }

  @Test func windowsEndWithTheirSentence() throws {
    let searcher = try searcher()
    let plan = try searcher.plan(try ParsedQuery("service"))
    var options = CollocateOptions()
    options.scope = .sentence
    let inSentence = try Collocates(plan, in: Subcorpus(searcher), options)
    #expect(inSentence.windowTokens == 7)
    options.scope = .text
    let inText = try Collocates(plan, in: Subcorpus(searcher), options)
    // The heading's word stays outside.
    #expect(inText.windowTokens == 7)
    #expect(try inText.rows.first { try inText.key($0) == "trust" }?.o11 == 1)
    (options.left, options.right) = (1, 1)
    #expect(try Collocates(plan, in: Subcorpus(searcher), options).windowTokens == 3)
  }

  @Test func keynessComparesTwoParts() throws {
    let searcher = try searcher()
    let found = try Keyness(.word, target: try filtered(searcher, "year:2010"), reference: nil)
    #expect((found.targetTokens, found.referenceTokens) == (10, 13))
    let service = try #require(found.rows.first { $0.key == "service" })
    #expect(service.table == ContingencyTable(o11: 2, r1: 10, c1: 2, n: 23))
    let citizens = try #require(found.rows.first { $0.key == "citizens" })
    #expect((citizens.target, citizens.reference) == (0, 2))
  }

  @Test func dispersionOverDocumentsAndYears() throws {
    let searcher = try searcher()
    let plan = try searcher.plan(try ParsedQuery("trust"))
    let byText = try Dispersion(plan, in: Subcorpus(searcher), over: .documents)
    #expect((byText.hits, byText.measures.parts, byText.measures.range) == (3, 3, 2))
    let byYear = try Dispersion(plan, in: Subcorpus(searcher), over: .field("year"))
    // 2 of 10 tokens and 1 of 13.
    #expect(abs((byYear.measures.deviationOfProportions ?? 0) - (2.0 / 3 - 10.0 / 23)) < 1e-12)
    let slices = try Dispersion(plan, in: Subcorpus(searcher), over: .slices(2))
    #expect(slices.measures.range == 2)
  }

  @Test(arguments: [false, true]) func linesAreSortedByPlaces(_ splitting: Bool) throws {
    let searcher = try searcher(splitting: splitting)
    func lines(_ order: String) throws -> [String] {
      var options = ConcordanceOptions()
      (options.order, options.context) = (ConcordanceOrder(name: order), 1)
      let concordance = Concordance(try searcher.plan(try ParsedQuery("the")), options)
      return try concordance.lines(try concordance.places().places).map { $0.before + $0.match + $0.after }
    }
    #expect(
      try lines("R1") == [
        "Trust\nthe citizen", "Heading the\ncitizens", "trust the citizens", "owns the service", "service the service",
      ])
    #expect(
      try lines("L1,R1") == [
        "Heading the\ncitizens", "owns the service", "service the service", "Trust\nthe citizen", "trust the citizens",
      ])
    #expect(try lines("year,R1").first == "Trust\nthe citizen")
    #expect(try lines("position").last == "trust the citizens")
  }

  @Test func ranksSortAsAStableSortDoes() {
    var seed: UInt64 = 9
    func next(_ limit: UInt32) -> UInt32 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt32(truncatingIfNeeded: seed >> 33) % limit
    }
    let first = (0..<5000).map { _ in next(3_000_000) }
    let second = (0..<5000).map { _ in next(7) }
    var sorting = RankSort(count: 5000)
    sorting.sort(by: first)
    sorting.sort(by: second)
    let wanted = (0..<5000).sorted { (second[$0], first[$0], $0) < (second[$1], first[$1], $1) }
    #expect(sorting.order.map(Int.init) == wanted)
  }
}
