// SPDX-License-Identifier: Apache-2.0

import Testing
import Tokenizing
@testable import Tagging

/// Each finding of the check on a small lexicon in which everything is wrong once, at its line and column.
@Suite struct LexiconCheckerTests {
  private static let scheme = """
    name: wrong
    overlap: longest-within-concept
    actors:
      CIT: {opposite: ORG}
      ORG: {opposite: CIT}
    concepts:
      - {id: a}
      - {id: b}
    """

  private static let english = """
    language: en
    classes:
      CIT: ~tenant
      PLANT: rose, tulip
      EMPTY: []
      NEVER: sparrow
    rules:
      - id: first
        concept: a
        strength: named
        patterns: |
          garden tool
          garden*
          gardener
          {PLANT} bed
          tulip bed
          {EMPTY} bed
          ORG>tulip
      - id: second
        concept: a
        strength: named
        patterns: |
          2 :: garden tool
          a ..40 b ..40 c ..40 d
      - id: third
        concept: b
        strength: named
        patterns: |
          garden tool
          orchard
        matches: |
          an orchard
          no such word
    """

  private func lexicon(_ scheme: String = scheme) throws -> Lexicon {
    try LexiconReader.read(files: [("scheme.yml", scheme), ("en.yml", Self.english)])
  }

  private func findings(_ lexicon: Lexicon) throws -> [String] {
    LexiconChecker(lexicon, try LexiconCompiler.compile(lexicon)).findings
      .map { "\($0.kind) \($0.place.file):\($0.place.line):\($0.place.column)" }.sorted()
  }

  @Test func eachKindOnce() throws {
    #expect(
      try findings(lexicon()) == [
        "alike en.yml:29:7", "costly en.yml:24:7", "covered en.yml:14:7", "covered en.yml:16:7", "example en.yml:33:7",
        "impossible en.yml:17:7", "impossible en.yml:18:7", "shadowed en.yml:23:12", "unused en.yml:3:8",
        "unused en.yml:6:10",
      ])
  }

  /// A class may be asked for by one of several actors, by what ends a trigger or undoes it, or by a cue alone.
  @Test(arguments: [
    "rules: [{id: r, concept: a, patterns: CIT/ORG>run}]", "cues: '<CIT> run :: a 1'", "cues: 'CIT>run :: a 1'",
    "triggers: [{polarity: denied, phrases: [no], stop: ['{CIT}']}]",
    "triggers: [{polarity: denied, phrases: [no], pseudo: ['no {CIT}']}]",
  ])
  func whatIsUsedSomewhereIsUsed(_ text: String) throws {
    let files = [("scheme.yml", Self.scheme), ("en.yml", "language: en\nclasses: {CIT: ~tenant}\n" + text)]
    let lexicon = try LexiconReader.read(files: files)
    let checker = LexiconChecker(lexicon, try LexiconCompiler.compile(lexicon))
    #expect(checker.findings.filter { $0.kind == .unused }.map(\.message) == [])
  }

  @Test func overlapPolicyDecidesWhoWins() throws {
    let overall = try lexicon(Self.scheme.replacing("longest-within-concept", with: "longest-overall"))
    #expect(try findings(overall).filter { $0.hasPrefix("shadowed") }.count == 2)
    let all = try lexicon(Self.scheme.replacing("longest-within-concept", with: "all"))
    #expect(try findings(all).filter { $0.hasPrefix("shadowed") } == [])
  }

  @Test func linesWithoutHits() throws {
    let lexicon = try lexicon()
    let compiled = try LexiconCompiler.compile(lexicon)
    var checker = LexiconChecker(lexicon, compiled)
    let vocabulary = Vocabulary()
    let tokens = Tokenizer(into: vocabulary).tokenize([
      TextBlock("The gardener left a tulip bed in the orchard.", kind: 2, language: .english)
    ])
    checker.addSilent(compiled, fired: Tagger(compiled, vocabulary: vocabulary).patterns(in: tokens))
    let silent = checker.findings.filter { $0.kind == .silent }.map(\.place.line)
    #expect(silent == [12, 17, 18, 23, 24, 29])
  }
}
