// SPDX-License-Identifier: Apache-2.0

import Testing
import Tokenizing
@testable import Tagging

/// A pattern can be tried with the words of any lexicon, whatever else that has.
@Suite struct LexiconTrialTests {
  private func found(_ pattern: String, _ text: String, _ source: Lexicon) throws -> Int {
    let lexicon = try LexiconCompiler.compile(LexiconTrial.lexicon(source, pattern: pattern, language: .english))
    let vocabulary = Vocabulary()
    let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2, language: .english)])
    return Tagger(lexicon, vocabulary: vocabulary).tag(tokens).hits.count
  }

  @Test func withCuesAndGate() throws {
    let english = CueTests.language(["decide :: warm 1", "CIT>began :: cold 1"])
      .replacing("grammar:\n", with: "grammar:\n  gate: never-here\n")
    let source = try LexiconReader.read(files: [("scheme.yml", CueTests.scheme), ("en.yml", english)])
    #expect(source.languages[0].cues.count == 2)
    #expect(try found("CIT>{END}", "The tenants closed the hall.", source) == 1)
    #expect(try found("CIT>{END}", "The council closed the hall.", source) == 0)
  }
}
