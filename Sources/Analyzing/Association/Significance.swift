// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// How sure one may be that a word is not where it is by chance.
extension ContingencyTable {
  /// (O11 - E11) / sqrt(O11), 0.5 under the root for 0: K. Church et al., "Using statistics in lexical analysis" (1991).
  package var tScore: Double? { n > 0 ? (o11 - e11) / (o11 > 0 ? o11 : 0.5).squareRoot() : nil }

  /// (O11 - E11) / sqrt(E11): S. Dennis, "The construction of a thesaurus automatically from a sample of text" (1965).
  package var zScore: Double? { e11 > 0 ? (o11 - e11) / e11.squareRoot() : nil }

  /// Pearson's chi-squared without correction, negative below expectation.
  package var chiSquared: Double? {
    guard r1 > 0, r2 > 0, c1 > 0, c2 > 0 else { return nil }
    let difference = o11 * o22 - o12 * o21
    let score = n * difference * difference / (r1 * r2 * c1 * c2)
    return isBelowExpectation ? -score : score
  }

  /// The log-likelihood ratio G2 over all four cells, negative below expectation: T. Dunning, "Accurate methods for the
  /// statistics of surprise and coincidence" (1993).
  package var logLikelihood: Double? {
    guard n > 0 else { return nil }
    let sum = Self.term(o11, e11) + Self.term(o12, e12) + Self.term(o21, e21) + Self.term(o22, e22)
    return isBelowExpectation ? -2 * sum : 2 * sum
  }

  /// G2 over the two cells of the word, negative below expectation: P. Rayson and R. Garside, "Comparing corpora using
  /// frequency profiling" (2000), as the UCREL calculator has it.
  package var logLikelihood2: Double? {
    guard n > 0 else { return nil }
    let sum = Self.term(o11, e11) + Self.term(o21, e21)
    return isBelowExpectation ? -2 * sum : 2 * sum
  }

  private static func term(_ observed: Double, _ expected: Double) -> Double {
    observed > 0 && expected > 0 ? observed * log(observed / expected) : 0
  }

  /// The Bayesian information criterion of a 2-cell G2 with one degree of freedom: A. Wilson, "Embracing Bayes factors
  /// for key item analysis" (2013).
  package var bayesianInformation: Double? { logLikelihood2.map { abs($0) - log(n) } }
}
