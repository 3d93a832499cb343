// SPDX-License-Identifier: Apache-2.0

/// The 2x2 table that association and keyness are measured on.
///
///              | has the word | others |
///     near     | O11          | O12    | R1
///     elsewhere| O21          | O22    | R2
///              | C1           | C2     | N
///
/// Names and marginals follow S. Evert, "Corpora and collocations" (2008). E is what is expected where rows and columns
/// do not depend on each other: E11 = R1 C1 / N.
package struct ContingencyTable: Sendable, Equatable {
  package var o11: Double
  package var r1: Double
  package var c1: Double
  package var n: Double

  package init(o11: Int, r1: Int, c1: Int, n: Int) {
    (self.o11, self.r1, self.c1, self.n) = (Double(o11), Double(r1), Double(c1), Double(n))
  }

  package var o12: Double { r1 - o11 }
  package var o21: Double { c1 - o11 }
  package var o22: Double { n - r1 - c1 + o11 }
  package var r2: Double { n - r1 }
  package var c2: Double { n - c1 }
  package var e11: Double { n > 0 ? r1 * c1 / n : 0 }
  package var e12: Double { n > 0 ? r1 * c2 / n : 0 }
  package var e21: Double { n > 0 ? r2 * c1 / n : 0 }
  package var e22: Double { n > 0 ? r2 * c2 / n : 0 }

  /// Whether the word is rarer than expected: signed measures are then negative.
  var isBelowExpectation: Bool { o11 < e11 }
}

/// A score, or nil where it does not exist for the table.
extension Double {
  var ifFinite: Double? { isFinite ? self : nil }
}
