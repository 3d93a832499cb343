// SPDX-License-Identifier: Apache-2.0

package import Tokenizing

/// A lexicon as its files give it: concepts, and per language word classes, rules and triggers, each with its place.
package struct Lexicon: Sendable {
  package var name = ""
  /// The folder it was read from, for messages; empty where it came from elsewhere.
  package var folder = ""
  package var version = ""
  package var overlap = OverlapPolicy.longestWithinConcept
  package var actors: [Actor] = []
  package var concepts: [Concept] = []
  package var languages: [LanguageLexicon] = []
  package var classification: ClassificationSource?

  package init() {}
}

/// Which of several overlapping mentions are kept.
package enum OverlapPolicy: String, CaseIterable, Sendable {
  /// All; a pattern is then also found from each place where it begins, the shortest way: as a query of the same words.
  case all
  case longestWithinConcept = "longest-within-concept"
  case longestOverall = "longest-overall"
}

/// A kind of actor: a word class whose members can do things.
package struct Actor: Sendable, Equatable {
  package var name: String
  /// The kind it also counts as (a nurse acts for an organisation).
  package var countsAs: String?
  /// The kind that a speaker is taken to be whose text talks of this kind as the other side.
  package var opposite: String?
  /// Whether a group noun (grammar: groups) is of this kind where one of its members is, or nothing tells.
  package var takesGroups = false
  package var place = LexiconPlace(file: "scheme.yml", line: 1, column: 1)
}

/// One concept of the scheme, in the manner of SKOS.
package struct Concept: Sendable, Equatable {
  package var id: String
  package var broader: String?
  package var facet: String?
  /// Preferred labels by language code.
  package var labels: [String: String] = [:]
  package var definition: String?
  package var source: String?
  package var scopeNote: String?
  /// Used by the decision table only; never reported as a hit.
  package var isInternal = false
  package var place = LexiconPlace(file: "scheme.yml", line: 1, column: 1)
}

/// A line and column in a lexicon file, both from 1.
package struct LexiconPlace: Sendable, Equatable, Hashable {
  package var file: String
  package var line: Int
  package var column: Int
}

/// One line of a literal block, with its place.
package struct LexiconLine: Sendable, Equatable {
  package var text: String
  package var place: LexiconPlace

  /// The text for a message: of a long line only the beginning.
  package var excerpt: String { Self.excerpt(text) }

  package static func excerpt(_ text: String, of length: Int = 120) -> String {
    let start = text.prefix(length)
    return start.endIndex == text.endIndex ? text : start + " ..."
  }
}

/// What a lexicon says of one language.
package struct LanguageLexicon: Sendable {
  package var language: Language
  /// The name of the file.
  package var file = ""
  package var verbSecond = false
  package var irregular: [LexiconLine] = []
  package var grammar: [String: [LexiconLine]] = [:]
  package var classes: [String: [LexiconLine]] = [:]
  package var rules: [RuleSource] = []
  package var triggers: [TriggerSource] = []
  /// Lines `cue :: concept weight, ...`.
  package var cues: [LexiconLine] = []

  package init(language: Language) { self.language = language }
}

/// A rule: lines of patterns that give one concept (or one speaker type).
package struct RuleSource: Sendable {
  package var id: String
  package var concept: String
  /// The concept that a denied hit is evidence for ("the council has no say").
  package var deniedAs: String?
  package var strength = Strength.described
  package var weight = 1.0
  package var patterns: [LexiconLine] = []
  package var exceptions: [LexiconLine] = []
  package var matches: [LexiconLine] = []
  package var rejects: [LexiconLine] = []
  package var place: LexiconPlace
}

/// Words that change the polarity of what stands in their scope.
package struct TriggerSource: Sendable {
  package enum Direction: String, CaseIterable, Sendable { case forward, backward, both, sentence }
  package var polarity: Polarity
  package var direction = Direction.forward
  package var window = 8
  package var phrases: [LexiconLine] = []
  /// Words at which the scope ends.
  package var stop: [LexiconLine] = []
  /// Longer phrases in which a trigger is no trigger ("not only").
  package var pseudo: [LexiconLine] = []
}

/// The labels of passages and how they follow from the concepts found.
package struct ClassificationSource: Sendable {
  package var labels: [String] = []
  /// The label of passages for which no row holds.
  package var otherwise = ""
  package var otherwisePlace = LexiconPlace(file: "scheme.yml", line: 1, column: 1)
  /// The gate: an expression that must be above zero before role rules are tried.
  package var rows: [DecisionRow] = []
  /// Above zero where weighted signs decide instead of the rows.
  package var weighsWhen: LexiconLine?
  /// Lines `expression :: label weight, ...`.
  package var signs: [LexiconLine] = []
  package var subtypes: [DecisionRow] = []
  package var roles: [(name: String, rows: [DecisionRow])] = []
  package var attributes: [(name: String, otherwise: String, rows: [DecisionRow])] = []
  /// Names for expressions, evaluated in order before the rows.
  package var definitions: [(name: String, expression: LexiconLine)] = []
}

/// One row of a decision table: when the expression is above zero, its value speaks for the outcome.
package struct DecisionRow: Sendable {
  package var outcome: String
  package var name: String
  package var expression: LexiconLine
}

/// What is wrong with a lexicon, and where.
package struct LexiconError: Error, Sendable, Equatable, CustomStringConvertible {
  package var message: String
  package var place: LexiconPlace

  package var description: String {
    "\(place.file):\(place.line):\(place.column): \(LexiconLine.excerpt(message, of: 1000))"
  }

  /// The error with the folder that its file lies in.
  package func inside(_ folder: String) -> LexiconError {
    guard !folder.isEmpty, place.file.hasSuffix(".yml") || place.file.hasSuffix(".yaml") else { return self }
    var result = self
    result.place.file = (folder.hasSuffix("/") ? folder : folder + "/") + place.file
    return result
  }
}
