// SPDX-License-Identifier: Apache-2.0

/// The short ways over lists that cross blocks and windows, held to the matchers, which look at one document at a time;
/// queries that run out of time; stop words.
import Patterns
import Segments
import Testing
import TestSupport

@testable import Querying

@Suite struct LongListTests {
  @Test func windowsAndSkipsAgreeWithMatchers() throws {
    let corpus = try SampleCorpus.make(count: 4400, segments: 2, deleting: 4, longest: 6, seed: 5)
    let searcher = Searcher(segments: corpus.segments)
    var random = SeededGenerator(seed: 3)
    var (windows, walks, skips, several) = (0, 0, 0, 0)
    for _ in 0..<100 {
      let text = Self.query(&random)
      let plan = try searcher.plan(.plain(try PlainQuery(parsing: text)))
      guard let shape = TermShape(plan.root) else { continue }
      try compare(plan, text, searcher)
      if shape.groups.contains(where: { $0.count > 1 }), shape.groups.count > 1 { several += 1 }
      for (number, segment) in searcher.segments.enumerated() {
        let idfs = shape.leaves.map { _ in 1.0 }
        guard
          let terms = try TermWalks(
            shape, idfs: idfs, segment: segment, number: number, averageLength: 5, limit: .none)
        else { continue }
        if WindowRanking.pays(terms, counting: true), segment.documentCount > DocumentWindow.size {
          windows += 1
        } else {
          walks += 1
          skips += terms.terms.contains { $0.cursor.blocks > 2 } ? 1 : 0
        }
      }
    }
    #expect(windows > 20 && walks > 20 && skips > 5 && several > 5)
  }

  private static func query(_ random: inout SeededGenerator) -> String {
    func word() -> String {
      let rank =
        Bool.random(using: &random) ? Int.random(in: 0..<5, using: &random) : Int.random(in: 5..<29, using: &random)
      // `=` keeps neighbours from being taken for a compound.
      return "=" + SampleCorpus.words[rank].lowercased()
    }
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return word()
    case 1: return "\(word()) \(word())"
    case 2: return "\(word()) OR \(word()) OR \(word())"
    case 3: return "\(word()) OR \(word())"
    case 4: return "(\(word()) OR \(word())) (\(word()) OR \(word())) -\(word())"
    default: return "\(word()) \(word()) -\(word())"
    }
  }

  private func compare(_ plan: QueryPlan, _ text: String, _ searcher: Searcher) throws {
    var scores: [String: Float] = [:]
    var count = QueryPlan.Count()
    var spans = FieldSpans()
    try plan.forEachDocument { segment, matcher in
      scores["\(segment) \(matcher.document)"] = Float(matcher.score())
      count.documents += 1
      count.hits += matcher.hits(&spans)
    }
    #expect(try plan.count() == count, "\(text)")
    let (all, _) = try plan.topAndCount(100_000)
    #expect(all.count == scores.count)
    for limit in [1, 10, 40] {
      let top = try plan.top(limit)
      #expect(top == Array(all.prefix(limit)), "\(text) top \(limit)")
      let both = try plan.topAndCount(limit)
      #expect(both.top == top && both.count == count, "\(text)")
    }
    for found in all {
      let wanted = try #require(scores["\(found.segment) \(found.document)"], "\(text)")
      #expect(abs(found.score - wanted) <= 1e-5 * wanted, "\(text)")
    }
  }

  @Test func facetsCountTheSameDocuments() throws {
    let corpus = try SampleCorpus.make(count: 900, segments: 2, deleting: 10, longest: 6, seed: 8)
    let searcher = Searcher(segments: corpus.segments)
    for (text, field) in [("the", "src"), ("the service", "year"), ("=of", "year"), ("budget OR trust", "src")] {
      let plan = try searcher.plan(.plain(try PlainQuery(parsing: text)))
      var wanted: [String: Int] = [:]
      var documents = 0
      try plan.forEachMatch { segment, document in
        documents += 1
        for value in try searcher.segments[segment].column(field)?.strings(document) ?? [] {
          wanted[value, default: 0] += 1
        }
      }
      let (found, values) = try plan.facet(by: field)
      #expect(found == documents && values == wanted && documents > 50, "\(text) by \(field)")
    }
  }

  @Test(arguments: ["\"the service\"", "the NEAR/3 of", "=the =of", "*s* OR the"])
  func queriesRunOutOfTime(text: String) throws {
    let corpus = try SampleCorpus.make(count: 3000, segments: 1, deleting: 0, longest: 20, seed: 4)
    let searcher = Searcher(segments: corpus.segments)
    var options = QueryOptions()
    let query = try ParsedQuery(text)
    options.timeLimit = TimeLimit(seconds: 600)
    #expect(try searcher.plan(query, options: options).count().documents > 300)
    options.timeLimit = TimeLimit(seconds: 1e-9)
    let plan = try searcher.plan(query, options: options)
    #expect(throws: QueryTimeout(seconds: 1e-9)) { try plan.forEachMatch { _, _ in } }
  }

  @Test func stopWordsMatchAndDoNotScore() throws {
    let corpus = try SampleCorpus.make(count: 400, segments: 2, deleting: 0, longest: 9, seed: 6)
    let searcher = Searcher(segments: corpus.segments)
    func ranking(_ text: String, weighing: Bool = false) throws -> [RankedDocument] {
      var options = QueryOptions(match: .stem)
      options.weighsStopWords = weighing
      return try searcher.plan(try ParsedQuery(text), options: options).top(1000)
    }
    let service = Dictionary(
      uniqueKeysWithValues: try ranking("stem:budget").map { ("\($0.segment) \($0.document)", $0.score) })
    // `stem:` keeps neighbours from being taken for a compound.
    let both = try ranking("stem:the stem:budget")
    #expect(both.count > 5 && both.count < service.count)
    for found in both { #expect(abs((service["\(found.segment) \(found.document)"] ?? 0) - found.score) < 1e-5) }
    let weighed = try ranking("stem:the stem:budget", weighing: true)
    #expect(weighed.count == both.count && weighed != both)
    // Documents that only have the stop word come last, with nothing.
    let any = try ranking("the OR budget")
    #expect(any.count > service.count && any.last?.score == 0 && any[service.count - 1].score > 0)
    #expect(try ranking("the OR of").allSatisfy { $0.score > 0 })
  }
}
