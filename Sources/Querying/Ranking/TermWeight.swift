// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import Segments

/// BM25 (Robertson and Zaragoza 2009, doi:10.1561/1500000019) with k1 = 1.2, b = 0.75 and the statistics of the whole
/// index:
///
///     score = idf * f * (k1 + 1) / (f + k1 * (1 - b + b * length / average length))
///     idf   = ln(1 + (N - n + 0.5) / (n + 0.5))
///
/// N counts the documents, n those that hold the term, lengths are those of bodies in tokens. Outside the body, lengths do
/// not count (b = 0).
package enum BM25 {
  package static let k1 = 1.2
  package static let b = 0.75

  package static func idf(documents: Int, of total: Int) -> Double {
    let (n, all) = (Double(min(documents, total)), Double(total))
    return log(1 + (all - n + 0.5) / (n + 0.5))
  }
}

/// What a term's occurrences in a document of one segment are worth.
package struct TermWeight: Sendable {
  /// idf * (k1 + 1).
  package let factor: Float
  private let lengths: DocumentLengths?
  /// k1 * (1 - b), and k1 * b / average length.
  let constant: Float
  let slope: Float

  /// - Parameter lengths: nil where lengths do not count.
  package init(idf: Double, averageLength: Double, lengths: DocumentLengths?) {
    factor = Float(idf * (BM25.k1 + 1))
    self.lengths = lengths
    constant = Float(BM25.k1 * (lengths == nil ? 1 : 1 - BM25.b))
    slope = Float(lengths == nil ? 0 : BM25.k1 * BM25.b / max(averageLength, 1e-9))
  }

  @inline(__always)
  package func score(frequency: UInt32, length: UInt32) -> Float {
    score(frequency: frequency, norm: constant + slope * Float(length))
  }

  /// The same where constant + slope * length is known.
  @inline(__always)
  func score(frequency: UInt32, norm: Float) -> Float {
    let f = Float(frequency)
    return factor * (f / (f + norm))
  }

  var bounded: ScoreWeight { ScoreWeight(factor: factor, constant: constant, slope: slope) }

  /// Bounds of what occurrences score, as those of one leaf.
  func bounds(classes: LengthClasses) -> ScoreBounds {
    ScoreBounds(factors: [factor], constant: constant, slope: slope, classes: classes)
  }

  /// The highest score that the postings under these bounds can have.
  @inline(__always)
  func bound(_ impacts: Impacts) -> Float {
    impacts.maximum { score(frequency: $0, length: $1) }
  }

  package func score(frequency: Int, document: UInt32) -> Double {
    Double(score(frequency: UInt32(clamping: frequency), length: lengths?[document] ?? 0))
  }
}
