// SPDX-License-Identifier: Apache-2.0

import Testing
import TestSupport
@testable import Patterns

/// What is read without the parser is what the parser reads, on random texts.
@Suite struct BareWordsTests {
  @Test func wordsAreReadAsTheParserReadsThem() {
    let parts = [
      "a", "or", "and", "not", "near", "word", "2001", "x2", " ", "  ", "OR", " OR ", "AND", "NOT", "NEAR/2", "O", "R",
      "Or", "-", "=", "*", "(", ")", "\"", ":", "é", "\t", "~1", "stem:", "/",
    ]
    var random = SeededGenerator(seed: 71)
    var (read, choices, others, refused) = (0, 0, 0, 0)
    for round in 0..<20_000 {
      let most = round % 2 == 0 ? 12 : parts.count
      var text = ""
      for _ in 0..<Int.random(in: 0...7, using: &random) {
        text += parts[Int.random(in: 0..<most, using: &random)]
        if Bool.random(using: &random) { text += " " }
      }
      let parsed = try? PlainQuery(parsingWhole: text)
      guard let bare = PlainQuery(bareWords: text) else {
        others += 1
        refused += parsed == nil ? 1 : 0
        continue
      }
      #expect(parsed == bare, "\(text)")
      read += 1
      choices += text.contains(" OR ") ? 1 : 0
    }
    #expect(read > 3000 && choices > 100, "\(read) \(choices)")
    #expect(others > 1000 && refused > 200, "\(others) \(refused)")
    #expect(PlainQuery(bareWords: String(repeating: "a ", count: 200)) == nil)
  }
}
