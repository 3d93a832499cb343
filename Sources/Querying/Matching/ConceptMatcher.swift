// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// Hits of one or more concepts, as the concept layer of a segment holds them.
final class ConceptMatcher: PositionalMatcher {
  private var cursors: [PostingsCursor]
  private let numbers: Set<UInt32>
  private let layer: ConceptLayer

  init(
    _ infos: [TermInfo], numbers: Set<UInt32>, layer: ConceptLayer, context: SegmentContext, field: Field
  ) throws {
    cursors = try infos.map { try layer.postings($0) }
    (self.numbers, self.layer) = (numbers, layer)
    super.init(context: context, field: field)
  }

  override var cost: Int { cursors.reduce(0) { $0 + $1.count } }
  override var hasOneSpanPerStart: Bool { false }

  override func seek(_ target: UInt32) -> UInt32 {
    var least = Matcher.end
    for index in cursors.indices { least = min(least, cursors[index].advance(to: target)) }
    return least
  }

  override func spans() -> [Span] {
    var result: [Span] = []
    context.attempt {
      for hit in try layer.hits(of: document) where numbers.contains(hit.concept) {
        result.append(Span(hit.start, hit.end))
      }
    }
    SpanJoin.normalize(&result)
    return result
  }
}
