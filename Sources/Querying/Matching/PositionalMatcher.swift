// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// A matcher of something that stands at positions of one field: a word, a phrase, a NEAR.
class PositionalMatcher: Matcher {
  final let context: SegmentContext
  final let field: Field
  /// Weight of the score; nil where a match scores a constant 1.
  final var weight: TermWeight?

  init(context: SegmentContext, field: Field) {
    self.context = context
    self.field = field
  }

  /// The first of the documents that `next` gives, at or behind `target`, in which `holds` finds a match; none where the
  /// query is to stop.
  @inline(__always)
  final func first(from target: UInt32, _ next: (UInt32) -> UInt32, where holds: (UInt32) -> Bool) -> UInt32 {
    var candidate = next(target)
    while candidate != Matcher.end, !context.isStopped {
      if holds(candidate) { return candidate }
      candidate = next(candidate &+ 1)
    }
    return Matcher.end
  }

  /// All spans of the current document, sorted, also several of one start.
  func spans() -> [Span] { [] }

  /// Appends where the spans start, ascending.
  func appendStarts(to starts: inout [UInt32]) { for span in spans() { starts.append(span.start) } }

  /// Whether every span of one start ends alike, so that `spans` needs no thinning.
  var hasOneSpanPerStart: Bool { true }

  /// The same by the positions of many documents at a time, where that can be; without `counting`, documents that score
  /// little are left out.
  func join(scoring: Bool, counting: Bool) throws -> PositionJoin? { nil }

  /// Occurrences: the distinct starts.
  override func frequency() -> Int? { nil }

  final func occurrences() -> Int {
    if let count = frequency() { return count }
    var found = spans()
    if !hasOneSpanPerStart { SpanJoin.keepShortest(&found) }
    return found.count
  }

  /// Whether so many occurrences would leave a document below the floor of the ranking; rounding never decides.
  @inline(__always)
  final func staysBelowFloor(_ document: UInt32, occurrences: Int) -> Bool {
    guard floor > 0, let weight else { return false }
    return Float(weight.score(frequency: occurrences, document: document)) * TermRanking.slack < floor
  }

  override func score() -> Double {
    guard let weight else { return 1 }
    return weight.score(frequency: occurrences(), document: document)
  }

  override func collect(into result: inout FieldSpans) { result.add(spans(), field: field) }
}

/// One term of the dictionary.
final class TermMatcher: PositionalMatcher {
  @exclusivity(unchecked) private var cursor: PostingsCursor
  /// Tokens of a span: the parts of a joined form.
  private let length: UInt32
  private let documents: Int
  private let term: UInt64

  init(_ info: TermInfo, context: SegmentContext) throws {
    cursor = try context.segment.postings(info)
    length = UInt32(info.namespace.parts ?? 1)
    documents = info.writtenDocuments
    term = UInt64(info.namespace.rawValue) << 32 | UInt64(info.ordinal)
    super.init(context: context, field: info.field)
  }

  override var terms: [UInt64]? { length == 1 ? [term] : nil }

  override var cost: Int { documents }

  override func seek(_ target: UInt32) -> UInt32 { cursor.advance(to: target) }

  override func frequency() -> Int? { Int(cursor.frequency) }

  override func spans() -> [Span] { cursor.positions().map { Span($0, $0 &+ length) } }

  override func appendStarts(to starts: inout [UInt32]) { starts.append(contentsOf: cursor.positions()) }

  /// Whether its spans are single tokens, so that `positions` says all.
  var isSingle: Bool { length == 1 }

  /// Positions in the current document; valid until the next call.
  func positions() -> UnsafeBufferPointer<UInt32> { cursor.positions() }
}

/// The union of several positional matchers: the terms of a wildcard, the ways to write a compound, a group with OR.
///
/// The children wait in a binary heap by their documents, so that thousands of terms cost little where few of them occur.
final class UnionMatcher: PositionalMatcher {
  private let children: [PositionalMatcher]
  @exclusivity(unchecked) private var heap: [(document: UInt32, child: Int)] = []
  private var isStarted = false
  /// Whether no position can belong to two children.
  private let isDisjoint: Bool

  init(_ children: [PositionalMatcher], isDisjoint: Bool, context: SegmentContext, field: Field) {
    self.children = children
    self.isDisjoint = isDisjoint
    super.init(context: context, field: field)
  }

  override var cost: Int { children.reduce(0) { $0 + $1.cost } }

  override var terms: [UInt64]? { isDisjoint ? Matcher.disjointTerms(of: children) : nil }

  override var hasOneSpanPerStart: Bool { isDisjoint && children.allSatisfy(\.hasOneSpanPerStart) }

