// SPDX-License-Identifier: Apache-2.0

import Testing
@testable import Tokenizing

/// Sentences: every line of the Unicode test file, random text against the plain rules, and abbreviations.
struct SentenceBreakerTests {
  /// For each pair of neighbouring words: where the gap between them lies, and whether a border lies in it.
  static func gaps(_ text: String, _ breaker: SentenceBreaker) -> [(gap: ClosedRange<Int>, hasBorder: Bool)] {
    let bytes = Array(text.utf8)
    var (found, offset, previous): ([(gap: ClosedRange<Int>, hasBorder: Bool)], Int, Range<Int>?) = ([], 0, nil)
    while offset < bytes.count {
      let segment = WordBreaker.segment(of: bytes.span, from: offset)
      if segment.isWord {
        if let previous {
          let border = breaker.hasBorder(
            in: bytes.span, from: previous.upperBound, to: offset, previousWord: previous)
          found.append((previous.upperBound...offset, border))
        }
        previous = offset..<segment.end
      }
      offset = segment.end
    }
    return found
  }

  static let strict = SentenceBreaker(linesStandAlone: true, knowsAbbreviations: false)

  @Test func everyLineOfSentenceBreakTestPasses() throws {
    let cases = try BreakTestFile.cases("SentenceBreakTest.txt")
    #expect(cases.count > 500)
    var (gaps, borders) = (0, 0)
    for test in cases {
      for (gap, hasBorder) in SentenceBreakerTests.gaps(test.text, SentenceBreakerTests.strict) {
        #expect(hasBorder == test.borders.contains { gap.contains($0) }, "line \(test.line)")
        gaps += 1
        borders += hasBorder ? 1 : 0
      }
    }
    #expect(gaps >= 40 && borders >= 22, "\(gaps) \(borders)")
  }

  @Test func plainRulesPassEveryLine() throws {
    let rules = try PlainBreakRules()
    for test in try BreakTestFile.cases("SentenceBreakTest.txt") {
      let scalars = Array(test.text.unicodeScalars)
      #expect(RandomText.utf8Offsets(rules.sentenceBorders(scalars), in: scalars) == test.borders, "line \(test.line)")
    }
  }

  @Test func randomTextIsCutAsThePlainRulesSay() throws {
    let rules = try PlainBreakRules()
    var random = RandomText(seed: 30)
    var (borders, marksWithout) = (0, 0)
    for _ in 0..<6000 {
      let scalars = random.scalars(count: 2...24)
      let expected = RandomText.utf8Offsets(rules.sentenceBorders(scalars), in: scalars)
      let text = RandomText.string(scalars)
      for (gap, hasBorder) in SentenceBreakerTests.gaps(text, SentenceBreakerTests.strict) {
        #expect(
          hasBorder == expected.contains { gap.contains($0) }, "\(scalars.map { String($0.value, radix: 16) }) \(gap)")
        borders += hasBorder ? 1 : 0
        marksWithout += !hasBorder && text.contains(".") ? 1 : 0
      }
    }
    #expect(borders > 1000 && marksWithout > 300)
  }

  /// The sentences of a block, each from its first word to its last.
  static func sentences(_ text: String, linesStandAlone: Bool = false) -> [String] {
    let tokens = Tokenizer(into: Vocabulary()).tokenize([TextBlock(text, kind: 2, linesStandAlone: linesStandAlone)])
    let bytes = Array(text.utf8)
    let ends = tokens.sentences.dropFirst().map(Int.init) + [tokens.count]
    return zip(tokens.sentences, ends).map {
      String(decoding: bytes[Int(tokens.starts[Int($0)])..<Int(tokens.ends[$1 - 1])], as: UTF8.self)
    }
  }

  @Test(arguments: [
    "Dr. Smith met Prof. J. R. Jones", "Ostrom et al. (1996) and Parks et al. 1981 agree",
    "Use tools, e.g. Maps, i.e. Charts",
    "See no. 5, pp. 12 and fig. 3", "In the U.S. Congress they met", "Mr. and Mrs. Brown left",
    "Es gibt z.B. Bürger", "Das gilt z. B. Städten, d. h. Orten", "Am 3. Oktober im 19. Jahrhundert",
    "Vgl. Abb. 3 und Nr. 4",
    "Er zijn o.a. Burgers, bijv. Ouders", "Dhr. Jansen en mevr. De Vries, blz. 12", "M. Dupont et Mme. Durand",
    "Par ex. Paris, p. ex. Lyon",
  ])
  func abbreviationsEndNoSentence(text: String) {
    #expect(SentenceBreakerTests.sentences(text) == [text])
  }

  @Test func sentencesEnd() {
    #expect(SentenceBreakerTests.sentences("It works. We know. \"Why?\" She left.").count == 4)
    #expect(SentenceBreakerTests.sentences("Apples, pears, etc. The rest stays.").count == 2)
    #expect(SentenceBreakerTests.sentences("The answer is no. Then 2003. But why").count == 3)
    #expect(SentenceBreakerTests.sentences("Version 3.5 is out. It costs 4.50 euros.").count == 2)
    #expect(SentenceBreakerTests.sentences("wrapped\nin The middle\n\nNew paragraph").count == 2)
    #expect(SentenceBreakerTests.sentences("row one\nrow two\nrow three", linesStandAlone: true).count == 3)
    #expect(SentenceBreakerTests.sentences("one sentence.\r\nAnother").count == 2)
  }

  @Test func hostileGapsTakeLinearTime() {
    let text = "a" + String(repeating: ". ", count: 50_000) + String(repeating: "\n", count: 50_000) + "b"
    #expect(SentenceBreakerTests.sentences(text).count == 2)
    #expect(SentenceBreakerTests.sentences("ab." + String(repeating: " ", count: 200_000) + "B").count == 2)
    let lines = "a" + String(repeating: " \n", count: 50_000) + "b"
    #expect(SentenceBreakerTests.sentences(lines).count == 2)
    let dots = String(repeating: "a.\n", count: 30_000)
    #expect(SentenceBreakerTests.sentences(dots).count > 0)
  }
}
