// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Reads the documents of a word's list alone, from the first to the last, for who asks thousands of lists: no cursor, and
/// no frequencies. See `PostingsEncoder` for the format. Not safe to share between threads.
final class ListedDocuments {
  private let segment: SegmentReader
  /// The documents that were read last.
  let documents: UnsafeMutablePointer<UInt32>

  init(_ segment: SegmentReader) {
    self.segment = segment
    documents = .allocate(capacity: PackedBlock.size)
  }

  deinit { documents.deallocate() }

  /// Calls `body` with the number of the documents read each time, deleted ones included; malformed bytes end a list.
  ///
  /// - Parameter passes: told where a whole block lies, the document before it and its last one, says whether it need not be
  ///   read.
  @inline(__always)
  func read(
    _ info: TermInfo,
    passes: (_ bytes: UnsafeRawBufferPointer, _ place: Int, _ base: UInt32, _ last: UInt32) -> Bool,
    _ body: (Int) -> Void
  ) throws {
    switch info.postings {
    case .single(let document, _, _): one(document, body)
    case .list(_, let document, _) where info.writtenDocuments == 1: one(UInt32(truncatingIfNeeded: document), body)
    case .list(let offset, let length, _):
      let bytes = try segment.postingsSection.checked(offset..<offset + length)
      let count = info.writtenDocuments
      if count >= PackedBlock.size {
        readBlocks(bytes, count, passes, body)
      } else if ExpGolomb.readDocuments(bytes, count, into: documents) {
        body(count)
      }
    }
  }

  @inline(__always)
  private func one(_ document: UInt32, _ body: (Int) -> Void) {
    documents[0] = document
    body(1)
  }

  @inline(__always)
  private func readBlocks(
    _ bytes: UnsafeRawBufferPointer, _ count: Int,
    _ passes: (_ bytes: UnsafeRawBufferPointer, _ place: Int, _ base: UInt32, _ last: UInt32) -> Bool,
    _ body: (Int) -> Void
  ) {
    let (whole, rest) = (count / PackedBlock.size, count % PackedBlock.size)
    let firstEntry = Impacts.byteCount + 1
    guard firstEntry <= bytes.count else { return }
    let layout = EntryLayout(byte: bytes[firstEntry - 1])
    let blocks = firstEntry + layout.length * (rest > 0 ? whole + 1 : whole)
    var (entry, base) = (firstEntry, UInt32.max)
    for _ in 0..<whole {
      let (place, last) = (blocks + layout.place(bytes, entry), layout.last(bytes, entry))
      if !passes(bytes, place, base, last) {
        guard PackedBlock.readSums(bytes, at: place, base: base, into: documents) != nil else { return }
        body(PackedBlock.size)
      }
      base = last
      entry += layout.length
    }
    let place = blocks + layout.place(bytes, entry)
    if rest > 0, ExpGolomb.readDocuments(bytes, at: place, rest, base: base, into: documents) { body(rest) }
  }
}
