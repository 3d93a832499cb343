// SPDX-License-Identifier: Apache-2.0

/// How often a phrase, or two words near each other, occur in the documents of a segment: window by window, with all
/// positions joined by a kernel. Pays where the words' lists are long beside the segment.
///
/// Barriers between kinds of blocks are not looked at. Not safe to share between threads.
internal import Bytes

package final class PositionJoin {
  package enum Kind: Sendable {
    case phrase
    /// Two different words with at most so many tokens between them.
    case near(UInt32)
  }

  /// The documents of a window in which all words occur.
  package struct Window {
    package let base: UInt32
    /// As indices in the window, ascending.
    package let slots: UnsafeBufferPointer<UInt32>
    /// For each of them, how often the words stand as is asked; nil where the kernel cannot tell.
    package let hits: UnsafePointer<UInt32>?
  }

  private let cursors: UnsafeMutableBufferPointer<PostingsCursor>
  private let window: DocumentWindow
  private let kernel: PositionsKernel
  private let kind: Kind
  private let deletes: DeletedDocuments?
  private let hits: UnsafeMutablePointer<UInt32>
  /// Windows grow, so that a threshold is soon known.
  @exclusivity(unchecked) private var size = 128

  /// - Parameters:
  ///   - words: the rarest first, each with its place in the phrase.
  ///   - bounds: what occurrences score, as one leaf; nil where no document will be left out for its score.
  /// - Returns: nil where a list is too short, or has no positions.
  package init?(
    _ words: [(info: TermInfo, offset: UInt32)], kind: Kind, segment: SegmentReader, bounds: ScoreBounds?
  ) throws {
    let opened = try words.map { try segment.postings($0.info) }
    let lists = zip(opened, words).compactMap { $0.positionList(offset: $1.offset) }
    guard lists.count == words.count else { return nil }
    (self.kind, deletes) = (kind, segment.deletes)
    kernel = PositionsKernel(lists)
    window = DocumentWindow(
      groups: words.map { _ in 1 }, documents: segment.documentCount, bounds: bounds)
    cursors = .allocate(capacity: opened.count)
    _ = cursors.initialize(from: opened)
    hits = .allocate(capacity: DocumentWindow.size)
  }

  deinit {
    cursors.deinitialize()
    cursors.deallocate()
    hits.deallocate()
  }

  /// The next documents that hold all words and may score `threshold`; valid until the next call. Nil behind the last.
  package func next(threshold: Float) -> Window? {
    var base: UInt32 = 0
    for index in cursors.indices { base = max(base, cursors[index].document) }
    if base == PostingsCursor.end { return nil }
    window.open(at: base, limit: size)
    // A damaged list may name documents behind the last one.
    if window.end <= base { return nil }
    size = min(2 * size, DocumentWindow.size)
    for index in cursors.indices {
      if cursors[index].advance(to: base) < window.end { begin(index, base) }
      window.add(&cursors[index], leaf: index, isFirst: true)
    }
    if let deletes { window.exclude(deletes) }
    let isNear = if case .near = kind { true } else { false }
    let slots = window.candidates(scoring: threshold, joined: isNear)
    return Window(base: base, slots: slots, hits: join(slots) ? UnsafePointer(hits) : nil)
  }

  private func begin(_ word: Int, _ base: UInt32) {
    let place = cursors[word].positionStart()
    kernel.begin(
      word, table: window.table(word), first: base, slot: cursors[word].document &- base, entry: cursors[word].block,
      start: place.start, index: place.index)
  }

  private func join(_ slots: UnsafeBufferPointer<UInt32>) -> Bool {
    guard !window.hasExcesses else { return false }
    if slots.isEmpty { return true }
    switch kind {
    case .phrase: return kernel.phrases(at: slots, into: hits)
    case .near(let distance): return kernel.near(distance, at: slots, into: hits)
    }
  }
}

extension PostingsCursor {
  /// The list as the kernel reads it; nil for short lists and those without positions.
  fileprivate func positionList(offset: UInt32) -> PositionsKernel.Word? {
    guard let entries, entries.hasPositions, let rest = restOfPositions() else { return nil }
    let hasBlocks = occurrences >= PackedBlock.size
    return PositionsKernel.Word(
      blocks: hasBlocks ? positionBytes : UnsafeRawBufferPointer(start: nil, count: 0), rest: rest,
      entries: entries.bytes, entryCount: blocks, entryLength: entries.length, lastBytes: entries.lastBytes,
      placeOffset: entries.placeOffset, placeBytes: entries.placeBytes, offset: offset)
  }
}
