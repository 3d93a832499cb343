// SPDX-License-Identifier: Apache-2.0

import Testing
import Tokenizing
@testable import Tagging

/// Random phrases on random texts: the tagger finds what a plain search over the words finds, span by span.
@Suite struct TermTwinTests {
  private static let alphabet = ["ba", "be", "bi", "bo", "bu", "da", "de", "di"]

  @Test func agreesWithPlainSearch() throws {
    var state: UInt64 = 5
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    func word() -> String { Self.alphabet[random(Self.alphabet.count)] }
    var hits = 0
    var across = 0
    for _ in 0..<60 {
      let phrases = Set((0..<(1 + random(6))).map { _ in (0..<(1 + random(3))).map { _ in word() } })
      let yaml =
        "language: en\nrules:\n  - id: r\n    concept: c\n    strength: named\n    patterns: |\n"
        + phrases.map { "      " + $0.joined(separator: " ") + "\n" }.joined()
      let lexicon = try Small.lexicon("name: x\noverlap: all\nconcepts:\n  - {id: c}", yaml)
      let sentences = (0..<(1 + random(5))).map { _ in (0..<(1 + random(9))).map { _ in word() } }
      let text = sentences.map { $0.joined(separator: " ") }.joined(separator: ". Bx ") + "."
      let vocabulary = Vocabulary()
      let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2, language: .english)])
      let found = Set(Tagger(lexicon, vocabulary: vocabulary).tag(tokens).hits.map { "\($0.start) \($0.end)" })
      let words = tokens.surfaces.map { vocabulary.string($0).lowercased() }
      var wanted: Set<String> = []
      for start in words.indices {
        for phrase in phrases
        where start + phrase.count <= words.count && Array(words[start..<(start + phrase.count)]) == phrase {
          let border = tokens.sentences.contains { Int($0) > start && Int($0) < start + phrase.count }
          if border { across += 1 } else { wanted.insert("\(start) \(start + phrase.count)") }
        }
      }
      #expect(found == wanted, "\(phrases) in \(text)")
      hits += wanted.count
    }
    #expect(hits > 100)
  }
}
