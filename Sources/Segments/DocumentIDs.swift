// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Synchronization

/// The ids of a segment's documents: from document to id, from id to document, and the rank of each id.
///
///     IdBytes, IdPlaces --> StringBlocks: the ids' UTF-8 in the order of the documents
///     IdRanks           --> TrendArray of documents numbers: the place of each document's id among all, by their bytes;
///                           of documents with one id, the first stands first
///
/// Where documents ascend by id, as they do mostly, IdRanks is empty: each document is its own rank.
package final class DocumentIDs: Sendable {
  private let strings: StringBlocks
  private let ranks: TrendArray
  /// Made when first asked for.
  private let order = Mutex<FixedArray<UInt32>?>(nil)
  private let least = MadeOnce<LeastRanks>()

  init(_ file: SectionFile, documents: Int) throws {
    strings = try StringBlocks(
      file.section(SegmentSection.idBytes), places: file.section(SegmentSection.idPlaces), count: documents)
    ranks = try TrendArray(file.section(SegmentSection.idRanks))
  }

  package var count: Int { strings.count }

  /// The id's UTF-8.
  package func utf8(_ document: UInt32) -> [UInt8] { strings[Int(document)] }

  package func string(_ document: UInt32) -> String { String(decoding: utf8(document), as: UTF8.self) }

  /// For reading the ids of many documents, quickest in their order.
  package func cursor() -> StringCursor { StringCursor(strings) }

  /// The place of the document's id among the sorted ids of the segment.
  package func rank(_ document: UInt32) -> UInt32 { ranks.count == 0 ? document : ranks[Int(document)] }

  /// The least rank of each run of documents.
  var leastRanks: LeastRanks { get throws { try least.value { LeastRanks(ranks, documents: count) } } }

  /// The documents by their ids.
  package var byRank: DocumentsByID {
    guard ranks.count > 0 else { return DocumentsByID(count: count, order: nil) }
    let known = order.withLock { order in
      let made = order ?? FixedArray(unpacked: inverse())
      order = made
      return made
    }
    return DocumentsByID(count: count, order: known)
  }

  private func inverse() -> [UInt32] {
    var documents = [UInt32](repeating: 0, count: min(count, ranks.count))
    for document in documents.indices {
      let rank = Int(ranks[document])
      if rank < documents.count { documents[rank] = UInt32(truncatingIfNeeded: document) }
    }
    return documents
  }

  /// The last document with that id of those that are not left out.
  package func document(_ id: String, except isLeftOut: (UInt32) -> Bool = { _ in false }) -> UInt32? {
    let documents = byRank
    var cursor = cursor()
    var copy = id
    return copy.withUTF8 { id in
      var (low, high) = (0, count)
      while low < high {
        let middle = (low + high) / 2
        cursor.move(to: Int(documents[middle]))
        if cursor.compare(UnsafeRawBufferPointer(id)) > 0 { high = middle } else { low = middle + 1 }
      }
      while low > 0 {
        low -= 1
        cursor.move(to: Int(documents[low]))
        guard cursor.compare(UnsafeRawBufferPointer(id)) == 0 else { return nil }
        if !isLeftOut(documents[low]) { return documents[low] }
      }
      return nil
    }
  }

  /// Writes the sections for ids that lie one after another in `bytes`.
  static func write(_ bytes: borrowing ByteBuffer, offsets: [UInt32], to file: inout SectionFileWriter) throws {
    let base = bytes.bytes
    func id(_ document: Int) -> UnsafeRawBufferPointer {
      UnsafeRawBufferPointer(rebasing: base[Int(offsets[document])..<Int(offsets[document + 1])])
    }
    let documents = 0..<max(offsets.count - 1, 0)
    var writer = try StringBlocksWriter(SegmentSection.idBytes, to: &file)
    for document in documents { try writer.append(id(document), to: &file) }
    try writer.finish(places: SegmentSection.idPlaces, to: &file)
    if writer.isAscending { return }
    let order = documents.sorted {
      let comparison = ByteOrder.compare(id($0), id($1))
      return comparison == 0 ? $0 < $1 : comparison < 0
    }
    var ranks = [UInt32](repeating: 0, count: documents.count)
    for (rank, document) in order.enumerated() { ranks[document] = UInt32(truncatingIfNeeded: rank) }
    try TrendArray.write(ranks, SegmentSection.idRanks, to: &file)
  }
}

/// The documents of a segment in the order of their ids.
package struct DocumentsByID: Sendable {
  package let count: Int
  /// Nil where documents ascend by id.
  fileprivate let order: FixedArray<UInt32>?

  /// The document whose id has that rank.
  package subscript(rank: Int) -> UInt32 { order.map { $0[rank] } ?? UInt32(truncatingIfNeeded: rank) }
}
