// SPDX-License-Identifier: Apache-2.0

/// One segment as the matchers of one query see it: the reader, and the structure of the document looked at last.
package import Segments

/// Not safe to share between threads.
package final class SegmentContext {
  package let segment: SegmentReader
  /// What went wrong while a matcher walked; matchers cannot throw, so whoever drives them asks afterwards.
  package private(set) var failure: (any Error)?
  private var barrierBits: FixedArray<UInt8>?
  private var held: (document: UInt32, field: Field, structure: DocumentStructure)?

  package init(_ segment: SegmentReader) { self.segment = segment }

  package func throwIfFailed() throws {
    if let failure { throw failure }
  }

  /// Blocks, sentences and pages of a field of a document.
  package func structure(_ document: UInt32, _ field: Field) -> DocumentStructure {
    if let held, held.document == document, held.field == field { return held.structure }
    var structure = DocumentStructure()
    attempt { structure = try segment.structure(document, field) }
    held = (document, field, structure)
    return structure
  }

  /// Positions that nothing may cross; none in most documents.
  func barriers(_ document: UInt32, _ field: Field) -> [UInt32] {
    guard field == .body else { return [] }
    var found: [UInt32] = []
    attempt {
      let bits = try barrierBits ?? segment.barrierBits
      barrierBits = bits
      if bits[Int(document >> 3)] >> UInt8(document & 7) & 1 == 1 { found = structure(document, field).barriers }
    }
    return found
  }

  func attempt(_ body: () throws -> Void) {
    do { try body() } catch { failure = failure ?? error }
  }
}
