// SPDX-License-Identifier: Apache-2.0

/// The best documents of a query that is single terms joined by OR or by AND, without looking at all their postings.
///
/// OR is MaxScore (Turtle and Flood 1995, doi:10.1016/0306-4573(95)00020-H): terms whose best scores together stay below
/// the threshold cannot bring a document in by themselves, and are only asked about documents that another term brings.
/// AND, and a term alone, skip blocks whose bounds stay below the threshold (Ding and Suel 2011,
/// doi:10.1145/2009916.2010048). What is skipped lies strictly below the threshold: equal scores rank by id.
internal import Segments

struct TermRanking {
  /// A term of the query in one segment.
  private struct Term {
    var cursor: PostingsCursor
    let weight: TermWeight
    /// No document scores more.
    let bound: Float
    /// Place in the query: scores are added up in this order, whatever order the walk takes.
    let place: Int

    init(_ info: TermInfo, _ weight: TermWeight, _ segment: SegmentReader, place: Int) throws {
      cursor = try segment.postings(info)
      self.weight = weight
      self.place = place
      bound = cursor.listImpacts?.maximum { weight.score(frequency: $0, length: $1) } ?? weight.factor
    }

    /// Bound of the block that would hold `document`, and the last document of that block.
    mutating func blockBound(_ document: UInt32) -> (bound: Float, last: UInt32) {
      let last = cursor.shallowAdvance(to: document)
      let weight = self.weight
      let bound = cursor.shallowImpacts?.maximum { weight.score(frequency: $0, length: $1) } ?? self.bound
      return (bound, last)
    }

    @inline(__always)
    mutating func score(_ lengths: DocumentLengths) -> Float {
      weight.score(frequency: cursor.frequency, length: lengths[cursor.document])
    }
  }

  private var terms: [Term]
  private let segment: SegmentReader
  private let number: Int
  private let lengths: DocumentLengths
  /// Documents that are out; each is asked about ascending documents.
  private var excluded: [PostingsCursor]
  /// Bounds are raised by this much before they are compared, so that rounding never drops a document.
  private static let slack: Float = 1.000_01

  init(
    _ infos: [(info: TermInfo, weight: TermWeight)], excluding: [TermInfo] = [], segment: SegmentReader, number: Int
  ) throws {
    self.segment = segment
    excluded = try excluding.map { try segment.postings($0) }
    self.number = number
    lengths = try segment.lengths(.body)
    terms = try infos.enumerated().map { try Term($1.info, $1.weight, segment, place: $0) }
  }

  /// Whether a document is deleted or excluded.
  private mutating func isOut(_ document: UInt32) -> Bool {
    for index in excluded.indices where excluded[index].advance(to: document) == document { return true }
    return segment.isDeleted(document)
  }

  // MARK: One term

  mutating func rankOne(into best: inout TopDocuments) {
    var term = terms[0]
    while term.cursor.document != PostingsCursor.end {
      if best.isFull {
        var document = term.cursor.document
        while document != PostingsCursor.end {
          let (bound, last) = term.blockBound(document)
          if bound * Self.slack >= best.threshold || last == PostingsCursor.end { break }
          document = last &+ 1
        }
        if term.cursor.advance(to: document) == PostingsCursor.end { return }
      }
      offerBlock(&term, &best)
    }
  }

  /// Offers the rest of the decoded block and goes on to the next.
  private mutating func offerBlock(_ term: inout Term, _ best: inout TopDocuments) {
    let documents = term.cursor.restOfBlock
    let frequencies = term.cursor.frequenciesOfRest()
    for index in 0..<documents.count {
      let document = documents[index]
      let score = term.weight.score(frequency: frequencies[index], length: lengths[document])
      if score >= best.threshold, !isOut(document) {
        best.offer(segment: number, document: document, score: score)
      }
    }
    _ = term.cursor.nextBlock()
  }

  // MARK: OR

  mutating func rankAny(into best: inout TopDocuments) {
    if terms.count == 1 { return rankOne(into: &best) }
    terms.sort { $0.bound < $1.bound }
    let count = terms.count
    // The best that the first terms can bring together.
    var sums: [Float] = []
    for term in terms { sums.append((sums.last ?? 0) + term.bound) }
    var contributions = [Float](repeating: 0, count: count)
    var essential = 0
    while true {
      while essential < count, sums[essential] * Self.slack < best.threshold { essential += 1 }
      if essential == count { return }
      var document = PostingsCursor.end
      for index in essential..<count { document = min(document, terms[index].cursor.document) }
      if document == PostingsCursor.end { return }
      var total: Float = 0
      for index in 0..<count { contributions[index] = 0 }
      for index in essential..<count where terms[index].cursor.document == document {
        let score = terms[index].score(lengths)
        contributions[terms[index].place] = score
        total += score
        terms[index].cursor.next()
      }
      if complete(document, essential, total, sums, best.threshold, &contributions), !segment.isDeleted(document) {
        best.offer(segment: number, document: document, score: Self.sum(contributions))
      }
    }
  }

  /// Adds what the terms before `essential` bring to a document; false as soon as it cannot enter.
  @inline(__always)
  private mutating func complete(
    _ document: UInt32, _ essential: Int, _ sum: Float, _ sums: [Float], _ threshold: Float,
    _ contributions: inout [Float]
  ) -> Bool {
    var total = sum
    var index = essential - 1
    while index >= 0 {
      if (total + sums[index]) * Self.slack < threshold { return false }
      let rest = index > 0 ? sums[index - 1] : 0
      if terms[index].cursor.document < document {
        if (total + rest + terms[index].blockBound(document).bound) * Self.slack < threshold { return false }
        terms[index].cursor.advance(to: document)
      }
      if terms[index].cursor.document == document {
        let score = terms[index].score(lengths)
        contributions[terms[index].place] = score
        total += score
      }
      index -= 1
    }
    return total * Self.slack >= threshold
  }

