// SPDX-License-Identifier: Apache-2.0

package import Querying
package import Segments

/// How often a query occurs: in all, and in the documents of each value of a metadata field.
package struct GroupedCounts: Sendable, Equatable {
  /// One row: hits, documents with hits, and the tokens of all documents searched.
  package struct Row: Sendable, Equatable {
    /// The value of the field; nil for documents without one.
    package var value: String?
    package var hits = 0
    package var documents = 0
    package var tokens = 0

    package var perMillion: Double { tokens > 0 ? Double(hits) / Double(tokens) * 1_000_000 : 0 }
  }
  package var total = Row()
  /// By value: numbers by size with dates among the years, then texts; documents without a value last.
  package var groups: [Row] = []

  /// - Parameters:
  ///   - field: the metadata field to group by, if any; a document with several values counts in each group.
  ///   - searched: what the query was limited to (`--where`), whose tokens are the denominator; nil for everything.
  ///   - fields: the fields beside the body that are searched, whose tokens count too.
  package init(_ plan: QueryPlan, by field: String?, searched: QueryPlan? = nil, include fields: [Field] = []) throws {
    let segments = plan.searcher.segments
    let columns = try segments.map { segment in try field.map { try FieldValues($0, of: segment) } }
    var rows: [String?: Row] = [:]
    var total = Row()
    let fields = [.body] + fields
    let lengths = try segments.map { segment in try fields.map { try segment.lengths($0) } }
    func search(_ segment: Int, _ document: UInt32) {
      let tokens = lengths[segment].reduce(0) { $0 + Int($1[document]) }
      total.tokens += tokens
      guard field != nil else { return }
      for value in Self.values(columns[segment], document) { rows[value, default: Row(value: value)].tokens += tokens }
    }
    if let searched {
      try searched.forEachMatch { segment, document in search(segment, document) }
    } else if field == nil {
      total.tokens = segments.reduce(0) { sum, segment in
        fields.reduce(sum) { $0 + segment.totals($1).tokens }
      }
    } else {
      for (number, segment) in segments.enumerated() {
        for document in 0..<UInt32(clamping: segment.documentCount) where !segment.isDeleted(document) {
          search(number, document)
        }
      }
    }
    if field == nil {
      let count = try plan.count()
      (total.hits, total.documents) = (count.hits, count.documents)
    } else {
      try plan.forEachCountedMatch { segment, document, hits in
        total.hits += hits
        total.documents += 1
        for value in Self.values(columns[segment], document) {
          rows[value, default: Row(value: value)].hits += hits
          rows[value, default: Row(value: value)].documents += 1
        }
      }
    }
    self.total = total
    groups = rows.values.filter { $0.documents > 0 || $0.tokens > 0 }.sorted { Self.precedes($0.value, $1.value) }
  }

  /// The distinct values that a document has in a field, nil where it has none.
  package static func values(_ field: FieldValues?, _ document: UInt32) -> [String?] {
    let strings = field?.strings(document) ?? []
    return strings.isEmpty ? [nil] : Array(Set(strings))
  }

  /// Whether a value stands before another: numbers by size with dates among the years, then texts, then documents without
  /// a value.
  package static func precedes(_ one: String?, _ other: String?) -> Bool {
    guard let one else { return false }
    guard let other else { return true }
    // All numbers stand before all texts: compared across, "9", "10" and "1a" would go round in a circle.
    switch (number(one), number(other)) {
    case (let left?, let right?) where left != right: return left < right
    case (.some, nil): return true
    case (nil, .some): return false
    default: return one.utf8.lexicographicallyPrecedes(other.utf8)
    }
  }

  /// The number that a value is sorted as; of a date such as 2010-05 its year, for some dates are a year alone.
  static func number(_ text: String) -> Double? {
    if let number = Double(text) { return number.isFinite ? number : nil }
    let head = Array(text.utf8.prefix(8))
    guard head.count >= 7, head[4] == UInt8(ascii: "-"), head.count == 7 || !(48...57 ~= head[7]),
      [0, 1, 2, 3, 5, 6].allSatisfy({ 48...57 ~= head[$0] })
    else { return nil }
    return Double(text.prefix(4))
  }
}
