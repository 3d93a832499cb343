// SPDX-License-Identifier: Apache-2.0

/// The order in which documents and their hits stand: by the bytes of their documents' ids, then by position.
///
/// The order of segments and of documents in them depends on how an index came about; that of ids does not, so a
/// concordance or a sum over documents is the same after many small builds as after one of everything.
internal import Querying
package import Segments

/// A document of an index.
package typealias DocumentPlace = (segment: Int, document: UInt32)

package struct DocumentOrder {
  private let ids: [DocumentIDs]

  package init(_ segments: [SegmentReader]) throws { ids = try segments.map { try $0.ids } }

  func precedes(_ one: HitPlace, _ other: HitPlace) -> Bool {
    if one.segment == other.segment, one.document == other.document {
      return (one.field, one.span.start, one.span.end) < (other.field, other.span.start, other.span.end)
    }
    return precedes((one.segment, one.document), (other.segment, other.document))
  }

  /// Whether one document stands before another.
  func precedes(_ one: DocumentPlace, _ other: DocumentPlace) -> Bool {
    if one.segment == other.segment {
      let table = ids[one.segment]
      return table.rank(one.document) < table.rank(other.document)
    }
    return ids[one.segment].utf8(one.document).lexicographicallyPrecedes(ids[other.segment].utf8(other.document))
  }

  func sort(_ places: inout [HitPlace]) { places.sort(by: precedes) }

  /// Documents that stand in order already, as those of one segment mostly do, cost a comparison each.
  package func sort(_ places: inout [DocumentPlace]) { places.sort(by: precedes) }
}
