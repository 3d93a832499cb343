// SPDX-License-Identifier: Apache-2.0

package import Querying
package import Segments

/// How often several items occur in all, and in the documents of each value of a metadata field.
package struct ItemCounts: Sendable {
  package struct Row: Sendable, Equatable {
    /// nil for documents without a value, and for all.
    package var value: String?
    package var documents = 0
    package var tokens = 0
    /// By item: hits, and documents that hold any.
    package var counts: [Trend.Count]

    package func perMillion(_ item: Int) -> Double {
      tokens > 0 ? Double(counts[item].hits) / Double(tokens) * 1e6 : 0
    }
  }
  package private(set) var total: Row
  /// In the order of `GroupedCounts`; none where no field was asked for.
  package private(set) var rows: [Row] = []

  /// - Parameter field: a document with several values counts in each row.
  package init(_ items: [SoughtItem], in subcorpus: Subcorpus, by field: String? = nil) throws {
    let segments = subcorpus.searcher.segments
    let columns = try segments.map { segment in try field.map { try FieldValues($0, of: segment) } }
    let lengths = try segments.map { try $0.lengths(.body) }
    let none = [Trend.Count](repeating: .init(), count: items.count)
    var (total, rows) = (Row(counts: none), [String?: Row]())
    func values(_ segment: Int, _ document: UInt32) -> [String?] {
      field == nil ? [] : GroupedCounts.values(columns[segment], document)
    }
    try subcorpus.eachDocument { segment, document in
      let tokens = Int(lengths[segment][document])
      total.documents += 1
      total.tokens += tokens
      for value in values(segment, document) {
        rows[value, default: Row(value: value, counts: none)].documents += 1
        rows[value, default: Row(value: value, counts: none)].tokens += tokens
      }
    }
    for (number, item) in items.enumerated() {
      try item.eachDocument(in: subcorpus, { _ in true }) { segment, document, hits in
        total.counts[number].hits += hits
        total.counts[number].documents += 1
        for value in values(segment, document) {
          rows[value]?.counts[number].hits += hits
          rows[value]?.counts[number].documents += 1
        }
      }
    }
    self.total = total
    self.rows = rows.values.sorted { GroupedCounts.precedes($0.value, $1.value) }
  }
}
