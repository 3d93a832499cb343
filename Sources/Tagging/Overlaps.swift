// SPDX-License-Identifier: Apache-2.0

/// Decides which of several overlapping mentions are kept.
enum Overlaps {
  /// The hits that the policy keeps, by start; of two equal hits the earlier rule.
  static func resolve(_ hits: [Hit], _ policy: OverlapPolicy) -> [Hit] {
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
