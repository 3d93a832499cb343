// SPDX-License-Identifier: Apache-2.0

import Testing
import Tokenizing
@testable import Tagging

/// How far a trigger reaches.
@Suite struct ScopesTests {
  private static let files = [
    ("scheme.yml", "name: t\nconcepts: [{id: c}]"),
    (
      "en.yml",
      """
      language: en
      rules:
        - {id: c, concept: c, patterns: [alpha, not ..2 beta]}
      triggers:
        - polarity: denied
          window: 3
          phrases: |
            (not|never) to?
          stop: but, to
      """
    ),
  ]

  @Test(arguments: [
    ("It is not alpha.", [Polarity.denied]), ("not one two alpha", [.denied]), ("not one two three alpha", [.asserted]),
    // A stop word ends a scope wherever it stands, right behind the trigger too.
    ("not but alpha", [.asserted]), ("They did not, but alpha.", [.asserted]), ("not but one alpha", [.asserted]),
    ("not one but alpha", [.asserted]), ("not one to alpha", [.asserted]),
    // One that is part of the trigger does not.
    ("decided not to alpha", [.denied]), ("not to but alpha", [.asserted]),
    // A pattern that asks for the trigger itself is not denied by it, with or without the trigger's tail.
    ("not beta", [.asserted]), ("not to beta", [.asserted]),
  ])
  func forward(_ text: String, _ expected: [Polarity]) throws {
    let lexicon = try LexiconCompiler.compile(LexiconReader.read(files: Self.files))
    let vocabulary = Vocabulary()
    let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2, language: .english)])
    #expect(Tagger(lexicon, vocabulary: vocabulary).tag(tokens).hits.map(\.polarity) == expected)
  }
}
