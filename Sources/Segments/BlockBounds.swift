// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// What the postings of a list can score at most: in each of its blocks, and in each run of documents.

/// A posting scores factor * f / (f + constant + slope * length of the document).
package struct ScoreWeight: Sendable {
  fileprivate let kernel: BoundsKernel.Weight

  package init(factor: Float, constant: Float, slope: Float) {
    kernel = BoundsKernel.Weight(factor: factor, constant: constant, slope: slope)
  }

  /// Writes constant + slope * length of each of some documents: all weights of a query have these two in common.
  package func writeNorms(
    of documents: UnsafeBufferPointer<UInt32>, lengths: DocumentLengths, to norms: UnsafeMutablePointer<Float>
  ) {
    ScoresKernel.writeNorms(
      of: documents, starts: lengths.values, constant: kernel.constant, slope: kernel.slope, to: norms)
  }

  /// Adds what `count` postings score; their documents have these norms.
  package func addScores(
    _ frequencies: UnsafePointer<UInt32>, norms: UnsafePointer<Float>, count: Int,
    to scores: UnsafeMutablePointer<Float>
  ) {
    ScoresKernel.add(frequencies, norms, count: count, factor: kernel.factor, to: scores)
  }
}

extension PostingsCursor {
  /// Writes the bound of each block to `bounds`, which has room for all; false for lists that have none.
  package func writeBounds(_ weight: ScoreWeight, to bounds: UnsafeMutablePointer<Float>) -> Bool {
    guard let entries = boundedEntries else { return false }
    BoundsKernel.write(entries, weight.kernel, to: bounds)
    return true
  }

  /// Raises the entries of runs of 1 << `shift` documents to what the list can score in them; to be asked before the cursor
  /// moves.
  package mutating func raise(
    _ runs: UnsafeMutableBufferPointer<Float>, shift: Int, _ weight: ScoreWeight,
    score: (_ frequency: UInt32, _ document: UInt32) -> Float
  ) {
    if let entries = boundedEntries { return BoundsKernel.raise(entries, weight.kernel, shift: shift, runs: runs) }
    let (documents, frequencies) = (restOfBlock, frequenciesOfRest())
    for index in documents.indices {
      let run = min(Int(documents[index] >> UInt32(shift)), runs.count - 1)
      runs[run] = max(runs[run], score(frequencies[index], documents[index]))
    }
  }

  private var boundedEntries: BoundsKernel.Entries? {
    entries.map { BoundsKernel.Entries(bytes: $0.bytes, length: $0.layout.length, lastBytes: $0.layout.lastLength) }
  }
}
