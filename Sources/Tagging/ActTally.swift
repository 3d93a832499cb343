// SPDX-License-Identifier: Apache-2.0

/// Gathers what the rules found in a passage so that one mention counts once for a concept, with its strongest rule,
/// however many entries match inside it; with the policy `all` every match counts.
struct ActTally {
  private let policy: OverlapPolicy
  private var items: [(words: Range<Int>, item: Evidence.Item)] = []

  init(policy: OverlapPolicy = .longestWithinConcept) { self.policy = policy }

  /// - Parameter words: those between the first and the last that a pattern took.
  mutating func add(_ item: Evidence.Item, over words: Range<Int>) { items.append((words, item)) }

  /// The items in the order of adding: of those with one act, or of which one lies within another, the widest, with the
  /// greatest weight of all.
  var counted: [Evidence.Item] {
    if policy == .all { return items.map(\.item) }
    let widestFirst = items.indices.sorted {
      (-items[$0].words.count, $0) < (-items[$1].words.count, $1)
    }
    var kept: [Int] = []
    var weights: [Int: Double] = [:]
    for index in widestFirst {
      let own = items[index]
      if let known = kept.first(where: { isOne(own, items[$0]) }) {
        weights[known] = max(weights[known] ?? own.item.weight, own.item.weight)
      } else {
        kept.append(index)
        weights[index] = own.item.weight
      }
    }
    return kept.sorted().map {
      var item = items[$0].item
      item.weight = weights[$0] ?? item.weight
      return item
    }
  }

  private func isOne(
    _ a: (words: Range<Int>, item: Evidence.Item), _ b: (words: Range<Int>, item: Evidence.Item)
  ) -> Bool {
    guard a.item.concept == b.item.concept, a.item.polarity == b.item.polarity else { return false }
    return a.item.position == b.item.position || !a.words.isEmpty && b.words.contains(a.words)
  }
}
