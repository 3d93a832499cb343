// SPDX-License-Identifier: Apache-2.0

package import Querying

/// Which words are more, or less, frequent in one part of a corpus than in another.
package struct Keyness: Sendable {
  package struct Row: Sendable, Equatable {
    package var key: String
    package var target: Int
    package var reference: Int
    package var table: ContingencyTable
  }
  /// By falling frequency in both parts; equal ones by their bytes.
  package private(set) var rows: [Row] = []
  package let targetTokens: Int
  package let referenceTokens: Int

  /// - Parameter reference: nil for everything outside the target.
  package init(_ unit: CountedUnit, target: Subcorpus, reference: Subcorpus?, atLeast: Int = 1) throws {
    let focus = try FrequencyList(unit, in: target)
    let other = try FrequencyList(unit, in: reference ?? Subcorpus(target.searcher))
    var counts: [String: (target: Int, reference: Int)] = [:]
    for row in other.rows { counts[row.key] = (0, row.occurrences) }
    for row in focus.rows {
      let all = counts[row.key]?.reference ?? 0
      counts[row.key] = (row.occurrences, reference == nil ? all - row.occurrences : all)
    }
    targetTokens = focus.tokens
    referenceTokens = reference == nil ? other.tokens - focus.tokens : other.tokens
    let (one, two) = (targetTokens, referenceTokens)
    rows = counts.filter { $0.value.target + $0.value.reference >= atLeast }.map { key, count in
      Row(
        key: key, target: count.target, reference: count.reference,
        table: ContingencyTable(o11: count.target, r1: one, c1: count.target + count.reference, n: one + two))
    }
    rows.sort { a, b in
      let (first, second) = (a.target + a.reference, b.target + b.reference)
      return first != second ? first > second : a.key.utf8.lexicographicallyPrecedes(b.key.utf8)
    }
  }
}
