// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Extracting

/// The short way of normalization, held to the long one over all characters.
struct NormalizationTests {
  @Test func inertCharactersAreNeverChanged() {
    var inert = 0
    for value in UInt32(0x300)...0x1FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      var text = String(Character(scalar))
      guard text.withUTF8(Normalization.isInert) else { continue }
      inert += 1
      #expect(scalar.properties.canonicalCombiningClass == .notReordered, "U+\(String(value, radix: 16))")
      for pair in [text, "e" + text, "\u{1100}" + text] {
        #expect(Array(pair.precomposedStringWithCanonicalMapping.unicodeScalars) == Array(pair.unicodeScalars))
      }
    }
    #expect(inert > 35_000)
  }

  @Test(arguments: [
    ("cafe\u{301}", "caf\u{E9}"), ("\u{212B}", "\u{C5}"), ("\u{1100}\u{1161}", "\u{AC00}"), ("\u{387}", "\u{B7}"),
    ("\u{AC00}\u{11B5}", "\u{AC0E}"), ("\u{2126} \u{2329}", "\u{3A9} \u{3008}"),
    ("\u{304B}\u{3099}", "\u{304C}"), ("it\u{2019}s \u{20AC}5 \u{2026}", "it\u{2019}s \u{20AC}5 \u{2026}"),
  ])
  func composes(_ text: String, _ expected: String) {
    #expect(Array(Normalization.composed(text).unicodeScalars) == Array(expected.unicodeScalars))
  }
}
