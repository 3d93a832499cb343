// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Walks the ids of several segments together, in the order of their bytes.
///
/// A merged walk over the live documents of segments by id; among equal ids, the earlier segment and document first.
package struct IDWalk: ~Copyable {
  private let segments: [SegmentReader]
  private let documents: [DocumentsByID]
  /// Each on the id of the document that its segment gives next.
  private var cursors: [StringCursor]
  private var ranks: [Int]
  private var order = MergeOrder()
  /// The UTF-8 of the id of the document given last.
  package private(set) var id: [UInt8] = []
  /// Whether the document before it has the same id.
  package private(set) var isRepeated = false
  private var isFirst = true

  package init(_ segments: [SegmentReader]) throws {
    self.segments = segments
    let tables = try segments.map { try $0.ids }
    documents = tables.map(\.byRank)
    cursors = tables.map { $0.cursor() }
    ranks = Array(repeating: -1, count: segments.count)
    for segment in segments.indices { moveOn(segment) }
  }

  /// The next live document, or nil.
  package mutating func next() -> (segment: Int, document: UInt32)? {
    guard let segment = order.removeLowest() else { return nil }
    let document = documents[segment][ranks[segment]]
    isRepeated = !isFirst && cursors[segment].compare(id) == 0
    isFirst = false
    id.removeAll(keepingCapacity: true)
    id.append(contentsOf: cursors[segment].bytes)
    moveOn(segment)
    return (segment, document)
  }

  private mutating func moveOn(_ segment: Int) {
    let documents = documents[segment]
    repeat {
      ranks[segment] += 1
      guard ranks[segment] < documents.count else { return }
    } while segments[segment].isDeleted(documents[ranks[segment]])
    cursors[segment].move(to: Int(documents[ranks[segment]]))
    order.insert(segment) { [cursors] in cursors[$0].compare(cursors[$1].bytes) }
  }
}
