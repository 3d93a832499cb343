// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Applies a decision table to evidence: where the passage speaks of the lexicon's subject, by the weights of its signs,
/// elsewhere by its rows.
enum Decision {
  static func decide(_ found: Evidence, _ table: Classification, tokens: Range<Int>, hits: Range<Int>)
    -> PassageLabel
  {
    let evidence = EvidenceByConcept(found)
    var definitions: [Double] = []
    for (_, expression) in table.definitions { definitions.append(expression.value(evidence, definitions)) }
    var scores: [String: Double] = [:]
    var fired: [(name: String, value: Double)] = []
    for row in table.rows {
      let value = row.expression.value(evidence, definitions)
      if value <= 0 { continue }
      scores[row.outcome] = max(scores[row.outcome] ?? 0, value)
      fired.append((row.outcome + (row.name.isEmpty ? "" : " " + row.name), value))
    }
    var signs: [Double] = []
    if let when = table.weighsWhen, when.value(evidence, definitions) > 0 {
      signs = table.signs.map { $0.expression.value(evidence, definitions) }
      scores = sums(signs, table)
    }
    var best = table.otherwise
    for label in table.labels where (scores[label] ?? 0) > (scores[best] ?? 0) { best = label }
    let first = { (rows: [Classification.Row]) in rows.first { $0.expression.value(evidence, definitions) > 0 }?.outcome
    }
    var roles: [String: String] = [:]
    for (name, rows) in table.roles { roles[name] = first(rows) ?? "unknown" }
    var attributes: [String: String] = [:]
    for (name, otherwise, rows) in table.attributes { attributes[name] = first(rows) ?? otherwise }
    let subtype = table.subtypes.first { $0.name == best && $0.expression.value(evidence, definitions) > 0 }?.outcome
    return PassageLabel(
      tokens: tokens, label: best, subtype: subtype,
      confidence: signs.isEmpty ? lead(of: best, scores) : share(of: best, scores, table.labels), scores: scores,
      rows: fired.sorted { $0.value > $1.value }.map(\.name), signs: signs, roles: roles, attributes: attributes,
      hits: hits)
  }

  private static func sums(_ values: [Double], _ table: Classification) -> [String: Double] {
    var scores: [String: Double] = [:]
    for (sign, value) in zip(table.signs, values) where value != 0 {
      for (label, weight) in sign.weights { scores[table.labels[label], default: 0] += weight * value }
    }
    return scores
  }

  /// How far a label leads in a table of rows: 0.5 at a tie, towards 1.
  private static func lead(of best: String, _ scores: [String: Double]) -> Double {
    let top = scores[best] ?? 0
    let second = scores.filter { $0.key != best }.map(\.value).max() ?? 0
    return 0.5 + (top - second) / (2 * (top.magnitude + second.magnitude + 1))
  }

  /// The probability of a label whose scores are log odds.
  private static func share(of best: String, _ scores: [String: Double], _ labels: [String]) -> Double {
    let top = scores[best] ?? 0
    return 1 / labels.reduce(0) { $0 + exp((scores[$1] ?? 0) - top) }
  }
}
