// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Segments

/// Predicates for one segment: which of its column's codes pass is worked out once, then each document costs a look-up.
extension MatcherBuilder {
  /// Nil where no document of the segment can pass.
  func predicate(_ node: QueryNode) throws -> DocumentPredicate? {
    switch node {
    case .hasBlock(let kinds): return try BlockPredicate(kinds: kinds, context: context)
    case .silent(let inner): return try predicate(inner)
    case .any(let parts):
      let predicates = try parts.compactMap(predicate)
      return predicates.isEmpty ? nil : EitherPredicate(predicates)
    case .filter(let filter): return try predicate(field: filter.field, FieldValueTest(filter.test))
    default: return nil
    }
  }

  func predicate(field: String, _ test: FieldValueTest) throws -> DocumentPredicate? {
    let segment = context.segment
    if let column = try segment.column(field) { return try predicate(column, test) }
    if field == "id" { return IdentifierPredicate(try segment.ids, test: test.holds) }
    return nil
  }

  private func predicate(_ column: MetadataColumn, _ test: FieldValueTest) throws -> DocumentPredicate? {
    switch column.kind {
    case .text, .list:
      let wanted = (0..<column.valueCount).map { test.holds(column.value($0)) }
      return wanted.contains(true) ? ValueSetPredicate(column, wanted: wanted) : nil
    case .integer:
      guard let range = test.integers else { return NumberPredicate(column, test: test.holds) }
      // Code 1 stands for the base; 0 for no value.
      let base = column.format.base
      let (least, under) = range.lowerBound.subtractingReportingOverflow(base - 1)
      let (most, over) = range.upperBound.subtractingReportingOverflow(base - 1)
      let lower = under ? 1 : max(least, 1)
      let upper = over ? Int(UInt32.max) : min(most, Int(UInt32.max))
      guard lower <= upper else { return nil }
      return IntegerRangePredicate(column, codes: UInt32(lower)...UInt32(upper))
    case .number: return NumberPredicate(column, test: test.holds)
    }
  }
}
