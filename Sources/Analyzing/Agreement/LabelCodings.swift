// SPDX-License-Identifier: Apache-2.0

/// The labels that coders gave to items, and how far they agree.
package struct LabelCodings: Sendable {
  package let labels: [String]
  package let coders: Int
  /// By item and coder the number of the label; nil where the coder gave none.
  private let codings: [[Int?]]

  /// - Parameter codings: by item and coder.
  package init(_ codings: [[String?]], coders: Int) {
    let labels = Set(codings.joined().compactMap { $0 }).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let numbers = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
    (self.labels, self.coders) = (labels, coders)
    self.codings = codings.map { $0.map { $0.flatMap { numbers[$0] } } }
  }

  private init(_ codings: [[Int?]], like other: LabelCodings) {
    (labels, coders, self.codings) = (other.labels, other.coders, codings)
  }

  package var items: Int { codings.count }

  /// Whether two coders or more have coded an item.
  package func isComparable(_ item: Int) -> Bool { codings[item].count { $0 != nil } > 1 }

  /// Items that two coders or more have coded.
  package var comparable: Int { codings.indices.count(where: isComparable) }

  /// Items that a coder coded with a label, or with any.
  package func count(_ coder: Int, label: Int? = nil) -> Int {
    codings.count { label == nil ? $0[coder] != nil : $0[coder] == label }
  }

  package var agreement: NominalAgreement {
    NominalAgreement(
      codings.map { item in
        var counts = [Int](repeating: 0, count: labels.count)
        for label in item.compactMap({ $0 }) { counts[label] += 1 }
        return .init(counts: counts)
      }, labels: labels.count)
  }

  /// Items that one coder gave the first label and another the second.
  package func confusion(_ one: Int, _ other: Int) -> [[Int]] {
    var table = [[Int]](repeating: [Int](repeating: 0, count: labels.count), count: labels.count)
    for item in codings {
      if let first = item[one], let second = item[other] { table[first][second] += 1 }
    }
    return table
  }

  /// Kappa of two coders: J. Cohen, "A coefficient of agreement for nominal scales" (1960), of the items that both coded;
  /// nil where there are none, or where both gave all of them one label.
  package func cohenKappa(_ one: Int, _ other: Int) -> Double? {
    let table = confusion(one, other)
    let all = Double(table.joined().reduce(0, +))
    guard all > 0 else { return nil }
    let observed = labels.indices.reduce(0.0) { $0 + Double(table[$1][$1]) } / all
    let chance = labels.indices.reduce(0.0) { sum, label in
      sum + Double(table[label].reduce(0, +)) * Double(table.reduce(0) { $0 + $1[label] }) / (all * all)
    }
    return chance < 1 ? (observed - chance) / (1 - chance) : nil
  }

  /// The items of those numbers, in that order; one may stand several times.
  package func items(_ numbers: [Int]) -> LabelCodings { LabelCodings(numbers.map { codings[$0] }, like: self) }

  /// Whether two coders gave an item different labels.
  package func isDisputed(_ item: Int) -> Bool { Set(codings[item].compactMap { $0 }).count > 1 }
}
