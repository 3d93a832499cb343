// SPDX-License-Identifier: Apache-2.0

import Testing
import Tokenizing
@testable import Tagging

/// Small lexicons and texts for the tests of tagging.
enum Small {
  static let scheme = """
    name: small
    actors:
      CIT: {opposite: ORG, takes-groups: true}
      PROF: {counts-as: ORG}
      ORG: {opposite: CIT}
    concepts:
      - {id: thing}
      - {id: start, broader: thing}
      - {id: end, broader: thing}
      - {id: term}
      - {id: hidden, internal: true}
    """

  static let english = """
    language: en
    irregular: |
      begin begins began begun beginning
    grammar:
      prepositions: for, with, to, from, near
      time-prepositions: after, in
      of: of
      by: by
      be: is, are, was, were, been, be
      auxiliaries: has, have, had, will
      determiners: the, a, an, its, their
      boundaries: but, while
      and: and
      relatives: who, which
      quantities: group, handful
      groups: association, club
      fellows: retired
      speaker: we, i
      speaker-object: us
      speaker-possessive: our
      they: they
      it: it
      participles: "*ed, run, begun"
      verbs: "{BEGIN}, {END}, *ed"
    classes:
      CIT: ~resident, ~parent, ~tenant, ~mother
      PROF: ~nurse
      ORG: ~council, housing association
      BEGIN: ~begin, ~start, ~found, ~set+up
      END: ~close, ~run
    """

  static let rules = """
    rules:
      - id: start
        concept: start
        denied-as: end
        patterns: |
          CIT>{BEGIN}
          idea ..4 from <CIT>
          <CIT's> idea
      - id: end
        concept: end
        patterns: |
          ORG>{END}
      - id: cue
        speaker: ORG
        patterns: |
          our nurses
      - id: term
        concept: term
        strength: named
        patterns: |
          co-production
          {CIT}-{END}
          garden*
    triggers:
      - polarity: denied
        window: 6
        phrases: not, never
        stop: but
        pseudo: not only
      - polarity: claimed
        phrases: claims
      - polarity: hypothetical
        phrases: might
    """

  static func lexicon(_ scheme: String = scheme, _ language: String = english + "\n" + rules) throws -> CompiledLexicon
  {
    // A class list may hold wildcards and braces, so the lists are literal blocks in real files.
    let block = language.replacing("\"*ed, run, begun\"", with: "|\n    *ed, run, begun")
      .replacing("\"{BEGIN}, {END}, *ed\"", with: "|\n    {BEGIN}, {END}, *ed")
      .replacing("phrases: not, never", with: "phrases: |\n      not\n      never")
      .replacing("pseudo: not only", with: "pseudo: |\n      not only")
    return try LexiconCompiler.compile(
      try LexiconReader.read(files: [("scheme.yml", scheme), ("en.yml", block)]))
  }

  /// What is found, as `concept polarity "words"`.
  static func tag(_ text: String, _ lexicon: CompiledLexicon) -> [String] {
    let vocabulary = Vocabulary()
    let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2, language: .english)])
    let bytes = Array(text.utf8)
    return Tagger(lexicon, vocabulary: vocabulary).tag(tokens).hits.map { hit in
      let words = bytes[Int(tokens.starts[Int(hit.start)])..<Int(tokens.ends[Int(hit.end) - 1])]
      return "\(lexicon.concepts[Int(hit.concept)].id) \(hit.polarity) \(String(decoding: words, as: UTF8.self))"
    }
  }

  /// The concepts asserted in a text.
  static func asserted(_ text: String) throws -> [String] {
    try tag(text, lexicon()).filter { $0.contains(" asserted ") }.map { String($0.prefix { $0 != " " }) }
  }
}

@Suite struct TaggingTests {
  @Test(arguments: [
    ("Residents began the garden.", "start"), ("The pool was started by tenants.", "start"),
    ("The idea came from parents.", "start"), ("It was the parents' idea.", "start"),
    ("The council closed it.", "end"), ("Nurses run the desk.", "end"), ("The parents' club began it.", "start"),
    ("A handful of tenants began it.", "start"), ("Parents, who began it in May, left.", "start"),
    ("The housing association closed it.", "end"), ("A retired nurse began it.", "start"),
  ])
  func actorAndAct(_ text: String, _ concept: String) throws {
    #expect(try Small.asserted(text).contains(concept), "\(text)")
  }

  @Test(arguments: [
    ("The council began it.", "start"), ("It was begun by the council.", "start"), ("Residents closed it.", "end"),
    ("The work for residents began.", "start"), ("The council's parents closed it.", "end"),
  ])
  func otherActors(_ text: String, _ concept: String) throws {
    #expect(try !Small.asserted(text).contains(concept), "\(text)")
  }

