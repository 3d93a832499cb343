// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// The documents of a segment whose body has blocks of several languages: no other document is in the lists of stems of two
/// languages, so that what a query of stems finds in each language can be added up.
///
/// Unchecked: the list is written once, before anybody else sees it.
package final class MultilingualDocuments: @unchecked Sendable {
  /// Ascending.
  package let documents: [UInt32]
  private let list: ByteBuffer

  init(_ documents: [UInt32]) {
    self.documents = documents
    var encoder = PostingsEncoder()
    encoder.expect(documents: documents.count)
    for document in documents { encoder.add(document: document, frequency: 1, length: 0) }
    var list = ByteBuffer()
    _ = encoder.finish(into: &list, withPositions: false)
    self.list = list
  }

  /// Their list, each with one occurrence, for as long as these documents live.
  package var postings: PostingsCursor {
    let none = UnsafeRawBufferPointer(start: nil, count: 0)
    guard documents.count != 1 else {
      return PostingsCursor(document: documents[0], frequency: 1, position: nil, positions: none, owner: nil)
    }
    return PostingsCursor(
      documents: list.bytes, positions: none, count: documents.count, occurrences: documents.count, owner: nil)
  }
}
