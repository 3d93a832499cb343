// SPDX-License-Identifier: Apache-2.0

/// Builds the matcher of a CQL query for one segment.
internal import Patterns
internal import Segments

extension MatcherBuilder {
  func spans(_ node: SpanNode) throws -> Matcher? {
    var candidates: [Matcher] = []
    for part in node.required {
      guard let matcher = try positional(part, node.field, isOperand: false) else { return nil }
      candidates.append(matcher)
    }
    var starts: PositionalMatcher?
    if let first = node.first {
      starts = try positional(first, node.field, isOperand: false)
      if starts == nil { return nil }
    }
    let matcher = try PatternMatcher(
      node.query,
      candidates: candidates.isEmpty ? nil : AllMatcher(required: candidates, excluded: [], predicates: []),
      starts: starts, programs: node.programs, numbers: { numbers($0, narrower: $1, node.narrower) },
      predicate: { filter, less in try predicate(filter, less) }, context: context, field: node.field)
    let idf = node.required.reduce(0) { $0 + $1.idf(of: statistics.documents) }
    matcher.weight = TermWeight(
      idf: node.required.isEmpty ? 1 : idf, averageLength: statistics.averageLength,
      lengths: node.field == .body ? try context.segment.lengths(.body) : nil)
    return matcher
  }

  private func numbers(_ id: String, narrower: Bool, _ below: [String: [String]]) -> Set<UInt32> {
    guard let layer = context.segment.concepts else { return [] }
    return Set(([id] + (narrower ? below[id] ?? [] : [])).compactMap(layer.concept))
  }

  private func predicate(_ filter: FieldFilter, _ less: Bool?) throws -> DocumentPredicate? {
    guard let less, case .equals(let value) = filter.test else {
      return try predicate(field: filter.field, FieldValueTest(filter.test))
    }
    return try predicate(field: filter.field, FieldValueTest(beyond: value, less: less))
  }
}
