// SPDX-License-Identifier: Apache-2.0

import Testing
import Tokenizing
@testable import Tagging

/// Lexicons of many phrases: every phrase is found where it stands, and nothing else is, whatever their number.
@Suite struct LargeLexiconTests {
  /// A phrase of two or three made-up words, a different one for each number.
  private static func phrase(_ number: Int) -> String {
    func word(_ value: Int) -> String {
      var (rest, text) = (value, "w")
      repeat {
        text.unicodeScalars.append(Unicode.Scalar(UInt8(97 + rest % 20)))
        rest /= 20
      } while rest > 0
      return text
    }
    let (first, second) = (word(number % 997), word(number / 997))
    return number % 3 == 0 ? "\(first) x \(second)" : "\(first) \(second)"
  }

  @Test(arguments: [5_000, 100_000]) func everyPhraseIsFound(_ count: Int) throws {
    var files = [
      (
        name: "scheme.yml",
        text: "name: many\noverlap: all\nconcepts:\n" + (0..<10).map { "  - {id: c\($0)}\n" }.joined()
      )
    ]
    var yaml = "language: en\nrules:\n"
    for rule in 0..<10 {
      yaml += "  - id: r\(rule)\n    concept: c\(rule)\n    strength: named\n    patterns: |\n"
      for number in stride(from: rule, to: count, by: 10) { yaml += "      \(Self.phrase(number))\n" }
    }
    files.append((name: "en.yml", text: yaml))
    let lexicon = try LexiconCompiler.compile(LexiconReader.read(files: files))
    #expect(lexicon.tables[.english]?.patterns.count == count)

    let vocabulary = Vocabulary()
    let tagger = Tagger(lexicon, vocabulary: vocabulary)
    let tokenizer = Tokenizer(into: vocabulary)
    var state: UInt64 = 17
    var (found, border) = (0, 0)
    for _ in 0..<300 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let number = Int(state >> 33) % (count * 2)
      // Numbers beyond the last are phrases of the same words that the lexicon does not have.
      let text = "and y \(Self.phrase(number)) y or"
      let tokens = tokenizer.tokenize([TextBlock(text, kind: 2, language: .english)])
      let hits = tagger.tag(tokens).hits.map { "\($0.start) \($0.end) \(lexicon.concepts[Int($0.concept)].id)" }
      let words = Self.phrase(number).split(separator: " ").count
      #expect(hits == (number < count ? ["2 \(2 + words) c\(number % 10)"] : []), "\(text)")
      if number < count { found += 1 } else { border += 1 }
    }
    #expect(found > 50 && border > 50)
  }

  @Test func longChainOfConcepts() throws {
    let count = 60_000
    func scheme(_ top: String) -> String {
      "name: deep\nconcepts:\n  - {id: c0\(top)}\n"
        + (1..<count).map { "  - {id: c\($0), broader: c\($0 - 1)}\n" }.joined()
    }
    let lexicon = try LexiconCompiler.compile(
      LexiconReader.read(files: [("scheme.yml", scheme("")), ("en.yml", "language: en")]))
    #expect(lexicon.concepts.last?.broader == "c59998")
    #expect(throws: LexiconError.self) {
      try LexiconCompiler.compile(
        LexiconReader.read(files: [("scheme.yml", scheme(", broader: c59999")), ("en.yml", "language: en")]))
    }
  }
}
