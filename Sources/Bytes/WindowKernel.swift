// SPDX-License-Identifier: Apache-2.0

internal import CKernels

/// The scan of a window of documents whose frequencies lie decoded in tables; see `window.h`.
package enum WindowKernel {
  /// Bytes of the bounds of one leaf, and entries that must be there behind the last document of a table.
  package static let boundsLength = Int(SYNTOP_BOUNDS)
  package static let slack = Int(SYNTOP_WINDOW_SLACK)
  /// Classes of length.
  package static let classes = 16

  /// How a document's leaves score: each by itself; or all together by the bounds of the first leaf, as often as the rarest
  /// of them, or as any but one.
  package enum Scores: CaseIterable, Sendable {
    case added, rarest, either

    fileprivate var code: UInt32 {
      switch self {
      case .added: UInt32(SYNTOP_ADDED)
      case .rarest: UInt32(SYNTOP_RAREST)
      case .either: UInt32(SYNTOP_EITHER)
      }
    }
  }

  /// What is asked of a window; the pointers must stay good during the call.
  package struct Request {
    package var tables: UnsafePointer<UInt8>
    /// Entries from one leaf's table to the next.
    package var stride: Int
    /// The number of leaves of each group.
    package var groups: UnsafeBufferPointer<UInt32>
    package var excluded: UnsafePointer<UInt8>?
    /// The leaves' bounds, and 16 times the class of each document; nil where no scores are asked.
    package var bounds: UnsafePointer<UInt8>?
    package var classes: UnsafePointer<UInt8>?
    package var size: Int
    package var scores = Scores.added

    package init(
      tables: UnsafePointer<UInt8>, stride: Int, groups: UnsafeBufferPointer<UInt32>,
      excluded: UnsafePointer<UInt8>?, bounds: UnsafePointer<UInt8>?, classes: UnsafePointer<UInt8>?, size: Int
    ) {
      (self.tables, self.stride, self.groups, self.excluded) = (tables, stride, groups, excluded)
      (self.bounds, self.classes, self.size) = (bounds, classes, size)
    }
  }

  /// Which of the kernel's paths is taken: the best of this machine, or one that tests hold it to.
  package enum Path: CaseIterable { case best, baseline, portable }

  /// Writes the matching documents whose bounds add up to `least` or more to `candidates` (room for `size`), if given,
  /// and returns their number; adds up documents and hits where `totals` are given.
  package static func scan(
    _ request: Request, least: UInt32, candidates: UnsafeMutablePointer<UInt32>?,
    totals: UnsafeMutablePointer<(documents: UInt64, hits: UInt64)>? = nil, path: Path = .best
  ) -> Int {
    var window = syntop_window(
      tables: request.tables, stride: UInt32(request.stride), groups: request.groups.baseAddress,
      group_count: UInt32(request.groups.count), excluded: request.excluded, bounds: request.bounds,
      classes: request.classes, size: UInt32(request.size), scores: request.scores.code)
    var sums = syntop_window_totals()
    let found = withUnsafeMutablePointer(to: &sums) { sums in
      let asked = totals == nil ? nil : sums
      return switch path {
      case .best: syntop_window_scan(&window, least, candidates, asked)
      case .baseline: syntop_window_scan_baseline(&window, least, candidates, asked)
      case .portable: syntop_window_scan_portable(&window, least, candidates, asked)
      }
    }
    totals?.pointee.documents += sums.documents
    totals?.pointee.hits += sums.hits
    return Int(found)
  }

  /// How many of `count` documents have a byte that is not zero or a set bit; `slack` more bytes, and the rest of the last
  /// word of bits, must be zero.
  package static func countMarked(_ bytes: UnsafePointer<UInt8>, _ bits: UnsafePointer<UInt64>, count: Int) -> Int {
    Int(syntop_count_marked(bytes, bits, UInt32(count)))
  }

  /// Fills the bounds of a leaf whose score is factor * f / (f + norm), in units of 1 / scale; `norms` are the least of
  /// each class.
  package static func fill(
    bounds: UnsafeMutablePointer<UInt8>, factor: Float, norms: UnsafePointer<Float>, scale: Float
  ) {
    syntop_window_bounds(factor, norms, scale, bounds)
  }

  /// 16 times the class of each document: how many of the 15 ascending `borders` its length reaches.
  package static func classify(
    starts: UnsafePointer<UInt32>, count: Int, borders: UnsafePointer<UInt32>, into classes: UnsafeMutablePointer<UInt8>
  ) {
    syntop_length_classes(starts, UInt32(count), borders, classes)
  }

  /// Writes which of some postings have a bound of `least` or more to `indices` and returns how many do.
  package static func select(
    _ documents: UnsafePointer<UInt32>, _ frequencies: UnsafePointer<UInt32>, count: Int,
    classes: UnsafePointer<UInt8>, classCount: Int, bounds: UnsafePointer<UInt8>, least: UInt32,
    into indices: UnsafeMutablePointer<UInt32>
  ) -> Int {
    let found = syntop_select_postings(
      documents, frequencies, UInt32(count), classes, UInt32(classCount), bounds, least, indices)
    return Int(found)
  }

  /// The same where others add `rest` to each posting's bound, by runs of 1 << `shift` documents.
  package static func select(
    _ documents: UnsafePointer<UInt32>, _ frequencies: UnsafePointer<UInt32>, count: Int,
    classes: UnsafePointer<UInt8>, classCount: Int, bounds: UnsafePointer<UInt8>, rest: UnsafePointer<Int32>,
    shift: Int, least: Int32, into indices: UnsafeMutablePointer<UInt32>
  ) -> Int {
    let found = syntop_select_led(
      documents, frequencies, UInt32(count), classes, UInt32(classCount), bounds, rest, UInt32(shift), least, indices)
    return Int(found)
  }

  /// Which path the kernel takes on this machine.
  package static var path: String { String(cString: syntop_window_path()) }
}
