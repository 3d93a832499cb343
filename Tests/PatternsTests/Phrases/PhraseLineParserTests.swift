// SPDX-License-Identifier: Apache-2.0

import Testing
import Tokenizing
@testable import Patterns

/// The lexicon's phrase spelling reads into the tree it should.
@Suite struct PhraseLineParserTests {
  @Test func readsEveryForm() throws {
    #expect(try PhraseLineParser.parse("a b?") == .sequence([.word("a"), .optional(.word("b"))]))
    #expect(try PhraseLineParser.parse("(a b|c)") == .alternatives([.sequence([.word("a"), .word("b")]), .word("c")]))
    #expect(try PhraseLineParser.parse("~take+over") == .inflected("take", particle: "over"))
    #expect(try PhraseLineParser.parse("{A}-{B}") == .sequence([.wordClass("A"), .hyphen, .wordClass("B")]))
    #expect(
      try PhraseLineParser.parse("<CIT's> ... x") == .sequence([.actor("CIT", possessive: true), .gap(8), .word("x")]))
    #expect(
      try PhraseLineParser.parse("CIT>~run ..4 xy*")
        == .sequence([.agent("CIT", .inflected("run", particle: nil)), .gap(4), .wildcard("xy*")]))
  }

  @Test(arguments: ["", "(", "a)", "{x", "<y", "~", "a*b", "*", "..", "..0", "..41", "x>", ">x", "a|b"])
  func refuses(_ line: String) {
    #expect(throws: PhraseError.self) { _ = try PhraseLineParser.parse(line) }
  }

  @Test func inflection() {
    let english = Inflector(language: .english, irregular: ["go": ["go", "goes", "went"]])
    #expect(english.forms(of: "carry").contains("carried"))
    #expect(english.forms(of: "plan").contains("planned"))
    #expect(english.forms(of: "close").contains("closing"))
    #expect(english.forms(of: "go") == ["go", "goes", "went"])
    #expect(Inflector(language: .dutch, irregular: [:]).forms(of: "maken").contains("maakt"))
    #expect(Inflector(language: .german, irregular: [:]).forms(of: "leiten").contains("leitete"))
  }
}
