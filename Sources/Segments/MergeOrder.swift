// SPDX-License-Identifier: Apache-2.0

/// Which of several sorted runs stands on the lowest entry, while they are walked together.
package struct MergeOrder {
  /// Runs by what they stand on, the lowest last; of equal ones, the earliest run last.
  private var runs: [Int] = []

  package init() {}

  package var lowest: Int? { runs.last }

  package mutating func removeLowest() -> Int? { runs.popLast() }

  /// Puts a run, which is not among them, where its entry belongs.
  ///
  /// - Parameter compare: compares the entries that two runs stand on: below, at or above 0.
  @inline(__always)
  package mutating func insert(_ run: Int, _ compare: (Int, Int) throws -> Int) rethrows {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      let comparison = try compare(runs[middle], run)
      if comparison > 0 || (comparison == 0 && runs[middle] > run) { low = middle + 1 } else { high = middle }
    }
    runs.insert(run, at: low)
  }
}
