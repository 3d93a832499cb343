// SPDX-License-Identifier: Apache-2.0

/// Decides the language of a stretch of text from the summed evidence of its words.
enum LanguageDetector {
  /// Words looked at from the start of a block: more would not change the answer.
  static let sampleLength = 400

  /// The language that the evidence of `words` words shows, or nil where it shows none clearly.
  ///
  /// The winner needs two function words' worth, a third more than the runner-up, and a word in ten on its side;
  /// `.unknown` wins where languages beside the four do.
  static func decide(_ evidence: SIMD8<Int32>, words: Int) -> Language? {
    var (best, second) = (0, Int32(0))
    for lane in 1..<Language.allCases.count where evidence[lane] > evidence[best] { best = lane }
    for lane in 0..<Language.allCases.count where lane != best { second = max(second, evidence[lane]) }
    let points = evidence[best]
    guard points >= 16, points * 3 >= second * 4, Int(points) >= words else { return nil }
    return Language(rawValue: UInt8(best))
  }

  /// The evidence of up to `sampleLength` surface forms, given that of each form.
  static func sum(of surfaces: ArraySlice<UInt32>, _ evidence: [LanguageEvidence]) -> SIMD8<Int32> {
    // A word gives at most some tens of points: a sample's sum stays far below 32,767.
    var sum = LanguageEvidence.zero
    for surface in surfaces.prefix(sampleLength) { sum &+= evidence[Int(surface)] }
    return SIMD8<Int32>(truncatingIfNeeded: sum)
  }
}
