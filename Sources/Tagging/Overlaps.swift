// SPDX-License-Identifier: Apache-2.0

/// Decides which of several overlapping mentions are kept.
enum Overlaps {
  /// The hits that the policy keeps, by start; of two equal hits the earlier rule.
  static func resolve(_ hits: [Hit], _ policy: OverlapPolicy) -> [Hit] {
    if hits.count < 2 { return hits }
    let byStart = hits.indices.sorted { (hits[$0].start, $0) < (hits[$1].start, $1) }
    var kept: [Hit] = []
    var first = 0
    // Hits that touch no other group's are decided by themselves.
    while first < byStart.count {
      var end = hits[byStart[first]].end
      var next = first + 1
      while next < byStart.count, hits[byStart[next]].start < end {
        end = max(end, hits[byStart[next]].end)
        next += 1
      }
      if next == first + 1 {
        kept.append(hits[byStart[first]])
      } else {
        kept += resolveGroup(byStart[first..<next].sorted().map { hits[$0] }, policy)
      }
      first = next
    }
    return kept
  }

  private static func resolveGroup(_ hits: [Hit], _ policy: OverlapPolicy) -> [Hit] {
    let order = hits.sorted { a, b in
      let (longA, longB) = (a.end - a.start, b.end - b.start)
      return longA != longB ? longA > longB : a.start != b.start ? a.start < b.start : a.rule < b.rule
    }
    var kept: [Hit] = []
    for hit in order {
      let rival = kept.contains { other in
        guard other.start < hit.end, hit.start < other.end else { return false }
        switch policy {
        case .all: return other == hit
        case .longestWithinConcept: return other.concept == hit.concept && other.polarity == hit.polarity
        case .longestOverall: return true
        }
      }
      if !rival { kept.append(hit) }
    }
    return kept.sorted {
      $0.start != $1.start ? $0.start < $1.start : $0.end != $1.end ? $0.end < $1.end : $0.concept < $1.concept
    }
  }
}
