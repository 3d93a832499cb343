// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// Phrases: exact terms side by side, and the general case with wildcards and groups inside.

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
  private let words: TokenCursors
  private let length: UInt32
  /// The first `startCount` are where the phrase starts in the current document.
  private let starts = NumberBuffer()
  @exclusivity(unchecked) private var startCount = 0

  /// - Parameter terms: nil stands for any one token; the first and the last are terms.
  init(_ terms: [TermInfo?], context: SegmentContext, field: Field) {
    words = TokenCursors(terms)
    length = UInt32(terms.count)
    super.init(context: context, field: field)
  }

  override func join(scoring: Bool, counting: Bool) throws -> PositionJoin? {
    try words.join(.phrase, context.segment, scoring ? weight : nil, counting: counting)
  }

  override var cost: Int { words.cost }

  override func seek(_ target: UInt32) -> UInt32 {
    guard words.isOpen(context) else { return Matcher.end }
    return first(from: target, words.seek) { !staysBelowFloor($0) && findStarts($0) }
  }

  /// Whether the document, which holds all terms, cannot score enough: the rarest bounds the phrases.
  @inline(__always)
  private func staysBelowFloor(_ document: UInt32) -> Bool {
    guard floor > 0 else { return false }
    var least = UInt32.max
    for index in words.slots.indices { least = min(least, words.slots[index].cursor.frequency) }
    return staysBelowFloor(document, occurrences: Int(least))
  }

  /// Where the phrase starts in a document that holds all its terms.
  @inline(__always)
  private func findStarts(_ document: UInt32) -> Bool {
    let slots = words.slots
    let first = slots[0].cursor.positions()
    starts.reserve(first.count)
    let found = starts.base
    let offset = slots[0].offset
    var kept = 0
    for position in first where position >= offset {
      found[kept] = position &- offset
      kept &+= 1
    }
    var index = 1
    while index < slots.count, kept > 0 {
      kept = Self.keep(found, kept, slots[index].cursor.positions(), slots[index].offset)
      index &+= 1
    }
    startCount = kept
    if kept > 0, context.hasBarriers(document, field) { dropCrossing(context.barriers(document, field)) }
    return startCount > 0
  }

  /// Keeps those of the first `count` starts that have one of `positions` behind them by `offset`.
  @inline(__always)
  private static func keep(
    _ starts: UnsafeMutablePointer<UInt32>, _ count: Int, _ positions: UnsafeBufferPointer<UInt32>, _ offset: UInt32
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
    let found = starts.base
    var kept = 0
    for slot in 0..<startCount where !SpanJoin.crosses(barriers, found[slot], found[slot] &+ length) {
      found[kept] = found[slot]
      kept += 1
    }
    startCount = kept
  }

  override func frequency() -> Int? { startCount }

  override func spans() -> [Span] { (0..<startCount).map { Span(starts.base[$0], starts.base[$0] &+ length) } }
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
    first(from: target, conjunction.seek, where: match)
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
