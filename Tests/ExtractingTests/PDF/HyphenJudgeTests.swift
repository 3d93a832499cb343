// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Extracting

/// Which hyphens at line ends stay.
struct HyphenJudgeTests {
  private func word(_ before: String, _ after: String, _ sign: Unicode.Scalar = "-") -> BrokenWord {
    BrokenWord(before: Array(before.unicodeScalars)[...], after: Array(after.unicodeScalars)[...], sign: sign)
  }

  private func verdict(_ word: BrokenWord, in text: String) -> HyphenVerdict {
    let judge = HyphenJudge(broken: [word]) { vocabulary, functionWords, typographic in
      for part in text.split(separator: " ") {
        let glyphs = part.unicodeScalars.map { Glyph(scalar: $0, style: 0, box: .empty) }
        vocabulary.add(glyphs[...])
        functionWords.add(glyphs[...])
        if part.unicodeScalars.contains("\u{2010}") { typographic += 1 }
      }
    }
    return judge.verdict(word)
  }

  @Test func theDocumentsOwnSpellingDecides() {
    #expect(verdict(word("transi", "tion"), in: "the transition of the office") == .soft)
    #expect(verdict(word("citizen", "owned"), in: "the Citizen-owned office, and the owned") == .hard)
    #expect(verdict(word("co", "production"), in: "coproduction and coproduction and co-production") == .soft)
    #expect(verdict(word("co", "production"), in: "co-production, the co-production of coproduction") == .hard)
  }

  @Test func boundPrefixesKeepTheirHyphen() {
    #expect(verdict(word("co", "production"), in: "the and of the") == .hard)
    #expect(verdict(word("self", "governed"), in: "the and of the") == .hard)
    #expect(verdict(word("non", "profit"), in: "het een van de non") == .hard)
  }

  @Test func twoWordsOfTheDocumentKeepItButNotInGerman() {
    #expect(verdict(word("water", "district"), in: "the water of the district") == .hard)
    #expect(verdict(word("Wasser", "werk"), in: "das Wasser und der Werk werk und das") == .soft)
    #expect(verdict(word("govern", "ment"), in: "the and of the govern") == .soft)
  }

  @Test func abbreviationsAndDoubledWordsKeepIt() {
    #expect(verdict(word("USB", "sticken"), in: "och att det som") == .hard)
    #expect(verdict(word("PPPoE", "forbindelser"), in: "og at det som") == .hard)
    #expect(verdict(word("EEP", "ROM"), in: "the CD-R and DVD of that") == .soft)
    #expect(verdict(word("komponen", "komponen"), in: "dengan yang untuk") == .hard)
  }

  @Test func otherLanguagesKeepItOnlyByHabit() {
    // One use with a hyphen among many without is no habit; several are.
    let plain = "het een van log log log log log log log log log log-x bestand bestand bestand x-bestand"
    #expect(verdict(word("log", "bestand"), in: plain) == .soft)
    #expect(verdict(word("Linux", "programma"), in: "het een van Linux Linux-x Linux-y programma") == .hard)
    #expect(verdict(word("image", "kopie"), in: "het een van x-kopie y-kopie kopie") == .hard)
    #expect(verdict(word("System", "zustand"), in: "der die und System-Xy System-Zw System Zustand") == .soft)
    #expect(verdict(word("espressa", "mente"), in: "espressa mente co-mente il la di che") == .soft)
    #expect(verdict(word("water", "district"), in: "water district il la di che e la") == .soft)
  }

  @Test func capitalsFiguresAndSigns() {
    #expect(verdict(word("Baden", "W\u{FC}rttemberg"), in: "das und der") == .hard)
    #expect(verdict(word("1990", "2000"), in: "the") == .hard)
    #expect(verdict(word("soft", "ly", "\u{AD}"), in: "the") == .soft)
    #expect(verdict(word("pre", "and"), in: "the and of") == .suspended)
  }

  @Test func namesWithFiguresAndAddressesKeepIt() {
    #expect(verdict(word("installer", "amd64"), in: "the installer of amd64") == .hard)
    #expect(verdict(word("abn", "tex2"), in: "the abntex2 of abntex2") == .soft)
    var path = word("transi", "tion")
    path.isInAddress = true
    #expect(verdict(path, in: "the transition of the office") == .hard)
  }

  @Test func aTypographicHyphenSeenOnlyAtLineEndsIsThePrinters() {
    #expect(verdict(word("self", "help", "\u{2010}"), in: "the self-made help") == .soft)
    #expect(verdict(word("self", "help", "\u{2010}"), in: "the self\u{2010}made help") == .hard)
  }
}
