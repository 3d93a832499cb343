// SPDX-License-Identifier: Apache-2.0

/// What a tagger does with texts of languages that its lexicon has no file for.
import Testing
import Tokenizing

@testable import Tagging

@Suite struct TaggerTests {
  @Test func otherLanguagesAreReadByTheSameRulesAlways() {
    #expect(Tagger.fallback(of: [.german, .french, .dutch]) == .dutch)
    #expect(Tagger.fallback(of: [.german, .english, .dutch]) == .english)
    #expect(Tagger.fallback(of: [.french, .german]) == .french)
    #expect(Tagger.fallback(of: []) == nil)
  }
}
