// SPDX-License-Identifier: Apache-2.0

/// How often a phrase, or two words near each other, occur in the documents of a segment: many documents at a time, with
/// all positions joined by a kernel.
///
/// Barriers between kinds of blocks are not looked at. Not safe to share between threads.
internal import Bytes

package class PositionJoin {
  /// Stands for hits that the kernel cannot tell.
  package static let untold = PositionsKernel.untold

  package enum Kind: Sendable {
    case phrase
    /// Two different words with at most so many tokens between them.
    case near(UInt32)
  }

  /// Documents in which all words occur.
  package struct Window {
    /// What is to be added to each of `slots`.
    package let base: UInt32
    /// Ascending.
    package let slots: UnsafeBufferPointer<UInt32>
    /// For each of them, how often the words stand as is asked, or `untold`; nil where none is told.
    package let hits: UnsafePointer<UInt32>?
  }

  let kernel: PositionsKernel
  let kind: Kind
  let deletes: DeletedDocuments?
  let hits: UnsafeMutablePointer<UInt32>

  init(_ lists: [PositionsKernel.Word], _ kind: Kind, _ deletes: DeletedDocuments?, most: Int) {
    (self.kind, self.deletes) = (kind, deletes)
    kernel = PositionsKernel(lists)
    hits = .allocate(capacity: most)
  }

  deinit { hits.deallocate() }

  /// The next documents that hold all words and may score `threshold`; valid until the next call. Nil behind the last.
  package func next(threshold: Float) -> Window? { nil }

  /// Joins the positions of the documents at `slots`; false where that cannot be.
  final func join(_ slots: UnsafeBufferPointer<UInt32>) -> Bool {
    if slots.isEmpty { return true }
    switch kind {
    case .phrase: return kernel.phrases(at: slots, into: hits)
    case .near(let distance): return kernel.near(distance, at: slots, into: hits)
    }
  }
}

extension PostingsCursor {
  /// The list as the kernel reads it; nil where it has no positions.
  func positionList(offset: UInt32) -> PositionsKernel.Word? {
    guard let rest = positionReader.single.map({ [$0] }) ?? restOfPositions() else { return nil }
    let none = UnsafeRawBufferPointer(start: nil, count: 0)
    let hasBlocks = occurrences >= PackedBlock.size
    var word = PositionsKernel.Word(
      blocks: hasBlocks ? positionBytes : none, rest: rest, entries: none, entryCount: 0, entryLength: 0, lastBytes: 1,
      placeOffset: 0, placeBytes: 1, offset: offset)
    if count < PackedBlock.size { return word }
    guard let entries, let positions = entries.layout.positionsLayout else { return nil }
    (word.entries, word.entryCount, word.entryLength) = (entries.bytes, blocks, entries.layout.length)
    word.lastBytes = entries.layout.lastLength
    (word.placeOffset, word.placeBytes) = (positions.offset, positions.length)
    return word
  }
}
