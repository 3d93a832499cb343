// SPDX-License-Identifier: Apache-2.0

/// The hits of concepts in one document, to be asked by place.
package struct DocumentHits: Sendable {
  /// By start.
  package let hits: [StoredHit]
  /// Tokens of the longest.
  private let longest: UInt32

  package init(_ hits: [StoredHit]) {
    self.hits = hits
    longest = hits.reduce(0) { max($0, $1.end &- $1.start) }
  }

  /// Calls `body` with each hit that has a token in `start..<end`, from the last to the first, until it gives true.
  ///
  /// - Complexity: O(log hits + those that begin within the longest one's length before `end`).
  package func contains(touching start: UInt32, _ end: UInt32, where body: (StoredHit) -> Bool) -> Bool {
    var (low, high) = (0, hits.count)
    while low < high {
      let middle = (low + high) / 2
      if hits[middle].start < end { low = middle + 1 } else { high = middle }
    }
    for index in stride(from: low - 1, through: 0, by: -1) {
      let hit = hits[index]
      // Nothing before it reaches as far as `start`.
      if hit.start < start, start &- hit.start >= longest { return false }
      if start < hit.end, body(hit) { return true }
    }
    return false
  }
}
