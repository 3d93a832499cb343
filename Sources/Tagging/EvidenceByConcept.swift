// SPDX-License-Identifier: Apache-2.0

/// Evidence summed up by concept once: a decision table asks for the same sums in many rows.
struct EvidenceByConcept {
  private struct Totals {
    var asserted = 0.0
    var denied = 0.0
    var claimed = 0.0
    var hypothetical = 0.0
    var cued = 0.0
    /// How many asserted items there are, and the word numbers of the first and the last, or 0.
    var count = 0
    var first = 0
    var last = 0

    mutating func add(_ item: Evidence.Item) {
      switch item.polarity {
      case .asserted:
        asserted += item.weight
        first = count == 0 ? item.position : min(first, item.position)
        last = max(last, item.position)
        count += 1
      case .denied: denied += item.weight
      case .claimed: claimed += item.weight
      case .hypothetical: hypothetical += item.weight
      }
    }
  }

  /// By concept, as far as any was found.
  private var totals: [Totals]
  private let items: [Evidence.Item]

  init(_ evidence: Evidence) {
    items = evidence.items
    let greatest = [
      items.lazy.map(\.concept).max() ?? -1, evidence.sums.keys.max() ?? -1, evidence.cued.keys.max() ?? -1,
    ]
    totals = Array(repeating: Totals(), count: (greatest.max() ?? -1) + 1)
    for (concept, sum) in evidence.sums { totals[concept].asserted = sum }
    for (concept, sum) in evidence.cued { totals[concept].cued = max(0, sum) }
    for item in items { totals[item.concept].add(item) }
  }

  /// - Parameter other: for `after`, the concept from whose first asserted item on `concept` counts.
  func value(_ feature: Expression.Feature, _ concept: Int, _ other: Int) -> Double {
    guard concept < totals.count else { return 0 }
    switch feature {
    case .asserted: return totals[concept].asserted
    case .denied: return totals[concept].denied
    case .claimed: return totals[concept].claimed
    case .hypothetical: return totals[concept].hypothetical
    case .cued: return totals[concept].cued
    case .count: return Double(totals[concept].count)
    case .first: return Double(totals[concept].first)
    case .last: return Double(totals[concept].last)
    case .after: return weight(of: concept, after: other)
    }
  }

  /// The asserted weight of a concept from the first asserted item of another on.
  private func weight(of concept: Int, after other: Int) -> Double {
    guard other < totals.count, totals[other].count > 0 else { return 0 }
    let start = totals[other].first
    var sum = 0.0
    for item in items where item.concept == concept && item.polarity == .asserted && item.position >= start {
      sum += item.weight
    }
    return sum
  }
}
