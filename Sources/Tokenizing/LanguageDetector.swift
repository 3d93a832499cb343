// SPDX-License-Identifier: Apache-2.0

/// Decides the language of a stretch of text from the summed evidence of its words.
enum LanguageDetector {
  /// Words looked at from the start of a block: more would not change the answer.
  static let sampleLength = 400

  /// The language that the evidence of `words` words shows, or nil where it shows none clearly.
  ///
  /// The winner needs more than one function word's worth, a point for every word, and a lead of an eighth over the
  /// runner-up. To overrule a language that is declared, or known of the document, it needs nearly three function words'
  /// worth, twice what speaks for that language, and a lead of a third. `.unknown` wins where languages beside the four do.
  static func decide(_ evidence: SIMD8<Int32>, words: Int, over known: Language) -> Language? {
    var (best, second) = (0, Int32(0))
    for lane in 1..<Language.allCases.count where evidence[lane] > evidence[best] { best = lane }
    for lane in 0..<Language.allCases.count where lane != best { second = max(second, evidence[lane]) }
    let points = evidence[best]
    guard Int(points) >= words else { return nil }
    if known == .unknown {
      guard points >= 16, points * 8 >= second * 9 else { return nil }
    } else if best != Int(known.rawValue) {
      guard points >= 32, points >= 2 * evidence[Int(known.rawValue)], points * 3 >= second * 4 else { return nil }
    }
    return Language(rawValue: UInt8(best))
  }

  /// The evidence of up to `sampleLength` surface forms, given that of each form.
  static func sum(of surfaces: ArraySlice<UInt32>, _ evidence: [PackedEvidence]) -> SIMD8<Int32> {
    // A word gives at most some tens of points: a sample's sum stays far below 32,767.
    var sum = LanguageEvidence.zero
    evidence.withUnsafeBufferPointer { evidence in
      for surface in surfaces.prefix(sampleLength) {
        sum &+= LanguageEvidence(truncatingIfNeeded: evidence[Int(surface)])
      }
    }
    return SIMD8<Int32>(truncatingIfNeeded: sum)
  }
}
