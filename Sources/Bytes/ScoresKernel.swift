// SPDX-License-Identifier: Apache-2.0

internal import CKernels

/// What postings score, many at a time; see `scores.h`.
package enum ScoresKernel {
  /// Which of the kernel's paths is taken: the best of this machine, or the one that tests hold it to.
  package enum Path: CaseIterable { case best, portable }

  /// Writes constant + slope * length of each of some documents, the places of which in `starts` tell their lengths;
  /// others have none.
  package static func writeNorms(
    of documents: UnsafeBufferPointer<UInt32>, starts: UnsafeBufferPointer<UInt32>, constant: Float, slope: Float,
    to norms: UnsafeMutablePointer<Float>, path: Path = .best
  ) {
    guard let base = documents.baseAddress, let lengths = starts.baseAddress else {
      return norms.update(repeating: constant, count: documents.count)
    }
    let kernel = path == .best ? syntop_norms : syntop_norms_portable
    kernel(base, UInt32(documents.count), lengths, UInt32(max(starts.count, 1) - 1), constant, slope, norms)
  }

  /// Adds factor * (f / (f + norm)) to each of `count` scores.
  package static func add(
    _ frequencies: UnsafePointer<UInt32>, _ norms: UnsafePointer<Float>, count: Int, factor: Float,
    to scores: UnsafeMutablePointer<Float>, path: Path = .best
  ) {
    let kernel = path == .best ? syntop_add_scores : syntop_add_scores_portable
    kernel(frequencies, norms, UInt32(count), factor, scores)
  }
}
