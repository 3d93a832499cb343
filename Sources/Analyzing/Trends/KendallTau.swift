// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Kendall's rank correlation, as the test for a trend of H. Mann (1945): whether values rise or fall along a line.
package struct KendallTau: Sendable, Equatable {
  /// tau-b: M. Kendall, "The treatment of ties in ranking problems" (1945).
  package private(set) var tau: Double
  /// Two-sided: exact where no values are equal and there are 33 points at most, else by the normal distribution with
  /// the variance corrected for ties.
  package private(set) var probability: Double

  /// - Parameter points: of distinct x; nil for fewer than three and for values that are all equal. O(n^2).
  package init?(_ points: [(x: Double, y: Double)]) {
    let values = points.sorted { $0.x < $1.x }.map(\.y)
    let count = values.count
    guard count >= 3 else { return nil }
    var (rising, falling) = (0, 0)
    for (index, value) in values.enumerated() {
      for later in values[(index + 1)...] where later != value {
        if later > value { rising += 1 } else { falling += 1 }
      }
    }
    let all = count * (count - 1) / 2
    guard rising + falling > 0 else { return nil }
    tau = Double(rising - falling) / (Double(all) * Double(rising + falling)).squareRoot()
    if rising + falling == all, count <= 33 {
      probability = Self.exact(count, min(rising, falling))
    } else {
      probability = Self.normal(values, Double(rising - falling))
    }
  }

  /// The share of permutations of `count` values with at most `inversions` inversions, or as many the other way.
  private static func exact(_ count: Int, _ inversions: Int) -> Double {
    if 4 * inversions == count * (count - 1) { return 1 }
    // How many permutations have 0, 1, ... inversions: of one value more, sums of what there was.
    var ways = [Double](repeating: 0, count: inversions + 1)
    ways[0] = 1
    for values in 2...count {
      var sums = ways
      for index in sums.indices.dropFirst() { sums[index] += sums[index - 1] }
      for index in ways.indices { ways[index] = sums[index] - (index >= values ? sums[index - values] : 0) }
    }
    let permutations = (1...count).reduce(1.0) { $0 * Double($1) }
    return min(2 * ways.reduce(0, +) / permutations, 1)
  }

  private static func normal(_ values: [Double], _ difference: Double) -> Double {
    let count = Double(values.count)
    let ties = Dictionary(grouping: values) { $0 }.values.map { Double($0.count) }
    let correction = ties.reduce(0) { $0 + $1 * ($1 - 1) * (2 * $1 + 5) }
    let variance = (count * (count - 1) * (2 * count + 5) - correction) / 18
    return NormalDistribution.twoSided(difference / variance.squareRoot())
  }
}

package enum NormalDistribution {
  /// The probability of a value at least so far from 0.
  package static func twoSided(_ z: Double) -> Double { erfc(abs(z) / 2.0.squareRoot()) }
}
