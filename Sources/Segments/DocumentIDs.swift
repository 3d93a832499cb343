// SPDX-License-Identifier: Apache-2.0

/// The ids of a segment's documents: from document to id, from id to document, and the rank of each id.
///
///     IdBytes   --> the ids' UTF-8 in the order of the documents
///     IdOffsets --> PackedArray of documents + 1 numbers: where each starts
///     IdOrder   --> PackedArray of documents numbers: the documents by the bytes of their ids
///     IdRanks   --> PackedArray of documents numbers: the place of each document in IdOrder
///
/// Where documents ascend by id, as they do mostly, IdOrder and IdRanks are empty: each document is its own rank.
package import Bytes

package final class DocumentIDs: Sendable {
  private let text: FixedArray<UInt8>
  private let offsets: PackedArray
  private let order: PackedArray
  private let ranks: PackedArray

  init(_ file: SectionFile) throws {
    text = try FixedArray(file.section(SegmentSection.idBytes))
    offsets = try PackedArray(file.section(SegmentSection.idOffsets))
    order = try PackedArray(file.section(SegmentSection.idOrder))
    ranks = try PackedArray(file.section(SegmentSection.idRanks))
  }

  package var count: Int { max(offsets.count - 1, 0) }

  /// The id's UTF-8; valid as long as the segment is open.
  package func utf8(_ document: UInt32) -> UnsafeRawBufferPointer {
    let (start, end) = (Int(offsets[Int(document)]), Int(offsets[Int(document) + 1]))
    guard start < end, end <= text.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text.values)[start..<end])
  }

  package func string(_ document: UInt32) -> String { String(decoding: utf8(document), as: UTF8.self) }

  /// The place of the document's id among the sorted ids of the segment.
  package func rank(_ document: UInt32) -> UInt32 { ranks.count == 0 ? document : ranks[Int(document)] }

  /// The document whose id has that rank.
  package func documentAt(rank: Int) -> UInt32 { at(rank) }

  /// The document with that id, deleted or not; the last one where several have it.
  package func document(_ id: String) -> UInt32? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if id.utf8.lexicographicallyPrecedes(utf8(at(middle))) { high = middle } else { low = middle + 1 }
    }
    guard low > 0, utf8(at(low - 1)).elementsEqual(id.utf8) else { return nil }
    return at(low - 1)
  }

  private func at(_ rank: Int) -> UInt32 { order.count == 0 ? UInt32(truncatingIfNeeded: rank) : order[rank] }

  /// Writes the four sections.
  static func write(_ bytes: borrowing ByteBuffer, offsets: [UInt32], to file: inout SectionFileWriter) throws {
    let count = max(offsets.count - 1, 0)
    let base = bytes.bytes
    func id(_ document: Int) -> UnsafeRawBufferPointer.SubSequence {
      base[Int(offsets[document])..<Int(offsets[document + 1])]
    }
    try file.section(SegmentSection.idBytes, bytes)
    try PackedArray.write(offsets, SegmentSection.idOffsets, to: &file)
    guard (1..<max(count, 1)).contains(where: { !id($0 - 1).lexicographicallyPrecedes(id($0)) }) else { return }
    let order = (0..<UInt32(count)).sorted {
      id(Int($0)).elementsEqual(id(Int($1))) ? $0 < $1 : id(Int($0)).lexicographicallyPrecedes(id(Int($1)))
    }
    var ranks = [UInt32](repeating: 0, count: count)
    for (rank, document) in order.enumerated() { ranks[Int(document)] = UInt32(rank) }
    try PackedArray.write(order, SegmentSection.idOrder, to: &file)
    try PackedArray.write(ranks, SegmentSection.idRanks, to: &file)
  }
}