  override func seek(_ target: UInt32) -> UInt32 {
    if !isStarted {
      isStarted = true
      heap = children.indices.map { (children[$0].advance(to: target), $0) }.filter { $0.0 != Matcher.end }
      for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sift(index) }
    } else {
      while let top = heap.first, top.document < target { moveTop(to: target) }
    }
    return heap.first?.document ?? Matcher.end
  }

  private func moveTop(to target: UInt32) {
    let next = children[heap[0].child].advance(to: target)
    if next == Matcher.end {
      heap.swapAt(0, heap.count - 1)
      heap.removeLast()
    } else {
      heap[0].document = next
    }
    sift(0)
  }

  private func sift(_ start: Int) {
    var index = start
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2]
      where child < heap.count && heap[child].document < heap[least].document {
        least = child
      }
      if least == index { return }
      heap.swapAt(index, least)
      index = least
    }
  }

  /// Calls `body` for every child that stands on the current document.
  private func forEachCurrent(below index: Int = 0, _ body: (PositionalMatcher) -> Void) {
    guard index < heap.count, heap[index].document == document else { return }
    body(children[heap[index].child])
    forEachCurrent(below: 2 * index + 1, body)
    forEachCurrent(below: 2 * index + 2, body)
  }

  override func frequency() -> Int? {
    guard isDisjoint else { return nil }
    var total: Int? = 0
    forEachCurrent { child in
      if let sum = total, let more = child.frequency() { total = sum + more } else { total = nil }
    }
    return total
  }

  override func spans() -> [Span] {
    var result: [Span] = []
    forEachCurrent { result += $0.spans() }
    SpanJoin.normalize(&result)
    return result
  }

  override func appendStarts(to starts: inout [UInt32]) {
    guard isDisjoint, starts.isEmpty else { return super.appendStarts(to: &starts) }
    forEachCurrent { $0.appendStarts(to: &starts) }
    if zip(starts, starts.dropFirst()).contains(where: >) { starts.sort() }
  }
}

/// The documents of stems; positions are those of the stems' words in blocks of their language.
final class StemMatcher: PositionalMatcher {
  private let documents: UnionMatcher
  /// Those of its stems that are no stop words; nil where none is one.
  private let scored: [TermMatcher]?
  private let infos: [TermInfo]
  /// The words of all the stems, each with a bit for each language in which it has such a stem.
  @exclusivity(unchecked) private var members: [(cursor: PostingsCursor, languages: UInt32)] = []
  private var hasMembers = false

  /// - Parameter isStop: whether a stem is a stop word of its language, which matches but does not score.
  init(_ infos: [TermInfo], isStop: (TermInfo) -> Bool, context: SegmentContext, field: Field) throws {
    let matchers = try infos.map { try TermMatcher($0, context: context) }
    self.infos = infos
    scored =
      infos.contains(where: isStop) ? zip(infos, matchers).filter { !isStop($0.0) }.map(\.1) : nil
    documents = UnionMatcher(matchers, isDisjoint: true, context: context, field: field)
    super.init(context: context, field: field)
  }

  /// Looks the words up: counts and scores need none.
  private func findMembers() {
    hasMembers = true
    let segment = context.segment
    context.attempt {
      var languages: [UInt32: UInt32] = [:]
      for info in infos {
        for ordinal in try segment.dictionary.relations(of: info) {
          languages[ordinal, default: 0] |= 1 << UInt32((info.namespace.stemLanguage ?? 0) & 31)
        }
      }
      members = try languages.sorted { $0.key < $1.key }.compactMap { ordinal, bits in
        try segment.dictionary.term(ordinal: ordinal).map { (try segment.postings($0.info), bits) }
      }
    }
  }

  override func score() -> Double {
    guard let scored, let weight else { return super.score() }
    var frequency = 0
    for stem in scored where stem.document == document { frequency += stem.frequency() ?? 0 }
    return frequency > 0 ? weight.score(frequency: frequency, document: document) : 0
  }

  override var cost: Int { documents.cost }
  override var terms: [UInt64]? { documents.terms }
  override func seek(_ target: UInt32) -> UInt32 { documents.advance(to: target) }
  override func frequency() -> Int? { documents.frequency() }

  override func spans() -> [Span] {
    if !hasMembers { findMembers() }
    let blocks = context.structure(document, field).blocks
    var result: [Span] = []
    for index in members.indices where members[index].cursor.advance(to: document) == document {
      let languages = members[index].languages
      var block = 0
      for position in members[index].cursor.positions() {
        while block + 1 < blocks.count, blocks[block + 1].firstToken <= position { block += 1 }
        let language: UInt8 = block < blocks.count ? blocks[block].language : 0
        if languages >> UInt32(language & 31) & 1 == 1 { result.append(Span(position, position &+ 1)) }
      }
    }
    SpanJoin.normalize(&result)
    return result
  }
}
