// SPDX-License-Identifier: Apache-2.0

internal import CKernels

/// What the postings of a list can score at most, block by block; see `bounds.h`.
package enum BoundsKernel {
  /// The entries of a list as they lie in the file: all of them, `length` (8 at least) bytes each.
  package struct Entries {
    package var bytes: UnsafeRawBufferPointer
    package var length: Int
    package var lastBytes: Int

    package init(bytes: UnsafeRawBufferPointer, length: Int, lastBytes: Int) {
      (self.bytes, self.length, self.lastBytes) = (bytes, length, lastBytes)
    }

    fileprivate var value: syntop_entries {
      syntop_entries(
        bytes: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), count: UInt32(bytes.count / max(length, 8)),
        length: UInt32(length), last_bytes: UInt32(lastBytes))
    }
  }

  /// A posting scores factor * f / (f + constant + slope * length of the document).
  package struct Weight: Sendable {
    package var factor: Float
    package var constant: Float
    package var slope: Float

    package init(factor: Float, constant: Float, slope: Float) {
      (self.factor, self.constant, self.slope) = (factor, constant, slope)
    }

    fileprivate var value: syntop_weight { syntop_weight(factor: factor, constant: constant, slope: slope) }
  }

  /// Writes the bound of each block to `bounds`, which has room for all of them.
  package static func write(_ entries: Entries, _ weight: Weight, to bounds: UnsafeMutablePointer<Float>) {
    var (list, worth) = (entries.value, weight.value)
    syntop_block_bounds(&list, &worth, bounds)
  }

  /// Raises the entries of runs of 1 << `shift` documents to the bounds of blocks that may have documents in them.
  package static func raise(
    _ entries: Entries, _ weight: Weight, shift: Int, runs: UnsafeMutableBufferPointer<Float>
  ) {
    var (list, worth) = (entries.value, weight.value)
    guard let base = runs.baseAddress else { return }
    syntop_run_bounds(&list, &worth, UInt32(shift), UInt32(runs.count), base)
  }
}
