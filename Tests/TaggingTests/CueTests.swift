// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing
import Tokenizing
@testable import Tagging

/// Weighted cues: how they are spelled, what finds them, and how they and other signs decide.
@Suite struct CueTests {
  static let scheme = """
    name: cues
    actors:
      CIT: {opposite: ORG}
      PROF: {counts-as: ORG}
      ORG: {opposite: CIT}
    concepts:
      - {id: start}
      - {id: warm, internal: true}
      - {id: cold, internal: true}
    classification:
      labels: [hot, icy, none]
      otherwise: none
      decision: |
        none weak: 0.1
      weigh:
        when: start > 0
        signs: |
          10 * warm :: hot 1
          cold :: icy 10
    """

  static func language(_ cues: [String]) -> String {
    Small.english + """

      rules:
        - id: start
          concept: start
          patterns: |
            CIT>{BEGIN}
            ORG>{BEGIN}
      cues: |

      """ + cues.map { "  \($0)\n" }.joined()
  }

  private func tag(_ text: String, _ cues: [String]) throws -> PassageLabel {
    let lexicon = try LexiconCompiler.compile(
      try LexiconReader.read(files: [("scheme.yml", Self.scheme), ("en.yml", Self.language(cues))]))
    let vocabulary = Vocabulary()
    let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 0, language: .english)])
    return try #require(Tagger(lexicon, vocabulary: vocabulary).tag(tokens).overall)
  }

  @Test(arguments: [
    ("decide :: warm 1", "The residents began it and decided alone.", "decide"),
    ("keep going :: warm 1", "The residents began it and kept going.", nil),
    ("old tram :: warm 1", "The residents began it in an old tram.", "old tram"),
    ("<CIT> began :: warm 1", "The residents began it.", "<CIT> began"),
    ("<CIT> began :: warm 1", "The council began it.", nil),
    ("<ORG> began :: warm 1", "The nurses began it.", "<ORG> began"),
    ("<CIT> _ began :: warm 1", "The residents soon began it.", "<CIT> _ began"),
    ("<CIT> _ began :: warm 1", "The residents began it.", nil),
    ("CIT>begun :: warm 1", "The club was begun by parents.", "CIT>begun"),
    ("CIT>begun :: warm 1", "The club was begun by the council.", nil),
  ])
  func findsStemsNeighboursAndAgents(cue: String, text: String, expected: String?) throws {
    let label = try tag(text, [cue])
    #expect(label.cues.map(\.text) == (expected.map { [$0] } ?? []))
    #expect(label.label == (expected == nil ? "none" : "hot"))
  }

  @Test func sumsWeightsOverTheRootOfTheirNumber() throws {
    let label = try tag(
      "The residents began it. They began again in a warm shed.",
      ["began :: warm 0.5, cold -0.25", "shed :: warm 1", "again :: cold 1", "absent :: cold 9"])
    let root = 3.0.squareRoot()
    #expect(abs((label.scores["hot"] ?? 0) - 10 * 1.5 / root) < 1e-9)
    #expect(abs((label.scores["icy"] ?? 0) - 10 * 0.75 / root) < 1e-9)
    #expect(label.cues.map(\.text) == ["began", "again", "shed"])
    #expect(label.cues.map(\.start) == [2, 6, 10])
  }

  @Test func showsTheStrongestInTheOrderOfTheText() throws {
    let words = [
      "bread", "cloth", "drum", "fruit", "glass", "lamp", "milk", "nut", "paint", "rope", "soap", "tent", "wool",
      "yarn",
    ]
    // Of equal ones the first are shown; the sign does not count.
    let label = try tag(
      "The residents began it with \(words.joined(separator: ", ")).",
      words.enumerated().map { index, word in "\(word) :: warm \(index == 0 ? 0.1 : index == 1 ? -9 : 0.5)" })
    #expect(label.cues.map(\.text) == [String](words[1...12]))
  }

  @Test func sentencesWithEnoughCuesAreHits() throws {
    let scheme = Self.scheme.replacing("- {id: start}", with: "- {id: start}\n  - {id: say}")
    let lexicon = try LexiconCompiler.compile(
      try LexiconReader.read(files: [
        ("scheme.yml", scheme),
        ("en.yml", Self.language(["vote :: say 1.5", "share :: say 0.9", "tea :: say -2", "pot :: warm 1"])),
      ]))
    let vocabulary = Vocabulary()
    let text = "In May, they vote. Residents began it. They share pots. They vote over tea."
    let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 0, language: .english)])
    let all = Tagger(lexicon, vocabulary: vocabulary).tag(tokens).hits
    #expect(all.map(\.start) == all.map(\.start).sorted())
    let hits = all.filter {
      lexicon.rules[Int($0.rule)].id == "en.cues.say"
    }
    #expect(hits.map { $0.start..<$0.end } == [2..<4])
    // What an index counts is what rules find.
    let counted = Tagger(lexicon.forHits(), vocabulary: vocabulary).tag(tokens).hits
    #expect(!counted.isEmpty && counted.count == all.count - hits.count)
  }

  @Test func signsDecideWhereTheyAreWeighed() throws {
    let scheme = Self.scheme.replacing("- {id: start}", with: "- {id: start}\n  - {id: say}")
      .replacing("cold :: icy 10", with: "min(2, cued(say)) :: icy 3, hot -0.5\n          count(start) :: none 0.5")
      .replacing("none weak: 0.1", with: "hot named: 2 * say")
    let lexicon = try LexiconCompiler.compile(
      try LexiconReader.read(files: [
        ("scheme.yml", scheme), ("en.yml", Self.language(["vote :: say 1.5", "share :: say 1.2", "tea :: say -2"])),
      ]))
    let vocabulary = Vocabulary()
    func label(_ text: String) throws -> PassageLabel {
      let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 0, language: .english)])
      return try #require(Tagger(lexicon, vocabulary: vocabulary).tag(tokens).overall)
    }
    // The greatest sum of a sentence counts, not their total: 2.7 over the root of 2.
    let told = try label("Residents began it. They vote and share. They vote over tea.")
    let sum = 2.7 / 2.0.squareRoot()
    #expect(told.label == "icy")
    #expect(abs((told.scores["icy"] ?? 0) - 3 * sum) < 1e-9)
    #expect(abs((told.scores["hot"] ?? 0) + 0.5 * sum) < 1e-9)
    #expect(zip(told.signs, [0, sum, 1]).allSatisfy { abs($0 - $1) < 1e-9 })
    let odds = [-0.5 * sum, 3 * sum, 0.5].map { exp($0) }
    #expect(abs(told.confidence - odds[1] / odds.reduce(0, +)) < 1e-9)
    // Sums below 0 count as none; without what `when` asks for, the rows decide.
    #expect(try label("Residents began it. They had tea.").label == "none")
    #expect(try label("They vote and share.").signs.isEmpty)
  }

  @Test(arguments: [
    ("warm :: tepid 1", "unknown label 'tepid'"), ("warm", "a sign is 'sign :: label weight, ...'"),
    ("warmth :: hot 1", "unknown name 'warmth'"), ("warm :: hot", "a sign's weight is"),
  ])
  func refusesWhatIsNoSign(line: String, message: String) throws {
    let scheme = Self.scheme.replacing("cold :: icy 10", with: line)
    do {
      _ = try LexiconCompiler.compile(
        try LexiconReader.read(files: [("scheme.yml", scheme), ("en.yml", "language: en")]))
      Issue.record("accepted: \(line)")
    } catch {
      #expect(error.message.hasPrefix(message))
      #expect(error.place.line == 19)
    }
  }

  @Test(arguments: [
    ("began", "a cue is 'cue :: concept weight, ...'"), ("began :: warm", "a cue's weight is"),
    ("began :: lukewarm 1", "unknown concept"), ("a b c :: warm 1", "a cue is a word"),
    ("<DOG> began :: warm 1", "a cue is a word"), ("DOG>began :: warm 1", "a cue is a word"),
    ("began :: warm 1000", "a cue's weight is"),
  ])
  func refusesWhatIsNoCue(line: String, message: String) throws {
    do {
      _ = try tag("The residents began it.", [line])
      Issue.record("accepted: \(line)")
    } catch let error as LexiconError {
      #expect(error.message.hasPrefix(message))
      #expect(error.place.line > 20)
    }
  }

  @Test func refusesTheSameCueTwice() {
    #expect(throws: LexiconError.self) { try tag("Residents began.", ["begin :: warm 1", "begins :: warm 2"]) }
  }

  @Test func listsWhatCouldBeACueInItsSpelling() throws {
    let lexicon = try LexiconCompiler.compile(
      try LexiconReader.read(files: [("scheme.yml", Self.scheme), ("en.yml", Self.language(["x :: warm 1"]))]))
    let vocabulary = Vocabulary()
    let tokens = Tokenizer(into: vocabulary).tokenize([
      TextBlock("The residents soon began it.", kind: 0, language: .english)
    ])
    let all = Tagger(lexicon, vocabulary: vocabulary).cueCandidates(in: tokens).flatMap(\.cues)
    for wanted in ["began", "<CIT> soon", "<CIT> _ began", "CIT>began", "soon began"] { #expect(all.contains(wanted)) }
    #expect(!all.contains("ORG>began"))
  }
}
