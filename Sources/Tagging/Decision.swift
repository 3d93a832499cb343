// SPDX-License-Identifier: Apache-2.0

/// Applies a decision table to evidence.
enum Decision {
  static func decide(_ evidence: Evidence, _ table: Classification, tokens: Range<Int>, hits: Range<Int>)
    -> PassageLabel
  {
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
    for row in table.leanings {
      let value = row.expression.value(evidence, definitions)
      if value != 0 { scores[row.outcome, default: 0] += value }
    }
    var best = table.otherwise
    for label in table.labels where (scores[label] ?? 0) > (scores[best] ?? 0) { best = label }
    let top = scores[best] ?? 0
    let second = scores.filter { $0.key != best }.map(\.value).max() ?? 0
    let first = { (rows: [Classification.Row]) in rows.first { $0.expression.value(evidence, definitions) > 0 }?.outcome
    }
    var roles: [String: String] = [:]
    for (name, rows) in table.roles { roles[name] = first(rows) ?? "unknown" }
    var attributes: [String: String] = [:]
    for (name, otherwise, rows) in table.attributes { attributes[name] = first(rows) ?? otherwise }
    let subtype = table.subtypes.first { $0.name == best && $0.expression.value(evidence, definitions) > 0 }?.outcome
    return PassageLabel(
      tokens: tokens, label: best, subtype: subtype,
      confidence: 0.5 + (top - second) / (2 * (top.magnitude + second.magnitude + 1)), scores: scores,
      rows: fired.sorted { $0.value > $1.value }.map(\.name), roles: roles, attributes: attributes, hits: hits)
  }
}
