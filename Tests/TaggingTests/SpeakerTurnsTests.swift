// SPDX-License-Identifier: Apache-2.0

import Testing
import Tokenizing
@testable import Tagging

/// In a transcript "we" is the side of whoever speaks, across turns and passages.
@Suite struct SpeakerTurnsTests {
  private static let scheme = """
    name: talk
    actors: {CIT: {opposite: ORG, takes-groups: true}, ORG: {opposite: CIT}}
    concepts: [{id: cit}, {id: org}]
    """

  private static let english = """
    language: en
    grammar:
      prepositions: for, with, to, from, at, in
      of: of
      by: by
      be: is, are, was, were
      auxiliaries: has, have, had, not
      determiners: the, a, an, our
      boundaries: but, while
      and: and
      speaker: we, i
      speaker-possessive: our
      you: you
      interviewer: int, interviewer
      verbs: "*ed, ~run, ~decide"
    classes:
      CIT: ~resident, ~parent
      ORG: ~council, ~alderman, aldermen
    rules:
      - {id: c, concept: cit, patterns: ["CIT>(~start|~run|~decide)"]}
      - {id: o, concept: org, patterns: ["ORG>(~start|~run|~decide)"]}
      - {id: s, speaker: ORG, patterns: [our staff]}
      - {id: t, speaker: CIT, patterns: [our street]}
    """

  /// The concepts found in the blocks of a document, with the verbs.
  private func found(_ blocks: [String]) throws -> [String] {
    let lexicon = try LexiconCompiler.compile(
      LexiconReader.read(files: [("scheme.yml", Self.scheme), ("en.yml", Self.english)]))
    let vocabulary = Vocabulary()
    let tokens = Tokenizer(into: vocabulary).tokenize(blocks.map { TextBlock($0, kind: 2, language: .english) })
    return Tagger(lexicon, vocabulary: vocabulary).tag(tokens).hits.map { hit in
      let act = hit.roles.first { $0.role == 1 }.map { vocabulary.string(tokens.surfaces[Int($0.start)]) } ?? ""
      return "\(lexicon.concepts[Int(hit.concept)].id) \(act)"
    }
  }

  @Test func theLabelTellsTheSide() throws {
    #expect(
      try found(["Alderman Vos: We started it. A resident: No, we started it. Alderman Vos: We run it now."])
        == ["org started", "cit started", "org run"])
    // Without labels one side speaks, and nothing but the council is talked about.
    #expect(try found(["The council came. We started it. We run it now."]) == ["cit started", "cit run"])
  }

  @Test func cuesInOneTurnHoldForAllOfTheSpeaker() throws {
    #expect(
      try found(["Vos: I know the parents. Smit: In our street we started it. Vos: Our staff is small. We run it."])
        == ["cit started", "org run"])
    #expect(
      try found(["Vos: We started it with the parents. Smit: In our street we decided. Vos: Our staff is small."])
        == ["org started", "cit decided"])
  }

  /// Also where nothing else in the passage names an actor: the usual lone sentence of an interview.
  @Test func cuesTellWhoWeIsWithoutAnyActor() throws {
    #expect(try found(["We run the library on our street."]) == ["cit run"])
    #expect(try found(["Int: Do you run the library? Smit: Yes, our street. We run it."]).contains("cit run"))
    #expect(try found(["We run the library on this street."]) == [])
    let filler = String(repeating: "It rained on that day and on the next one. ", count: 5)
    #expect(
      try found(["Smit: In our street we decided. " + filler, "Smit: We run it now."]) == ["cit decided", "cit run"])
  }

  @Test func whoAsksSpeaksForNobody() throws {
    #expect(
      try found(["Int: So we started with you? Jo: In our street we started it. Int: And you run it with the council?"])
        == ["cit started", "cit run"])
  }

  @Test func sidesAreRememberedOverPassages() throws {
    let filler = String(repeating: "There is much to tell about that long summer and the rain. ", count: 5)
    #expect(
      try found([
        "Vos: Our staff is small. The council knows. " + filler, "Jo: The residents met. " + filler,
        "Vos: With the residents we started it. " + filler,
      ]) == ["org started"])
    // Another document knows nothing of it.
    #expect(try found(["Vos: With the residents we started it. " + filler]) == ["org started"])
    #expect(try found(["Vos: With the council we started it. " + filler]) == ["cit started"])
  }

  @Test func aColonInProseIsNoTurn() throws {
    #expect(
      try found(["The council was clear: we started it. That is so: we run it with the council."])
        == ["cit started", "cit run"])
  }
}
