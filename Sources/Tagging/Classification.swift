// SPDX-License-Identifier: Apache-2.0

/// The decision table of a lexicon, ready to be evaluated on what a passage gave.
package struct Classification: Sendable {
  package struct Row: Sendable {
    package var outcome: String
    package var name: String
    package var expression: Expression
  }

  package var labels: [String]
  package var otherwise: String
  package var definitions: [(name: String, expression: Expression)] = []
  package var rows: [Row] = []
  /// What is added to a label's score, whatever its rows give.
  package var leanings: [Row] = []
  package var subtypes: [Row] = []
  package var roles: [(name: String, rows: [Row])] = []
  package var attributes: [(name: String, otherwise: String, rows: [Row])] = []

  init(_ source: ClassificationSource, concepts: [String: Int]) throws(LexiconError) {
    labels = source.labels
    otherwise = source.otherwise
    var names: [String: Int] = [:]
    for (name, line) in source.definitions {
      definitions.append((name, try Expression(line, concepts: concepts, names: names)))
      names[name] = definitions.count - 1
    }
    func rows(_ rows: [DecisionRow]) throws(LexiconError) -> [Row] {
      var result: [Row] = []
      for row in rows {
        result.append(
          Row(
            outcome: row.outcome, name: row.name,
            expression: try Expression(row.expression, concepts: concepts, names: names)))
      }
      return result
    }
    self.rows = try rows(source.rows)
    leanings = try rows(source.leanings)
    for row in source.rows + source.leanings where !labels.contains(row.outcome) {
      throw LexiconError(message: "'\(row.outcome)' is not among the labels", place: row.expression.place)
    }
    subtypes = try rows(source.subtypes)
    for (name, list) in source.roles { roles.append((name, try rows(list))) }
    for (name, otherwise, list) in source.attributes { attributes.append((name, otherwise, try rows(list))) }
  }
}
