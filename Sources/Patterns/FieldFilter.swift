// SPDX-License-Identifier: Apache-2.0

/// A condition on one metadata field of a document: a value, a pattern of values, or a range.
package struct FieldFilter: Sendable, Hashable {
  package enum Test: Sendable, Hashable {
    /// Equal after folding; for a field of numbers or dates, equal in value (`date:2015` holds for every day of 2015).
    case equals(String)
    /// `*` stands for any run of characters.
    case wildcard(String)
    /// Both ends belong to the range; nil is an open end.
    case range(lower: String?, upper: String?)
  }
  package var field: String
  package var test: Test
  /// Where the filter stands in the query's text, in code points, for messages about unknown fields.
  package var offset: Int

  package init(field: String, test: Test, offset: Int = 0) {
    self.field = field
    self.test = test
    self.offset = offset
  }

  package static func == (one: FieldFilter, other: FieldFilter) -> Bool {
    one.field == other.field && one.test == other.test
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(field)
    hasher.combine(test)
  }
}
