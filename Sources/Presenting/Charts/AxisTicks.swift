// SPDX-License-Identifier: Apache-2.0

/// Round numbers along an axis: P. Heckbert, "Nice numbers for graph labels" (1990).
package struct AxisTicks: Sendable, Equatable {
  package private(set) var values: [Double] = []
  /// Decimals that tell neighbours apart.
  package private(set) var decimals = 0

  /// Ticks that reach from at most `low` to at least `high`, about `count` of them.
  package init(from low: Double, to high: Double, about count: Int, whole: Bool = false) {
    guard low.isFinite, high.isFinite else { return }
    let span = high > low ? high - low : 1
    let wanted = span / Double(max(count, 1))
    // The span of numbers far apart is infinite, a part of the least ones zero.
    guard wanted.isNormal else { return }
    var step = Self.nice(wanted)
    if whole { step = max(step.rounded(), 1) }
    let first = (low / step).rounded(.down)
    let last = max((high / step).rounded(.up), first + 1)
    guard last - first < 1000 else { return }
    values = (0...Int(last - first)).map { (first + Double($0)) * step }
    var scaled = step
    while decimals < 9, abs(scaled - scaled.rounded()) > 1e-9 * scaled {
      scaled *= 10
      decimals += 1
    }
  }

  /// 1, 2 or 5 times a power of ten, at least as large.
  private static func nice(_ step: Double) -> Double {
    var power = 1.0
    while power > step { power /= 10 }
    while power * 10 <= step { power *= 10 }
    let share = step / power
    return (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10) * power
  }

  package func label(_ value: Double) -> String { Decimals.text(value, decimals) }
}
