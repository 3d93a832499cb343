// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Pointwise mutual information, its variants with more weight on frequency, and the scores of the same ratio.
extension ContingencyTable {
  /// log2(O11 / E11): K. Church and P. Hanks, "Word association norms" (1990).
  package var mutualInformation: Double? { o11 > 0 && e11 > 0 ? log2(o11 / e11) : nil }

  /// log2(O11^2 / E11): B. Daille, "Approche mixte" (1994).
  package var mutualInformation2: Double? { o11 > 0 && e11 > 0 ? log2(o11 * o11 / e11) : nil }

  /// log2(O11^3 / E11): Daille (1994).
  package var mutualInformation3: Double? { o11 > 0 && e11 > 0 ? log2(o11 * o11 * o11 / e11) : nil }

  /// O11 log2(O11 / E11): S. Evert, "The statistics of word cooccurrences" (2005).
  package var localMutualInformation: Double? { o11 > 0 ? mutualInformation.map { o11 * $0 } : 0 }
}
