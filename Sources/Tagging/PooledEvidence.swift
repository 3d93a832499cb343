// SPDX-License-Identifier: Apache-2.0

/// What the passages of a document gave together: who started something and who has the say in it often stand apart.
///
/// Once signs have been weighed in some passages, only these count, since the rest of a document speaks of other things; what
/// cues sum up to over passages is averaged, so that long documents weigh no more than the passages that weights were fitted to.
struct PooledEvidence {
  private var all = Evidence()
  private var weighed = Evidence()
  private var count = 0

  /// Adds a passage whose first word has a number in the document.
  mutating func add(_ evidence: Evidence, from position: Int, isWeighed: Bool) {
    if isWeighed { count += 1 }
    if isWeighed { Self.add(evidence, from: position, to: &weighed) }
    if count == 0 { Self.add(evidence, from: position, to: &all) }
  }

  private static func add(_ evidence: Evidence, from position: Int, to pool: inout Evidence) {
    pool.items += evidence.items.map {
      var item = $0
      item.position += position
      return item
    }
    pool.cued.merge(evidence.cued, uniquingKeysWith: max)
    pool.sums.merge(evidence.sums, uniquingKeysWith: +)
  }

  var whole: Evidence {
    if count == 0 { return all }
    var result = weighed
    result.sums = result.sums.mapValues { $0 / Double(count) }
    return result
  }
}
