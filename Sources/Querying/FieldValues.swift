// SPDX-License-Identifier: Apache-2.0

package import Segments

/// What the documents of one segment have in a field, for those who count or part by it.
///
/// The values of a metadata field as texts; those of the field `id` are the documents' own ids.
package struct FieldValues {
  private let column: MetadataColumn?
  private let ids: DocumentIDs?

  package init(_ field: String, of segment: SegmentReader) throws {
    column = try segment.column(field)
    ids = column == nil && field == "id" ? try segment.ids : nil
  }

  /// None where the document has no value.
  package func strings(_ document: UInt32) -> [String] {
    if let column { return column.strings(document) }
    return ids.map { [$0.string(document)] } ?? []
  }
}
