// SPDX-License-Identifier: Apache-2.0

import Testing
import Tokenizing
@testable import Tagging

/// What a tagger does with texts of languages that its lexicon has no file for.
@Suite struct TaggerTests {
  @Test func otherLanguagesAreReadByTheSameRulesAlways() {
    #expect(Tagger.fallback(of: [.german, .french, .dutch]) == .dutch)
    #expect(Tagger.fallback(of: [.german, .english, .dutch]) == .english)
    #expect(Tagger.fallback(of: [.french, .german]) == .french)
    #expect(Tagger.fallback(of: []) == nil)
  }

  @Test func severalLexiconsAreRemarkedOn() throws {
    func lexicon(_ name: String, _ rest: String, _ concept: String) throws -> CompiledLexicon {
      let scheme = "name: \(name)\nconcepts: [{id: \(concept)}, {id: inner, internal: true}]\n\(rest)"
      return try LexiconCompiler.compile(
        LexiconReader.read(files: [("scheme.yml", scheme), ("en.yml", "language: en")]))
    }
    let table = "classification:\n  labels: [x, none]\n  otherwise: none\n"
    let (first, second) = (try lexicon("one", table, "c"), try lexicon("two", table, "d"))
    #expect(SeveralLexicons.remarks(on: [first, try lexicon("three", "", "e")]).isEmpty)
    let both = SeveralLexicons.remarks(on: [second, first])
    #expect(both.count == 1 && both[0].contains("(two, one)") && both[0].contains("those of two"))
    let twice = SeveralLexicons.remarks(on: [try lexicon("three", "", "c"), first])
    #expect(twice == ["the concept 'c' is in both three and one: what both find is reported twice"])
    #expect(SeveralLexicons.remarks(on: [first, first]).count == 2)
  }
}
