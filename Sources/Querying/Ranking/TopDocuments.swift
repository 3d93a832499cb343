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
  private let limit: Int
  private let segments: [SegmentReader]
  private let ids: [DocumentIDs]
  private var heap: [RankedDocument] = []
  /// No document with a lower score can enter; one with an equal score may, by its id.
  private(set) var threshold: Float = -.infinity

  init(limit: Int, segments: [SegmentReader]) throws {
    self.limit = limit
    self.segments = segments
    ids = try segments.map { try $0.ids }
    heap.reserveCapacity(min(limit, 1024))
  }

  var isFull: Bool { heap.count == limit }

  mutating func offer(segment: Int, document: UInt32, score: Float) {
    guard limit > 0, !isFull || score >= threshold else { return }
    let entry = RankedDocument(segment: segment, document: document, score: score)
    if heap.count < limit {
      heap.append(entry)
      rise(heap.count - 1)
    } else if isWorse(heap[0], entry) {
      heap[0] = entry
      sink(0)
    } else {
      return
    }
    if heap.count == limit { threshold = heap[0].score }
  }

  /// Best first.
  func ranking() -> [RankedDocument] { heap.sorted { isWorse($1, $0) } }

  private func isWorse(_ one: RankedDocument, _ other: RankedDocument) -> Bool {
    if one.score != other.score { return one.score < other.score }
    if one.segment == other.segment {
      let table = ids[one.segment]
      return table.rank(one.document) > table.rank(other.document)
    }
    let (mine, its) = (ids[one.segment].utf8(one.document), ids[other.segment].utf8(other.document))
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
      for child in [2 * index + 1, 2 * index + 2] where child < heap.count && isWorse(heap[child], heap[worst]) {
        worst = child
      }
      if worst == index { return }
      heap.swapAt(index, worst)
      index = worst
    }
  }
}
