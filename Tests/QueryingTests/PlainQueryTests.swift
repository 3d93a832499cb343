// SPDX-License-Identifier: Apache-2.0

import Patterns
import Segments
import Testing
import TestSupport
@testable import Querying

/// The engine held to the plain evaluator: random queries of every kind on random documents, in several segments, with
/// deletes, by words and by stems.
@Suite struct PlainQueryTests {
  /// How often the random tests met what is easily got wrong.
  struct Crossings {
    var hits = 0
    var joined = 0
    var barriers = 0
    var deleted = 0
    var scored = 0
    var severalSegments = 0
    var blocks = 0
  }

  @Test(arguments: [MatchMode.word, .stem])
  func randomQueriesAgree(match: MatchMode) throws {
    var crossings = Crossings()
    for round in 0..<3 {
      let corpus = try SampleCorpus.make(
        count: [30, 90, 60][round], segments: 1 + round % 3, deleting: round == 0 ? 0 : 20, seed: UInt64(round + 1))
      crossings.deleted += corpus.deleted
      var random = SeededGenerator(seed: UInt64(round) * 7 + 5)
      let oracle = PlainEvaluator(corpus.documents, match: match)
      let searcher = Searcher(segments: corpus.segments)
      for _ in 0..<50 {
        let query = RandomQuery.make(depth: 3, &random)
        try compare(query, searcher, oracle, match, &crossings)
      }
      crossings.barriers += oracle.crossings.barred
      crossings.joined += oracle.crossings.joined
    }
    #expect(crossings.hits > 500)
    #expect(crossings.joined > 0)
    #expect(crossings.barriers > 0)
    #expect(crossings.deleted > 0)
    #expect(crossings.scored > 50)
    #expect(crossings.severalSegments > 50)
  }

  @Test func longListsAgree() throws {
    var crossings = Crossings()
    let corpus = try SampleCorpus.make(count: 1600, segments: 2, deleting: 5, longest: 12, seed: 99)
    let oracle = PlainEvaluator(corpus.documents, match: .word)
    let searcher = Searcher(segments: corpus.segments)
    for text in [
      "the", "service public", "the -public", "\"public service\"", "trust NEAR/3 value", "serv*",
      "the OR of OR budget",
      "co-production", "library budget", "(trust OR value) (citizen OR user)", "year:2005.. the", "trust src:x",
    ] {
      let query = try PlainQuery(parsing: text)
      try compare(query, searcher, oracle, .word, &crossings)
    }
    for segment in corpus.segments {
      crossings.blocks += try segment.lookup("the".utf8)?.writtenDocuments ?? 0 > 256 ? 1 : 0
    }
    #expect(crossings.blocks == 2)
    #expect(crossings.hits > 1000)
  }

  private func compare(
    _ query: PlainQuery, _ searcher: Searcher, _ oracle: PlainEvaluator, _ match: MatchMode,
    _ crossings: inout Crossings
  ) throws {
    let expected = oracle.evaluate(query)
    var options = QueryOptions(match: match)
    options.weighsStopWords = true
    let plan = try searcher.plan(.plain(query), options: options)
    var found: [String: [Field: Set<Span>]] = [:]
    try plan.forEachHitList { _, segment, document, lists in
      let id = try searcher.segments[segment].ids.string(document)
      found[id] = Dictionary(lists.map { ($0.field, Set($0.spans)) }, uniquingKeysWith: { $0.union($1) })
      if segment > 0 { crossings.severalSegments += 1 }
      return true
    }
    #expect(Set(found.keys) == Set(expected.keys), "\(query)")
    for (id, one) in expected { #expect(found[id] == one.spans, "\(query) in \(id)") }
    let hits = expected.values.reduce(0) { $0 + $1.spans.values.reduce(0) { $0 + $1.count } }
    #expect(try plan.count() == QueryPlan.Count(documents: expected.count, hits: hits), "\(query)")
    try compareRanking(query, plan, expected, searcher, &crossings)
    crossings.hits += hits
  }

  private func compareRanking(
    _ query: PlainQuery, _ plan: QueryPlan, _ expected: [String: PlainEvaluator.Found], _ searcher: Searcher,
    _ crossings: inout Crossings
  ) throws {
    let all = try plan.top(100_000)
    #expect(all.count == expected.count)
    for limit in [1, 3, 10] {
      #expect(try plan.top(limit) == Array(all.prefix(limit)), "\(query) top \(limit)")
      let (top, count) = try plan.topAndCount(limit)
      #expect(top == Array(all.prefix(limit)))
      #expect(try count == plan.count())
    }
    let ids = try all.map { try searcher.segments[$0.segment].ids.string($0.document) }
    for index in all.indices.dropFirst() {
      let (one, other) = (all[index - 1], all[index])
      #expect(one.score > other.score || (one.score == other.score && ids[index - 1] < ids[index]), "\(query)")
    }
    // Groups and compounds weigh by bounds of their documents; what is defined term by term is held to the formula.
    guard query.isPlainlyWeighed else { return }
    for (found, id) in zip(all, ids) {
      let wanted = expected[id]?.score ?? -1
      #expect(abs(Double(found.score) - wanted) < 1e-4 * max(1, wanted), "\(query) in \(id)")
      crossings.scored += 1
    }
  }
}

extension PlainQuery {
  /// Whether the score follows from the documents of single terms.
  var isPlainlyWeighed: Bool {
    let compounds: Set<String> = ["coproduction", "co", "self"]
    switch self {
    case .word(let word):
      guard case .literal(let text) = word.form else { return true }
      return word.match != .stem && !text.contains("-") && !compounds.contains(text)
    case .any(let parts): return parts.allSatisfy(\.isPlainlyWeighed)
    case .all(let parts):
      // Neighbouring bare words may be a compound.
      let bare = parts.map { $0.literal != nil }
      return parts.allSatisfy(\.isPlainlyWeighed) && !zip(bare, bare.dropFirst()).contains { $0 && $1 }
    case .near(let left, let right, _):
      return [left, right].allSatisfy {
        if case .word(let word) = $0, case .literal = word.form { $0.isPlainlyWeighed } else { false }
      }
    case .not, .field: return true
    case .phrase, .title, .concept, .block: return false
    }
  }
}

enum RandomQuery {
  private static func word(_ random: inout SeededGenerator) -> String {
    SampleCorpus.words.randomElement(using: &random)!
  }

