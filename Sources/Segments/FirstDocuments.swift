// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// The first live documents by id that hold any of some terms, of which there may be thousands: all that a ranking by constant
/// scores asks where nobody counts. Documents, and blocks of them, are passed over whose ids all stand behind those found.
package final class FirstDocuments {
  private let segment: SegmentReader
  private let ids: DocumentIDs
  private let limit: Int
  private let lists: ListedDocuments
  /// The least rank of each run of documents, and of each group of runs.
  private let least: LeastRanks
  /// Ascending ranks, each above its document.
  @exclusivity(unchecked) private var first: [UInt64] = []
  /// No document of a higher rank is wanted.
  @exclusivity(unchecked) private var last = UInt32.max
  /// More are slower inserted than sorted.
  package static let most = 64

  /// - Parameter limit: at most `most`.
  package init(_ limit: Int, of segment: SegmentReader) throws {
    (self.segment, self.limit) = (segment, limit)
    ids = try segment.ids
    least = try ids.leastRanks
    lists = ListedDocuments(segment)
    first.reserveCapacity(limit)
  }

  /// Those found, in the order of their ids.
  package var documents: [UInt32] { first.map { UInt32(truncatingIfNeeded: $0) } }

  /// Looks at the documents of a word or joined form.
  package func insert(_ info: TermInfo) throws {
    try lists.read(info, passes: { _, _, base, end in !least.isOpen(base &+ 1, end, last) }) { count in
      for index in 0..<count {
        let document = lists.documents[index]
        if least.of(document) <= last { offer(document) }
      }
    }
  }

  private func offer(_ document: UInt32) {
    let rank = ids.rank(document)
    if rank > last || Int(document) >= segment.documentCount || segment.isDeleted(document) { return }
    let entry = UInt64(rank) << 32 | UInt64(document)
    var place = first.count
    while place > 0, first[place - 1] > entry { place -= 1 }
    // Several words may stand in one document.
    if place == limit || place > 0 && first[place - 1] == entry { return }
    if first.count == limit { first.removeLast() }
    first.insert(entry, at: place)
    if first.count == limit { last = UInt32(truncatingIfNeeded: first[limit - 1] >> 32) }
  }
}

/// The least rank of the ids of each run of documents, and of each group of runs.
struct LeastRanks: Sendable {
  private let runs: FixedArray<UInt32>
  private let groups: FixedArray<UInt32>
  /// Documents of a run, and of a group, as powers of two.
  private static let runShift: UInt32 = 7
  private static let groupShift: UInt32 = 11

  init(_ ranks: TrendArray, documents: Int) {
    let all = (0..<(documents + TrendArray.block - 1) / TrendArray.block).map {
      ranks.count == 0 ? UInt32(truncatingIfNeeded: $0 * TrendArray.block) : ranks.least(ofBlock: $0)
    }
    let perGroup = 1 << Int(Self.groupShift - Self.runShift)
    runs = FixedArray(unpacked: all)
    groups = FixedArray(
      unpacked: stride(from: 0, to: all.count, by: perGroup).map {
        all[$0..<min($0 + perGroup, all.count)].min() ?? 0
      })
  }

  /// No document of its run has a lower rank; a document behind the last one has none.
  @inline(__always)
  func of(_ document: UInt32) -> UInt32 {
    let run = Int(document >> Self.runShift)
    return run < runs.count ? runs[run] : .max
  }

  /// Whether any of the documents from `first` to `last` may have a rank of `rank` or less.
  @inline(__always)
  func isOpen(_ first: UInt32, _ last: UInt32, _ rank: UInt32) -> Bool {
    var group = Int(first >> Self.groupShift)
    let end = min(Int(last >> Self.groupShift), groups.count - 1)
    while group <= end {
      if groups[group] <= rank { return true }
      group += 1
    }
    return false
  }
}
