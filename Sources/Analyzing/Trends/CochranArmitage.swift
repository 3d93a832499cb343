// SPDX-License-Identifier: Apache-2.0

/// The test for a linear trend in proportions: W. Cochran, "Some methods for strengthening the common chi-squared tests"
/// (1954); P. Armitage, "Tests for linear trends in proportions and frequencies" (1955).
package struct CochranArmitage: Sendable, Equatable {
  /// Above 0 where the share rises.
  package private(set) var z: Double
  /// Two-sided.
  package private(set) var probability: Double

  /// - Parameter groups: nil where fewer than two scores differ, or where all or none are held.
  package init?(_ groups: [(score: Double, held: Int, all: Int)]) {
    let all = groups.reduce(0.0) { $0 + Double($1.all) }
    let held = groups.reduce(0.0) { $0 + Double($1.held) }
    guard all > 0 else { return nil }
    // About their mean, so that years lose no digits.
    let mean = groups.reduce(0) { $0 + $1.score * Double($1.all) } / all
    let share = held / all
    let spread = groups.reduce(0) { $0 + Double($1.all) * ($1.score - mean) * ($1.score - mean) }
    let sum = groups.reduce(0) { $0 + ($1.score - mean) * (Double($1.held) - Double($1.all) * share) }
    let variance = share * (1 - share) * spread
    guard variance > 0 else { return nil }
    z = sum / variance.squareRoot()
    probability = NormalDistribution.twoSided(z)
  }
}

/// The median of the slopes between all pairs of points: H. Theil (1950), P. Sen (1968).
package enum TheilSen {
  /// - Parameter points: of distinct x; nil for fewer than two.
  package static func slope(_ points: [(x: Double, y: Double)]) -> Double? {
    var slopes: [Double] = []
    for (index, one) in points.enumerated() {
      for other in points[(index + 1)...] where other.x != one.x {
        slopes.append((other.y - one.y) / (other.x - one.x))
      }
    }
    guard !slopes.isEmpty else { return nil }
    slopes.sort()
    let middle = slopes.count / 2
    return slopes.count % 2 == 1 ? slopes[middle] : (slopes[middle - 1] + slopes[middle]) / 2
  }
}

/// What a proportion may be, given how many of how many were counted.
package enum ProportionInterval {
  /// The exact interval of C. Clopper and E. Pearson (1934); nil where more are counted than there are.
  package static func exact(_ count: Int, of all: Int, level: Double) -> ClosedRange<Double>? {
    guard all > 0, 0...all ~= count else { return nil }
    let (held, rest, tail) = (Double(count), Double(all - count), (1 - level) / 2)
    let low = count == 0 ? 0 : BetaQuantile.quantile(tail, held, rest + 1)
    // The upper bound is one less the lower bound of the rest.
    let high = count == all ? 1 : BetaQuantile.upperQuantile(tail, held + 1, rest)
    return low...max(low, high)
  }
}
