// SPDX-License-Identifier: Apache-2.0

import Testing
import Tokenizing
@testable import Tagging

/// The digest of a lexicon tells of every change of what it says, and of no other.
@Suite struct LexiconDigestTests {
  private static func line(_ text: String) -> LexiconLine {
    LexiconLine(text: text, place: LexiconPlace(file: "en.yml", line: 3, column: 5))
  }

  /// A lexicon in which nothing is at its default that the digest might leave out unseen.
  private static func lexicon() -> Lexicon {
    var lexicon = Lexicon()
    (lexicon.name, lexicon.version, lexicon.folder) = ("small", "1", "here")
    lexicon.actors = [Actor(name: "A"), Actor(name: "B")]
    lexicon.concepts = [Concept(id: "c", labels: ["en": "thing"]), Concept(id: "d")]
    var english = LanguageLexicon(language: .english)
    english.irregular = [line("go went")]
    english.grammar = ["by": [line("by")]]
    english.classes = ["A": [line("~miner")]]
    english.cues = [line("picket :: c 1")]
    var rule = RuleSource(id: "r", concept: "c", place: LexiconPlace(file: "en.yml", line: 9, column: 3))
    rule.patterns = [line("strike"), line("walkout")]
    english.rules = [rule]
    var trigger = TriggerSource(polarity: .denied)
    trigger.phrases = [line("not")]
    english.triggers = [trigger]
    lexicon.languages = [english]
    var table = ClassificationSource()
    (table.labels, table.otherwise) = (["x", "none"], "none")
    table.definitions = [("n", line("c + 1"))]
    table.rows = [DecisionRow(outcome: "x", name: "told", expression: line("c"))]
    table.signs = [line("c :: x 1")]
    table.subtypes = [DecisionRow(outcome: "sub", name: "x", expression: line("c"))]
    table.roles = [("who", [DecisionRow(outcome: "A", name: "", expression: line("c"))])]
    table.attributes = [("mood", "case", [DecisionRow(outcome: "rule", name: "", expression: line("c"))])]
    lexicon.classification = table
    return lexicon
  }

  private typealias Change = (name: String, apply: @Sendable (inout Lexicon) -> Void)

  private static let ofScheme: [Change] = [
    ("name", { $0.name = "other" }), ("version", { $0.version = "2" }), ("overlap", { $0.overlap = .all }),
    ("actor's name", { $0.actors[1].name = "C" }), ("counts-as", { $0.actors[1].countsAs = "A" }),
    ("opposite", { $0.actors[1].opposite = "A" }), ("takes-groups", { $0.actors[1].takesGroups = true }),
    ("one actor less", { $0.actors.removeLast() }), ("order of actors", { $0.actors.swapAt(0, 1) }),
    ("concept's id", { $0.concepts[1].id = "e" }), ("broader", { $0.concepts[1].broader = "c" }),
    ("facet", { $0.concepts[1].facet = "f" }), ("label", { $0.concepts[0].labels["en"] = "Thing" }),
    ("language of a label", { $0.concepts[0].labels = ["nl": "thing"] }),
    ("definition", { $0.concepts[1].definition = "f" }), ("source", { $0.concepts[1].source = "f" }),
    ("note", { $0.concepts[1].scopeNote = "f" }), ("internal", { $0.concepts[1].isInternal = true }),
  ]

