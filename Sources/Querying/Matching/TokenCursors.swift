// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// The postings of several words that must meet in a document: what phrases and NEAR of plain words walk.
///
/// The cursors stand in memory of their own, rarest first, so that the walk neither copies nor counts references.
final class TokenCursors {
  struct Slot {
    var cursor: PostingsCursor
    /// Place of the word in the query.
    let offset: UInt32
  }
  /// Empty until they are opened: joins of positions do without.
  @exclusivity(unchecked) private(set) var slots = UnsafeMutableBufferPointer<Slot>(start: nil, count: 0)
  /// The words and their places in the query, the rarest first.
  let terms: [(info: TermInfo, offset: UInt32)]

  /// - Parameter terms: at least one; nil stands for a place that asks for nothing.
  init(_ terms: [TermInfo?]) {
    var given: [(info: TermInfo, offset: UInt32)] = []
    for (index, info) in terms.enumerated() { if let info { given.append((info, UInt32(index))) } }
    given.sort { $0.info.writtenDocuments < $1.info.writtenDocuments }
    self.terms = given
  }

  deinit {
    slots.deinitialize()
    slots.deallocate()
  }

  /// Opens the lists, if they are not yet; false where that fails, and the context knows why.
  @inline(__always)
  func isOpen(_ context: SegmentContext) -> Bool { !slots.isEmpty || open(context) }

  @inline(never) private func open(_ context: SegmentContext) -> Bool {
    context.attempt {
      let opened = try terms.map { Slot(cursor: try context.segment.postings($0.info), offset: $0.offset) }
      slots = .allocate(capacity: opened.count)
      _ = slots.initialize(from: opened)
    }
    return !slots.isEmpty
  }

  /// The words by a way that joins the positions of many documents at a time; nil where documents must be looked at one
  /// by one.
  ///
  /// - Parameter weight: what occurrences score; nil where no scores are asked.
  func join(
    _ kind: PositionJoin.Kind, _ segment: SegmentReader, _ weight: TermWeight?, counting: Bool
  ) throws -> PositionJoin? {
    guard terms.count > 1, let rarest = terms.first?.info.writtenDocuments else { return nil }
    if case .near = kind, terms[0].info.ordinal == terms[1].info.ordinal { return nil }
    let purpose = PositionJoin.Purpose(
      bounds: try weight.map { $0.bounds(classes: try segment.lengthClasses) }, isCounting: counting)
    let all = segment.documentCount
    // In cycles: what windows take, and what a document costs that is looked up in other lists.
    let cost = terms.reduce(all / 4) { cost, term in
      let count = term.info.writtenDocuments
      return cost + (count > all / 5 ? count / 2 : count * 5 / 2) + all / 8
    }
    if cost < Self.lookUpCost * rarest,
      let join = try WindowJoin(terms, kind: kind, purpose: purpose, segment: segment)
    {
      return join
    }
    return try MeetingJoin(terms, kind: kind, purpose: purpose, segment: segment)
  }

  private static let lookUpCost = 20

  /// About how many documents a walk looks at.
  var cost: Int { terms.first?.info.writtenDocuments ?? 0 }

  /// The first document at or behind `target` that holds all words.
  @inline(__always)
  func seek(_ target: UInt32) -> UInt32 {
    let count = slots.count
    var candidate = slots[0].cursor.advance(to: target)
    while candidate != PostingsCursor.end {
      var next = candidate
      var index = 1
      while index < count {
        next = slots[index].cursor.advance(to: candidate)
        if next != candidate { break }
        index &+= 1
      }
      if next == candidate { return candidate }
      candidate = next == PostingsCursor.end ? next : slots[0].cursor.advance(to: next)
    }
    return PostingsCursor.end
  }
}

/// Memory for the numbers found in one document, kept from one to the next.
final class NumberBuffer {
  private(set) var base: UnsafeMutablePointer<UInt32>
  private var capacity = 64

  init() { base = .allocate(capacity: capacity) }

  deinit { base.deallocate() }

  /// Makes room for `count` numbers; those held may be lost.
  @inline(__always)
  func reserve(_ count: Int) {
    if count > capacity { grow(to: count) }
  }

  @inline(never) private func grow(to count: Int) {
    base.deallocate()
    capacity = max(count, 2 * capacity)
    base = .allocate(capacity: capacity)
  }
}
