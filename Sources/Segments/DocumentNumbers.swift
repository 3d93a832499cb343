// SPDX-License-Identifier: Apache-2.0

/// The numbers that a segment's documents have once segments are merged.
struct DocumentNumbers: Sendable {
  /// Where none is deleted, the first one's number; the others follow.
  let first: UInt32
  /// Documents of the segment, deleted ones included.
  let count: Int
  /// The number of each document, `.max` where it is deleted; empty where none is.
  let moved: [UInt32]
  /// Documents that are not deleted.
  let live: Int

  /// Numbers the live documents of `segment` from `first` on.
  init(_ segment: SegmentReader, first: UInt32) {
    (self.first, count) = (first, segment.documentCount)
    guard segment.liveDocumentCount < count else {
      (moved, live) = ([], count)
      return
    }
    var next = first
    moved = (0..<UInt32(count)).map { document in
      if segment.isDeleted(document) { return .max }
      defer { next += 1 }
      return next
    }
    live = Int(next - first)
  }

  /// The new number of a document; `.max` where it is deleted.
  subscript(document: Int) -> UInt32 {
    moved.isEmpty ? first &+ UInt32(truncatingIfNeeded: document) : moved[document]
  }

  /// Calls `body` with each live document, in order.
  @inline(__always)
  func forEachLive(_ body: (UInt32) throws -> Void) rethrows {
    for document in 0..<count where moved.isEmpty || moved[document] != .max {
      try body(UInt32(truncatingIfNeeded: document))
    }
  }
}
