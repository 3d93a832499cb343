// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// The documents of a segment that later generations have removed, and what statistics lose by it.
///
/// Segments are immutable; a delete file beside the segment says which documents are gone and corrects the counts, so
/// that every answer is that of an index that never held them.
///
///     File       --> Bits Totals Corrections
///     Bits       --> section 1: one bit a document, the lowest of each byte first; set where deleted
///     Totals     --> section 2: Documents (8), then Field (8) Tokens (8) Documents (8) for each field
///     Ordinals   --> section 3: ordinals of corrected terms (4 each), ascending
///     Losses     --> section 4: for each of them, documents (4) and occurrences (4) lost
///
/// Integers are little-endian. Totals are what the segment and each field lose. A term that shares another's postings is
/// corrected under the ordinal of that other.
package struct DeletedDocuments: Sendable {
  /// What a field loses.
  package struct Loss: Sendable, Equatable {
    package var tokens: Int
    package var documents: Int

    package init(tokens: Int = 0, documents: Int = 0) { (self.tokens, self.documents) = (tokens, documents) }
  }

  @usableFromInline let bits: FixedArray<UInt8>
  /// How many documents are deleted.
  package let count: Int
  package let losses: [Field: Loss]
  private let ordinals: FixedArray<UInt32>
  private let corrections: FixedArray<UInt32>

  package init(path: String) throws {
    let file = try SectionFile(path: path, kind: .deletes)
    bits = try FixedArray(file.section(1))
    ordinals = try FixedArray(file.section(3))
    corrections = try FixedArray(file.section(4))
    var totals = ByteCursor(try file.section(2).checked())
    count = Int(clamping: totals.read(UInt64.self))
    var losses: [Field: Loss] = [:]
    while !totals.isAtEnd, !totals.failed {
      let field = Field(rawValue: UInt8(truncatingIfNeeded: totals.read(UInt64.self)))
      losses[field] = Loss(
        tokens: Int(clamping: totals.read(UInt64.self)), documents: Int(clamping: totals.read(UInt64.self)))
    }
    self.losses = losses
    guard !totals.failed, corrections.count == 2 * ordinals.count else {
      throw IndexError.damaged(path: path, what: "its totals are cut short")
    }
  }

  @inlinable package func contains(_ document: UInt32) -> Bool {
    bits[Int(document >> 3)] >> (document & 7) & 1 == 1
  }

  func correct(_ info: inout TermInfo) {
    var (low, high) = (0, ordinals.count)
    while low < high {
      let middle = (low + high) / 2
      if ordinals[middle] < info.ordinal { low = middle + 1 } else { high = middle }
    }
    guard low < ordinals.count, ordinals[low] == info.ordinal else { return }
    info.documents = max(info.writtenDocuments - Int(corrections[2 * low]), 0)
    info.occurrences = max(info.writtenOccurrences - Int(corrections[2 * low + 1]), 0)
  }
}
