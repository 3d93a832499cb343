// SPDX-License-Identifier: Apache-2.0

/// Walks the ids of several segments together, in the order of their bytes.
package import Bytes

/// A merged walk over the live documents of segments by id; among equal ids, the earlier segment and document first.
package struct IDWalk: ~Copyable {
  private let tables: [DocumentIDs]
  private let segments: [SegmentReader]
  private var ranks: [Int]
  private var order = MergeOrder()

  package init(_ segments: [SegmentReader]) throws {
    self.segments = segments
    tables = try segments.map { try $0.ids }
    ranks = Array(repeating: -1, count: segments.count)
    for segment in segments.indices { moveOn(segment) }
  }

  /// The next live document, or nil.
  package mutating func next() -> (segment: Int, document: UInt32)? {
    guard let segment = order.removeLowest() else { return nil }
    let document = tables[segment].documentAt(rank: ranks[segment])
    moveOn(segment)
    return (segment, document)
  }

  /// The id's UTF-8; valid as long as the segments are open.
  package func id(_ segment: Int, _ document: UInt32) -> UnsafeRawBufferPointer { tables[segment].utf8(document) }

  private mutating func moveOn(_ segment: Int) {
    let table = tables[segment]
    repeat {
      ranks[segment] += 1
      guard ranks[segment] < table.count else { return }
    } while segments[segment].isDeleted(table.documentAt(rank: ranks[segment]))
    let (tables, ranks) = (self.tables, self.ranks)
    order.insert(segment) { one, other in
      ByteOrder.compare(
        tables[one].utf8(tables[one].documentAt(rank: ranks[one])),
        tables[other].utf8(tables[other].documentAt(rank: ranks[other])))
    }
  }
}
