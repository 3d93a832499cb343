// SPDX-License-Identifier: Apache-2.0

/// Stems: taken with accents, keyed without.
import Testing

@testable import Tokenizing

struct StemmingTests {
  @Test(arguments: [
    ("Productions", Language.english, "product"), ("co\u{AD}producing", .english, "coproduc"),
    ("citizens’", .english, "citizen"),
    ("burgers", .dutch, "burger"), ("gezamenlijke", .dutch, "gezamen"), ("l’association", .french, "associ"),
    ("associés", .french, "associ"), ("créées", .french, "cre"), ("Häuser", .german, "haus"),
    ("Bürgern", .german, "burg"),
    ("Große", .german, "gross"), ("Œuvres", .unknown, "oeuvres"),
  ])
  func stems(word: String, language: Language, expected: String) {
    #expect(Stemming().stem(word, language) == expected)
  }

  @Test func stemsOfAllLanguagesAreThoseOfEach() {
    let stemming = Stemming()
    for word in ["Productions", "l’association", "Häuser", "gezamenlijke", "Œuvres", "co\u{AD}producing", "''", "x"] {
      let each = Language.allCases.map { stemming.stem(word, $0) }
      #expect(stemming.stems(of: word) == each)
      // Stemmers that others gave back stem the same.
      #expect(Stemming().stems(of: word) == each)
    }
  }

  @Test func vocabularyStemsOncePerForm() {
    let vocabulary = Vocabulary()
    let (one, many) = (vocabulary.intern("Citizen"), vocabulary.intern("citizens"))
    #expect(vocabulary.stem(of: one, .english) == vocabulary.stem(of: many, .english))
    #expect(vocabulary.stemString(vocabulary.stem(of: one, .english), .english) == "citizen")
    #expect(vocabulary.folded(one) == "citizen" && vocabulary.string(one) == "Citizen")
    #expect(vocabulary.form(of: one) != vocabulary.form(of: many))
    #expect(vocabulary.formOfSurface().count == 2)
  }
}
