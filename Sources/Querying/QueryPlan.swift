// SPDX-License-Identifier: Apache-2.0

package import Segments

/// A query that is ready to be walked over the segments, as often as one likes.
package struct QueryPlan {
  package let searcher: Searcher
  let root: QueryNode
  let timeLimit: TimeLimit

  /// How many documents match, and how many occurrences they hold.
  package struct Count: Sendable, Equatable {
    package var documents = 0
    package var hits = 0

    package init(documents: Int = 0, hits: Int = 0) { (self.documents, self.hits) = (documents, hits) }
  }

  /// The best `limit` documents.
  package func top(_ limit: Int) throws -> [RankedDocument] {
    if let shape = TermShape(root) { return try topOfTerms(shape, limit) }
    if let set = root.constantTerms { return try firstOfConstant(set, limit) }
    if let walk = wholeWalk {
      var best: TopDocuments? = try TopDocuments(limit: limit, segments: searcher.segments)
      _ = try walk(&best, false)
      return best?.ranking() ?? []
    }
    var best = try TopDocuments(limit: limit, segments: searcher.segments)
    try forEachDocument { segment, matcher in
      best.offer(segment: segment, document: matcher.document, score: Float(matcher.score()))
      if best.hasThreshold { matcher.floor = best.threshold }
    }
    return best.ranking()
  }

  package func count() throws -> Count {
    if let set = root.constantTerms, set.isDisjoint { return try rankConstant(set, top: 0).count }
    if let count = try countOfUnion() { return count }
    if let shape = TermShape(root), shape.isDisjoint {
      return try countOfDifference(shape) ?? countOfTerms(shape).count
    }
    if let walk = wholeWalk {
      var none: TopDocuments?
      return try walk(&none, true)
    }
    var count = Count()
    var spans = FieldSpans()
    try forEachDocument { _, matcher in
      count.documents += 1
      count.hits += matcher.hits(&spans)
    }
    return count
  }

  package func topAndCount(_ limit: Int) throws -> (top: [RankedDocument], count: Count) {
    if let shape = TermShape(root), shape.isDisjoint {
      // What the dictionary, or nearly so, gives the count of is ranked by skipping.
      if shape.leaves.count == 1, let count = try countOfUnion() ?? countOfDifference(shape) {
        return (try topOfTerms(shape, limit), count)
      }
      return try countOfTerms(shape, top: limit)
    }
    if let set = root.constantTerms, set.isDisjoint { return try rankConstant(set, top: limit) }
    if let walk = wholeWalk {
      var best: TopDocuments? = try TopDocuments(limit: limit, segments: searcher.segments)
      let count = try walk(&best, true)
      return (best?.ranking() ?? [], count)
    }
    var best = try TopDocuments(limit: limit, segments: searcher.segments)
    var count = Count()
    var spans = FieldSpans()
    try forEachDocument { segment, matcher in
      best.offer(segment: segment, document: matcher.document, score: Float(matcher.score()))
      count.documents += 1
      count.hits += matcher.hits(&spans)
    }
    return (best.ranking(), count)
  }

  /// A walk of its own that a phrase, a NEAR, or a word beside conditions takes: ranks and counts; nil for other queries.
  private var wholeWalk: ((_ best: inout TopDocuments?, _ counting: Bool) throws -> Count)? {
    if isPositional { return { try rankPositions(into: &$0, counting: $1) } }
    if let shape = FilteredTerm(root) { return { try rankFiltered(shape, into: &$0, counting: $1) } }
    return nil
  }

  /// The hits of each matching document: segments in order, documents ascending, fields in order, for each start the
  /// shortest span. `body` returns false to stop.
  package func forEachHitList(
    _ body: (_ context: SegmentContext, _ segment: Int, _ document: UInt32, _ hits: [(field: Field, spans: [Span])])
      throws
      -> Bool
  ) throws {
    var spans = FieldSpans()
    try walk { context, number, matcher in
      spans.removeAll()
      matcher.collect(into: &spans)
      spans.finish()
      return try body(context, number, matcher.document, spans.fields)
    }
  }

  /// Every matching live document of every segment.
  func forEachDocument(_ body: (_ segment: Int, _ matcher: Matcher) throws -> Void) throws {
    try walk { _, number, matcher in
      try body(number, matcher)
      return true
    }
  }

  private func walk(_ body: (SegmentContext, Int, Matcher) throws -> Bool) throws {
    for (number, segment) in searcher.segments.enumerated() {
      let context = SegmentContext(segment, limit: timeLimit)
      let builder = MatcherBuilder(context: context, number: number, statistics: searcher.statistics)
      guard let matcher = try builder.matcher(root) else { continue }
      while matcher.next() != Matcher.end {
        try context.clock.check()
        if segment.isDeleted(matcher.document) { continue }
        if try !body(context, number, matcher) { return }
      }
      try context.throwIfFailed()
    }
  }
}

extension Matcher {
  /// Occurrences in the current document: counted where that is possible, else by looking at spans.
  func hits(_ spans: inout FieldSpans) -> Int {
    if let count = frequency() { return count }
    spans.removeAll()
    collect(into: &spans)
    spans.finish()
    return spans.count
  }
}

extension QueryPlan {
  /// Every matching live document.
  package func forEachMatch(_ body: (_ segment: Int, _ document: UInt32) throws -> Void) throws {
    try forEachDocument { segment, matcher in try body(segment, matcher.document) }
  }

  /// Every matching live document with its occurrences.
  package func forEachCountedMatch(_ body: (_ segment: Int, _ document: UInt32, _ hits: Int) throws -> Void) throws {
    var spans = FieldSpans()
    try forEachDocument { segment, matcher in try body(segment, matcher.document, matcher.hits(&spans)) }
  }

  /// The hits of one document, if it matches.
  package func hits(segment: Int, document: UInt32) throws -> [(field: Field, spans: [Span])] {
    let context = SegmentContext(searcher.segments[segment], limit: timeLimit)
    let builder = MatcherBuilder(context: context, number: segment, statistics: searcher.statistics)
    guard let matcher = try builder.matcher(root), matcher.advance(to: document) == document else { return [] }
    var spans = FieldSpans()
    matcher.collect(into: &spans)
    spans.finish()
    try context.throwIfFailed()
    return spans.fields
  }
}
