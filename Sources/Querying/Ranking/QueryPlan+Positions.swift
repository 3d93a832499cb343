// SPDX-License-Identifier: Apache-2.0

/// Counts and rankings of a query that is one phrase or NEAR of the body: by windows of documents where that pays.
internal import Segments

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
      if let join = try matcher.join(scoring: best != nil && !counting) {
        try join.forEachDocument(matcher, context, threshold: { Self.threshold(counting ? nil : best) }) {
          document, hits in
          count.documents += 1
          count.hits += hits
          guard best != nil, let weight = matcher.weight else { return }
          let score = Float(weight.score(frequency: hits, document: document))
          best?.offer(segment: number, document: document, score: score)
        }
      } else {
        try walk(matcher, number, context, into: &best, counting: counting, &count)
      }
      try context.throwIfFailed()
    }
    return count
  }

  private static func threshold(_ best: TopDocuments?) -> Float {
    guard let best, best.isFull else { return 0 }
    return best.threshold / TermRanking.slack
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
      if !counting, let best, best.isFull { matcher.floor = best.threshold }
    }
  }
}

extension PositionJoin {
  /// Calls `body` with each document that matches and its occurrences; what the windows do not tell the matcher does.
  fileprivate func forEachDocument(
    _ matcher: PositionalMatcher, _ context: SegmentContext, threshold: () -> Float, _ body: (UInt32, Int) -> Void
  ) throws {
    while let window = next(threshold: threshold()) {
      try context.clock.check()
      for index in window.slots.indices {
        let document = window.base &+ window.slots[index]
        let told = window.hits.map { $0[index] } ?? PositionJoin.untold
        var hits = Int(told)
        if told == PositionJoin.untold || (told > 0 && context.hasBarriers(document, .body)) {
          hits = matcher.advance(to: document) == document ? matcher.occurrences() : 0
        }
        if hits > 0 { body(document, hits) }
      }
    }
  }
}
