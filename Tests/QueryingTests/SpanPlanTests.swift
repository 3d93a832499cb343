// SPDX-License-Identifier: Apache-2.0

import Documents
import Patterns
import Segments
import Testing
import TestSupport
@testable import Querying

/// Random CQL queries over annotated texts held to the plain evaluator: rare words first, gaps in both directions,
/// alternation, repetition, scopes, captures, deletes, several segments.
@Suite struct SpanPlanTests {
  /// Brackets from frequent to rare, and such as no word stands for.
  private static let brackets = [
    "\"the\"", "\"of\"", "[lemma=\"be\"]", "[pos=\"NN.*\"]", "\"public\"", "[word=\"service.*\"]", "\"trust\"",
    "\"citizen\"",
    "\"once\"", "\"rarely\"", "[lemma=\"service\" & pos=\"N.*\"]", "[pos!=\"DT\"]", "\"The\"%C", "\"co-production\"",
    "[lemma=\"Trust\"%C]", "[word=\"left\" & pos=\"JJ\"]", "[word=\"once|rarely\"]", "[!(lemma=\"be\" | word=\"of\")]",
    "\"nowhere\"", "[block=\"heading\" & word=\"the\"]", "[pos-in-block=\"[1-3]\"]", "[]",
  ]

  private func pattern(_ depth: Int, _ random: inout SeededGenerator) -> String {
    func bracket() -> String {
      Self.brackets.randomElement(using: &random) ?? "[]"
    }
    switch Int.random(in: 0..<(depth > 0 ? 12 : 4), using: &random) {
    case 0...3: return bracket()
    case 4, 5:
      return
        "\(bracket()) []{\(Int.random(in: 0...2, using: &random)),\(Int.random(in: 2...6, using: &random))} \(bracket())"
    case 6: return "\(pattern(depth - 1, &random)) \(pattern(depth - 1, &random))"
    case 7: return "(\(pattern(depth - 1, &random)) | \(pattern(depth - 1, &random)))"
    case 8: return "(\(pattern(depth - 1, &random)))? \(bracket())"
    case 9: return "(\(pattern(depth - 1, &random))){1,2}"
    case 10: return "\(bracket()) []* \(bracket())"
    default: return "\(bracket())+ (\(pattern(depth - 1, &random)))"
    }
  }

  @Test func randomQueriesAgreeWithTryingEverything() throws {
    let corpus = try VerticalCorpus.make(count: 24, segments: 3, deleting: 12, seed: 11)
    let searcher = Searcher(segments: corpus.segments)
    var random = SeededGenerator(seed: 5)
    var (hits, queries, chains, anchored, walked, crossing, long) = (0, 0, 0, 0, 0, 0, 0)
    for _ in 0..<90 {
      var text = pattern(2, &random)
      switch Int.random(in: 0..<8, using: &random) {
      case 0, 1: text += " within s"
      case 2: text += " within p"
      case 3: text += " within \(Int.random(in: 1...7, using: &random))"
      case 4: text += " containing \(Self.brackets.randomElement(using: &random) ?? "[]")"
      default: break
      }
      let query = try SpanQuery(parsing: text)
      let plan = try searcher.plan(.spans(query))
      let found = try searcher.spans(plan)
      var (documents, all) = (0, 0)
      for document in corpus.documents {
        let wanted = SlowSpans.expected(query, document)
        #expect(found[document.id] ?? [] == wanted, "\(text) in \(document.id)")
        documents += wanted.isEmpty ? 0 : 1
        all += wanted.count
        crossing += SlowSpans.barred(query, document).byKind
        long += wanted.count { $0.start < 256 && $0.end > 256 }
      }
      #expect(try plan.count() == QueryPlan.Count(documents: documents, hits: all), "\(text)")
      hits += all
      queries += all > 0 ? 1 : 0
      if case .spans(let node) = plan.root {
        if node.chain != nil { chains += 1 } else if node.anchors.isEmpty { walked += 1 } else { anchored += 1 }
      }
    }
    #expect(hits > 2_000)
    #expect(queries > 40)
    #expect(chains > 2)
    #expect(anchored > 12)
    #expect(walked > 4)
    #expect(crossing > 50)
    // Matches across the border of two decoded chunks.
    #expect(long > 0)
    #expect(corpus.deleted > 0)
  }

