// SPDX-License-Identifier: Apache-2.0

import Testing
import Tokenizing
@testable import Tagging

/// An auxiliary hands its act on to the verb that it governs, where verbs stand second too.
@Suite struct MainVerbsTests {
  private static let german = """
    language: de
    order: verb-second
    grammar:
      auxiliaries: haben, hat
      determiners: die, den
      boundaries: aber, weil
      and: und
      participles: |
        ge*
    classes:
      CIT: ~Bewohner, Nachbarn
    rules:
      - id: start
        concept: start
        patterns: |
          CIT>(haben|hat) ..6 gegründet
          CIT>haben ..3 Verein
    triggers:
      - polarity: denied
        direction: forward
        window: 3
        phrases: nicht
    """

  @Test(arguments: [
    ("Die Nachbarn haben den Verein nicht gegründet.", ["start denied"]),
    ("Die Nachbarn haben den Verein gegründet.", ["start asserted"]),
    ("Die Nachbarn haben nicht geruht, aber den Verein gegründet.", ["start asserted"]),
    ("Die Nachbarn haben den Verein.", ["start asserted"]),
  ])
  func verbSecond(_ text: String, _ wanted: [String]) throws {
    let lexicon = try LexiconCompiler.compile(
      LexiconReader.read(files: [("scheme.yml", Small.scheme), ("de.yml", Self.german)]))
    let vocabulary = Vocabulary()
    let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2, language: .german)])
    let hits = Tagger(lexicon, vocabulary: vocabulary).tag(tokens).hits
    #expect(hits.map { "\(lexicon.concepts[Int($0.concept)].id) \($0.polarity)" } == wanted, "\(text)")
  }
}
