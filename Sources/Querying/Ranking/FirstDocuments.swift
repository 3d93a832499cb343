// SPDX-License-Identifier: Apache-2.0

/// The first documents of a segment, in the order of ids, of few that hold any of some terms; each of them once.
internal import Segments

struct FirstDocuments {
  private let limit: Int
  /// Ascending.
  private(set) var ranks: [UInt32] = []
  /// More than these are faster marked in a table of all documents.
  static let most = 64

  init(limit: Int) { self.limit = limit }

  /// Whether so many postings are few beside the segment.
  static func pays(_ limit: Int, postings: Int, _ segment: SegmentReader) -> Bool {
    limit <= most && postings <= segment.documentCount / most
  }

  mutating func insert(_ postings: PostingsCursor, _ segment: SegmentReader) throws {
    let ids = try segment.ids
    var cursor = postings
    while cursor.document != PostingsCursor.end {
      for document in cursor.restOfBlock where Int(document) < segment.documentCount && !segment.isDeleted(document) {
        insert(ids.rank(document))
      }
      _ = cursor.nextBlock()
    }
  }

  private mutating func insert(_ rank: UInt32) {
    if ranks.count == limit, rank >= ranks.last ?? 0 { return }
    var place = ranks.count
    while place > 0, ranks[place - 1] > rank { place -= 1 }
    if place > 0, ranks[place - 1] == rank { return }
    if ranks.count == limit { ranks.removeLast() }
    ranks.insert(rank, at: place)
  }
}
