// SPDX-License-Identifier: Apache-2.0

import Documents
import Patterns
import Segments
import Tagging
import TestSupport
import Testing
@testable import Indexing
@testable import Querying

/// Random patterns as rules of a lexicon and as queries: the hits are the same, span by span.

/// One pattern in both spellings.
struct TwoSpellings {
  /// A line of a lexicon.
  var line: String
  var cql: String

  /// One to four parts with gaps between some; the first and the last are words.
  static func random(_ random: inout SeededGenerator) -> TwoSpellings {
    var result = part(&random)
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      switch Int.random(in: 0..<5, using: &random) {
      case 0:
        let width = Int.random(in: 1...5, using: &random)
        result.append("..\(width)", "[]{0,\(width)}")
      case 1:
        let word = part(&random)
        result.append(word.line + "?", "(" + word.cql + ")?")
      default: break
      }
      let next = part(&random)
      result.append(next.line, next.cql)
    }
    return result
  }

  private mutating func append(_ line: String, _ cql: String) {
    self.line += " " + line
    self.cql += " " + cql
  }

  /// A wildcard of a lexicon also takes words that hyphens join; of a query's bracket, one that asks for a hyphen does.
  private static func part(_ random: inout SeededGenerator) -> TwoSpellings {
    switch Int.random(in: 0..<6, using: &random) {
    case 0:
      let (a, b, c) = (word(&random), word(&random), word(&random))
      return TwoSpellings(line: "(\(a)|\(b) \(c))", cql: "(\"\(a)\" | \"\(b)\" \"\(c)\")")
    case 1:
      let stem = ["serv", "val", "libr", "prod"].randomElement(using: &random) ?? ""
      return TwoSpellings(line: stem + "*", cql: "[word=\"\(stem).*\" | word=\"\(stem).*-.*\"]")
    case 2:
      let end = ["es", "ing"].randomElement(using: &random) ?? ""
      return TwoSpellings(line: "*" + end, cql: "[word=\".*\(end)\" | word=\".*-.*\(end)\"]")
    default:
      let word = word(&random)
      return TwoSpellings(line: word, cql: "\"\(word)\"")
    }
  }

  /// A word of the corpus, more often a frequent one, that no two others make.
  private static func word(_ random: inout SeededGenerator) -> String {
    let words = SampleCorpus.words.filter { $0 != "coproduction" }
    return words[min(Int.random(in: 0..<18, using: &random), Int.random(in: 0..<18, using: &random))].lowercased()
  }
}

@Suite struct RulesAsQueriesTests {
  static func tagging(_ patterns: [TwoSpellings]) throws -> ConceptTagging {
    let numbered = Array(patterns.enumerated())
    let scheme =
      "name: x\noverlap: all\nconcepts:\n" + numbered.map { "  - {id: c\($0.offset)}\n" }.joined()
    func file(_ language: String) -> (String, String) {
      let rules = numbered.map { number, pattern in
        "  - id: \(language)\(number)\n    concept: c\(number)\n    patterns: |\n      \(pattern.line)\n"
      }
      return ("\(language).yml", "language: \(language)\nrules:\n" + rules.joined())
    }
    let files = [("scheme.yml", scheme), file("en"), file("nl")]
    return ConceptTagging([try LexiconCompiler.compile(LexiconReader.read(files: files))])
  }

  static func spans(_ text: String, _ searcher: Searcher) throws -> [String: Set<Span>] {
    try searcher.spans(try searcher.plan(.spans(try SpanQuery(parsing: text))))
  }

  @Test func aRuleFindsWhatItsPatternFindsAsAQuery() throws {
    var random = SeededGenerator(seed: 11)
    var (hits, long, overlapping, deleted, crossed) = (0, 0, 0, 0, 0)
    for round in 0..<12 {
      let patterns = (0..<25).map { _ in TwoSpellings.random(&random) }
      let corpus = try SampleCorpus.make(
        count: 40, segments: 2, deleting: 10, longest: 40, seed: UInt64(round), tagging: Self.tagging(patterns))
      let searcher = Searcher(segments: corpus.segments)
      for (number, pattern) in patterns.enumerated() {
        let asRule = try Self.spans("[concept=\"c\(number)\"]", searcher)
        let asQuery = try Self.spans(pattern.cql + " within s", searcher)
        let differing = Set(asRule.keys).union(asQuery.keys).first { asRule[$0] != asQuery[$0] }
        #expect(
          differing == nil,
          """
          \(pattern.line) as \(pattern.cql) in \(differing ?? ""): \(differing.flatMap { asRule[$0] } ?? []) as a rule, \
          \(differing.flatMap { asQuery[$0] } ?? []) as a query
          """)
        for spans in asQuery.values {
          hits += spans.count
          long += spans.count { $0.end - $0.start > 2 }
          let sorted = spans.sorted { $0.start < $1.start }
          overlapping += zip(sorted, sorted.dropFirst()).count { $0.end > $1.start }
        }
        crossed += asQuery.count > 12 ? 1 : 0
      }
      deleted += corpus.deleted
    }
    #expect(hits > 5000)
    #expect(long > 500)
    #expect(overlapping > 100)
    #expect(deleted > 10)
    #expect(crossed > 10)
  }
}
