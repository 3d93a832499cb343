// SPDX-License-Identifier: Apache-2.0

import Testing
@testable import Tokenizing

/// Word segments: every line of the Unicode test file, and random text against the plain rules.
struct WordBreakerTests {
  static func borders(_ text: String) -> [Int] {
    let bytes = Array(text.utf8)
    var (borders, offset) = ([0], 0)
    while offset < bytes.count {
      offset = WordBreaker.segment(of: bytes.span, from: offset).end
      borders.append(offset)
    }
    return borders
  }

  @Test func everyLineOfWordBreakTestPasses() throws {
    let cases = try BreakTestFile.cases("WordBreakTest.txt")
    #expect(cases.count == 1823)
    for test in cases {
      #expect(WordBreakerTests.borders(test.text) == test.borders, "line \(test.line)")
    }
  }

  @Test func plainRulesPassTheSameLines() throws {
    let rules = try PlainBreakRules()
    for test in try BreakTestFile.cases("WordBreakTest.txt") {
      let scalars = Array(test.text.unicodeScalars)
      #expect(RandomText.utf8Offsets(rules.wordBorders(scalars), in: scalars) == test.borders, "line \(test.line)")
    }
  }

  @Test func randomTextIsCutAsThePlainRulesSay() throws {
    let rules = try PlainBreakRules()
    var random = RandomText(seed: 29)
    var joinedMarks = 0
    for _ in 0..<6000 {
      let scalars = random.scalars(count: 1...24)
      let text = RandomText.string(scalars)
      let expected = RandomText.utf8Offsets(rules.wordBorders(scalars), in: scalars)
      #expect(WordBreakerTests.borders(text) == expected, "\(scalars.map { String($0.value, radix: 16) })")
      if text.contains("'"), expected.count < scalars.count { joinedMarks += 1 }
    }
    #expect(joinedMarks > 100)
  }
}
