// SPDX-License-Identifier: Apache-2.0

/// Documents in which a CQL query matches: candidates from postings, verified token by token on the forward index.
internal import Patterns
internal import Segments

final class PatternMatcher: PositionalMatcher {
  private let query: SpanQuery
  /// Holds every document that can match; nil where any may.
  private let candidates: Matcher?
  private let tests: SegmentTests
  private var search: SpanSearch
  private var containing: [(search: SpanSearch, tests: SegmentTests)]
  private let condition: HitCondition?
  /// The only tokens at which a match can start, where the first token is known by its postings.
  private let starts: PositionalMatcher?
  private let documents: UInt32
  private var found: [Span] = []

  init(
    _ query: SpanQuery, candidates: Matcher?, starts: PositionalMatcher?, programs: SpanPrograms,
    numbers: (String, Bool) throws -> Set<UInt32>, predicate: (FieldFilter, Bool?) throws -> DocumentPredicate?,
    context: SegmentContext, field: Field
  ) throws {
    (self.query, self.candidates, self.starts) = (query, candidates, starts)
    tests = try SegmentTests(programs.pattern, numbers: numbers, context: context, field: field)
    search = SpanSearch(programs.pattern)
    containing = try programs.containing.map {
      (SpanSearch($0), try SegmentTests($0, numbers: numbers, context: context, field: field))
    }
    condition = try query.condition.map {
      try HitCondition($0, captures: programs.pattern.captures, context: context, predicate: predicate)
    }
    documents = UInt32(clamping: context.segment.documentCount)
    super.init(context: context, field: field)
  }

  override var cost: Int { candidates?.cost ?? Int(documents) }

  override func seek(_ target: UInt32) -> UInt32 {
    var document = candidates?.advance(to: target) ?? target
    while document < documents {
      if match(document) { return document }
      document = candidates?.advance(to: document + 1) ?? (document + 1)
    }
    return Matcher.end
  }

  private func match(_ document: UInt32) -> Bool {
    found.removeAll(keepingCapacity: true)
    if context.segment.isDeleted(document) { return false }
    var possible: [Span]?
    if let starts {
      guard starts.advance(to: document) == document else { return false }
      possible = starts.spans()
    }
    tests.document.load(document)
    if let possible {
      var last = UInt32.max
      for span in possible where span.start != last {
        last = span.start
        match(at: span.start, document)
      }
    } else {
      for start in 0..<tests.document.count { match(at: start, document) }
    }
    return !found.isEmpty
  }

  private func match(at start: UInt32, _ document: UInt32) {
    guard start < tests.document.count else { return }
    let limit = limit(from: start)
    let end = search.shortest(from: start, limit: limit, in: tests) { captures in
      condition?.holds(document, captures, tests.document) ?? true
    }
    guard let end, containsAll(start, end, document) else { return }
    found.append(Span(start, end))
  }

  private func limit(from start: UInt32) -> UInt32 {
    let tokens = tests.document
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
    for index in containing.indices {
      containing[index].tests.document.load(document)
      let inner = containing[index].tests
      var matched = false
      for position in start..<end {
        if containing[index].search.shortest(from: position, limit: end, in: inner, accepts: { _ in true }) != nil {
          matched = true
          break
        }
      }
      if !matched { return false }
    }
    return true
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
