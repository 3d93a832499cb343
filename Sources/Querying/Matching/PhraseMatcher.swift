// SPDX-License-Identifier: Apache-2.0

/// Phrases: exact terms side by side, and the general case with wildcards and groups inside.
internal import Segments

/// Walks documents that hold all of some matchers, rarest first. The base of phrases, NEAR and AND.
struct Conjunction<Member: Matcher> {
  private(set) var members: [Member]

  init(_ members: [Member]) { self.members = members.sorted { $0.cost < $1.cost } }

  var cost: Int { members.first?.cost ?? 0 }

  /// The first document at or behind `target` that all members hold.
  func seek(_ target: UInt32) -> UInt32 {
    guard let lead = members.first else { return Matcher.end }
    var candidate = lead.advance(to: target)
    while candidate != Matcher.end {
      var agreed = true
      for index in 1..<members.count {
        let next = members[index].advance(to: candidate)
        if next != candidate {
          candidate = next == Matcher.end ? next : lead.advance(to: next)
          agreed = false
          break
        }
      }
      if agreed { return candidate }
    }
    return Matcher.end
  }
}

/// Single terms at consecutive positions. Positions are read only where all the terms meet in a document.
final class PhraseMatcher: PositionalMatcher {
  /// A term and its place in the phrase.
  private struct Slot {
    var cursor: PostingsCursor
    let offset: UInt32
    let documents: Int
  }
  @exclusivity(unchecked) private var slots: [Slot]
  private let length: UInt32
  /// The first `startCount` are where the phrase starts in the current document.
  @exclusivity(unchecked) private var starts: [UInt32] = []
  @exclusivity(unchecked) private var startCount = 0

  /// - Parameter terms: nil stands for any one token; the first and the last are terms.
  init(_ terms: [TermInfo?], context: SegmentContext, field: Field) throws {
    var slots: [Slot] = []
    for (index, info) in terms.enumerated() {
      guard let info else { continue }
      slots.append(
        Slot(cursor: try context.segment.postings(info), offset: UInt32(index), documents: info.writtenDocuments))
    }
    self.slots = slots.sorted { $0.documents < $1.documents }
    length = UInt32(terms.count)
    super.init(context: context, field: field)
  }

  override var cost: Int { slots[0].documents }

  override func seek(_ target: UInt32) -> UInt32 {
    var slots = self.slots
    self.slots = []
    defer { self.slots = slots }
    var candidate = slots[0].cursor.advance(to: target)
    while candidate != Matcher.end {
      var next = candidate
      for index in 1..<slots.count {
        next = slots[index].cursor.advance(to: candidate)
        if next != candidate { break }
      }
      if next == candidate {
        if findStarts(&slots, candidate) { return candidate }
        next = candidate &+ 1
      }
      candidate = next == Matcher.end ? next : slots[0].cursor.advance(to: next)
    }
    return Matcher.end
  }

  /// Where the phrase starts in a document that holds all its terms.
  private func findStarts(_ slots: inout [Slot], _ document: UInt32) -> Bool {
    let first = slots[0].cursor.positions()
    if starts.count < first.count { starts = [UInt32](repeating: 0, count: 2 * first.count) }
    startCount = starts.withUnsafeMutableBufferPointer { starts in
      let offset = slots[0].offset
      var kept = 0
      for position in first where position >= offset {
        starts[kept] = position &- offset
        kept &+= 1
      }
      for index in 1..<slots.count where kept > 0 {
        kept = Self.keep(starts, kept, slots[index].cursor.positions(), slots[index].offset)
      }
      return kept
    }
    if startCount == 0 { return false }
    let barriers = context.barriers(document, field)
    if !barriers.isEmpty { dropCrossing(barriers) }
    return startCount > 0
  }

  /// Keeps those of the first `count` starts that have one of `positions` behind them by `offset`.
  private static func keep(
    _ starts: UnsafeMutableBufferPointer<UInt32>, _ count: Int, _ positions: UnsafeBufferPointer<UInt32>,
    _ offset: UInt32
  ) -> Int {
    var (kept, index) = (0, 0)
    for slot in 0..<count {
      let wanted = starts[slot] &+ offset
      while index < positions.count, positions[index] < wanted { index &+= 1 }
      if index == positions.count { break }
      if positions[index] == wanted {
        starts[kept] = starts[slot]
        kept &+= 1
      }
    }
    return kept
  }

  private func dropCrossing(_ barriers: [UInt32]) {
    let whole = starts.prefix(startCount).filter { !SpanJoin.crosses(barriers, $0, $0 &+ length) }
    startCount = whole.count
    starts.replaceSubrange(0..<startCount, with: whole)
  }

  override func frequency() -> Int? { startCount }

  override func spans() -> [Span] { starts.prefix(startCount).map { Span($0, $0 &+ length) } }
}

/// Positional matchers side by side, each with any number of spans; nil stands for any one token.
final class SequenceMatcher: PositionalMatcher {
  private let elements: [PositionalMatcher?]
  private let conjunction: Conjunction<PositionalMatcher>
  private let lengths: DocumentLengths
  @exclusivity(unchecked) private var found: [Span] = []

  init(_ elements: [PositionalMatcher?], context: SegmentContext, field: Field) throws {
    self.elements = elements
    lengths = try context.segment.lengths(field)
    conjunction = Conjunction(elements.compactMap { $0 })
    super.init(context: context, field: field)
  }

  override var cost: Int { conjunction.cost }
  override var hasOneSpanPerStart: Bool { false }

  override func seek(_ target: UInt32) -> UInt32 {
    var candidate = conjunction.seek(target)
    while candidate != Matcher.end {
      if match(candidate) { return candidate }
      candidate = conjunction.seek(candidate &+ 1)
    }
    return candidate
  }

  private func match(_ document: UInt32) -> Bool {
    let length = lengths[document]
    // Any tokens before the first element: the phrase starts that much earlier.
    let lead = UInt32(elements.prefix { $0 == nil }.count)
    guard Int(lead) < elements.count, let first = elements[Int(lead)] else { return false }
    found = first.spans().filter { $0.start >= lead }.map { Span($0.start &- lead, $0.end) }
    for element in elements.dropFirst(Int(lead) + 1) {
      if let element {
        found = SpanJoin.adjacent(found, element.spans())
      } else {
        found = found.filter { $0.end < length }.map { Span($0.start, $0.end &+ 1) }
      }
      if found.isEmpty { return false }
    }
    SpanJoin.dropCrossing(context.barriers(document, field), &found)
    return !found.isEmpty
  }

  override func spans() -> [Span] { found }
}
