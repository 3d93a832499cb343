// SPDX-License-Identifier: Apache-2.0

/// The decision table of a lexicon, ready to be evaluated on what a passage gave.
package struct Classification: Sendable {
  package struct Row: Sendable {
    package var outcome: String
    package var name: String
    package var expression: Expression
  }

  /// Something that a passage may show, and how much it speaks for each label, in units of log odds.
  package struct Sign: Sendable {
    package var text: String
    package var expression: Expression
    /// By index of the label.
    package var weights: [(label: Int, weight: Double)]
  }

  package var labels: [String] = []
  package var otherwise = ""
  package var definitions: [(name: String, expression: Expression)] = []
  package var rows: [Row] = []
  /// Above zero where the signs decide instead of the rows; nil where they never do.
  package var weighsWhen: Expression?
  package var signs: [Sign] = []
  package var subtypes: [Row] = []
  package var roles: [(name: String, rows: [Row])] = []
  package var attributes: [(name: String, otherwise: String, rows: [Row])] = []

  init() {}

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
    weighsWhen = try source.weighsWhen.map { line throws(LexiconError) in
      try Expression(line, concepts: concepts, names: names)
    }
    let places = Dictionary(labels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    for line in source.signs {
      let parts = try WeightedLine(line, "a sign", of: "label", places)
      let expression = try Expression(
        LexiconLine(text: parts.head, place: line.place), concepts: concepts, names: names)
      signs.append(
        Sign(text: parts.head, expression: expression, weights: parts.weights.map { ($0.number, $0.weight) }))
    }
    if !labels.contains(otherwise) {
      let found =
        otherwise.isEmpty ? "the classification needs 'otherwise:', one of" : "otherwise: '\(otherwise)' is not among"
      throw LexiconError(message: "\(found) the labels \(labels.joined(separator: ", "))", place: source.otherwisePlace)
    }
    for row in source.rows where !labels.contains(row.outcome) {
      throw LexiconError(message: "'\(row.outcome)' is not among the labels", place: row.expression.place)
    }
    subtypes = try rows(source.subtypes)
    for (name, list) in source.roles { roles.append((name, try rows(list))) }
    for (name, otherwise, list) in source.attributes { attributes.append((name, otherwise, try rows(list))) }
  }
}
