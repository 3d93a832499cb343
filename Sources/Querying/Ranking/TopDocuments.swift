// SPDX-License-Identifier: Apache-2.0

/// One document of a ranking.
package struct RankedDocument: Sendable, Equatable {
  package var segment: Int
  package var document: UInt32
  package var score: Float

  package init(segment: Int, document: UInt32, score: Float) {
    (self.segment, self.document, self.score) = (segment, document, score)
  }
}

package import Segments

/// The best documents so far: higher scores first, equal scores in the order of ids.
///
/// A binary heap with the worst entry on top. Within a segment ids are compared by their ranks, across segments by their
/// bytes.
struct TopDocuments {
  private struct Entry {
    /// Score, then rank of the id, as one number that is greater for the better of two documents of a segment.
    var order: UInt64
    var segment: UInt32
    var document: UInt32

    var score: Float { Float(bitPattern: TopDocuments.bits(ofOrder: UInt32(order >> 32))) }
  }
  let limit: Int
  private let ids: [DocumentIDs]
  private var heap: [Entry] = []
  /// No document with a lower score can enter; one with an equal score may, by its id.
  private(set) var threshold: Float = -.infinity

  init(limit: Int, segments: [SegmentReader]) throws {
    self.limit = limit
    ids = try segments.map { try $0.ids }
    heap.reserveCapacity(min(limit, 1024))
  }

  /// None yet, of the same number and segments.
  var emptied: TopDocuments {
    var other = self
    (other.heap, other.threshold) = ([], -.infinity)
    return other
  }

  var isFull: Bool { heap.count == limit }

  /// Whether a threshold is known.
  var hasThreshold: Bool { threshold > -.infinity }

  /// As many documents as shall be found, all of which will be offered, score no less than this.
  mutating func raise(to score: Float) { threshold = max(threshold, score) }

  mutating func offer(segment: Int, document: UInt32, score: Float) {
    guard limit > 0, score >= threshold else { return }
    let order = UInt64(Self.order(of: score)) << 32 | UInt64(~ids[segment].rank(document))
    let entry = Entry(order: order, segment: UInt32(truncatingIfNeeded: segment), document: document)
    if heap.count < limit {
      heap.append(entry)
      rise(heap.count - 1)
    } else if isWorse(heap[0], entry) {
      heap[0] = entry
      sink(0)
    } else {
      return
    }
    if heap.count == limit { raise(to: heap[0].score) }
  }

  /// Best first.
  func ranking() -> [RankedDocument] {
    heap.sorted { isWorse($1, $0) }.map {
      RankedDocument(segment: Int($0.segment), document: $0.document, score: $0.score)
    }
  }

  /// Numbers that ascend as scores do; both zeros are one.
  private static func order(of score: Float) -> UInt32 {
    let bits = (score + 0).bitPattern
    return bits >> 31 == 0 ? bits | 1 << 31 : ~bits
  }

  private static func bits(ofOrder order: UInt32) -> UInt32 { order >> 31 == 0 ? ~order : order ^ 1 << 31 }

  @inline(__always)
  private func isWorse(_ one: Entry, _ other: Entry) -> Bool {
    if one.segment == other.segment || one.order >> 32 != other.order >> 32 { return one.order < other.order }
    return isBehind(one, other)
  }

  /// Whether the id of one stands behind that of another, of another segment.
  private func isBehind(_ one: Entry, _ other: Entry) -> Bool {
    let (mine, its) = (ids[Int(one.segment)].utf8(one.document), ids[Int(other.segment)].utf8(other.document))
    return its.lexicographicallyPrecedes(mine)
  }

  private mutating func rise(_ start: Int) {
    var index = start
    while index > 0, isWorse(heap[index], heap[(index - 1) / 2]) {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private mutating func sink(_ start: Int) {
    var index = start
    while true {
      var worst = index
      let child = 2 * index + 1
      if child < heap.count, isWorse(heap[child], heap[worst]) { worst = child }
      if child + 1 < heap.count, isWorse(heap[child + 1], heap[worst]) { worst = child + 1 }
      if worst == index { return }
      heap.swapAt(index, worst)
      index = worst
    }
  }
}
