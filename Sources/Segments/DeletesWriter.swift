// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Writes the delete file of a segment: which documents are gone and what every count loses; see `DeletedDocuments`.
package enum DeletesWriter {
  /// - Parameter deleted: all deleted documents of the segment, earlier ones included, ascending.
  /// - Returns: the length of the file.
  package static func write(_ deleted: [UInt32], of segment: SegmentReader, to path: String) throws -> Int {
    var bits = [UInt8](repeating: 0, count: (segment.documentCount + 7) / 8)
    for document in deleted where Int(document) < segment.documentCount {
      bits[Int(document / 8)] |= 1 << UInt8(document % 8)
    }
    var totals = ByteBuffer()
    totals.append(little: UInt64(deleted.count))
    for field in segment.meta.fields.keys.sorted() {
      let lengths = try segment.lengths(field)
      let own = deleted.map { lengths[$0] }
      totals.append(little: UInt64(field.rawValue))
      totals.append(little: own.reduce(0) { $0 + UInt64($1) })
      totals.append(little: UInt64(own.count { $0 > 0 }))
    }
    let losses = try losses(deleted, segment)
    var file = try SectionFileWriter(path: path, kind: .deletes)
    try file.section(1, bits)
    try file.section(2, totals)
    try file.section(3, losses.ordinals)
    try file.section(4, losses.counts)
    return try file.finish().length
  }

  /// What each term loses, found by walking its postings and the deleted documents together.
  private static func losses(
    _ deleted: [UInt32], _ segment: SegmentReader
  ) throws -> (ordinals: [UInt32], counts: [UInt32]) {
    var ordinals: [UInt32] = []
    var counts: [UInt32] = []
    var terms = try segment.dictionary.cursor(from: [])
    while try terms.next() {
      // A stem that shares a word's postings is corrected with the word.
      guard let info = try terms.ownInfo else { continue }
      var cursor = try segment.postings(info)
      var (documents, occurrences): (UInt32, UInt32) = (0, 0)
      for document in deleted where document >= cursor.document {
        let found = cursor.advance(to: document)
        if found == PostingsCursor.end { break }
        if found == document {
          documents += 1
          occurrences += cursor.frequency
        }
      }
      if documents > 0 {
        ordinals.append(info.ordinal)
        counts += [documents, occurrences]
      }
    }
    return (ordinals, counts)
  }
}
