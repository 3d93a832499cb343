// SPDX-License-Identifier: Apache-2.0

internal import Querying
package import Segments

/// The order in which documents and their hits stand: by the bytes of their documents' ids, then by position.
///
/// The order of segments and of documents in them depends on how an index came about; that of ids does not, so a
/// concordance or a sum over documents is the same after many small builds as after one of everything.

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

  func sort(_ places: inout [HitPlace]) {
    guard ids.count > 1 else { return places.sort(by: precedes) }
    let ranks = ranks(of: places.map { ($0.segment, $0.document) })
    let order = places.indices.sorted { one, other in
      ranks[one] != ranks[other] ? ranks[one] < ranks[other] : precedes(places[one], places[other])
    }
    places = order.map { places[$0] }
  }

  /// Documents that stand in order already, as those of one segment mostly do, cost a comparison each.
  package func sort(_ places: inout [DocumentPlace]) {
    guard ids.count > 1 else { return places.sort(by: precedes) }
    let ranks = ranks(of: places)
    places = places.indices.sorted { ranks[$0] < ranks[$1] }.map { places[$0] }
  }

  /// For each of some documents its place among them by the bytes of their ids; each id is read once.
  private func ranks(of places: [DocumentPlace]) -> [UInt32] {
    let keys = places.map { UInt64($0.segment) << 32 | UInt64($0.document) }
    let documents = Set(keys).sorted()
    var cursors = ids.map { $0.cursor() }
    let names = documents.map { document in
      let segment = Int(document >> 32)
      cursors[segment].move(to: Int(document & 0xffff_ffff))
      return cursors[segment].bytes
    }
    var ranks: [UInt64: UInt32] = [:]
    ranks.reserveCapacity(documents.count)
    let order = documents.indices.sorted { names[$0].lexicographicallyPrecedes(names[$1]) }
    for (rank, index) in order.enumerated() { ranks[documents[index]] = UInt32(rank) }
    return keys.map { ranks[$0] ?? 0 }
  }
}
