// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// Two positional matchers near each other, in either order, and the restriction of spans to blocks of some kinds.
final class NearMatcher: PositionalMatcher {
  private let left: PositionalMatcher
  private let right: PositionalMatcher
  private let distance: UInt32
  private let conjunction: Conjunction<PositionalMatcher>
  /// Whether something outside asks for every span, not only the shortest of each start.
  private let isOperand: Bool
  @exclusivity(unchecked) private var found: [Span] = []

  init(
    _ left: PositionalMatcher, _ right: PositionalMatcher, distance: Int, isOperand: Bool, context: SegmentContext,
    field: Field
  ) {
    (self.left, self.right, self.isOperand) = (left, right, isOperand)
    self.distance = UInt32(clamping: distance)
    conjunction = Conjunction([left, right])
    super.init(context: context, field: field)
  }

  override var cost: Int { conjunction.cost }
  override var hasOneSpanPerStart: Bool { !isOperand }

  override func seek(_ target: UInt32) -> UInt32 {
    first(from: target, conjunction.seek, where: match)
  }

  private func match(_ document: UInt32) -> Bool {
    let (one, other) = (left.spans(), right.spans())
    let barriers = context.barriers(document, field)
    if isOperand || !barriers.isEmpty {
      found = SpanJoin.near(one, other, distance: distance, context)
      SpanJoin.dropCrossing(barriers, &found)
      if !isOperand { SpanJoin.keepShortest(&found) }
    } else {
      found = SpanJoin.nearShortest(one, other, distance: distance, context)
    }
    return !found.isEmpty
  }

  override func frequency() -> Int? { isOperand ? nil : found.count }
  override func spans() -> [Span] { found }
}

/// The spans of another matcher that lie in blocks of some kinds.
final class BlockKindMatcher: PositionalMatcher {
  private let inner: PositionalMatcher
  private let kinds: Set<UInt8>
  private var found: [Span] = []

  init(_ inner: PositionalMatcher, kinds: Set<UInt8>) {
    self.inner = inner
    self.kinds = kinds
    super.init(context: inner.context, field: inner.field)
  }

  override var cost: Int { inner.cost }
  override var hasOneSpanPerStart: Bool { inner.hasOneSpanPerStart }

  override func seek(_ target: UInt32) -> UInt32 {
    first(from: target, inner.advance(to:), where: match)
  }

  private func match(_ document: UInt32) -> Bool {
    let blocks = context.structure(document, field).blocks
    found.removeAll(keepingCapacity: true)
    guard blocks.contains(where: { kinds.contains($0.kind) }) else { return false }
    // Both lists ascend.
    var block = 0
    for span in inner.spans() {
      while block + 1 < blocks.count, blocks[block + 1].firstToken <= span.start { block += 1 }
      if blocks[block].firstToken <= span.start, kinds.contains(blocks[block].kind) { found.append(span) }
    }
    return !found.isEmpty
  }

  override func frequency() -> Int? { hasOneSpanPerStart ? found.count : nil }
  override func spans() -> [Span] { found }
}
