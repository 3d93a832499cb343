// SPDX-License-Identifier: Apache-2.0

import Testing
import Tokenizing
@testable import Tagging

/// Nobody acts by a word of his or her own name: an act holds a word outside its actor.
@Suite struct ActorNamesTests {
  private static let scheme = """
    name: help
    actors: {CIT: {opposite: ORG}, ORG: {opposite: CIT}}
    concepts: [{id: help}, {id: passed}]
    """

  private static let english = """
    language: en
    grammar:
      prepositions: for, with, to, from, at, in
      of: of
      by: by
      be: is, are, was, were
      auxiliaries: has, have, had, not
      determiners: the, a, an, its, their
      boundaries: but, while
      and: and
      verbs: "*ed, left"
    classes:
      CIT: ~resident, ~parent
      ORG: ~council, ~service, housing association
      ACT: ~service, ~help, ~house, open*
    rules:
      - {id: h, concept: help, patterns: ["CIT>{ACT}", "ORG>{ACT}"]}
      - {id: p, concept: passed, patterns: ["left ..2 <CIT>", "<CIT> of"]}
    """

  private static let german = """
    language: de
    order: verb-second
    grammar:
      determiners: die, der, den, das
      boundaries: aber
      and: und
    classes:
      CIT: ~Eltern
      ORG: ~Schule
      ACT: ~schulen, ~helfen
    rules:
      - {id: h, concept: help, patterns: ["CIT>{ACT}", "ORG>{ACT}"]}
    """

  /// Actor and act of each hit, as words.
  private func found(_ text: String, _ language: Language) throws -> [String] {
    let own = language == .english ? Self.english : Self.german
    let lexicon = try LexiconCompiler.compile(
      LexiconReader.read(files: [("scheme.yml", Self.scheme), ("\(language.code).yml", own)]))
    let vocabulary = Vocabulary()
    var tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2)])
    tokens.read(as: language)
    return Tagger(lexicon, vocabulary: vocabulary).tag(tokens).hits.map { hit in
      hit.roles.map { role in
        (role.start..<role.end).map { vocabulary.string(tokens.surfaces[Int($0)]) }.joined(separator: " ")
      }.joined(separator: ": ")
    }
  }

  @Test(
    arguments: [
      ("A service began in May.", []),
      ("The newly opened service began.", []),
      ("The housing association closed.", []),
      ("The council always services the boiler.", ["The council: services"]),
      ("The residents always service the boiler.", ["The residents: service"]),
      ("The service helped the council.", ["The service: helped"]),
      ("Parents housed them.", ["Parents: housed"]),
    ] as [(String, [String])])
  func aNameIsNoVerb(_ text: String, _ wanted: [String]) throws {
    #expect(try found(text, .english) == wanted, "\(text)")
  }

  /// The pattern is anchored on the mention; what is told is the leaving.
  @Test func theActIsTheWordBesideTheActor() throws {
    #expect(try found("The hall was left to the residents.", .english) == ["the residents: left"])
    #expect(try found("The residents of Leeds slept.", .english) == ["The residents: of"])
  }

  @Test(
    arguments: [
      ("Schule ist aus.", []), ("Die Schule schult die Eltern.", ["Die Schule: schult"]),
      ("Heute schult die Schule.", ["die Schule: schult"]),
      ("Das helfen Eltern.", ["Eltern: helfen"]),
    ] as [(String, [String])])
  func whereVerbsStandSecond(_ text: String, _ wanted: [String]) throws {
    #expect(try found(text, .german) == wanted, "\(text)")
  }
}