  private static let ofLanguage: [Change] = [
    ("language", { $0.languages[0].language = .dutch }), ("order", { $0.languages[0].verbSecond = true }),
    ("irregular", { $0.languages[0].irregular = [line("go gone")] }),
    ("grammar", { $0.languages[0].grammar["by"] = [line("via")] }),
    ("name in the grammar", { $0.languages[0].grammar = ["of": [line("by")]] }),
    ("class", { $0.languages[0].classes["A"] = [line("~nurse")] }),
    ("name of a class", { $0.languages[0].classes = ["B": [line("~miner")]] }),
    (
      "class in the grammar",
      { lexicon in
        let lines = lexicon.languages[0].classes.removeValue(forKey: "A")
        lexicon.languages[0].grammar["A"] = lines
      }
    ),
    ("cue", { $0.languages[0].cues = [line("picket :: c 2")] }), ("rule's id", { $0.languages[0].rules[0].id = "s" }),
    ("concept", { $0.languages[0].rules[0].concept = "d" }), ("denied-as", { $0.languages[0].rules[0].deniedAs = "d" }),
    ("strength", { $0.languages[0].rules[0].strength = .named }), ("weight", { $0.languages[0].rules[0].weight = 2 }),
    ("pattern", { $0.languages[0].rules[0].patterns[0].text = "strikes" }),
    (
      "pattern as exception",
      { lexicon in
        let line = lexicon.languages[0].rules[0].patterns.removeLast()
        lexicon.languages[0].rules[0].exceptions = [line]
      }
    ),
    ("polarity", { $0.languages[0].triggers[0].polarity = .claimed }),
    ("direction", { $0.languages[0].triggers[0].direction = .both }),
    ("window", { $0.languages[0].triggers[0].window = 9 }),
    ("phrases", { $0.languages[0].triggers[0].phrases = [line("never")] }),
    ("stop", { $0.languages[0].triggers[0].stop = [line("but")] }),
    ("pseudo", { $0.languages[0].triggers[0].pseudo = [line("not only")] }),
  ]

  private static let ofClassification: [Change] = [
    ("none", { $0.classification = nil }), ("labels", { $0.classification?.labels[0] = "y" }),
    ("otherwise", { $0.classification?.otherwise = "x" }),
    ("definition", { $0.classification?.definitions[0].name = "m" }),
    ("defined", { $0.classification?.definitions[0].expression = line("c + 2") }),
    ("outcome", { $0.classification?.rows[0].outcome = "none" }),
    ("row's name", { $0.classification?.rows[0].name = "said" }),
    ("row", { $0.classification?.rows[0].expression = line("d") }),
    ("when", { $0.classification?.weighsWhen = line("c") }),
    ("sign", { $0.classification?.signs = [line("c :: x 2")] }),
    ("subtype", { $0.classification?.subtypes[0].outcome = "sup" }),
    ("subtype's label", { $0.classification?.subtypes[0].name = "none" }),
    ("role", { $0.classification?.roles[0].name = "whom" }),
    ("role's value", { $0.classification?.roles[0].rows[0].outcome = "B" }),
    ("attribute", { $0.classification?.attributes[0].name = "tone" }),
    ("attribute otherwise", { $0.classification?.attributes[0].otherwise = "rule" }),
    ("attribute's value", { $0.classification?.attributes[0].rows[0].outcome = "law" }),
  ]

  @Test func everyChangeOfWhatItSaysIsSeen() {
    let old = LexiconDigest.digest(of: Self.lexicon())
    #expect(old == LexiconDigest.digest(of: Self.lexicon()))
    var digests: Set = [old]
    for (name, change) in Self.ofScheme + Self.ofLanguage + Self.ofClassification {
      var lexicon = Self.lexicon()
      change(&lexicon)
      #expect(digests.insert(LexiconDigest.digest(of: lexicon)).inserted, "\(name) changes nothing")
    }
  }

  @Test func placesAndExamplesAreNothingItSays() {
    var lexicon = Self.lexicon()
    let old = LexiconDigest.digest(of: lexicon)
    let place = LexiconPlace(file: "other.yml", line: 99, column: 1)
    (lexicon.folder, lexicon.languages[0].file) = ("there", "other.yml")
    lexicon.actors[0].place = place
    lexicon.concepts[0].place = place
    lexicon.languages[0].rules[0].place = place
    lexicon.languages[0].rules[0].patterns[0].place = place
    lexicon.languages[0].rules[0].matches = [Self.line("A strike.")]
    lexicon.languages[0].rules[0].rejects = [Self.line("No work.")]
    lexicon.classification?.otherwisePlace = place
    #expect(LexiconDigest.digest(of: lexicon) == old)
  }
}
