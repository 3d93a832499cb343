// SPDX-License-Identifier: Apache-2.0

/// The first of many scored values: the highest scores first, equal ones as they came.
package struct BestScores<Value> {
  private let count: Int
  private var kept: [(score: Double, place: Int, value: Value)] = []
  private var added = 0
  /// Once it is known, what every further value must score more than.
  package private(set) var floor: Double?

  /// - Parameter count: how many are wanted.
  package init(_ count: Int) { self.count = count }

  /// - Parameter score: nil for values without one, which come last.
  package mutating func add(_ value: Value, _ score: Double?) {
    let score = score ?? -.infinity
    added += 1
    if let floor, score <= floor { return }
    kept.append((score, added, value))
    // What comes behind enough others is dropped as soon as that is known.
    if kept.count >= 2 * count + 64 {
      sort()
      floor = kept.last?.score
    }
  }

  private mutating func sort() {
    kept.sort { $0.score != $1.score ? $0.score > $1.score : $0.place < $1.place }
    kept.removeLast(max(kept.count - count, 0))
  }

  package mutating func sorted() -> [Value] {
    sort()
    return kept.map(\.value)
  }
}
