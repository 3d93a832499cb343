// SPDX-License-Identifier: Apache-2.0

/// Span matching: random patterns and texts against plain recursion, examples by hand, and what is refused.
import Testing
import Tokenizing

@testable import Patterns

struct SpanMatcherTests {
  @Test func randomPatternsMatchAsPlainRecursionSays() throws {
    var random = RandomSpans(seed: 41)
    let words = SmallEnvironment()
    var (hits, runs, stopped, containing, capturing, refused) = (0, 0, 0, 0, 0, 0)
    for _ in 0..<2500 {
      let query = random.query()
      guard let matcher = try? SpanMatcher(query, words) else {
        #expect(query.pattern.matchesEmpty || query.containing.contains(where: \.matchesEmpty))
        refused += 1
        continue
      }
      for _ in 0..<4 {
        let text = random.text()
        var plain = PlainSpanEvaluator(text, words)
        let (found, expected) = (matcher.hits(in: text), plain.hits(query))
        #expect(found.map { [$0.start, $0.end] } == expected.map { [$0.start, $0.end] }, "\(query) in \(text)")
        hits += found.count
        runs += plain.runsTaken
        containing += query.containing.isEmpty ? 0 : found.count
        for hit in found {
          let inner = hit.captures.compactMap { $0 }
          #expect(inner.allSatisfy { $0.lowerBound >= hit.start && $0.upperBound <= hit.end })
          capturing += inner.isEmpty ? 0 : 1
        }
        // The same text as one block of one kind: more hits mean that a border stopped some.
        var open = text
        open.blocks = Array(text.blocks.prefix(1))
        if matcher.hits(in: open).count > found.count { stopped += 1 }
      }
    }
    #expect(
      hits > 5_000 && runs > 200 && stopped > 200 && containing > 200 && capturing > 300 && refused > 50,
      "\(hits) hits, \(runs) runs, \(stopped) stopped, \(containing) containing, \(capturing) capturing, \(refused) refused"
    )
  }

  static func text(_ string: String, _ vocabulary: Vocabulary) -> SpanText {
    SpanText(Tokenizer(into: vocabulary).tokenize([TextBlock(string, kind: 2, language: .english)]))
  }

  /// The hits of a CQL query in a text, spelt out.
  static func find(_ query: String, in string: String) throws -> [String] {
    let vocabulary = Vocabulary()
    let text = text(string, vocabulary)
    let matcher = try SpanMatcher(SpanQuery(parsing: query), VocabularyEnvironment(vocabulary))
    return matcher.hits(in: text).map { hit in
      (hit.start..<hit.end).map { vocabulary.string(text.surfaces[$0]) }.joined(separator: " ")
    }
  }

  @Test(arguments: [
    (#"[word="co-?produc.*"]"#, "Co-production and coproducers, producers", ["Co production", "coproducers"]),
    (#""co-production" "of""#, "co\u{2011}production of care; production of", ["co production of"]),
    (#""a" []{0,2} "b""#, "a x b b a b", ["a x b", "a b"]),
    (#""a" []* "b" within s"#, "A x y b. A then B", ["A x y b", "A then B"]),
    (#""a"+ "b""#, "a a a b", ["a a a b", "a a b", "a b"]),
    (#"("a" | "b" "c")? "d""#, "a d b c d", ["a d", "d", "b c d", "d"]),
    (#"[stem="producing"]"#, "produced products producing", ["produced", "producing"]),
    (#"[word="État"%D]"#, "Etat état ETAT ÉTAT", ["état", "ÉTAT"]),
    (#"[word="Etat"%C]"#, "Etat état ETAT État", ["Etat", "État"]),
    (#""a" []{2} "d" containing "c""#, "a b c d a b b d", ["a b c d"]),
    (#"x:[] "and" y:[] :: x.word = y.word"#, "more and More or less and more", ["more and More"]),
    (#"[!word="a"] "b""#, "a b c b", ["c b"]),
    (#""a" []{1,300} "z""#, "a b c z", ["a b c z"]),
  ])
  func examples(query: String, text: String, expected: [String]) throws {
    #expect(try SpanMatcherTests.find(query, in: text) == expected)
  }

  @Test func capturesAreSpans() throws {
    let vocabulary = Vocabulary()
    let text = SpanMatcherTests.text("the old state trusts very many citizens", vocabulary)
    let query = try SpanQuery(parsing: #"who:([]{1,3}) "trusts" []{0,3} whom:"citizens""#)
    let matcher = try SpanMatcher(query, VocabularyEnvironment(vocabulary))
    #expect(matcher.captureNames == ["who", "whom"])
    let hits = matcher.hits(in: text)
    #expect(hits.map(\.start) == [0, 1, 2])
    #expect(hits.first?.captures == [0..<3, 6..<7])
  }

  @Test(arguments: [#""a" []*"#, #"[]+ "b""#, #"("a" []{0,3})* "b" []*"#])
  func unboundedGapsAreRefused(query: String) throws {
    let parsed = try SpanQuery(parsing: query)
    let vocabulary = Vocabulary()
    #expect(throws: SpanPatternProblem.self) { try SpanMatcher(parsed, VocabularyEnvironment(vocabulary)) }
    var bounded = parsed
    bounded.within = [.sentence]
    _ = try SpanMatcher(bounded, VocabularyEnvironment(vocabulary))
  }

  @Test func hugePatternsAreRefused() {
    let bomb = (0..<8).reduce(SpanPattern.token(.attribute(.word, ValuePattern(.literal("a"))))) { inner, _ in
      .repeated(inner, min: 1, max: 9)
    }
    let vocabulary = VocabularyEnvironment(Vocabulary())
    #expect(throws: SpanPatternProblem.self) { try SpanMatcher(SpanQuery(bomb), vocabulary) }
    #expect(throws: SpanPatternProblem.self) {
      try SpanMatcher(SpanQuery(.repeated(.token(.any), min: 0, max: 3)), vocabulary)
    }
  }

  @Test func largeGapsCostNoMoreThanSmallOnes() throws {
    let vocabulary = Vocabulary()
    let text = SpanMatcherTests.text(String(repeating: "a x ", count: 20_000), vocabulary)
    let query = try SpanQuery(parsing: #""a" []{0,9000} "b" []* "c" within document"#)
    let matcher = try SpanMatcher(query, VocabularyEnvironment(vocabulary))
    #expect(matcher.hits(in: text).isEmpty)
  }
}
