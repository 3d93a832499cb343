// SPDX-License-Identifier: Apache-2.0

/// What the decision table says of one passage, with what it rests on.
package struct PassageLabel: Sendable, Equatable {
  /// The tokens of the passage.
  package var tokens: Range<Int>
  package var label: String
  package var subtype: String?
  /// Where signs were weighed, the probability of the label; else how far its row leads: 0.5 at a tie, towards 1.
  package var confidence: Double
  package var scores: [String: Double]
  /// The rows of the decision table that held, best first.
  package var rows: [String]
  /// The values of the table's signs, in its order; empty where the rows decided.
  package var signs: [Double] = []
  package var roles: [String: String]
  package var attributes: [String: String]
  /// Range of the passage's hits in the document's hit list.
  package var hits: Range<Int>
  /// The weighted cues that speak most strongly, in the order of the text.
  package var cues: [PassageCue] = []
}

/// A weighted cue that stands in a passage.
package struct PassageCue: Sendable, Equatable {
  package var start: Int
  package var end: Int
  /// The cue as the lexicon spells it.
  package var text: String
  /// By concept id.
  package var weights: [String: Double]

  /// How many cues a label shows.
  static let mostShown = 12

  init(_ cue: Evidence.Cue, _ lexicon: CompiledLexicon) {
    (start, end, text, weights) = (cue.start, cue.end, "", [:])
    guard let table = lexicon.tables[cue.language]?.cues else { return }
    let own = table.cues[Int(cue.number)]
    text = own.text
    weights.reserveCapacity(own.weights.count)
    for (concept, weight) in own.weights { weights[lexicon.concepts[concept].id] = weight }
  }

  /// The strongest of some cues.
  static func strongest(_ cues: [Evidence.Cue], _ lexicon: CompiledLexicon) -> [PassageCue] {
    let order = cues.indices.sorted { (-cues[$0].strength, $0) < (-cues[$1].strength, $1) }
    return order.prefix(mostShown).map { PassageCue(cues[$0], lexicon) }
      .sorted { ($0.start, $0.end) < ($1.start, $1.end) }
  }
}

/// The concept layer of one field of one document.
package struct TaggedTokens: Sendable, Equatable {
  package var hits: [Hit] = []
  package var passages: [PassageLabel] = []
  /// The decision on all passages together; nil where the lexicon has no decision table.
  package var overall: PassageLabel?
}
