// SPDX-License-Identifier: Apache-2.0

/// The documents that hold all of several terms: the shortest list is looked up in the others, a block at a time, so that
/// a document costs some compared numbers and no calls.
///
/// Where the best documents are asked, blocks whose bounds stay below the threshold are passed over (Ding and Suel 2011,
/// doi:10.1145/2009916.2010048). What is passed over lies strictly below the threshold: equal scores rank by id.
internal import Segments

final class TermMeeting {
  private let walks: TermWalks
  /// The shortest list first.
  private let terms: UnsafeMutableBufferPointer<TermWalk>
  /// Places in the first term's block: of those documents that the terms looked at so far share.
  private let places: UnsafeMutablePointer<UInt32>
  /// Where they stand in the decoded block of the term looked at.
  private let found: UnsafeMutablePointer<UInt32>
  /// For each term, the frequencies at those places.
  private let frequencies: UnsafeMutablePointer<UInt32>
  private let contributions: UnsafeMutableBufferPointer<Float>
  private static let size = PostingsCursor.blockSize
  /// Blocks of another term whose bounds are compared for one of the first; more cost more than they save.
  private static let mostBounds = 8

  init(_ walks: TermWalks) {
    (self.walks, terms) = (walks, walks.terms)
    var order = terms
    order.sort { $0.cursor.count < $1.cursor.count }
    places = .allocate(capacity: Self.size)
    found = .allocate(capacity: Self.size)
    frequencies = .allocate(capacity: Self.size * terms.count)
    contributions = .allocate(capacity: walks.leafCount)
    contributions.initialize(repeating: 0)
  }

  deinit {
    places.deallocate()
    found.deallocate()
    frequencies.deallocate()
    contributions.deallocate()
  }

  /// Ranks the live documents that hold all terms.
  func rank(into best: inout TopDocuments) {
    forEachBlock(skipping: { best.isFull && self.bound() * TermRanking.slack < best.threshold }) { document, place in
      best.offer(segment: walks.number, document: document, score: score(document, place))
    }
  }

  /// Counts the live documents that hold all terms, and the terms' occurrences in them; ranks them as well if asked.
  func count(rankingInto best: inout TopDocuments, scoring: Bool) -> QueryPlan.Count {
    var count = QueryPlan.Count()
    forEachBlock(skipping: { false }) { document, place in
      count.documents += 1
      for term in 0..<terms.count { count.hits += Int(frequencies[term &* Self.size &+ place]) }
      if scoring { best.offer(segment: walks.number, document: document, score: score(document, place)) }
    }
    return count
  }

  @inline(__always)
  private func forEachBlock(skipping: () -> Bool, _ body: (_ document: UInt32, _ place: Int) -> Void) {
    while terms[0].cursor.document != PostingsCursor.end, !walks.clock.tick() {
      var next = terms[0].cursor.blockLast
      if !skipping() {
        let documents = terms[0].cursor.restOfBlock
        let count = meet(documents)
        for index in 0..<count {
          let place = Int(places[index])
          if !walks.isOut(documents[place]) { body(documents[place], place) }
        }
        // The others may stand far behind the block already.
        for index in 1..<terms.count { next = max(next, max(terms[index].cursor.document, 1) &- 1) }
      }
      if next >= PostingsCursor.end - 1 { return }
      terms[0].cursor.advance(to: next &+ 1)
    }
  }

  /// Finds the places of those documents of the first term's block that all terms hold, and the frequencies there; returns
  /// how many there are.
  private func meet(_ documents: UnsafeBufferPointer<UInt32>) -> Int {
    guard let lead = documents.baseAddress else { return 0 }
    var count = documents.count
    for place in 0..<count { places[place] = UInt32(truncatingIfNeeded: place) }
    for term in 1..<terms.count where count > 0 { count = meet(term, lead, count) }
    if count > 0, let own = terms[0].cursor.frequenciesOfRest().baseAddress {
      for index in 0..<count { frequencies[Int(places[index])] = own[Int(places[index])] }
    }
    return count
  }

  @inline(__always)
  private func meet(_ term: Int, _ lead: UnsafePointer<UInt32>, _ count: Int) -> Int {
    let out = frequencies + term * Self.size
    var (kept, taken) = (0, 0)
    while taken < count {
      if let (some, met) = terms[term].cursor.probe(
        lead, places + taken, count - taken, keeping: places + kept, frequencies: out)
      {
        taken += max(some, 1)
        kept += met
        continue
      }
      if terms[term].cursor.advance(to: lead[Int(places[taken])]) == PostingsCursor.end { break }
      let (some, met) = terms[term].cursor.meet(
        lead, places + taken, count - taken, keeping: places + kept, found: found)
      if met > 0 {
        let own = terms[term].cursor.frequenciesOfBlock()
        for index in 0..<met { out[Int(places[kept &+ index])] = own[Int(found[index])] }
      }
      taken += max(some, 1)
      kept += met
    }
    return kept
  }

  /// The score of a document that all terms hold: as the matchers add up, in the order of the query, with the precision of
  /// a double.
  private func score(_ document: UInt32, _ place: Int) -> Float {
    let length = walks.length(document)
    for term in 0..<terms.count {
      contributions[terms[term].leaf] = terms[term].weight.score(
        frequency: frequencies[term &* Self.size &+ place], length: length)
    }
    var total = 0.0
    for value in contributions { total += Double(value) }
    return Float(total)
  }

  /// What all terms together can score in the rest of the first term's block.
  private func bound() -> Float {
    let (first, last) = (terms[0].cursor.document, terms[0].cursor.blockLast)
    var total = terms[0].blockBound(first).bound
    for term in 1..<terms.count {
      var (most, document, blocks): (Float, UInt32, Int) = (0, max(first, terms[term].cursor.document), 0)
      while document <= last {
        let (bound, end) = terms[term].blockBound(document)
        most = max(most, bound)
        blocks += 1
        if end >= last { break }
        if blocks == Self.mostBounds {
          most = terms[term].bound
          break
        }
        document = end &+ 1
      }
      total += most
    }
    return total
  }
}
