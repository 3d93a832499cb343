// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Segments

/// Words with gaps between them, such as `"citizen" []{0,3} "trust"`: matched on lists of positions alone.
///
/// Lists are joined from the last word to the first. Of each word those positions are kept from which a match goes on,
/// each with where the shortest one ends. Ends do not fall as positions rise, so that the first position of the next
/// word's list within the gap is the best, and a join takes one walk over two lists however wide the gap is.
final class ChainMatcher: PositionalMatcher {
  /// A word and how many tokens may stand between it and the next one.
  struct Link {
    var matcher: PositionalMatcher
    var gap: ClosedRange<UInt32>
  }
  private let links: [Link]
  private let conjunction: Conjunction<PositionalMatcher>
  private let scopes: ScopeTest
  @exclusivity(unchecked) private var found: [Span] = []
  @exclusivity(unchecked) private var next: [Span] = []
  @exclusivity(unchecked) private var starts: [UInt32] = []

  init(_ links: [Link], scopes: ScopeTest, context: SegmentContext, field: Field) {
    (self.links, self.scopes) = (links, scopes)
    conjunction = Conjunction(links.map(\.matcher))
    super.init(context: context, field: field)
  }

  override var cost: Int { conjunction.cost }

  override func seek(_ target: UInt32) -> UInt32 {
    first(from: target, conjunction.seek, where: match)
  }

  private func match(_ document: UInt32) -> Bool {
    for index in links.indices.reversed() {
      let link = links[index]
      let isLast = index == links.count - 1
      if let term = link.matcher as? TermMatcher, term.isSingle {
        join(term.positions(), link.gap, isLast)
      } else {
        starts.removeAll(keepingCapacity: true)
        link.matcher.appendStarts(to: &starts)
        starts.withUnsafeBufferPointer { join($0, link.gap, isLast) }
      }
      swap(&found, &next)
      if found.isEmpty { return false }
    }
    if !scopes.isFree { scopes.keep(&found, in: document) }
    return !found.isEmpty
  }

  /// Makes `next` of those positions that `found` has a match for behind their gap.
  private func join(_ positions: UnsafeBufferPointer<UInt32>, _ gap: ClosedRange<UInt32>, _ isLast: Bool) {
    next.removeAll(keepingCapacity: true)
    if isLast {
      for position in positions { next.append(Span(position, position &+ 1)) }
      return
    }
    found.withUnsafeBufferPointer { found in
      var index = 0
      for position in positions {
        let (least, overflow) = position.addingReportingOverflow(gap.lowerBound &+ 1)
        if overflow { break }
        while index < found.count, found[index].start < least { index &+= 1 }
        if index == found.count { break }
        if found[index].start &- least <= gap.upperBound &- gap.lowerBound {
          next.append(Span(position, found[index].end))
        }
      }
    }
  }

  override func frequency() -> Int? { found.count }
  override func spans() -> [Span] { found }
}

/// Whether a match stays inside the block kind it starts in and inside what `within` names.
///
/// Asked of the shortest match of a start: where that one does not stay inside, no longer one does.
final class ScopeTest {
  private let scopes: [SpanScope]
  private let context: SegmentContext
  private let field: Field
  /// The document whose sentences were asked for last: a second match in it makes its whole list worth having.
  private var lastDocument = Matcher.end

  init(_ scopes: [SpanScope], context: SegmentContext, field: Field) {
    self.scopes = scopes.filter { $0 != .document }
    (self.context, self.field) = (context, field)
  }

  /// Whether nothing need be asked of any document.
  var isFree: Bool { scopes.isEmpty && field != .body }

  /// Drops the matches that do not hold.
  func keep(_ matches: inout [Span], in document: UInt32) {
    matches.removeAll { context.isStopped || !hold(document, $0.start, $0.end) }
  }

  func hold(_ document: UInt32, _ start: UInt32, _ end: UInt32) -> Bool {
    if end &- start == 1 { return true }
    for scope in scopes {
      switch scope {
      case .sentence:
        if sentenceBegins(document, start, end) { return false }
      case .tokens(let count): if Int(end &- start) > count { return false }
      case .paragraph, .block:
        let structure = context.structure(document, field)
        let next = structure.block(of: start).map { $0 + 1 } ?? 0
        if next < structure.blocks.count, structure.blocks[next].firstToken < end { return false }
      case .page:
        let structure = context.structure(document, field)
        if structure.page(of: start) != structure.page(of: end &- 1) { return false }
      case .document: break
      }
    }
    let barriers = context.barriers(document, field)
    return barriers.isEmpty || !SpanJoin.crosses(barriers, start, end)
  }

  /// Whether a sentence begins behind `start` and before `end`.
  private func sentenceBegins(_ document: UInt32, _ start: UInt32, _ end: UInt32) -> Bool {
    if document == lastDocument {
      let structure = context.structure(document, field)
      let next = structure.sentence(of: start) + 1
      return next < structure.sentences.count && structure.sentences[next] < end
    }
    lastDocument = document
    var begins = true
    context.attempt { begins = try context.segment.sentenceBegins(between: start, and: end, of: document, field) }
    return begins
  }
}
