// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// How often a phrase, or two words near each other, occur in the documents of a segment: many documents at a time, with
/// all positions joined by a kernel.
///
/// Barriers between kinds of blocks are not looked at. Not safe to share between threads.
package class PositionJoin {
  package enum Kind: Sendable {
    case phrase
    /// Two different words with at most so many tokens between them.
    case near(UInt32)
  }

  /// What is wanted of the documents that match.
  package struct Purpose {
    /// What occurrences score, as one leaf; nil where no scores are asked.
    let bounds: ScoreBounds?
    /// Whether all are counted: else those that do not score enough are left out.
    let isCounting: Bool

    package init(bounds: ScoreBounds?, isCounting: Bool) { (self.bounds, self.isCounting) = (bounds, isCounting) }
  }

  /// A document that matches. As the kernel writes it.
  package struct Match {
    package let document: UInt32
    package let hits: UInt32
  }

  /// What was found in some documents.
  package struct Found {
    /// How many match, and how often.
    package fileprivate(set) var count = 0
    package fileprivate(set) var hits = 0
    /// Those of them that may score enough, ascending; none where no scores are asked.
    package fileprivate(set) var matches = UnsafeBufferPointer<Match>(start: nil, count: 0)
    /// Documents whose positions must be joined elsewhere, ascending: in several kinds of blocks, or with too many.
    package fileprivate(set) var unsure = UnsafeBufferPointer<UInt32>(start: nil, count: 0)
  }

  let kernel: PositionsKernel
  let kind: Kind
  let purpose: Purpose
  let deletes: DeletedDocuments?
  private let barriers: FixedArray<UInt8>
  private let lengths: DocumentLengths
  private let hits: UnsafeMutablePointer<UInt32>
  private let matches: UnsafeMutablePointer<Match>
  private let unsure: UnsafeMutablePointer<UInt32>

  /// - Parameter most: so many documents are joined at a time.
  init(
    _ lists: [PositionsKernel.Word], _ kind: Kind, _ purpose: Purpose, _ segment: SegmentReader, most: Int
  ) throws {
    (self.kind, self.purpose, deletes) = (kind, purpose, segment.deletes)
    (barriers, lengths) = (try segment.barrierBits, try segment.lengths(.body))
    kernel = PositionsKernel(lists)
    hits = .allocate(capacity: most)
    matches = .allocate(capacity: most)
    unsure = .allocate(capacity: most)
  }

  deinit {
    hits.deallocate()
    matches.deallocate()
    unsure.deallocate()
  }

  /// What the next documents hold that may score `threshold`; valid until the next call. Nil behind the last.
  package func next(threshold: Float) -> Found? { nil }

  /// Joins the positions of the documents at `slots`, which are `base` and each of `numbers`.
  final func join(
    _ slots: UnsafeBufferPointer<UInt32>, base: UInt32, numbers: UnsafePointer<UInt32>?, threshold: Float
  ) -> Found {
    guard let numbers, !slots.isEmpty else { return Found() }
    let isJoined =
      switch kind {
      case .phrase: kernel.phrases(at: slots, into: hits)
      case .near(let distance): kernel.near(distance, at: slots, into: hits)
      }
    if !isJoined { hits.update(repeating: PositionsKernel.untold, count: slots.count) }
    return sift(slots.count, base, numbers, threshold)
  }

  /// What the hits of some documents say.
  private func sift(_ count: Int, _ base: UInt32, _ numbers: UnsafePointer<UInt32>, _ threshold: Float) -> Found {
    let sifted = HitsKernel.sift(
      hits, base: base, numbers: numbers, count: count,
      of: .init(
        barriers: barriers.values, starts: lengths.values, scores: purpose.bounds?.scores(atLeast: threshold)),
      matches: matches, unsure: unsure)
    var found = Found()
    (found.count, found.hits) = (sifted.documents, sifted.hits)
    found.matches = UnsafeBufferPointer(start: matches, count: sifted.matches)
    found.unsure = UnsafeBufferPointer(start: unsure, count: sifted.unsure)
    return found
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
      placeOffset: 0, placeBytes: 1,
      offset: offset)
    if count < PackedBlock.size { return word }
    guard let entries, let positions = entries.layout.positionsLayout else { return nil }
    (word.entries, word.entryCount, word.entryLength) = (entries.bytes, blocks, entries.layout.length)
    word.lastBytes = entries.layout.lastLength
    (word.placeOffset, word.placeBytes) = (positions.offset, positions.length)
    return word
  }
}
