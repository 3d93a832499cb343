// SPDX-License-Identifier: Apache-2.0

import Testing
@testable import Querying

/// Counts and rankings held to the matchers, which look at one document at a time.
enum MatcherTwin {
  static func compare(_ plan: QueryPlan, _ text: String, _ searcher: Searcher) throws {
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
}
