// SPDX-License-Identifier: Apache-2.0

package import Tokenizing

/// A lexicon made ready for tagging: numbers in place of names, patterns filed under the word that gives them away.
package struct CompiledLexicon: Sendable {
  package var name: String
  package var version: String
  /// Digest of everything that can change a hit; names the concept layer in an index.
  package var contentHash: String
  package var overlap: OverlapPolicy
  package var concepts: [Concept] = []
  package var rules: [CompiledRule] = []
  /// Names of the roles that hits carry, by `RoleSpan.role`.
  package let roleNames = ["actor", "act", "object"]
  package var actors: [Actor] = []
  /// By actor: itself and the kinds it counts as, as bits.
  package var actorMasks: [UInt16] = []
  package var classification: Classification?
  package var tables: [Language: LanguageTables] = [:]
  /// The tables' patterns as they are matched, shared by all taggers.
  private(set) var patterns: [Language: PatternTable] = [:]

  /// Index of a concept by id.
  package private(set) var conceptIndex: [String: Int] = [:]

  /// One that is yet to be filled and prepared.
  init(name: String, version: String, contentHash: String, overlap: OverlapPolicy) {
    (self.name, self.version, self.contentHash, self.overlap) = (name, version, contentHash, overlap)
  }

  /// Lays out what concepts and tables hold as it is looked up and matched.
  mutating func prepare() {
    conceptIndex = Dictionary(concepts.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    patterns = tables.mapValues { PatternTable($0, overlap) }
  }

  /// The kinds that group nouns count as, as bits; 0 where no actor takes groups.
  var groupMask: UInt16 {
    zip(actors, actorMasks).first { $0.0.takesGroups }?.1 ?? 0
  }

  /// How many patterns there are in all languages.
  package var patternCount: Int { tables.values.reduce(0) { $0 + $1.patterns.count } }

  /// The lexicon as an index reads it, which counts hits and labels nothing: without the decision table, the weighted cues,
  /// and the patterns that only those two ask about. Most sentences that cues speak for are not what a coder marks, so they
  /// are evidence for labels, never counts.
  package func forHits() -> CompiledLexicon {
    var result = self
    result.classification = nil
    for language in tables.keys { result.tables[language]?.cues = CueTable(language: language) }
    result.patterns = result.tables.mapValues { PatternTable($0, overlap, rules: Set(rules.indices.filter(givesHits))) }
    return result
  }

  /// Whether a rule can give a hit, as it stands or denied, or tells who speaks, on which others depend.
  private func givesHits(_ rule: Int) -> Bool {
    let rule = rules[rule]
    let own = [rule.concept, rule.deniedAs].filter { $0 >= 0 }
    return rule.concept < 0 || own.contains { !concepts[$0].isInternal }
  }
}

/// A rule by number: what its patterns give.
package struct CompiledRule: Sendable, Equatable {
  package var id = ""
  /// Index of the concept, or -1 for a rule that tells who speaks.
  package var concept = -1
  /// For a rule that tells who speaks: the actor, or -1 for somebody outside (a researcher).
  package var speaker = -1
  /// Index of the concept that a denied hit counts for, or -1.
  package var deniedAs = -1
  package var strength = Strength.described
  package var weight = 1.0
}

/// What one language's words and patterns look like once compiled.
package struct LanguageTables: Sendable {
  package var language: Language
  package var verbSecond = false
  /// Folded word to its number; a word that is not here can only match by an affix.
  package var literals: [String: Int32] = [:]
  package var literalClasses: [ClassSet] = []
  package var prefixes: [String: ClassSet] = [:]
  package var suffixes: [String: ClassSet] = [:]
  package var patterns: [CompiledPattern] = []
  package var triggers: [CompiledTrigger] = []
  package var grammar = Grammar()
  package var cues = CueTable(language: .unknown)
  /// By actor, the class of its members.
  package var actorClasses: [Int] = []
}

/// The stages in which patterns are matched.
package enum Anchors {
  /// Class phrases; named terms; other patterns over words (triggers, cues, described terms); patterns over actors.
  package static let stages = 4
  package static let classPhrases = 0
  package static let namedTerms = 1
  package static let otherWords = 2
  package static let roles = 3
}

/// Where a trigger's scope lies.
package struct CompiledTrigger: Sendable, Equatable {
  package var polarity = Polarity.denied
  package var direction = TriggerSource.Direction.forward
  package var window = 1
  /// Class of the words that end the scope, or -1.
  package var stopClass = -1
}

/// One line of a rule, class or trigger as a chain of elements.
package struct CompiledPattern: Sendable {
  package enum Purpose: Sendable, Equatable {
    /// Makes the words matched a member of a class; with `headOnly` the first word alone.
    case wordClass(Int, headOnly: Bool)
    case trigger(Int)
    case pseudoTrigger
    case speaker(Int)
    /// A rule that asks only for words.
    case term(Int)
    /// A rule that asks for actors.
    case role(Int)
    case exception(Int)
  }

  package var purpose = Purpose.pseudoTrigger
  /// The stage in which it is matched.
  package var stage = 0
  package var weight = 1.0
  package var elements: [PatternElement] = []
  /// Index of the element the pattern is filed under.
  package var anchor = 0
  /// Index of the element that the act is done to, or -1.
  package var object = -1
  /// How many words may stand between the pattern's start and its anchor.
  package var shortestLead = 0
  package var longestLead = 0
  /// Where the line stands in its file, for messages.
  package var place = LexiconPlace(file: "", line: 1, column: 1)

  /// The rule whose hit a match is, if it is one.
  package var rule: Int? {
    switch purpose {
    case .term(let rule), .role(let rule): rule
    default: nil
    }
  }
}

/// One step of a pattern.
package enum PatternElement: Sendable, Hashable {
  /// One word, or one run of words that a class or a joined word covers. `agent` is 0 or the actors that must be doing it.
  case set(literals: [Int32], classes: ClassSet, agent: UInt16, optional: Bool)
  case actor(mask: UInt16, possessive: Bool, optional: Bool)
  case gap(Int)
  case hyphen
  /// Says that the next element is the object; a finished pattern notes its place and has none.
  case objectMark
}

/// The closed classes of a language that the engine itself asks about, as class numbers (-1: none declared).
package struct Grammar: Sendable, Equatable {
  package static let names = [
    "prepositions", "time-prepositions", "of", "by", "be", "auxiliaries", "determiners", "boundaries", "and",
    "relatives",
    "relative-possessives", "infinitive", "object-markers", "quantities", "owners-own", "groups", "verbs", "fellows",
    "speaker", "speaker-object", "speaker-possessive", "they", "they-object", "they-possessive", "it", "it-possessive",
    "singular", "singular-possessive", "you", "you-possessive", "interviewer", "adverbs", "titles", "no-subject",
    "first-person-verbs", "participles", "intransitives", "gate", "gate-against",
  ]
  package var classes: [Int] = Array(repeating: -1, count: Grammar.names.count)

  /// The names as an index into `classes`, so that the engine does not look up strings.
  package enum Name: Int, CaseIterable, Sendable {
    case prepositions, timePrepositions, of, by, be, auxiliaries, determiners, boundaries, and, relatives
    case relativePossessives, infinitive, objectMarkers, quantities, ownersOwn, groups, verbs, fellows
    case speaker, speakerObject, speakerPossessive, they, theyObject, theyPossessive, it, itPossessive
    case singular, singularPossessive, you, youPossessive, interviewer, adverbs, titles, noSubject, firstPersonVerbs
    case participles, intransitives, gate, gateAgainst
  }

  package subscript(name: Name) -> Int { classes[name.rawValue] }
}
