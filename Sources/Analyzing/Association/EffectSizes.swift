// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// How strong an association is, or how large a difference, whatever the size of the corpus.
extension ContingencyTable {
  /// 2 O11 / (R1 + C1): L. R. Dice (1945).
  package var dice: Double? { r1 + c1 > 0 ? 2 * o11 / (r1 + c1) : nil }

  /// 14 + log2 Dice: P. Rychly, "A lexicographer-friendly association score" (2008).
  package var logDice: Double? { dice.flatMap { $0 > 0 ? 14 + log2($0) : nil } }

  /// O11 / (R1 + C1 - O11), what both have of what either has: P. Jaccard (1912).
  package var jaccard: Double? { r1 + o21 > 0 ? o11 / (r1 + o21) : nil }

  /// The lesser of O11 / R1 and O11 / C1: T. Pedersen, "Dependent bigram identification" (1998).
  package var minimumSensitivity: Double? { r1 > 0 && c1 > 0 ? min(o11 / r1, o11 / c1) : nil }

  /// P(word | near) - P(word | elsewhere): S. Gries, "50-something years of work on collocations" (2013).
  package var deltaPOfWord: Double? { r1 > 0 && r2 > 0 ? o11 / r1 - o21 / r2 : nil }

  /// P(near | word) - P(near | other words).
  package var deltaPOfNode: Double? { c1 > 0 && c2 > 0 ? o11 / c1 - o12 / c2 : nil }

  /// Occurrences in a million tokens of the first row, and of the second.
  package var perMillion1: Double? { r1 > 0 ? o11 / r1 * 1e6 : nil }
  package var perMillion2: Double? { r2 > 0 ? o21 / r2 * 1e6 : nil }

  /// The difference of the relative frequencies in per cent of the second: C. Gabrielatos and A. Marchi, "Keyness:
  /// appropriate metrics and practical issues" (2012).
  package var percentDifference: Double? {
    guard r1 > 0, r2 > 0, o21 > 0 else { return nil }
    return (o11 / r1 - o21 / r2) / (o21 / r2) * 100
  }

  /// (pm1 + k) / (pm2 + k): A. Kilgarriff, "Simple maths for keywords" (2009).
  package func simpleMaths(_ smoothing: Double) -> Double? {
    guard let one = perMillion1, let other = perMillion2 else { return nil }
    return (one + smoothing) / (other + smoothing)
  }

  /// log2 of the ratio of the relative frequencies, 0 replaced by 0.5: A. Hardie, "Log ratio: an informal introduction"
  /// (2014).
  package var logRatio: Double? {
    guard r1 > 0, r2 > 0 else { return nil }
    let (one, other) = (o11 > 0 ? o11 : 0.5, o21 > 0 ? o21 : 0.5)
    return log2((one / r1) / (other / r2)).ifFinite
  }
}