  @Test func droppedSubject() throws {
    #expect(try Small.asserted("The council hired tenants and closed the hall.") == ["end"])
  }

  @Test func pronounsAndSpeakers() throws {
    #expect(try Small.asserted("The council came. It closed the hall.").contains("end"))
    #expect(try Small.asserted("Parents met. They began a club.").contains("start"))
    #expect(try Small.asserted("With our nurses we run the desk.").contains("end"))
    #expect(try Small.asserted("We tenants began it.").contains("start"))
  }

  @Test func polarity() throws {
    let lexicon = try Small.lexicon()
    #expect(Small.tag("Residents never began it.", lexicon).contains { $0.hasPrefix("start denied") })
    #expect(Small.tag("Residents never began it.", lexicon).count == 1)
    #expect(Small.tag("Residents might have begun it.", lexicon).contains { $0.hasPrefix("start hypothetical") })
    #expect(Small.tag("He claims residents began it.", lexicon).contains { $0.hasPrefix("start claimed") })
    #expect(Small.tag("Not only residents began it.", lexicon).contains { $0.hasPrefix("start asserted") })
  }

  @Test(arguments: [
    "co-production", "coproduction", "Co\u{2011}Production", "co production", "resident-run", "gardening",
  ])
  func spellings(_ form: String) throws {
    #expect(try Small.asserted("It is \(form) here.") == ["term"], "\(form)")
  }

  @Test func longestWithinConcept() throws {
    let hits = Small.tag("The idea came from parents.", try Small.lexicon())
    #expect(hits.count == 1)
  }

  /// Singular owners are known by the mark that a contraction leaves, though no entry of the lexicon has it.
  @Test func singularOwner() throws {
    let lexicon = try Small.lexicon()
    #expect(Small.tag("It was the parent's idea.", lexicon).contains { $0.hasPrefix("start asserted") })
  }

  // MARK: One act, one mention

  private static let auxiliaries = """
    rules:
      - id: start
        concept: start
        patterns: |
          CIT>(has|have) ..2 {BEGIN}
          CIT>(begun|have) ..4 club
      - id: end
        concept: end
        patterns: |
          CIT>have ..4 club
      - id: term
        concept: term
        patterns: |
          3 :: CIT>{END}
          CIT>~close ..3 hall
    triggers:
      - polarity: denied
        phrases: not, never
        pseudo: not only
    """

  /// What a denial says of another concept is evidence for labels, but nowhere asserted.
  @Test func deniedAsIsSeenWherePassagesAreLabelled() throws {
    let table = "\nclassification:\n  labels: [a, none]\n  otherwise: none\n  decision: |\n    a x: end"
    let lexicon = try Small.lexicon(Small.scheme + table)
    #expect(Small.tag("Residents never began it.", lexicon).contains { $0.hasPrefix("end asserted") })
    #expect(Small.tag("Residents never began it.", lexicon.forHits()).count == 1)
  }

  @Test(arguments: [
    ("The residents have not begun the club.", ["start denied", "end asserted"]),
    ("The residents have begun the club.", ["start asserted", "end asserted"]),
    ("The residents have the club.", ["start asserted", "end asserted"]),
    ("The residents have not the club.", ["start asserted", "end asserted"]),
  ])
  func auxiliaryIsNoActBesideItsVerb(_ text: String, _ wanted: [String]) throws {
    let english = Small.english.replacing("had, will", with: "had, will, not")
    let lexicon = try Small.lexicon(Small.scheme, english + "\n" + Self.auxiliaries)
    let found = Small.tag(text, lexicon).map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
    #expect(found == wanted, "\(text)")
  }

  @Test func entriesInsideOneMentionCountOnce() throws {
    let scheme =
      Small.scheme + "\nclassification:\n  labels: [a, none]\n  otherwise: none\n  decision: |\n    a x: term"
    let lexicon = try Small.lexicon(
      scheme,
      Small.english.replacing("END: ~close, ~run", with: "END: ~strike, went on strike, ~close") + "\n"
        + Self.auxiliaries)
    func score(_ text: String) -> Double? {
      let vocabulary = Vocabulary()
      let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2, language: .english)])
      return Tagger(lexicon, vocabulary: vocabulary).tag(tokens).overall?.scores["a"]
    }
    #expect(score("The tenants went on strike.") == 3)
    #expect(score("The tenants closed the hall.") == 3)
    #expect(score("The tenants went on strike and closed the hall.") == 6)
  }
}
