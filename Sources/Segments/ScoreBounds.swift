// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// What the leaves of a query can score, by class of length and frequency, a byte each: tells quickly which documents may
/// score enough. See `window.h`.
package final class ScoreBounds {
  let bytes: UnsafeMutablePointer<UInt8>
  let classes: LengthClasses
  /// Units of the bounds in a score of 1.
  private let scale: Float
  /// What the first leaf scores.
  private let first: (factor: Float, constant: Float, slope: Float)

  /// A document scores factor * f / (f + constant + slope * length) by each leaf.
  package init(factors: [Float], constant: Float, slope: Float, classes: LengthClasses) {
    self.classes = classes
    first = (factors.first ?? 0, constant, slope)
    scale = 254 / max(factors.reduce(0, +), 1e-9)
    bytes = .allocate(capacity: factors.count * WindowKernel.boundsLength)
    let norms = classes.least.map { constant + slope * Float($0) }
    norms.withUnsafeBufferPointer { norms in
      guard let norms = norms.baseAddress else { return }
      for (leaf, factor) in factors.enumerated() {
        WindowKernel.fill(
          bounds: bytes + leaf * WindowKernel.boundsLength, factor: factor, norms: norms, scale: scale)
      }
    }
  }

  deinit { bytes.deallocate() }

  /// No document that scores so much has a lower sum of bounds.
  func units(_ score: Float) -> UInt32 { UInt32(min(max(score * scale, 0), 255)) }

  /// What a score is in units, rounded up.
  package func unitsAbove(_ score: Float) -> Int32 { Int32(min(max(score * scale * 1.000_01, 0), 1e9)) + 1 }

  /// The bound of so many occurrences of the first leaf in a document.
  @inline(__always)
  func most(_ document: UInt32, _ frequency: UInt32) -> UInt32 {
    let index = Int(document)
    let own = index < classes.count ? classes.classes[index] : 0
    return UInt32(bytes[Int(own | UInt8(min(frequency, 15)))])
  }

  /// How hits of the first leaf are told that score `threshold`; valid as long as these bounds.
  func scores(atLeast threshold: Float) -> HitsKernel.Scores {
    .init(
      factor: first.factor, constant: first.constant, slope: first.slope, threshold: threshold,
      classes: classes.classes, bounds: bytes, least: units(threshold))
  }

  /// Writes which of some postings of the first leaf may score `threshold` to `indices`, which has room for all of them,
  /// and returns how many do.
  package func select(
    _ documents: UnsafeBufferPointer<UInt32>, _ frequencies: UnsafePointer<UInt32>, scoring threshold: Float,
    into indices: UnsafeMutablePointer<UInt32>
  ) -> Int {
    guard let base = documents.baseAddress else { return 0 }
    return WindowKernel.select(
      base, frequencies, count: documents.count, classes: classes.classes, classCount: classes.count, bounds: bytes,
      least: units(threshold), into: indices)
  }

  /// The same where others add `rest` units to the bound of a posting, by runs of 1 << `shift` documents of the segment.
  package func select(
    _ documents: UnsafeBufferPointer<UInt32>, _ frequencies: UnsafePointer<UInt32>, rest: UnsafePointer<Int32>,
    shift: Int, scoring threshold: Float, into indices: UnsafeMutablePointer<UInt32>
  ) -> Int {
    guard let base = documents.baseAddress else { return 0 }
    return WindowKernel.select(
      base, frequencies, count: documents.count, classes: classes.classes, classCount: classes.count, bounds: bytes,
      rest: rest, shift: shift, least: unitsBelow(threshold), into: indices)
  }

  /// What a score is in units, rounded down.
  package func unitsBelow(_ score: Float) -> Int32 { Int32(min(max(score * scale, 0), 1e9)) }
}
