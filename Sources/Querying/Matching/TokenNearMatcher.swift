// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// Two single words near each other, in either order, with the shortest span of each start: NEAR as it is mostly asked.
final class TokenNearMatcher: PositionalMatcher {
  private let words: TokenCursors
  private let distance: UInt32
  /// Start and last token of each span found in the current document, one behind the other.
  private let found = NumberBuffer()
  @exclusivity(unchecked) private var foundCount = 0

  init(_ one: TermInfo, _ other: TermInfo, distance: Int, context: SegmentContext, field: Field) {
    words = TokenCursors([one, other])
    self.distance = UInt32(clamping: distance)
    super.init(context: context, field: field)
  }

  override func join(scoring: Bool, counting: Bool) throws -> PositionJoin? {
    try words.join(.near(distance), context.segment, scoring ? weight : nil, counting: counting)
  }

  override var cost: Int { words.cost }

  override func seek(_ target: UInt32) -> UInt32 {
    guard words.isOpen(context) else { return Matcher.end }
    return first(from: target, words.seek) { !staysBelowFloor($0) && match($0) }
  }

  /// Each occurrence starts at a token of its own, and nothing stands behind the last.
  @inline(__always)
  private func staysBelowFloor(_ document: UInt32) -> Bool {
    guard floor > 0 else { return false }
    let most = Int(words.slots[0].cursor.frequency) + Int(words.slots[1].cursor.frequency) - 1
    return staysBelowFloor(document, occurrences: most)
  }

  @inline(__always)
  private func match(_ document: UInt32) -> Bool {
    let (one, other) = (words.slots[0].cursor.positions(), words.slots[1].cursor.positions())
    found.reserve(2 * (one.count + other.count))
    foundCount = Self.join(one, other, distance, found.base)
    if foundCount > 0, context.hasBarriers(document, field) { dropCrossing(context.barriers(document, field)) }
    return foundCount > 0
  }

  /// One walk over both lists of positions: each token with the nearest of the other word behind it.
  @inline(__always)
  private static func join(
    _ one: UnsafeBufferPointer<UInt32>, _ other: UnsafeBufferPointer<UInt32>, _ distance: UInt32,
    _ out: UnsafeMutablePointer<UInt32>
  ) -> Int {
    var (i, j, count) = (0, 0, 0)
    while i < one.count, j < other.count {
      let (a, b) = (one[i], other[j])
      let start = min(a, b)
      if a <= b { i &+= 1 }
      if b <= a { j &+= 1 }
      // Behind a token of both words, the nearest of either.
      var partner = UInt32.max
      if a <= b, j < other.count { partner = other[j] }
      if b <= a, i < one.count { partner = min(partner, one[i]) }
      if partner != .max, partner &- start &- 1 <= distance {
        out[2 &* count] = start
        out[2 &* count &+ 1] = partner
        count &+= 1
      }
    }
    return count
  }

  private func dropCrossing(_ barriers: [UInt32]) {
    let all = found.base
    var kept = 0
    for span in 0..<foundCount where !SpanJoin.crosses(barriers, all[2 * span], all[2 * span + 1] &+ 1) {
      (all[2 * kept], all[2 * kept + 1]) = (all[2 * span], all[2 * span + 1])
      kept += 1
    }
    foundCount = kept
  }

  override func frequency() -> Int? { foundCount }

  override func spans() -> [Span] {
    (0..<foundCount).map { Span(found.base[2 * $0], found.base[2 * $0 + 1] &+ 1) }
  }
}