  @Test func theRarestPartLeads() throws {
    let corpus = try VerticalCorpus.make(count: 60, segments: 1, deleting: 0, seed: 3)
    let searcher = Searcher(segments: corpus.segments)
    func node(_ text: String) throws -> SpanNode? {
      guard case .spans(let node) = try searcher.plan(.spans(try SpanQuery(parsing: text))).root else { return nil }
      return node
    }
    let led = try #require(try node("[pos=\"DT\"] []{1,3} \"once\" [pos=\"NN\"]?"))
    #expect(led.anchors.count == 1)
    #expect(led.anchors[0].before == 2...4)
    #expect(led.lengths == SpanLengths(min: 3, max: 6))
    // Each way of an alternation has an anchor of its own.
    #expect(
      try node("(\"the\" \"once\" | \"rarely\" []) [pos=\"NN\"]")?.anchors.map(\.before.lowerBound).sorted() == [0, 0])
    // Behind a part of any length nothing tells where a match starts.
    #expect(try node("[pos=\"DT\"]+ \"once\" [pos=\"NN\"]")?.anchors.first?.before == 0...0)
    #expect(try node("[] []")?.anchors.isEmpty == true)
    // Words alone are a phrase.
    #expect(try node("\"the\" \"of\"") == nil)
  }

  /// Values that are all that their words ever have are joined as words are; others are asked of every token.
  @Test func attributesOfWholeWordsAreJoined() throws {
    let corpus = try VerticalCorpus.make(count: 24, segments: 3, deleting: 12, seed: 17)
    let searcher = Searcher(segments: corpus.segments)
    var (joined, asked) = (0, 0)
    for (text, isJoined) in [
      ("[lemma=\"be\"] []{0,3} \"citizen\" within s", true),
      ("[lemma=\"service\"] [lemma=\"be\"]", true),
      ("[lemma=\"be\" | word=\"once\"] []{0,2} [lemma=\"service|rarely\"]", true),
      ("\"the\" []{1,4} [pos=\"VBZ|VBP|VBN\" & lemma=\"be\"] within p", false),
      // Tokens of these words have other lemmas, too.
      ("[lemma=\"leave\"] []{0,3} \"the\" within s", false),
      ("\"of\" []{0,2} [lemma=\"left\"]", false),
      ("[lemma=\"Trust\"] \"the\"", true),
      ("[lemma=\"Trust\"%C] \"the\"", false),
    ] {
      let query = try SpanQuery(parsing: text)
      let plan = try searcher.plan(.spans(query))
      let found = try searcher.spans(plan)
      var hits = 0
      for document in corpus.documents {
        let wanted = SlowSpans.expected(query, document)
        #expect(found[document.id] ?? [] == wanted, "\(text) in \(document.id)")
        hits += wanted.count
      }
      guard case .spans(let node) = plan.root else { continue }
      #expect((node.chain != nil) == isJoined, "\(text)")
      if isJoined { joined += hits } else { asked += hits }
    }
    #expect(joined > 50 && asked > 50)
    #expect(corpus.deleted > 0)
  }

  @Test func capturesCompareAttributes() throws {
    let corpus = try VerticalCorpus.make(count: 60, segments: 2, deleting: 10, seed: 6)
    let searcher = Searcher(segments: corpus.segments)
    let plan = try searcher.plan(
      try ParsedQuery("a:[pos=\"VB.*\"] []{0,2} b:[pos=\"VB.*\"] :: a.lemma = b.lemma", syntax: .cql))
    let found = try searcher.spans(plan)
    var hits = 0
    for document in corpus.documents {
      let tokens = document.fields[.body] ?? []
      var wanted: Set<Span> = []
      for start in tokens.indices where tokens[start].attributes["pos"]!.hasPrefix("VB") {
        let limit = min(document.barriers.filter { $0 > start }.min() ?? tokens.count, start + 4)
        let end = (start + 1..<max(limit, start + 1)).first {
          tokens[$0].attributes["pos"]!.hasPrefix("VB")
            && tokens[$0].attributes["lemma"]!.lowercased() == tokens[start].attributes["lemma"]!.lowercased()
        }
        if let end { wanted.insert(Span(UInt32(start), UInt32(end + 1))) }
      }
      #expect(found[document.id] ?? [] == wanted, "\(document.id)")
      hits += wanted.count
    }
    #expect(hits > 50)
  }

  @Test func unknownAttributesAreNamed() throws {
    let corpus = try VerticalCorpus.make(count: 3, segments: 1, deleting: 0, seed: 3)
    let searcher = Searcher(segments: corpus.segments)
    #expect {
      _ = try searcher.plan(try ParsedQuery("[tag=\"NN\"]"))
    } throws: { error in
      "\(error)"
        == "no token of this index has the attribute tag. Known are word, stem, concept, block, pos-in-block, lemma, pos."
    }
  }
}
