// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// The lengths of all documents of one field while postings are merged: asked for here and there, and therefore small.
struct DocumentSizes: Sendable {
  /// `.max` for lengths that stand in `long`.
  private let short: [UInt16]
  private let long: [UInt32: UInt32]

  /// - Parameter starts: where each document begins, and the end of the last one.
  init(starts: [UInt32]) {
    var long: [UInt32: UInt32] = [:]
    short = zip(starts, starts.dropFirst()).enumerated().map { document, ends in
      let length = ends.1 &- ends.0
      if length < UInt16.max { return UInt16(length) }
      long[UInt32(truncatingIfNeeded: document)] = length
      return .max
    }
    self.long = long
  }

  /// Zero for a document outside.
  subscript(document: UInt32) -> UInt32 {
    let short = Int(document) < short.count ? short[Int(document)] : 0
    return short == .max ? long[document] ?? 0 : UInt32(short)
  }

  /// Copies the lengths of `count` documents, which ascend once raised by `first`.
  func copy(
    _ count: Int, _ documents: UnsafePointer<UInt32>, raisedBy first: UInt32, into out: UnsafeMutablePointer<UInt32>
  ) {
    var most: UInt32 = 0
    short.withUnsafeBufferPointer { short in
      // One must not wait for the other: reading these takes longer than all else that is done with a posting.
      for index in 0..<count {
        out[index] = UInt32(short[Int(documents[index] &+ first)])
        most = max(most, out[index])
      }
    }
    guard most == UInt32(UInt16.max) else { return }
    for index in 0..<count { out[index] = self[documents[index] &+ first] }
  }
}
