// SPDX-License-Identifier: Apache-2.0

/// What the hashes of a corpus are made from.
///
///     ContentHashes --> (32 bytes){documents}: SHA-256 of each document's source bytes
///     Digests       --> (16 bytes){documents}: each document's share of the content digest, hits left out
///
/// Both are empty in a segment that was merged without the forward index: such an index is never brought up to date.
package struct DocumentHashes {
  private let content: UnsafeRawBufferPointer
  private let digests: UnsafeRawBufferPointer
  // Keeps the mapped bytes alive.
  private let owner: SectionFile

  init(content: Section, digests: Section, documents: Int) throws {
    self.content = try content.checked(0..<32 * documents)
    self.digests = try digests.checked(0..<16 * documents)
    owner = content.file
  }

  /// Valid as long as the segment is open.
  package func contentHash(_ document: UInt32) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: content[32 * Int(document)..<32 * Int(document) + 32])
  }

  package func digest(_ document: UInt32) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: digests[16 * Int(document)..<16 * Int(document) + 16])
  }
}
