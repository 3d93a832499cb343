// SPDX-License-Identifier: Apache-2.0

/// A byte for each document of a segment, set for those that hold any of some terms.
///
/// A byte and not a bit: setting bits waits for the bit set before, and neighbours in long lists share a word.
internal import Segments

struct DocumentMarks: ~Copyable {
  private let segment: SegmentReader
  private let marks: UnsafeMutableBufferPointer<UInt8>

  init(_ segment: SegmentReader) {
    self.segment = segment
    marks = .allocate(capacity: segment.documentCount + DocumentWindow.slack)
    marks.initialize(repeating: 0)
  }

  deinit { marks.deallocate() }

  func insert(_ postings: PostingsCursor) {
    var cursor = postings
    if let base = marks.baseAddress { cursor.markAll(in: base, count: segment.documentCount) }
  }

  func removeDeleted() {
    guard let deletes = segment.deletes else { return }
    for document in 0..<UInt32(clamping: segment.documentCount) where deletes.contains(document) {
      marks[Int(document)] = 0
    }
  }

  var count: Int { DocumentWindow.countNonzero(UnsafeBufferPointer(rebasing: marks[..<segment.documentCount])) }
}
