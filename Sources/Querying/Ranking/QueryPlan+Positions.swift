// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// Counts and rankings of a query that is one phrase or NEAR of the body: many documents at a time where that can be.
extension QueryPlan {
  /// Whether the query is a phrase or NEAR, which may be joined by windows.
  var isPositional: Bool {
    switch root {
    case .match(.sequence, .body), .match(.near, .body): true
    default: false
    }
  }

  /// Offers the matching documents to `best`, if given; all of them are counted where `counting` says so, else those that
  /// cannot enter may be left out.
  func rankPositions(into best: inout TopDocuments?, counting: Bool) throws -> Count {
    var count = Count()
    for (number, segment) in searcher.segments.enumerated() {
      let context = SegmentContext(segment, limit: timeLimit)
      let builder = MatcherBuilder(context: context, number: number, statistics: searcher.statistics)
      guard let matcher = try builder.matcher(root) as? PositionalMatcher else { continue }
      if let join = try matcher.join(scoring: best != nil, counting: counting) {
        try take(join, matcher, number, context, into: &best, &count)
      } else {
        try walk(matcher, number, context, into: &best, counting: counting, &count)
      }
      try context.throwIfFailed()
    }
    return count
  }

  private static func threshold(_ best: TopDocuments?) -> Float {
    guard let best, best.hasThreshold else { return 0 }
    return best.threshold / TermRanking.slack
  }

  /// Takes what a join finds; of what it cannot tell the matcher is asked.
  private func take(
    _ join: PositionJoin, _ matcher: PositionalMatcher, _ number: Int, _ context: SegmentContext,
    into best: inout TopDocuments?, _ count: inout Count
  ) throws {
    func offer(_ document: UInt32, _ hits: Int) {
      guard let weight = matcher.weight else { return }
      best?.offer(segment: number, document: document, score: Float(weight.score(frequency: hits, document: document)))
    }
    while let found = join.next(threshold: Self.threshold(best)) {
      try context.clock.check()
      count.documents += found.count
      count.hits += found.hits
      for match in found.matches { offer(match.document, Int(match.hits)) }
      for document in found.unsure where matcher.advance(to: document) == document {
        let hits = matcher.occurrences()
        count.documents += 1
        count.hits += hits
        offer(document, hits)
      }
    }
  }

  private func walk(
    _ matcher: PositionalMatcher, _ number: Int, _ context: SegmentContext, into best: inout TopDocuments?,
    counting: Bool, _ count: inout Count
  ) throws {
    while matcher.next() != Matcher.end {
      try context.clock.check()
      if context.segment.isDeleted(matcher.document) { continue }
      if counting {
        count.documents += 1
        count.hits += matcher.occurrences()
      }
      best?.offer(segment: number, document: matcher.document, score: Float(matcher.score()))
      if !counting, let best, best.hasThreshold { matcher.floor = best.threshold }
    }
  }
}
