// SPDX-License-Identifier: Apache-2.0

import CStemmer
import TestSupport
import Bytes
import Testing
@testable import Tokenizing

/// Stems: taken with accents, keyed without.
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

  /// Stems that are lent.
  private static func stems(of word: String, in languages: UInt32 = .max, _ stemming: Stemming) -> [String] {
    var stems: [String] = []
    stemming.forEachStem(of: word, in: languages) { _, stem in
      stems.append(stem.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) })
    }
    return stems
  }

  @Test func stemsOfAllLanguagesAreThoseOfEach() {
    let stemming = Stemming()
    let words = [
      "Productions", "l’association", "Häuser", "gezamenlijke", "Œuvres", "co\u{AD}producing", "''", "x", "",
    ]
    for word in words + ["productions", "associations", "s'", "l'x", "zzzz\u{DF}"] {
      let each = Language.allCases.map { stemming.stem(word, $0) }
      #expect(Self.stems(of: word, stemming) == each)
      // Stemmers that others gave back stem the same.
      #expect(Self.stems(of: word, Stemming()) == each)
      #expect(Self.stems(of: word, in: 1 << 1 | 1 << 4, stemming) == [each[1], each[4]])
    }
  }

  /// Words of ASCII are stemmed by other stemmers than all others, which say the same of them.
  @Test func asciiIsStemmedAsUTF8Is() throws {
    var random = SeededGenerator(seed: 31)
    let parts = [
      "a", "e", "i", "o", "u", "y", "b", "d", "g", "ge", "heid", "heden", "ing", "ings", "ed", "ly", "ies", "sses",
      "ation",
      "ational", "fulness", "iveness", "able", "lijk", "baar", "isch", "keit", "ern", "est", "ment", "ements", "euse",
      "issions", "erait", "qu", "tt", "nn", "ss", "ski", "dying", "st", "kk", "'", "'s", "lig", "yeu", "ique",
    ]
    let stemming = Stemming()
    var changed = 0
    for language in [Language.english, .dutch, .french, .german] {
      let name = ["", "english", "dutch", "french", "german"][Int(language.rawValue)]
      let stemmer = try #require(sb_stemmer_new(name, "UTF_8"))
      defer { sb_stemmer_delete(stemmer) }
      for _ in 0..<5000 {
        let word = (0..<Int.random(in: 1...5, using: &random)).map { _ in parts.randomElement(using: &random)! }
          .joined()
        // What French cuts off before it stems has a test of its own.
        if language == .french, word.contains("'") { continue }
        let bytes = Array(word.utf8)
        let stem = try #require(sb_stemmer_stem(stemmer, bytes, Int32(bytes.count)))
        let expected = UnsafeBufferPointer(start: stem, count: Int(sb_stemmer_length(stemmer)))
        #expect(stemming.stem(word, language) == (expected.isEmpty ? word : String(decoding: expected, as: UTF8.self)))
        changed += expected.count < bytes.count ? 1 : 0
      }
    }
    #expect(changed > 5000)
  }

  @Test func vocabularyStemsOncePerForm() {
    let vocabulary = Vocabulary()
    let (one, many) = (vocabulary.intern("Citizen"), vocabulary.intern("citizens"))
    #expect(vocabulary.stem(of: one, .english) == vocabulary.stem(of: many, .english))
    #expect(vocabulary.stems(.english).string(vocabulary.stem(of: one, .english)) == "citizen")
    #expect(vocabulary.folded(one) == "citizen" && vocabulary.string(one) == "Citizen")
    #expect(vocabulary.form(of: one) != vocabulary.form(of: many))
    #expect(vocabulary.formOfSurface().count == 2)
  }
}
