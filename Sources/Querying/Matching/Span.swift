// SPDX-License-Identifier: Apache-2.0

/// A run of tokens of one field of one document: where something was found.
package struct Span: Sendable, Hashable, Comparable {
  package var start: UInt32
  /// Behind the last token.
  package var end: UInt32

  @inlinable package init(_ start: UInt32, _ end: UInt32) { (self.start, self.end) = (start, end) }

  @inlinable package static func < (one: Span, other: Span) -> Bool {
    one.start != other.start ? one.start < other.start : one.end < other.end
  }
}

/// The joins of lists of spans that phrases and NEAR are made of. Every list is sorted and holds no span twice; there may
/// be several spans with one start.
enum SpanJoin {
  /// Sorts and drops repetitions.
  static func normalize(_ spans: inout [Span]) {
    var sorted = true
    for index in spans.indices.dropFirst() where !(spans[index - 1] < spans[index]) {
      sorted = false
      break
    }
    if sorted { return }
    spans.sort()
    var kept = 0
    for index in spans.indices where index == 0 || spans[index] != spans[kept - 1] {
      spans[kept] = spans[index]
      kept += 1
    }
    spans.removeLast(spans.count - kept)
  }

  /// Keeps the shortest span of each start.
  static func keepShortest(_ spans: inout [Span]) {
    normalize(&spans)
    var kept = 0
    for index in spans.indices where index == 0 || spans[index].start != spans[kept - 1].start {
      spans[kept] = spans[index]
      kept += 1
    }
    spans.removeLast(spans.count - kept)
  }

  /// The hulls of a span of `left` and one of `right` that starts where it ends.
  static func adjacent(_ left: [Span], _ right: [Span]) -> [Span] {
    var result: [Span] = []
    for first in left {
      var index = firstIndex(in: right, startingAt: first.end)
      while index < right.count, right[index].start == first.end {
        result.append(Span(first.start, right[index].end))
        index += 1
      }
    }
    normalize(&result)
    return result
  }

  /// The hulls of a span of each, in either order, that do not overlap and have at most `distance` tokens between them.
  ///
  /// There may be as many as pairs: the clock is asked meanwhile, and more than `most` are refused.
  static func near(
    _ left: [Span], _ right: [Span], distance: UInt32, _ context: SegmentContext, most: Int = 1 << 25
  ) -> [Span] {
    var result = GatheredSpans(most: most)
    follow(left, right, distance, context, into: &result)
    follow(right, left, distance, context, into: &result)
    normalize(&result.spans)
    return result.spans
  }

  /// Spans that are being gathered. What was found more than once is dropped whenever the list has doubled.
  private struct GatheredSpans {
    let most: Int
    var spans: [Span] = []
    private var mark = 1 << 16

    init(most: Int) { self.most = most }

    /// False where there are more than may be.
    mutating func isWithinBounds() -> Bool {
      guard spans.count > min(mark, most) else { return true }
      normalize(&spans)
      mark = max(mark, 2 * spans.count)
      return spans.count <= most
    }
  }

  private static func follow(
    _ left: [Span], _ right: [Span], _ distance: UInt32, _ context: SegmentContext, into result: inout GatheredSpans
  ) {
    var (start, done) = (UInt32.max, 0)
    for first in left {
      let (latest, overflow) = first.end.addingReportingOverflow(distance)
      var index = firstIndex(in: right, startingAt: first.end)
      // A shorter span of the same start has given what both are near to.
      if first.start == start { index = max(index, done) }
      let begin = index
      while index < right.count, overflow || right[index].start <= latest {
        result.spans.append(Span(first.start, right[index].end))
        index += 1
      }
      (start, done) = (first.start, index)
      if context.clock.tick(index - begin) { return }
      guard result.isWithinBounds() else {
        let most = result.most
        return context.attempt {
          throw QueryError(
            "the words of NEAR stand near each other in more than \(most) ways in one document",
            "Use smaller distances or rarer words.")
        }
      }
    }
  }

  /// As `near`, with only the shortest span of each start, in time linear in the lists.
  static func nearShortest(
    _ left: [Span], _ right: [Span], distance: UInt32, _ context: SegmentContext
  ) -> [Span] {
    var result: [Span] = []
    followShortest(left, right, distance, context, into: &result)
    followShortest(right, left, distance, context, into: &result)
    keepShortest(&result)
    return result
  }

  private static func followShortest(
    _ left: [Span], _ right: [Span], _ distance: UInt32, _ context: SegmentContext, into result: inout [Span]
  ) {
    // The least end among the spans of `right` from each index on, as far as their starts lie in the window, is found by
    // walking on; windows are short unless `distance` is large, and then the walk stops at the first longer start.
    for first in left {
      let (latest, overflow) = first.end.addingReportingOverflow(distance)
      var index = firstIndex(in: right, startingAt: first.end)
      let begin = index
      var best = UInt32.max
      while index < right.count, overflow || right[index].start <= latest, right[index].start < best {
        best = min(best, right[index].end)
        index += 1
      }
      if best < .max { result.append(Span(first.start, best)) }
      if context.clock.tick(index - begin) { return }
    }
  }

  /// Drops the spans with a barrier inside: a position where the kind of block changes.
  static func dropCrossing(_ barriers: [UInt32], _ spans: inout [Span]) {
    guard !barriers.isEmpty else { return }
    spans.removeAll { crosses(barriers, $0.start, $0.end) }
  }

  /// Whether a barrier lies behind `start` and before `end`.
  static func crosses(_ barriers: [UInt32], _ start: UInt32, _ end: UInt32) -> Bool {
    var low = 0
    var high = barriers.count
    while low < high {
      let middle = (low + high) / 2
      if barriers[middle] <= start { low = middle + 1 } else { high = middle }
    }
    return low < barriers.count && barriers[low] < end
  }

  private static func firstIndex(in spans: [Span], startingAt position: UInt32) -> Int {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].start < position { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
