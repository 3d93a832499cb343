// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Positions joined window by window: all lists are poured into tables first. Pays where the words' lists are long beside
/// the segment.
package final class WindowJoin: PositionJoin {
  private let cursors: UnsafeMutableBufferPointer<PostingsCursor>
  private let window: DocumentWindow
  /// Windows grow, so that a threshold is soon known.
  @exclusivity(unchecked) private var size = 128

  /// - Parameters:
  ///   - words: the rarest first, each with its place in the phrase.
  /// - Returns: nil where a list is too short, or has no positions.
  package init?(
    _ words: [(info: TermInfo, offset: UInt32)], kind: Kind, purpose: Purpose, segment: SegmentReader
  ) throws {
    let opened = try words.map { try segment.postings($0.info) }
    let lists = zip(opened, words).compactMap { $0.positionList(offset: $1.offset) }
    guard lists.count == words.count, opened.allSatisfy({ $0.count >= PackedBlock.size }) else { return nil }
    window = DocumentWindow(
      groups: words.map { _ in 1 }, documents: segment.documentCount,
      bounds: purpose.isCounting ? nil : purpose.bounds, size: PositionsKernel.windowSize)
    cursors = .allocate(capacity: opened.count)
    _ = cursors.initialize(from: opened)
    try super.init(lists, kind, purpose, segment, most: PositionsKernel.windowSize)
  }

  deinit {
    cursors.deinitialize()
    cursors.deallocate()
  }

  package override func next(threshold: Float) -> Found? {
    var base: UInt32 = 0
    for index in cursors.indices { base = max(base, cursors[index].document) }
    if base == PostingsCursor.end { return nil }
    window.open(at: base, limit: size)
    // A damaged list may name documents behind the last one.
    if window.end <= base { return nil }
    size = min(2 * size, PositionsKernel.windowSize)
    for index in cursors.indices {
      if cursors[index].advance(to: base) < window.end { begin(index) }
      window.add(&cursors[index], leaf: index, isFirst: true)
      window.forEachExcess(of: index) { kernel.exceed(index, slot: $0, by: $1) }
    }
    if let deletes { window.exclude(deletes) }
    let isNear = if case .near = kind { true } else { false }
    let slots = window.candidates(scoring: purpose.isCounting ? 0 : threshold, as: isNear ? .either : .rarest)
    return join(slots, base: base, numbers: slots.baseAddress, threshold: threshold)
  }

  private func begin(_ word: Int) {
    let place = cursors[word].positionStart()
    kernel.begin(
      word, table: window.table(word), first: window.base, size: window.count, entry: cursors[word].block,
      start: place.start, index: place.index)
  }
}