  private static func leaf(_ random: inout SeededGenerator) -> PlainQuery {
    switch Int.random(in: 0..<12, using: &random) {
    case 0:
      return .word(PlainWord(.wildcard(["serv*", "*s", "p*d", "co*", "*tion", "t*t"].randomElement(using: &random)!)))
    case 1: return .word(PlainWord(.fuzzy(word(&random).lowercased(), distance: Int.random(in: 0...2, using: &random))))
    case 2:
      return .word(
        PlainWord(.regex(["serv(ice|ing)", "[a-t]+s", "co-?pro.*"].randomElement(using: &random)!)))
    case 3:
      return .word(
        PlainWord(
          .literal(["co-production", "self-help", "user-led", "citizen-led-service"].randomElement(using: &random)!)))
    case 4: return .word(PlainWord(.literal(word(&random)), match: [.exact, .stem].randomElement(using: &random)!))
    case 5, 6: return .phrase(phrase(&random))
    default: return .word(PlainWord(.literal(word(&random))))
    }
  }

  private static func phrase(_ random: inout SeededGenerator) -> [PhraseElement] {
    var elements: [PhraseElement] = [.word(word(&random))]
    for _ in 0..<Int.random(in: 1...2, using: &random) {
      switch Int.random(in: 0..<8, using: &random) {
      case 0: elements.append(.wildcard("s*"))
      case 1: elements.append(.wildcard("*"))
      case 2: elements.append(.alternatives([[.word(word(&random))], [.word(word(&random)), .word(word(&random))]]))
      case 3: elements.append(.word("co-production"))
      default: elements.append(.word(word(&random)))
      }
    }
    return elements
  }

  private static func positional(depth: Int, _ random: inout SeededGenerator) -> PlainQuery {
    guard depth > 0 else { return leaf(&random) }
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      let (left, right) = (positional(depth: depth - 1, &random), positional(depth: depth - 1, &random))
      return .near(left, right, distance: Int.random(in: 0...8, using: &random))
    case 1: return .any([positional(depth: depth - 1, &random), positional(depth: depth - 1, &random)])
    default: return leaf(&random)
    }
  }

  static func make(depth: Int, _ random: inout SeededGenerator) -> PlainQuery {
    guard depth > 0 else { return leaf(&random) }
    switch Int.random(in: 0..<11, using: &random) {
    case 0, 1: return .all([make(depth: depth - 1, &random), make(depth: depth - 1, &random)].flatMap(\.conjuncts))
    case 2: return .all(make(depth: depth - 1, &random).conjuncts + [.not(leaf(&random))])
    case 3: return .any([make(depth: depth - 1, &random), make(depth: depth - 1, &random)])
    case 4:
      return .all([
        leaf(&random),
        .field(
          FieldFilter(field: "year", test: .range(lower: "2004", upper: Bool.random(using: &random) ? "2012" : nil))),
      ])
    case 5: return .all([leaf(&random), .field(FieldFilter(field: "src", test: .equals("x")))])
    case 6: return .all([.block(["heading", "quote", "reference"].randomElement(using: &random)!), leaf(&random)])
    case 8: return .all([leaf(&random), .not(.block(["heading", "quote"].randomElement(using: &random)!))])
    case 9:
      // Numbers that no integer holds.
      let ends: [String?] = ["-1e30", "1e30", "2007", nil]
      let (lower, upper) = (ends.randomElement(using: &random)!, ends.randomElement(using: &random)!)
      return .all([
        leaf(&random), .field(FieldFilter(field: "year", test: .range(lower: lower, upper: upper ?? "1e19"))),
      ])
    case 7: return Bool.random(using: &random) ? .title(leaf(&random)) : positional(depth: depth, &random)
    default: return positional(depth: depth, &random)
    }
  }
}

extension PlainQuery {
  fileprivate var conjuncts: [PlainQuery] {
    if case .all(let parts) = self, !parts.contains(where: { if case .block = $0 { true } else { false } }) {
      return parts
    }
    return [self]
  }
}
