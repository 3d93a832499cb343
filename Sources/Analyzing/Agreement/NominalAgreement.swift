// SPDX-License-Identifier: Apache-2.0

/// How far coders agree on one label an item: several coders, labels without an order, missing values.
package struct NominalAgreement: Sendable {
  /// How often each label was given to an item, with the number of items that look alike.
  struct Item: Sendable, Equatable {
    var counts: [Int]
    var weight = 1

    var coders: Int { counts.reduce(0, +) }
  }
  private let items: [Item]
  private let labels: Int

  /// - Parameter items: only those that two coders or more have coded are looked at.
  init(_ items: [Item], labels: Int) {
    self.items = items.filter { $0.coders > 1 }
    self.labels = labels
  }

  /// The share of pairs of codings of one item that are alike.
  package var percent: Double? {
    var (alike, all) = (0, 0)
    for item in items {
      let count = item.coders
      alike += item.weight * item.counts.reduce(0) { $0 + $1 * ($1 - 1) }
      all += item.weight * count * (count - 1)
    }
    return all > 0 ? Double(alike) / Double(all) : nil
  }

  /// alpha for nominal data: K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011); nil where all items that
  /// can be compared have one label.
  package var alpha: Double? {
    var totals = [Double](repeating: 0, count: labels)
    var disagreement = 0.0
    for item in items {
      let (count, weight) = (Double(item.coders), Double(item.weight))
      var alike = 0.0
      for (label, times) in item.counts.enumerated() {
        totals[label] += weight * Double(times)
        alike += Double(times * (times - 1))
      }
      disagreement += weight * (count * (count - 1) - alike) / (count - 1)
    }
    let all = totals.reduce(0, +)
    let expected = (all * all - totals.reduce(0) { $0 + $1 * $1 }) / (all - 1)
    return expected > 0 ? 1 - disagreement / expected : nil
  }

  /// Kappa for any number of coders: J. Fleiss, "Measuring nominal scale agreement among many raters" (1971), of the items
  /// that all of them coded.
  package func fleissKappa(coders: Int) -> Double? {
    let whole = items.filter { $0.coders == coders }
    let count = whole.reduce(0.0) { $0 + Double($1.weight) }
    guard coders > 1, count > 0 else { return nil }
    var (observed, totals) = (0.0, [Double](repeating: 0, count: labels))
    for item in whole {
      let alike = item.counts.reduce(0) { $0 + $1 * ($1 - 1) }
      observed += Double(item.weight) * Double(alike) / Double(coders * (coders - 1))
      for (label, times) in item.counts.enumerated() { totals[label] += Double(item.weight * times) }
    }
    let shares = totals.map { $0 / (count * Double(coders)) }
    let chance = shares.reduce(0) { $0 + $1 * $1 }
    return chance < 1 ? (observed / count - chance) / (1 - chance) : nil
  }

  /// Twice the pairs of codings that both have the label, of all codings with it in such pairs: what F1 is for two coders.
  package func specific(_ label: Int) -> Double? {
    var (alike, all) = (0, 0)
    for item in items {
      let times = item.counts[label]
      alike += item.weight * times * (times - 1)
      all += item.weight * times * (item.coders - 1)
    }
    return all > 0 ? Double(alike) / Double(all) : nil
  }

  /// The same items with one label against all others.
  package func alone(_ label: Int) -> NominalAgreement {
    NominalAgreement(
      items.map { Item(counts: [$0.counts[label], $0.coders - $0.counts[label]], weight: $0.weight) }, labels: 2)
  }
}
