// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Segments

/// Builds the matcher of a CQL query for one segment.
extension MatcherBuilder {
  func spans(_ node: SpanNode) throws -> Matcher? {
    guard let matcher = try node.chain.map({ try chain($0, node) }) ?? pattern(node) else { return nil }
    let idf = node.required.reduce(0) { $0 + $1.idf(of: statistics.documents) }
    matcher.weight = TermWeight(
      idf: node.required.isEmpty ? 1 : idf, averageLength: statistics.averageLength,
      lengths: node.field == .body ? try context.segment.lengths(.body) : nil)
    return matcher
  }

  private func chain(
    _ links: [(word: PositionalNode, gap: ClosedRange<UInt32>)], _ node: SpanNode
  ) throws -> PositionalMatcher? {
    var made: [ChainMatcher.Link] = []
    for link in links {
      guard let matcher = try positional(link.word, node.field, isOperand: false) else { return nil }
      made.append(.init(matcher: matcher, gap: link.gap))
    }
    let scopes = ScopeTest(node.query.within, context: context, field: node.field)
    return ChainMatcher(made, scopes: scopes, context: context, field: node.field)
  }

  private func pattern(_ node: SpanNode) throws -> PositionalMatcher? {
    var anchors: [PatternMatcher.Anchor] = []
    for anchor in node.anchors {
      // Of several anchors some may have no word in this segment.
      guard let matcher = try positional(anchor.node, node.field, isOperand: false) else { continue }
      let before = UInt32(clamping: anchor.before.lowerBound)...UInt32(clamping: anchor.before.upperBound)
      anchors.append(.init(matcher: matcher, before: before))
    }
    if anchors.isEmpty, !node.anchors.isEmpty { return nil }
    var filters: [Matcher] = []
    for part in node.required {
      guard let matcher = try positional(part, node.field, isOperand: false) else { return nil }
      // The words that the search starts from are there anyway, and words of most documents rule out few.
      let isAnchor = node.anchors.contains { $0.node.occurrences == part.occurrences }
      if !isAnchor, part.documents * 2 < statistics.documents { filters.append(matcher) }
    }
    let tests = try TypeTestMaker(node, context: context, number: number)
    func finder(_ program: SpanProgram) throws -> SpanFinder {
      try SpanFinder(
        program, node: node, tests: tests, numbers: { numbers($0, narrower: $1, node.scheme) }, context: context)
    }
    let condition = try node.query.condition.map {
      try HitCondition($0, captures: node.programs.pattern.captures, context: context) { try predicate($0, $1) }
    }
    return PatternMatcher(
      node, anchors: anchors,
      filter: filters.isEmpty ? nil : AllMatcher(required: filters, excluded: [], predicates: []),
      finder: try finder(node.programs.pattern), containing: try node.programs.containing.map(finder),
      condition: condition, context: context)
  }

  private func numbers(_ id: String, narrower: Bool, _ scheme: ConceptScheme) -> Set<UInt32> {
    guard let layer = context.segment.concepts else { return [] }
    return Set(([id] + (narrower ? scheme.below(id) : [])).compactMap(layer.concept))
  }

  private func predicate(_ filter: FieldFilter, _ less: Bool?) throws -> DocumentPredicate? {
    guard let less, case .equals(let value) = filter.test else {
      return try predicate(field: filter.field, FieldValueTest(filter.test))
    }
    return try predicate(field: filter.field, FieldValueTest(beyond: value, less: less))
  }
}
