// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// The live documents of a segment that hold any of some terms, of which there may be thousands: a bit for each document.
///
/// Short lists, as most are, are read without a cursor of their own.
package struct DocumentSet: ~Copyable {
  private let segment: SegmentReader
  private let words: UnsafeMutableBufferPointer<UInt64>
  private let lists: ListedDocuments

  package init(_ segment: SegmentReader) {
    self.segment = segment
    words = .allocate(capacity: (segment.documentCount + 63) / 64)
    words.initialize(repeating: 0)
    lists = ListedDocuments(segment)
  }

  deinit { words.deallocate() }

  /// Adds the documents of a word or joined form, deleted ones included.
  package func insert(_ info: TermInfo) throws {
    let (words, documents, count) = (words, lists.documents, segment.documentCount)
    guard let bits = words.baseAddress else { return }
    try lists.read(
      info,
      passes: { bytes, place, base, _ in PostingsKernel.mark(bytes, at: place, base: base, bits: bits, count: count) }
    ) { Self.insert(documents, $0, into: words) }
  }

  /// Adds some documents. Neighbours share a word, whose last change would be waited for: four runs of them are walked side
  /// by side.
  private static func insert(
    _ documents: UnsafePointer<UInt32>, _ count: Int, into words: UnsafeMutableBufferPointer<UInt64>
  ) {
    let quarter = count / 4
    for index in 0..<quarter {
      insert(documents[index], into: words)
      insert(documents[index &+ quarter], into: words)
      insert(documents[index &+ 2 &* quarter], into: words)
      insert(documents[index &+ 3 &* quarter], into: words)
    }
    for index in 4 * quarter..<count { insert(documents[index], into: words) }
  }

  @inline(__always)
  private static func insert(_ document: UInt32, into words: UnsafeMutableBufferPointer<UInt64>) {
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
    return PostingsKernel.countBits(UnsafeBufferPointer(words))
  }

  // MARK: The order of ids

  package enum Way { case all, walk, ranks }

  /// How the first `limit` of `count` documents are found: many are soon met on a walk by id, few are ranked one by one.
  package static func way(_ limit: Int, of count: Int, in documents: Int) -> Way {
    if count <= limit { return .all }
    return limit > 64 || documents / count * limit < count / 2 ? .walk : .ranks
  }

  /// The first `limit` documents in the order of ids, of `count` that are left; in no order.
  package func first(_ limit: Int, of count: Int) throws -> [UInt32] {
    let ids = try segment.ids
    switch Self.way(limit, of: count, in: segment.documentCount) {
    case .all: return all(count)
    case .walk: return try firstByWalk(limit, of: count, ids)
    case .ranks: return try firstByRank(limit, ids)
    }
  }

  private func all(_ count: Int) -> [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(count)
    forEach(in: words.indices) { result.append($0) }
    return result
  }

  @inline(__always)
  private func forEach(in run: Range<Int>, _ body: (UInt32) -> Void) {
    for index in run {
      var word = words[index]
      while word != 0 {
        body(UInt32(truncatingIfNeeded: index << 6 | word.trailingZeroBitCount))
        word &= word &- 1
      }
    }
  }

  /// Documents that stand far behind in the order of ids are ranked: no walk is long beside their number.
  private func firstByWalk(_ limit: Int, of count: Int, _ ids: DocumentIDs) throws -> [UInt32] {
    var result: [UInt32] = []
    let documents = ids.byRank
    let most = limit > 64 ? documents.count : min(documents.count, count)
    for rank in 0..<most {
      let document = documents[rank]
      if contains(document) { result.append(document) }
      if result.count == limit { return result }
    }
    return most == documents.count ? result : try firstByRank(limit, ids)
  }

  /// Runs of documents whose ids all stand behind those found are passed over.
  private func firstByRank(_ limit: Int, _ ids: DocumentIDs) throws -> [UInt32] {
    // Ascending ranks, each above its document.
    var first: [UInt64] = []
    var last = UInt64.max
    let least = try ids.leastRanks
    for index in words.indices where words[index] != 0 {
      if UInt64(least.of(UInt32(truncatingIfNeeded: index << 6))) > last >> 32 { continue }
      forEach(in: index..<index + 1) { document in
        let entry = UInt64(ids.rank(document)) << 32 | UInt64(document)
        guard entry < last else { return }
        if first.count == limit { first.removeLast() }
        let place = first.lastIndex { $0 < entry }.map { $0 + 1 } ?? 0
        first.insert(entry, at: place)
        if first.count == limit { last = first[limit - 1] }
      }
    }
    return first.map { UInt32(truncatingIfNeeded: $0) }
  }
}
