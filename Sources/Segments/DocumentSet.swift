// SPDX-License-Identifier: Apache-2.0

/// The live documents of a segment that hold any of some terms, of which there may be thousands: a bit for each document.
///
/// Short lists, as most are, are read without a cursor of their own.
internal import Bytes

package struct DocumentSet: ~Copyable {
  private let segment: SegmentReader
  private let words: UnsafeMutableBufferPointer<UInt64>
  /// The documents of one short list.
  private let list: UnsafeMutablePointer<UInt32>

  package init(_ segment: SegmentReader) {
    self.segment = segment
    words = .allocate(capacity: (segment.documentCount + 63) / 64)
    words.initialize(repeating: 0)
    list = .allocate(capacity: PackedBlock.size)
  }

  deinit {
    words.deallocate()
    list.deallocate()
  }

  /// Adds the documents of a word or joined form, deleted ones included.
  package func insert(_ info: TermInfo) throws {
    switch info.postings {
    case .single(let document, _, _): insert(document)
    case .list(_, let documentsLength, _) where info.writtenDocuments == 1:
      insert(UInt32(truncatingIfNeeded: documentsLength))
    case .list(let offset, let documentsLength, _) where info.writtenDocuments < PackedBlock.size:
      let bytes = try segment.postingsSection.checked(offset..<offset + documentsLength)
      let count = info.writtenDocuments
      guard ExpGolomb.readDocuments(bytes, count, into: list) else { return }
      for index in 0..<count { insert(list[index]) }
    case .list: insert(try segment.postings(info))
    }
  }

  private func insert(_ postings: consuming PostingsCursor) {
    var cursor = postings
    while cursor.document != PostingsCursor.end {
      let block = cursor.restOfBlock
      // Neighbours share a word, whose last change would be waited for: four runs of the block are walked side by side.
      let quarter = block.count / 4
      for index in 0..<quarter {
        insert(block[index])
        insert(block[index &+ quarter])
        insert(block[index &+ 2 &* quarter])
        insert(block[index &+ 3 &* quarter])
      }
      for index in 4 * quarter..<block.count { insert(block[index]) }
      _ = cursor.nextBlock()
    }
  }

  @inline(__always)
  private func insert(_ document: UInt32) {
    // A damaged list may name documents behind the last one; those of the last word are never asked for.
    guard Int(document >> 6) < words.count else { return }
    words[Int(document >> 6)] |= 1 &<< UInt64(document & 63)
  }

  @inline(__always)
  private func contains(_ document: UInt32) -> Bool {
    Int(document >> 6) < words.count && words[Int(document >> 6)] &>> UInt64(document & 63) & 1 == 1
  }

  /// Takes the deleted documents out, and returns how many are left.
  package func removeDeleted() -> Int {
    if let last = words.indices.last, segment.documentCount & 63 != 0 {
      words[last] &= (1 << UInt64(segment.documentCount & 63)) - 1
    }
    if let deleted = segment.deletes?.bits.values {
      for index in 0..<min(deleted.count, (segment.documentCount + 7) / 8) {
        words[index >> 3] &= ~(UInt64(deleted[index]) << UInt64(8 * (index & 7)))
      }
    }
    var count = 0
    for word in words { count &+= word.nonzeroBitCount }
    return count
  }

  // MARK: The order of ids

  package enum Way { case all, walk, ranks }

  /// How the first `limit` of `count` documents are found: many are soon met on a walk by id, few are ranked one by one.
  package static func way(_ limit: Int, of count: Int, in documents: Int) -> Way {
    if count <= limit { return .all }
    return limit > 64 || documents / count * limit < count ? .walk : .ranks
  }

  /// The first `limit` documents in the order of ids, of `count` that are left; in no order.
  package func first(_ limit: Int, of count: Int) throws -> [UInt32] {
    let ids = try segment.ids
    switch Self.way(limit, of: count, in: segment.documentCount) {
    case .all: return all(count)
    case .walk: return firstByWalk(limit, ids)
    case .ranks: return firstByRank(limit, ids)
    }
  }

  private func all(_ count: Int) -> [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(count)
    forEach { result.append($0) }
    return result
  }

  @inline(__always)
  private func forEach(_ body: (UInt32) -> Void) {
    for index in words.indices {
      var word = words[index]
      while word != 0 {
        body(UInt32(truncatingIfNeeded: index << 6 | word.trailingZeroBitCount))
        word &= word &- 1
      }
    }
  }

  private func firstByWalk(_ limit: Int, _ ids: DocumentIDs) -> [UInt32] {
    var result: [UInt32] = []
    let documents = ids.byRank
    var rank = 0
    while rank < documents.count, result.count < limit {
      let document = documents[rank]
      if contains(document) { result.append(document) }
      rank &+= 1
    }
    return result
  }

  private func firstByRank(_ limit: Int, _ ids: DocumentIDs) -> [UInt32] {
    // Ascending ranks, each above its document.
    var first: [UInt64] = []
    var last = UInt64.max
    forEach { document in
      let entry = UInt64(ids.rank(document)) << 32 | UInt64(document)
      guard entry < last else { return }
      if first.count == limit { first.removeLast() }
      let place = first.lastIndex { $0 < entry }.map { $0 + 1 } ?? 0
      first.insert(entry, at: place)
      if first.count == limit { last = first[limit - 1] }
    }
    return first.map { UInt32(truncatingIfNeeded: $0) }
  }
}
