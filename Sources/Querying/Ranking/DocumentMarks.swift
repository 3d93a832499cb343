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

  /// Calls `body` for documents among which are the first `limit` in the order of ids, of about `count` that are marked.
  func forEachFirst(_ limit: Int, of count: Int, _ body: (UInt32) -> Void) throws {
    let all = segment.documentCount
    // Where most documents are marked the first by id are soon met; else all marks are walked, eight at a time.
    if count > all / 64, limit < 1000 {
      let documents = try segment.ids.byRank
      var (rank, found) = (0, 0)
      while rank < all, found < limit {
        let document = documents[rank]
        if Int(document) < marks.count, marks[Int(document)] != 0 {
          body(document)
          found += 1
        }
        rank += 1
      }
      return
    }
    let bytes = UnsafeRawBufferPointer(marks)
    var start = 0
    while start < all {
      let some = start + 8 > all || bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self) != 0
      if some { for index in start..<min(start + 8, all) where marks[index] != 0 { body(UInt32(index)) } }
      start += 8
    }
  }
}
