// SPDX-License-Identifier: Apache-2.0

/// What the decision table says of one passage, with what it rests on.
package struct PassageLabel: Sendable, Equatable {
  /// The tokens of the passage.
  package var tokens: Range<Int>
  package var label: String
  package var subtype: String?
  /// How far the label leads: 0.5 at a tie, towards 1.
  package var confidence: Double
  package var scores: [String: Double]
  /// The rows of the decision table that held, best first.
  package var rows: [String]
  package var roles: [String: String]
  package var attributes: [String: String]
  /// Range of the passage's hits in the document's hit list.
  package var hits: Range<Int>
}

/// The concept layer of one field of one document.
package struct TaggedTokens: Sendable, Equatable {
  package var hits: [Hit] = []
  package var passages: [PassageLabel] = []
  /// The decision on all passages together; nil where the lexicon has no decision table.
  package var overall: PassageLabel?
}
