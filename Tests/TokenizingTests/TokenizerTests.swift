// SPDX-License-Identifier: Apache-2.0

import Testing
@testable import Tokenizing

/// Tokens, gaps, sentences and languages of whole blocks.
struct TokenizerTests {
  static func words(_ tokens: Tokens, _ vocabulary: Vocabulary) -> [String] {
    tokens.surfaces.map { vocabulary.string($0) }
  }

  static func gaps(_ text: String) -> [Gap?] {
    Tokenizer(into: Vocabulary()).tokenize([TextBlock(text, kind: 2)]).gaps.map(Gap.init(rawValue:))
  }

  @Test func tokensAreSegmentsWithLettersOrDigits() {
    let vocabulary = Vocabulary()
    let text = "Don't (really) co-produce 3.5 km\u{2014}naïve \u{1F600} e\u{301}tat, 3km!"
    let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2)])
    #expect(
      TokenizerTests.words(tokens, vocabulary)
        == ["Don't", "really", "co", "produce", "3.5", "km", "naïve", "état", "3km"])
    let bytes = Array(text.utf8)
    let slices = zip(tokens.starts, tokens.ends).map { String(decoding: bytes[Int($0)..<Int($1)], as: UTF8.self) }
    #expect(slices == ["Don't", "really", "co", "produce", "3.5", "km", "naïve", "e\u{301}tat", "3km"])
    #expect(vocabulary.string(tokens.surfaces[7]).utf8.elementsEqual("\u{E9}tat".utf8))
  }

  @Test func gapCodes() {
    #expect(TokenizerTests.gaps("a b") == [.block, .space])
    #expect(
      TokenizerTests.gaps("co-op co\u{2010}op co\u{2011}op co\u{2013}op").dropFirst().filter { $0 == .hyphen }.count
        == 4)
    #expect(TokenizerTests.gaps("co-\noperation") == [.block, .hyphen])
    #expect(TokenizerTests.gaps("a - b") == [.block, .clause])
    #expect(TokenizerTests.gaps("a -- b--c") == [.block, .clause, .clause])
    #expect(TokenizerTests.gaps("1990\u{2013}1995") == [.block, .other])
    #expect(TokenizerTests.gaps("a, b; c: d. e\nf") == [.block, .comma, .clause, .clause, .sentence, .line])
    #expect(
      TokenizerTests.gaps("say \"yes\" to \u{201C}it\u{201D} now") == [
        .block, .openQuote, .closeQuote, .openQuote, .closeQuote,
      ])
    #expect(TokenizerTests.gaps("„ja“ sagt (er) /sie") == [.block, .closeQuote, .bracket, .bracket])
    #expect(TokenizerTests.gaps("les « mots » dits") == [.block, .openQuote, .closeQuote])
    #expect(TokenizerTests.gaps("中文") == [.block, Gap.none])
    #expect(TokenizerTests.gaps("a + b") == [.block, .other])
  }

  @Test func blocksCarryKindPageAndLanguage() {
    let vocabulary = Vocabulary()
    let tokens = Tokenizer(into: vocabulary).tokenize([
      TextBlock("Kop", kind: 1, page: 1),
      TextBlock(
        "De gemeente heeft met de inwoners van de wijk een plan gemaakt dat niet werd uitgevoerd.", kind: 2, page: 1),
      TextBlock("***", kind: 2, page: 1),
      TextBlock("The council and the residents of the area made a plan that was not carried out.", kind: 2, page: 2),
      TextBlock(
        "Les habitants ont fait un plan avec la commune, mais il n'a pas été suivi.", kind: 7, page: 2,
        language: .german),
    ])
    // The last block is plainly not in the language that it declares.
    #expect(tokens.blocks.map(\.language) == [.dutch, .dutch, .english, .french])
    #expect(tokens.blocks.map(\.kind) == [1, 2, 2, 7])
    #expect(tokens.gaps[Int(tokens.blocks[2].firstToken)] == Gap.page.rawValue)
    #expect(tokens.gaps[Int(tokens.blocks[3].firstToken)] == Gap.block.rawValue)
    #expect(tokens.blocks.allSatisfy { tokens.sentences.contains($0.firstToken) })
    #expect(tokens.starts[Int(tokens.blocks[1].firstToken)] == 4)
  }

  /// U+202F is a connector to UAX #29, and the space of French punctuation to its readers.
  @Test func narrowSpacesEndWordsButBetweenDigits() {
    func words(_ text: String) -> [String] {
      let vocabulary = Vocabulary()
      let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2)])
      let bytes = Array(text.utf8)
      for (index, surface) in tokens.surfaces.enumerated() {
        let place = Int(tokens.starts[index])..<Int(tokens.ends[index])
        #expect(vocabulary.string(surface) == String(decoding: bytes[place], as: UTF8.self))
      }
      return tokens.surfaces.map { vocabulary.string($0) }
    }
    #expect(
      words("Les «\u{202F}citoyens\u{202F}» sont là\u{202F}: le service public\u{202F}? Non\u{202F}!")
        == ["Les", "citoyens", "sont", "là", "le", "service", "public", "Non"])
    #expect(words("10\u{202F}000\u{202F}habitants, 5\u{202F}%") == ["10\u{202F}000", "habitants", "5"])
    #expect(words("\u{202F}\u{202F}a\u{202F}\u{202F}b_c\u{202F}") == ["a", "b_c"])
    #expect(words("1\u{202F}\u{202F}2 M.\u{202F}Été") == ["1", "2", "M", "Été"])
    let gaps = TokenizerTests.gaps("mot\u{202F}: mot \u{202F}mot\u{202F}mot")
    #expect(gaps == [.block, .clause, .space, .space])
  }
}
