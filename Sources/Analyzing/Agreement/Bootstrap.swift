// SPDX-License-Identifier: Apache-2.0

/// Intervals by drawing items with replacement: B. Efron (1979), percentiles at 95 %.
package enum Bootstrap {
  /// The interval of each value of `measure`; nil where it does not exist in any sample.
  ///
  /// - Parameter measure: the values for the items of some numbers, always as many of them.
  package static func intervals(
    items: Int, samples: Int, seed: UInt64, _ measure: ([Int]) -> [Double?]
  ) -> [ClosedRange<Double>?] {
    guard items > 0 else { return measure([]).map { _ in nil } }
    var random = SplitMix(state: seed)
    var values: [[Double]] = []
    for _ in 0..<samples {
      let drawn = (0..<items).map { _ in Int(random.next() % UInt64(items)) }
      for (number, value) in measure(drawn).enumerated() {
        if number == values.count { values.append([]) }
        if let value { values[number].append(value) }
      }
    }
    return values.map { list in
      let sorted = list.sorted()
      guard !sorted.isEmpty else { return nil }
      return sorted[sorted.count * 25 / 1000]...sorted[min(sorted.count - 1, sorted.count * 975 / 1000)]
    }
  }
}

/// A small generator with a seed, so that intervals can be had again (Steele, Lea and Flood 2014).
package struct SplitMix: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(state: UInt64) { self.state = state }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
