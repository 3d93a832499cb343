// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Segments

/// Documents in which a CQL query matches: starts from the rarest words of the pattern, looks at the tokens around them,
/// and where no word is rare enough walks over the text.
final class PatternMatcher: PositionalMatcher {
  /// Words of which every match holds one, and how many tokens of the match may stand before it.
  struct Anchor {
    var matcher: PositionalMatcher
    var before: ClosedRange<UInt32>
  }
  private let query: SpanQuery
  private let anchors: [Anchor]
  /// Holds every document that can match; nil where any may.
  private let filter: Matcher?
  private let finder: SpanFinder
  private let containing: [SpanFinder]
  private let condition: HitCondition?
  private let scopes: ScopeTest
  /// Whether nothing but scopes is asked of a match, and that afterwards.
  private var isFree: Bool { isShort && containing.isEmpty && condition == nil }
  private let isSingle: Bool
  /// Whether a match is so short that where it must end is asked afterwards.
  private let isShort: Bool
  private let documents: UInt32
  @exclusivity(unchecked) private var found: [Span] = []
  @exclusivity(unchecked) private var starts: [UInt32] = []
  /// The first start that the occurrences of the anchor being looked at have not given yet.
  @exclusivity(unchecked) private var nextStart: UInt32 = 0

  init(
    _ node: SpanNode, anchors: [Anchor], filter: Matcher?, finder: SpanFinder, containing: [SpanFinder],
    condition: HitCondition?, context: SegmentContext
  ) {
    query = node.query
    (self.anchors, self.filter, self.finder) = (anchors, filter, finder)
    (self.containing, self.condition) = (containing, condition)
    scopes = ScopeTest(query.within, context: context, field: node.field)
    isShort = node.lengths.max.map { $0 <= 64 } ?? false
    isSingle = node.lengths.max == 1
    documents = UInt32(clamping: context.segment.documentCount)
    super.init(context: context, field: node.field)
  }

  override var cost: Int {
    anchors.isEmpty ? filter?.cost ?? Int(documents) : anchors.reduce(0) { $0 + $1.matcher.cost }
  }

  override func seek(_ target: UInt32) -> UInt32 {
    first(from: target, candidate, where: match)
  }

  /// The first document at or behind `target` that holds an anchor and passes the filter.
  private func candidate(_ target: UInt32) -> UInt32 {
    var target = target
    while target < documents {
      var document = target
      if !anchors.isEmpty {
        document = Matcher.end
        for anchor in anchors { document = min(document, anchor.matcher.advance(to: target)) }
      }
      guard let filter, document < documents else { return document }
      let next = filter.advance(to: document)
      if next == document { return document }
      target = next
    }
    return Matcher.end
  }

  private func match(_ document: UInt32) -> Bool {
    found.removeAll(keepingCapacity: true)
    if context.segment.isDeleted(document) { return false }
    finder.load(document)
    if anchors.isEmpty {
      // Of short patterns, a document is the longest stretch that is walked without asking whether to stop.
      if isFree, finder.appendMatches(to: &found) {
        // A single token lies across nothing.
        if !isSingle, !scopes.isFree { scopes.keep(&found, in: document) }
      } else {
        for start in 0..<finder.document.count where !context.isStopped { match(at: start, document) }
      }
    } else {
      gatherStarts(document)
      for start in starts where !context.isStopped { match(at: start, document) }
    }
    return !found.isEmpty
  }

  /// The tokens at which a match can start, ascending.
  private func gatherStarts(_ document: UInt32) {
    starts.removeAll(keepingCapacity: true)
    for anchor in anchors where anchor.matcher.document == document {
      nextStart = 0
      if let term = anchor.matcher as? TermMatcher {
        for position in term.positions() { addStarts(position, anchor.before) }
      } else {
        for span in anchor.matcher.spans() { addStarts(span.start, anchor.before) }
      }
    }
    var isSorted = true
    for index in starts.indices.dropFirst() where starts[index] <= starts[index - 1] {
      isSorted = false
      break
    }
    if !isSorted { starts = Set(starts).sorted() }
  }

  private func addStarts(_ position: UInt32, _ before: ClosedRange<UInt32>) {
    guard position >= before.lowerBound else { return }
    let last = position - before.lowerBound
    // What an occurrence before has given is not given again.
    var start = max(position >= before.upperBound ? position - before.upperBound : 0, nextStart)
    nextStart = max(last + 1, nextStart)
    while start <= last {
      starts.append(start)
      start += 1
    }
  }

  private func match(at start: UInt32, _ document: UInt32) {
    guard start < finder.document.count else { return }
    let limit = isShort ? finder.document.count : limit(from: start)
    let end = finder.shortest(from: start, limit: limit) { captures in
      condition?.holds(document, captures, finder.document) ?? true
    }
    guard let end, !isShort || scopes.hold(document, start, end), containsAll(start, end, document) else { return }
    found.append(Span(start, end))
  }

  private func limit(from start: UInt32) -> UInt32 {
    let tokens = finder.document
    var limit = tokens.barrier(after: start)
    for scope in query.within {
      switch scope {
      case .sentence: limit = min(limit, tokens.sentenceEnd(start))
      case .paragraph, .block: limit = min(limit, tokens.blockEnd(start))
      case .page: limit = min(limit, tokens.pageEnd(start))
      case .document: break
      case .tokens(let count):
        let (end, overflow) = start.addingReportingOverflow(UInt32(clamping: count))
        if !overflow { limit = min(limit, end) }
      }
    }
    return limit
  }

  private func containsAll(_ start: UInt32, _ end: UInt32, _ document: UInt32) -> Bool {
    containing.allSatisfy { inner in
      inner.load(document)
      return (start..<end).contains {
        context.isStopped || inner.shortest(from: $0, limit: end) { _ in true } != nil
      }
    }
  }

  override func frequency() -> Int? { found.count }
  override func spans() -> [Span] { found }
}

/// The programs of a query, compiled once for all segments.
struct SpanPrograms {
  let pattern: SpanProgram
  let containing: [SpanProgram]

  init(_ query: SpanQuery) throws {
    pattern = try SpanProgram(query.pattern, keepsCaptures: query.condition?.asksForCaptures ?? false)
    containing = try query.containing.map { try SpanProgram($0, keepsCaptures: false) }
  }
}

extension SpanCondition {
  var asksForCaptures: Bool {
    switch self {
    case .all(let parts), .any(let parts): parts.contains(where: \.asksForCaptures)
    case .not(let part): part.asksForCaptures
    case .sameValue, .value: true
    case .metadata, .beyond: false
    }
  }
}
