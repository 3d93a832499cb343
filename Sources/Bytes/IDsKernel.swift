// SPDX-License-Identifier: Apache-2.0

internal import CKernels

/// Runs of ids of one to five bytes, decoded many at a time; see `ids.h`.

/// A run of ids, and what is wanted of it; the pointers must stay good while it is decoded.
package struct IDRun {
  fileprivate let bytes: UnsafePointer<UInt8>
  fileprivate let length: Int
  fileprivate let readable: Int
  package let count: Int
  fileprivate let ids: UnsafeMutablePointer<UInt32>

  /// The first `count` ids of the bytes `range` of `all`, to be written to `ids`; nil where that lies outside.
  package init?(_ all: UnsafeRawBufferPointer, _ range: Range<Int>, count: Int, into ids: UnsafeMutablePointer<UInt32>)
  {
    guard range.lowerBound >= 0, range.upperBound <= all.count, let base = all.baseAddress else { return nil }
    bytes = (base + range.lowerBound).assumingMemoryBound(to: UInt8.self)
    (length, readable) = (range.count, all.count - range.lowerBound)
    (self.count, self.ids) = (count, ids)
  }
}

package enum IDsKernel {
  /// Which of the kernel's paths is taken: the best of this machine, or one that tests hold it to.
  package enum Path: CaseIterable { case best, baseline, portable }

  /// Decodes runs and returns the highest of all ids; nil where a run ends before all that is wanted of it is read.
  package static func read(_ runs: UnsafeBufferPointer<IDRun>, path: Path = .best) -> UInt32? {
    withUnsafeTemporaryAllocation(of: syntop_id_run.self, capacity: runs.count) { own in
      for (index, run) in runs.enumerated() {
        own.initializeElement(
          at: index,
          to: syntop_id_run(
            bytes: run.bytes, length: run.length, readable: run.readable, count: UInt32(clamping: run.count),
            ids: run.ids))
      }
      var highest: UInt32 = 0
      let count = UInt32(clamping: runs.count)
      let isWhole =
        switch path {
        case .best: syntop_ids_read(own.baseAddress, count, &highest)
        case .baseline: syntop_ids_read_baseline(own.baseAddress, count, &highest)
        case .portable: syntop_ids_read_portable(own.baseAddress, count, &highest)
        }
      return isWhole != 0 ? highest : nil
    }
  }

  /// Which path the kernel takes on this machine.
  package static var path: String { String(cString: syntop_ids_path()) }
}
