// SPDX-License-Identifier: Apache-2.0

/// What the dictionary says of a term: how frequent it is, and where its postings lie.
package struct TermInfo: Sendable, Equatable {
  /// Index of the term in the dictionary of its segment.
  package var ordinal: UInt32
  /// Live documents of the segment that hold the term: deleted ones are subtracted.
  package var documents: Int
  /// Occurrences in live documents.
  package var occurrences: Int
  package var namespace: TermNamespace
  package var field: Field

  /// Documents and occurrences as written, deleted documents included.
  package var writtenDocuments: Int
  package var writtenOccurrences: Int
  var postings: Postings
  /// Where the term's relations (members of a stem, parts of a joined form) stand in the terms section.
  var relations: Int

  /// Nothing known yet.
  static let none = TermInfo(
    ordinal: 0, documents: 0, occurrences: 0, namespace: .word, field: .body, writtenDocuments: 0,
    writtenOccurrences: 0, postings: .list(offset: 0, documentsLength: 0, length: 0), relations: 0)

  enum Postings: Sendable, Equatable {
    /// A single posting, kept in the dictionary; the position where the frequency is 1 and there are positions.
    case single(document: UInt32, frequency: UInt32, position: UInt32)
    /// Where the list lies in the postings section.
    case list(offset: Int, documentsLength: Int, length: Int)
  }
}
