// SPDX-License-Identifier: Apache-2.0

package import Segments

/// One segment as the matchers of one query see it: the reader, and the structure of the document looked at last.
///
/// Not safe to share between threads.
package final class SegmentContext {
  package let segment: SegmentReader
  /// What went wrong while a matcher walked; matchers cannot throw, so whoever drives them asks afterwards.
  package private(set) var failure: (any Error)?
  private var barrierBits: FixedArray<UInt8>?
  /// The same where they lie.
  @exclusivity(unchecked) private var barrierBytes: UnsafeBufferPointer<UInt8>?
  private var held: (document: UInt32, field: Field, structure: DocumentStructure, barriers: [UInt32]?)?

  /// Walks end when it says so; `throwIfFailed` then tells why.
  package let clock: QueryClock

  package init(_ segment: SegmentReader, limit: TimeLimit = .none) {
    self.segment = segment
    clock = QueryClock(limit)
  }

  /// Whether a walk may end at once: its result will not be used. To be asked once a document, or a start in it.
  var isStopped: Bool { clock.tick() || failure != nil }

  package func throwIfFailed() throws {
    try clock.throwIfOver()
    if let failure { throw failure }
  }

  /// Blocks, sentences and pages of a field of a document.
  package func structure(_ document: UInt32, _ field: Field) -> DocumentStructure {
    if let held, held.document == document, held.field == field { return held.structure }
    var structure = DocumentStructure()
    attempt { structure = try segment.structure(document, field) }
    held = (document, field, structure, nil)
    return structure
  }

  /// Whether a document has barriers at all: a bit is cheaper than their list.
  package func hasBarriers(_ document: UInt32, _ field: Field) -> Bool {
    if field != .body { return false }
    let bytes = barrierBytes ?? openBarriers()
    let place = Int(document >> 3)
    return place < bytes.count && bytes[place] >> UInt8(document & 7) & 1 == 1
  }

  @inline(never) private func openBarriers() -> UnsafeBufferPointer<UInt8> {
    attempt { barrierBits = try segment.barrierBits }
    let bytes = barrierBits?.values ?? UnsafeBufferPointer(start: nil, count: 0)
    barrierBytes = bytes
    return bytes
  }

  /// Positions that nothing may cross; none in most documents.
  func barriers(_ document: UInt32, _ field: Field) -> [UInt32] {
    guard hasBarriers(document, field) else { return [] }
    let structure = structure(document, field)
    if let known = held?.barriers { return known }
    let barriers = structure.barriers
    held?.barriers = barriers
    return barriers
  }

  func attempt(_ body: () throws -> Void) {
    do { try body() } catch { failure = failure ?? error }
  }
}
