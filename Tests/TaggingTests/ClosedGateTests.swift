// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import Tokenizing
@testable import Tagging

/// Random named terms on random texts: where the text does not speak of the lexicon's subject, named terms are found as they
/// are without a gate, though most passages are passed over after a glance.
@Suite struct ClosedGateTests {
  private static let words = ["ba", "be", "bi", "bo", "bu", "da", "de", "di", "do", "du", "fa", "fe", "fi", "fo", "fu"]

  private static func pattern(_ random: inout SeededGenerator) -> String {
    func word() -> String { words.randomElement(using: &random) ?? "ba" }
    var line = ""
    for index in 0..<Int.random(in: 1...4, using: &random) {
      if index > 0 { line += [" ", " ", " ..2 ", " ..4 ", "-"].randomElement(using: &random) ?? " " }
      switch Int.random(in: 0..<6, using: &random) {
      case 0: line += "{K}"
      case 1: line += "{L}"
      case 2: line += "(\(word())|\(word()))"
      default: line += word()
      }
    }
    return line
  }

  private static func lexicon(_ patterns: [String], gate: String) throws -> CompiledLexicon {
    let yaml =
      "language: en\n\(gate)classes:\n  K: ba, fu, bo\n  L: de, di\nrules:\n  - id: r\n    concept: c\n    strength: named\n"
      + "    patterns: |\n" + patterns.map { "      \($0)\n" }.joined()
    return try Small.lexicon("name: x\noverlap: all\nconcepts:\n  - {id: c}", yaml)
  }

  private static func hits(_ text: String, _ lexicon: CompiledLexicon) -> [Hit] {
    let vocabulary = Vocabulary()
    let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2, language: .english)])
    return Tagger(lexicon, vocabulary: vocabulary).tag(tokens).hits
  }

  @Test func findsNamedTerms() throws {
    var random = SeededGenerator(seed: 21)
    var (found, empty, joined) = (0, 0, 0)
    for _ in 0..<80 {
      let patterns = (0..<Int.random(in: 1...4, using: &random)).map { _ in Self.pattern(&random) }
      let open = try Self.lexicon(patterns, gate: "")
      let closed = try Self.lexicon(patterns, gate: "grammar:\n  gate: never\n")
      for _ in 0..<25 {
        var text = "X"
        for _ in 0..<Int.random(in: 1...30, using: &random) {
          let gap = [" ", " ", " ", " ", " ", "-", ". "].randomElement(using: &random) ?? " "
          text += gap + (Self.words.randomElement(using: &random) ?? "ba")
          if gap == "-" { joined += 1 }
        }
        let expected = Self.hits(text, open)
        #expect(Self.hits(text, closed) == expected, "\(patterns) in \(text)")
        if expected.isEmpty { empty += 1 } else { found += 1 }
      }
    }
    #expect(found > 200 && empty > 200 && joined > 200)
  }
}
