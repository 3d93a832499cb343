// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// A byte for each document of a segment, set for those that hold any of some terms.
///
/// A byte and not a bit: setting bits waits for the bit set before, and neighbours in long lists share a word. Blocks that lie
/// as bit sets are set as bits beside the bytes.
struct DocumentMarks: ~Copyable {
  private let segment: SegmentReader
  private let marks: UnsafeMutableBufferPointer<UInt8>
  private let bits: UnsafeMutableBufferPointer<UInt64>

  init(_ segment: SegmentReader) {
    self.segment = segment
    bits = .allocate(capacity: segment.documentCount / 64 + 2)
    bits.initialize(repeating: 0)
    marks = .allocate(capacity: segment.documentCount + DocumentWindow.slack)
    marks.initialize(repeating: 0)
  }

  deinit {
    marks.deallocate()
    bits.deallocate()
  }

  func insert(_ postings: PostingsCursor) {
    var cursor = postings
    if let base = marks.baseAddress, let words = bits.baseAddress {
      cursor.markAll(in: base, bits: words, count: segment.documentCount)
    }
  }

  func removeDeleted() {
    guard let deletes = segment.deletes else { return }
    for document in 0..<UInt32(clamping: segment.documentCount) where deletes.contains(document) {
      marks[Int(document)] = 0
      bits[Int(document / 64)] &= ~(1 << UInt64(document % 64))
    }
  }

  var count: Int {
    DocumentWindow.countMarked(UnsafeBufferPointer(marks), UnsafeBufferPointer(bits), count: segment.documentCount)
  }
}
