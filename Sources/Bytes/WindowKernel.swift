// SPDX-License-Identifier: Apache-2.0

/// The scan of a window of documents whose frequencies lie decoded in tables; see `window.h`.
internal import CKernels

package enum WindowKernel {
  /// What is asked of a window; the pointers must stay good during the call.
  package struct Request {
    package var tables: UnsafePointer<UInt32>
    /// Entries from one leaf's table to the next.
    package var stride: Int
    /// The number of leaves of each group.
    package var groups: UnsafeBufferPointer<UInt32>
    package var excluded: UnsafePointer<UInt32>?
    package var factors: UnsafePointer<Float>
    package var constant: Float
    package var slope: Float
    /// Starts of the documents, one more than `size`; nil where no scores are asked.
    package var starts: UnsafePointer<UInt32>?
    package var size: Int

    package init(
      tables: UnsafePointer<UInt32>, stride: Int, groups: UnsafeBufferPointer<UInt32>,
      excluded: UnsafePointer<UInt32>?, factors: UnsafePointer<Float>, constant: Float, slope: Float,
      starts: UnsafePointer<UInt32>?, size: Int
    ) {
      (self.tables, self.stride, self.groups, self.excluded) = (tables, stride, groups, excluded)
      (self.factors, self.constant, self.slope) = (factors, constant, slope)
      (self.starts, self.size) = (starts, size)
    }
  }

  /// Which of the kernel's paths is taken: the best of this machine, or one that tests hold it to.
  package enum Path: CaseIterable { case best, baseline, portable }

  /// Writes the matching documents that score at least `threshold` to `candidates` (room for `size` + 8) and returns
  /// their number; adds up documents and hits where `totals` are given.
  package static func scan(
    _ request: Request, threshold: Float, candidates: UnsafeMutablePointer<UInt32>,
    totals: UnsafeMutablePointer<(documents: UInt64, hits: UInt64)>? = nil, path: Path = .best
  ) -> Int {
    var window = syntop_window(
      tables: request.tables, stride: UInt32(request.stride), groups: request.groups.baseAddress,
      group_count: UInt32(request.groups.count), excluded: request.excluded, factors: request.factors,
      constant: request.constant, slope: request.slope, starts: request.starts, size: UInt32(request.size))
    var sums = syntop_window_totals()
    let found = withUnsafeMutablePointer(to: &sums) { sums in
      let asked = totals == nil ? nil : sums
      return switch path {
      case .best: syntop_window_scan(&window, threshold, candidates, asked)
      case .baseline: syntop_window_scan_baseline(&window, threshold, candidates, asked)
      case .portable: syntop_window_scan_portable(&window, threshold, candidates, asked)
      }
    }
    totals?.pointee.documents += sums.documents
    totals?.pointee.hits += sums.hits
    return Int(found)
  }

  /// How many bytes are not zero.
  package static func countNonzero(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    return Int(syntop_count_nonzero(base, UInt32(bytes.count)))
  }
}
