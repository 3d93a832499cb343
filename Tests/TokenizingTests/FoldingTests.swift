// SPDX-License-Identifier: Apache-2.0

import Testing
@testable import Tokenizing

/// Folds: examples by hand, and laws over every code point.
struct FoldingTests {
  @Test(arguments: [
    ("Œuvre", "oeuvre"), ("Straße", "strasse"), ("STRASSE", "strasse"), ("l’État", "l'etat"),
    ("co\u{AD}production", "coproduction"),
    ("ﬁnance", "finance"), ("Ångström", "angstrom"), ("Łódź", "lodz"), ("Encyclopædia", "encyclopaedia"),
    ("１２ＡＢ", "12ab"),
    ("naı\u{308}ve", "naive"), ("İstanbul", "istanbul"), ("ΣΊΣΥΦΟΣ", "σισυφοσ"), ("ĳs", "ijs"), ("Ⅳ", "iv"),
    ("ﬃ", "ffi"),
    ("ガラス", "ガラス"), ("ｶﾞﾗｽ", "ガラス"), ("한글", "한글"), ("हिन्दी", "हिन्दी"), ("don\u{2BC}t", "don't"),
    ("Überprüfung", "uberprufung"),
    ("שָׁלוֹם", "שלום"), ("مُحَمَّد", "محمد"), ("Ёлка", "елка"), ("", ""),
  ])
  func folds(word: String, expected: String) {
    #expect(Array(Folding.fold(word).utf8) == Array(expected.utf8), "\(Folding.fold(word))")
  }

  @Test func partialFolds() {
    #expect(Folding.fold("État", .caseOnly) == "état")
    #expect(Folding.fold("État", .accentsOnly) == "Etat")
    #expect(Folding.fold("ŒUVRÉ", .accentsOnly) == "OEUVRE")
  }

  @Test func foldingIsIdempotentAndIgnoresNormalizationForm() {
    var changed = 0
    for value in UInt32(0)..<0x30000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = String(Character(scalar))
      let once = Folding.fold(text)
      if once != text { changed += 1 }
      let twice = Folding.fold(once)
      if !once.utf8.elementsEqual(twice.utf8) { Issue.record("U+\(String(value, radix: 16)): \(once) then \(twice)") }
      let both = Folding.fold(Folding.fold(text, .caseOnly), .accentsOnly)
      if !once.utf8.elementsEqual(both.utf8) {
        Issue.record("U+\(String(value, radix: 16)): \(once) but in two steps \(both)")
      }
    }
    #expect(changed > 5000)
  }

  @Test func randomTextFoldsAlikeInAnyNormalizationForm() {
    var random = RandomText(seed: 32)
    for _ in 0..<3000 {
      let text = RandomText.string(random.scalars(count: 1...10))
      let folded = Folding.fold(text)
      #expect(Array(Folding.fold(folded).utf8) == Array(folded.utf8), "\(text.unicodeScalars.map { $0.value })")
      #expect(Array(Folding.fold(Normalization.nfc(text)).utf8) == Array(folded.utf8))
    }
  }
}
