// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// The length of each document as one of sixteen classes: enough to tell quickly that a document cannot score much.
///
/// Unchecked: the classes are written once, before anybody else sees them.
package final class LengthClasses: @unchecked Sendable {
  /// 16 times the class of each document, and room behind the last that scans may read.
  let classes: UnsafeMutablePointer<UInt8>
  /// Documents of the segment.
  let count: Int
  /// The least length of each class.
  package let least: [UInt32]

  /// The weight of a word that occurs once falls by about the same amount from class to class: it goes with
  /// 1 / (1.3 + 0.9 length / average length) in BM25 with the usual constants.
  init(_ lengths: DocumentLengths) {
    let starts = lengths.values
    count = lengths.count
    let average = max(Double(starts.last ?? 0) / Double(max(count, 1)), 1)
    least = (0..<WindowKernel.classes).map { number in
      let part = 1 - Double(number) / Double(WindowKernel.classes)
      return UInt32(min((1.3 / part - 1.3) / 0.9 * average, 4e9).rounded(.up))
    }
    classes = .allocate(capacity: count + WindowKernel.slack)
    classes.initialize(repeating: 0, count: count + WindowKernel.slack)
    guard let base = starts.baseAddress, count > 0 else { return }
    Array(least.dropFirst()).withUnsafeBufferPointer {
      guard let borders = $0.baseAddress else { return }
      WindowKernel.classify(starts: base, count: count, borders: borders, into: classes)
    }
  }

  deinit { classes.deallocate() }
}
