// SPDX-License-Identifier: Apache-2.0

internal import CKernels

/// Sifts documents by their hits; see `hits.h`.
package enum HitsKernel {
  /// What is known of the documents of a segment; the pointers must stay good during the call.
  package struct Documents {
    /// A bit for each document in several kinds of blocks.
    package var barriers: UnsafeBufferPointer<UInt8>
    /// The first token of each document, and behind the last.
    package var starts: UnsafeBufferPointer<UInt32>
    package var scores: Scores?

    package init(barriers: UnsafeBufferPointer<UInt8>, starts: UnsafeBufferPointer<UInt32>, scores: Scores?) {
      (self.barriers, self.starts, self.scores) = (barriers, starts, scores)
    }
  }

  /// What hits score, factor * f / (f + constant + slope * length), and what must be scored.
  package struct Scores {
    package var factor: Float
    package var constant: Float
    package var slope: Float
    package var threshold: Float
    /// 16 times the class of each document's length, the bounds by class and hits, and the least bound that may score enough.
    package var classes: UnsafePointer<UInt8>
    package var bounds: UnsafePointer<UInt8>
    package var least: UInt32

    package init(
      factor: Float, constant: Float, slope: Float, threshold: Float, classes: UnsafePointer<UInt8>,
      bounds: UnsafePointer<UInt8>, least: UInt32
    ) {
      (self.factor, self.constant, self.slope, self.threshold) = (factor, constant, slope, threshold)
      (self.classes, self.bounds, self.least) = (classes, bounds, least)
    }
  }

  /// How many documents match and how often; how many of them score enough, and how many must be looked at elsewhere.
  package struct Sifted: Equatable {
    package var documents: Int
    package var hits: Int
    package var matches: Int
    package var unsure: Int
  }

  package enum Path: CaseIterable { case best, portable }

  /// Sifts `count` ascending documents, `base` and each of `numbers`; there is room for all at `unsure`, and at `matches` for
  /// the number of a document and its hits, four bytes each.
  package static func sift(
    _ hits: UnsafePointer<UInt32>, base: UInt32, numbers: UnsafePointer<UInt32>, count: Int, of documents: Documents,
    matches: UnsafeMutableRawPointer, unsure: UnsafeMutablePointer<UInt32>, path: Path = .best
  ) -> Sifted {
    var known = syntop_hit_scores()
    (known.barriers, known.barrier_count) = (documents.barriers.baseAddress, UInt32(clamping: documents.barriers.count))
    (known.starts, known.document_count) = (
      documents.starts.baseAddress, UInt32(clamping: max(documents.starts.count - 1, 0))
    )
    if let scores = documents.scores {
      (known.factor, known.constant, known.slope) = (scores.factor, scores.constant, scores.slope)
      (known.threshold, known.least) = (scores.threshold, scores.least)
      (known.classes, known.bounds) = (scores.classes, scores.bounds)
    }
    var sifted = syntop_sifted()
    let kernel = path == .best ? syntop_sift_hits : syntop_sift_hits_portable
    kernel(
      &known, base, numbers, hits, UInt32(count), matches.assumingMemoryBound(to: syntop_match.self), unsure, &sifted)
    return Sifted(
      documents: Int(sifted.documents), hits: Int(sifted.hits), matches: Int(sifted.matches),
      unsure: Int(sifted.unsure))
  }
}
