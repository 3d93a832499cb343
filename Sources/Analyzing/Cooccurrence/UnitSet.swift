// SPDX-License-Identifier: Apache-2.0

/// A set of units as ascending runs that do not touch.
struct UnitSet {
  private(set) var runs: [Range<Int>] = []

  /// - Parameter ranges: in any order; they may overlap and be empty.
  init(_ ranges: [Range<Int>]) {
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
      if let last = runs.last, range.lowerBound <= last.upperBound {
        runs[runs.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        runs.append(range)
      }
    }
  }

  var count: Int { runs.reduce(0) { $0 + $1.count } }

  /// The runs that two sets have in common.
  func common(_ other: UnitSet) -> [Range<Int>] {
    var (one, two) = (0, 0)
    var found: [Range<Int>] = []
    while one < runs.count, two < other.runs.count {
      let both = runs[one].clamped(to: other.runs[two])
      if !both.isEmpty { found.append(both) }
      if runs[one].upperBound < other.runs[two].upperBound { one += 1 } else { two += 1 }
    }
    return found
  }
}
