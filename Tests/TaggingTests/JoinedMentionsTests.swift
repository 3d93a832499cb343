// SPDX-License-Identifier: Apache-2.0

import Testing
import Tokenizing
@testable import Tagging

/// All whom "and" joins act, whichever stands beside the verb.
@Suite struct JoinedMentionsTests {
  private static let scheme = """
    name: joint
    actors: {CIT: {opposite: ORG}, ORG: {opposite: CIT}}
    concepts: [{id: citizens}, {id: council}]
    """
  private static let rules = """
    rules:
      - {id: c, concept: citizens, patterns: ["CIT>{RUN}"]}
      - {id: o, concept: council, patterns: ["ORG>{RUN}"]}
    """
  private static let english = """
    language: en
    grammar:
      prepositions: for, with, to, from
      of: of
      by: by
      be: is, are, was, were
      auxiliaries: has, have, will, not
      determiners: the, a, its, their
      boundaries: but, while
      and: and, or, nor, as well as, together with
      relatives: who, which, that
      adverbs: also, jointly
      verbs: "{RUN}, ~meet, met, pays"
      participles: "run"
    classes:
      CIT: ~resident, ~volunteer
      ORG: ~council, ~municipality
      RUN: run, runs, decide, decides

    """
  private static let dutch = """
    language: nl
    order: verb-second
    grammar:
      prepositions: voor, met, aan
      of: van
      by: door
      be: wordt, worden, is
      determiners: de, het, een
      boundaries: maar, terwijl
      and: en, of, samen met
      verbs: "{RUN}, betaalt"
      participles: beheerd
    classes:
      CIT: ~bewoner
      ORG: gemeente
      RUN: beheren, beheert, beheerd

    """
  private static let french = """
    language: fr
    grammar:
      prepositions: pour, avec, à
      of: de, d', du, des
      by: par
      be: est, sont
      determiners: le, la, les, l', un, une
      boundaries: mais
      and: et, ou, ainsi que
      verbs: "{RUN}, paie"
    classes:
      CIT: ~habitant
      ORG: mairie
      RUN: gèrent, gère, gérée

    """
  private static let german = """
    language: de
    order: verb-second
    grammar:
      prepositions: für, mit
      of: von
      by: von, vom, durch
      be: wird, werden
      determiners: der, die, das, den, dem
      object-markers: dem, den
      boundaries: aber
      and: und, oder
      verbs: "{RUN}, zahlt"
      participles: betrieben
    classes:
      CIT: Bürger, Bürgern
      ORG: Gemeinde
      RUN: betreiben, betreibt, betrieben

    """

  /// The concept of each hit with its actor's words.
  private func found(_ text: String, _ language: Language, _ file: String) throws -> Set<String> {
    let lexicon = try LexiconCompiler.compile(
      LexiconReader.read(files: [("scheme.yml", Self.scheme), ("\(language.code).yml", file + Self.rules)]))
    let vocabulary = Vocabulary()
    let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2, language: language)])
    let hits = Tagger(lexicon, vocabulary: vocabulary).tag(tokens).hits
    return Set(
      hits.map { hit in
        let actor = hit.roles.first { $0.role == 0 }
        let words = actor.map { role in
          (role.start..<role.end).map { vocabulary.string(tokens.surfaces[Int($0)]) }.joined(separator: " ")
        }
        return "\(lexicon.concepts[Int(hit.concept)].id): \(words ?? "")"
      })
  }

  @Test(arguments: [
    ("The residents and the council run the library.", ["citizens: The residents", "council: the council"]),
    ("The council and the residents run the library.", ["council: The council", "citizens: the residents"]),
    ("Volunteers, residents and the council run it.", ["citizens: Volunteers residents", "council: the council"]),
    ("Residents and the local council jointly run it.", ["citizens: Residents", "council: the local council"]),
    ("Residents together with the council run it.", ["citizens: Residents", "council: the council"]),
    ("Neither residents nor the council run it.", ["citizens: residents", "council: the council"]),
    ("It is run by the council and by residents.", ["council: the council", "citizens: residents"]),
    ("It is run by residents and the council.", ["council: the council", "citizens: residents"]),
    ("It is run by residents and the council pays.", ["citizens: residents"]),
    ("It is run by residents, not by the council.", ["citizens: residents"]),
    ("The volunteers met the residents and the council runs it.", ["council: the council"]),
    ("The council with its volunteers runs it.", ["council: The council"]),
    ("The council's plan and the residents run on.", ["citizens: the residents"]),
    ("The library that residents run is open.", ["citizens: residents"]),
  ])
  func english(_ text: String, _ expected: [String]) throws {
    let found = try found(text, .english, Self.english)
    #expect(found == Set(expected))
  }

  @Test(arguments: [
    ("De bewoners en de gemeente beheren samen het gebouw.", ["citizens: De bewoners", "council: de gemeente"]),
    ("De gemeente en de bewoners beheren samen het gebouw.", ["citizens: de bewoners", "council: De gemeente"]),
    ("Samen beheren de bewoners en de gemeente het gebouw.", ["citizens: de bewoners", "council: de gemeente"]),
    ("De bewoners beheren het gebouw en de gemeente betaalt.", ["citizens: De bewoners"]),
  ])
  func dutch(_ text: String, _ expected: [String]) throws {
    let found = try found(text, .dutch, Self.dutch)
    #expect(found == Set(expected))
  }

  @Test(arguments: [
    ("Les habitants et la mairie gèrent la salle.", ["citizens: Les habitants", "council: la mairie"]),
    ("La mairie ainsi que les habitants gèrent la salle.", ["citizens: les habitants", "council: La mairie"]),
    ("La salle est gérée par la mairie et par les habitants.", ["citizens: les habitants", "council: la mairie"]),
    ("Les habitants gèrent la salle et la mairie paie.", ["citizens: Les habitants"]),
  ])
  func french(_ text: String, _ expected: [String]) throws {
    let found = try found(text, .french, Self.french)
    #expect(found == Set(expected))
  }

  @Test(arguments: [
    ("Die Bürger und die Gemeinde betreiben den Laden.", ["citizens: Die Bürger", "council: die Gemeinde"]),
    ("Die Gemeinde und die Bürger betreiben den Laden.", ["citizens: die Bürger", "council: Die Gemeinde"]),
    (
      "Der Laden wird von der Gemeinde und von den Bürgern betrieben.",
      ["council: der Gemeinde", "citizens: den Bürgern"]
    ),
    ("Den Laden betreiben die Bürger und die Gemeinde zahlt.", ["citizens: die Bürger"]),
  ])
  func german(_ text: String, _ expected: [String]) throws {
    let found = try found(text, .german, Self.german)
    #expect(found == Set(expected))
  }
}
