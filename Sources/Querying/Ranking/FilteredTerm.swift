// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// Counts and rankings of one word or stem beside conditions on documents, such as a range of years: a block of the word's
/// postings at a time goes through all conditions.
///
/// A query that is one term in each segment, and conditions.
struct FilteredTerm {
  let term: TermShape
  private let wanted: [QueryNode]
  private let unwanted: [QueryNode]

  init?(_ root: QueryNode) {
    guard case .all(let required, let excluded) = root, excluded.allSatisfy(\.isPredicate) else { return nil }
    let words = required.filter { !$0.isPredicate }
    guard words.count == 1, let shape = TermShape(words[0]), shape.leaves.count == 1, shape.excluded.isEmpty,
      shape.leaves[0].terms.allSatisfy({ $0.count <= 1 })
    else { return nil }
    (term, wanted, unwanted) = (shape, required.filter(\.isPredicate), excluded)
  }

  /// The conditions on the documents of a segment; nil where none can pass.
  fileprivate func predicates(_ builder: MatcherBuilder) throws -> [DocumentPredicate]? {
    var predicates: [DocumentPredicate] = []
    for node in wanted {
      guard let predicate = try builder.predicate(node) else { return nil }
      predicates.append(predicate)
    }
    for node in unwanted { try builder.predicate(node).map { predicates.append(OppositePredicate($0)) } }
    return predicates
  }
}

extension QueryPlan {
  /// Offers the matching documents to `best`, if given; all of them are counted where `counting` says so, else those that
  /// cannot enter may be left out.
  func rankFiltered(_ shape: FilteredTerm, into best: inout TopDocuments?, counting: Bool) throws -> Count {
    let statistics = searcher.statistics
    let word = shape.term.leaves[0]
    let idf = word.scores ? BM25.idf(documents: word.documents, of: statistics.documents) : 0
    var count = Count()
    for (number, segment) in searcher.segments.enumerated() {
      guard
        let walks = try TermWalks(
          shape.term, idfs: [idf], segment: segment, number: number, averageLength: statistics.averageLength,
          limit: timeLimit)
      else { continue }
      let context = SegmentContext(segment, limit: timeLimit)
      let builder = MatcherBuilder(context: context, number: number, statistics: statistics)
      guard let predicates = try shape.predicates(builder) else { continue }
      let own = FilteredWalk(walks, predicates).rank(into: &best, counting: counting)
      try walks.clock.throwIfOver()
      try context.throwIfFailed()
      count.documents += own.documents
      count.hits += own.hits
    }
    return count
  }
}

/// The walk over one segment, of whose terms there is one.
private struct FilteredWalk {
  private let walks: TermWalks
  private let terms: UnsafeMutableBufferPointer<TermWalk>
  private let predicates: [DocumentPredicate]

  init(_ walks: TermWalks, _ predicates: [DocumentPredicate]) {
    (self.walks, terms, self.predicates) = (walks, walks.terms, predicates)
  }

  func rank(into best: inout TopDocuments?, counting: Bool) -> QueryPlan.Count {
    let bounds = best != nil && !counting ? walks.postingBounds : nil
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: PostingsCursor.blockSize) { places in
      var count = QueryPlan.Count()
      repeat {
        let threshold = counting ? nil : best.flatMap { $0.hasThreshold ? $0.threshold / TermRanking.slack : nil }
        if let threshold, !skip(below: threshold) { break }
        let kept = keep(in: places, bounds, threshold)
        if kept > 0 { take(UnsafeBufferPointer(rebasing: places[..<kept]), into: &best, &count) }
      } while terms[0].cursor.nextBlock() && !walks.clock.tick()
      return count
    }
  }

  /// Moves to the first document that lies in a block that may score `threshold`; false behind the last.
  private func skip(below threshold: Float) -> Bool {
    var document = terms[0].cursor.document
    while document != PostingsCursor.end {
      let (bound, last) = terms[0].blockBound(document)
      if bound >= threshold || last == PostingsCursor.end { break }
      document = last &+ 1
    }
    return terms[0].cursor.advance(to: document) != PostingsCursor.end
  }

  /// Finds the places, in the rest of the decoded block, of the documents that pass and may score `threshold`.
  private func keep(
    in places: UnsafeMutableBufferPointer<UInt32>, _ bounds: ScoreBounds?, _ threshold: Float?
  ) -> Int {
    let documents = terms[0].cursor.restOfBlock
    guard let base = documents.baseAddress, let start = places.baseAddress else { return 0 }
    var kept = documents.count
    if let bounds, let threshold, let frequencies = terms[0].cursor.frequenciesOfRest().baseAddress {
      kept = bounds.select(documents, frequencies, scoring: threshold, into: start)
    } else {
      for index in 0..<kept { places[index] = UInt32(truncatingIfNeeded: index) }
    }
    for index in predicates.indices where kept > 0 {
      kept = predicates[index].keep(base, UnsafeMutableBufferPointer(rebasing: places[..<kept]))
    }
    return kept
  }

  /// Counts and offers those of the documents at `places` that are not deleted.
  private func take(
    _ places: UnsafeBufferPointer<UInt32>, into best: inout TopDocuments?, _ count: inout QueryPlan.Count
  ) {
    let documents = terms[0].cursor.restOfBlock
    guard let frequencies = terms[0].cursor.frequenciesOfRest().baseAddress else { return }
    for place in places {
      let (document, frequency) = (documents[Int(place)], frequencies[Int(place)])
      if walks.isDeleted(document) { continue }
      count.documents += 1
      count.hits += Int(frequency)
      if best == nil { continue }
      let score = terms[0].weight.score(frequency: frequency, length: walks.length(document))
      best?.offer(segment: walks.number, document: document, score: score)
    }
  }
}