  // MARK: AND

  mutating func rankAll(into best: inout TopDocuments) {
    if terms.count == 1 { return rankOne(into: &best) }
    terms.sort { $0.cursor.count < $1.cursor.count }
    let count = terms.count
    var contributions = [Float](repeating: 0, count: count)
    var document = terms[0].cursor.document
    // Up to this document the bounds of the blocks were found high enough.
    var checked: UInt32 = 0
    while document != PostingsCursor.end {
      if best.isFull, document >= checked {
        var total: Float = 0
        var last = PostingsCursor.end
        for index in 0..<count {
          let (bound, end) = terms[index].blockBound(document)
          total += bound
          last = min(last, end)
        }
        if total * Self.slack < best.threshold {
          if last == PostingsCursor.end { return }
          document = terms[0].cursor.advance(to: last &+ 1)
          continue
        }
        checked = last == PostingsCursor.end ? last : last &+ 1
      }
      var next = document
      var index = 1
      while index < count {
        next = terms[index].cursor.advance(to: document)
        if next != document { break }
        index += 1
      }
      if index < count {
        if next == PostingsCursor.end { return }
        document = terms[0].cursor.advance(to: next)
        continue
      }
      if !isOut(document) {
        for index in 0..<count { contributions[terms[index].place] = terms[index].score(lengths) }
        best.offer(segment: number, document: document, score: Self.sum(contributions))
      }
      document = terms[0].cursor.next()
    }
  }

  /// Counts the live documents that hold a term and not the excluded one, and the term's occurrences in them.
  mutating func countWithout(_ info: TermInfo) -> QueryPlan.Count {
    var count = QueryPlan.Count(documents: info.documents, hits: info.occurrences)
    var document = terms[0].cursor.document
    while document != PostingsCursor.end {
      let next = excluded[0].advance(to: document)
      if next == document {
        if !segment.isDeleted(document) {
          count.documents -= 1
          count.hits -= Int(terms[0].cursor.frequency)
        }
        document = terms[0].cursor.next()
      } else {
        document = next == PostingsCursor.end ? next : terms[0].cursor.advance(to: next)
      }
    }
    return count
  }

  /// Counts the live documents that hold all terms, and the terms' occurrences in them.
  mutating func countAll() -> QueryPlan.Count {
    terms.sort { $0.cursor.count < $1.cursor.count }
    var count = QueryPlan.Count()
    var document = terms[0].cursor.document
    while document != PostingsCursor.end {
      var next = document
      var index = 1
      while index < terms.count {
        next = terms[index].cursor.advance(to: document)
        if next != document { break }
        index += 1
      }
      if index < terms.count {
        if next == PostingsCursor.end { break }
        document = terms[0].cursor.advance(to: next)
        continue
      }
      if !isOut(document) {
        count.documents += 1
        for index in 0..<terms.count { count.hits += Int(terms[index].cursor.frequency) }
      }
      document = terms[0].cursor.next()
    }
    return count
  }

  /// As the matchers add up: in the order of the query, with the precision of a double.
  private static func sum(_ contributions: [Float]) -> Float {
    var total = 0.0
    for value in contributions { total += Double(value) }
    return Float(total)
  }
}

/// The shape of a query that `TermRanking` answers: single terms of the body under one OR or AND.
enum TermShape {
  case any([TermSet])
  case all([TermSet], excluding: [TermSet])

  init?(_ root: QueryNode) {
    switch root {
    case .match: guard let set = TermShape.set(root) else { return nil }; self = .any([set])
    case .any(let parts):
      let sets = parts.compactMap(TermShape.set)
      guard sets.count == parts.count else { return nil }
      self = .any(sets)
    case .all(let required, let excluded):
      let sets = required.compactMap(TermShape.set)
      let unwanted = excluded.compactMap(TermShape.set)
      guard sets.count == required.count, unwanted.count == excluded.count, !sets.isEmpty else { return nil }
      self = .all(sets, excluding: unwanted)
    default: return nil
    }
  }

  /// The terms of a scored leaf that is at most one term in each segment.
  private static func set(_ node: QueryNode) -> TermSet? {
    guard case .match(.term(let set), .body) = node, !set.isConstant, set.terms.allSatisfy({ $0.count <= 1 }) else {
      return nil
    }
    if case .concepts = set.kind { return nil }
    return set.terms.allSatisfy({ $0.allSatisfy { $0.namespace.parts == nil } }) ? set : nil
  }

  var sets: [TermSet] {
    switch self {
    case .any(let sets), .all(let sets, _): sets
    }
  }

  /// Whether no two leaves share a term in any segment, so that occurrences can be added up.
  var isDisjoint: Bool {
    guard let segments = sets.first?.terms.count else { return true }
    // A word and a stem may stand for the same token.
    let isStem = sets.map { if case .stems = $0.kind { true } else { false } }
    if Set(isStem).count > 1 { return false }
    return (0..<segments).allSatisfy { segment in
      let ordinals = sets.compactMap { $0.terms[segment].first?.ordinal }
      return Set(ordinals).count == ordinals.count
    }
  }
}
