// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// The documents that hold all of several terms: the shortest list is looked up in the others, a block at a time, so that
/// a document costs some compared numbers and no calls.
///
/// Where the best documents are asked, blocks, and postings of the shortest list, whose bounds stay below the threshold are
/// passed over (Ding and Suel 2011, doi:10.1145/2009916.2010048). What is passed over lies strictly below the threshold:
/// equal scores rank by id.
final class TermMeeting {
  private let walks: TermWalks
  /// The shortest list first.
  private let terms: UnsafeMutableBufferPointer<TermWalk>
  private let meeting: PostingsMeeting
  /// For each term but the first, what it has of the documents that were met, by place.
  private let found: [UnsafeMutablePointer<PostingsMeeting.Found>]
  private let contributions: UnsafeMutableBufferPointer<Float>
  /// Blocks of another term whose bounds are compared for one of the first; more cost more than they save.
  private static let mostBounds = 8

  init(_ walks: TermWalks) {
    (self.walks, terms) = (walks, walks.terms)
    var order = terms
    order.sort { $0.cursor.count < $1.cursor.count }
    let meeting = PostingsMeeting(terms.dropFirst().map(\.cursor))
    self.meeting = meeting
    found = (0..<terms.count - 1).map { meeting.found($0) }
    contributions = .allocate(capacity: walks.leafCount)
    contributions.initialize(repeating: 0)
  }

  deinit { contributions.deallocate() }

  /// Ranks the live documents that hold all terms.
  func rank(into best: inout TopDocuments) {
    let own = walks.postingBounds
    forEachBlock(choosing: { self.choose(own, best) }) { document, place, frequency in
      best.offer(segment: walks.number, document: document, score: score(document, place, frequency))
    }
  }

  /// Chooses those of the rest of the first term's block that may be among the best.
  private func choose(_ own: ScoreBounds?, _ best: borrowing TopDocuments) -> Int {
    guard best.hasThreshold else { return chooseAll() }
    let (first, rest) = bounds()
    if (first + rest) * TermRanking.slack < best.threshold { return 0 }
    let documents = terms[0].cursor.restOfBlock
    guard let own, let frequencies = terms[0].cursor.frequenciesOfRest().baseAddress else { return chooseAll() }
    let needed = best.threshold / TermRanking.slack - rest * TermRanking.slack
    return own.select(documents, frequencies, scoring: needed, into: meeting.places)
  }

  private func chooseAll() -> Int {
    let count = terms[0].cursor.restOfBlock.count
    for index in 0..<count { meeting.places[index] = UInt32(truncatingIfNeeded: index) }
    return count
  }

  /// Counts the live documents that hold all terms, and the terms' occurrences in them; ranks them as well if asked.
  func count(rankingInto best: inout TopDocuments, scoring: Bool) -> QueryPlan.Count {
    var count = QueryPlan.Count()
    forEachBlock(choosing: chooseAll) { document, place, frequency in
      count.documents += 1
      count.hits += Int(frequency)
      for own in found { count.hits += Int(own[place].frequency) }
      if scoring { best.offer(segment: walks.number, document: document, score: score(document, place, frequency)) }
    }
    return count
  }

  /// - Parameters:
  ///   - choosing: writes which documents of the rest of the first term's block may matter to the meeting's places, and
  ///     tells how many.
  ///   - body: given a document, its place in what was found, and how often the first term occurs in it.
  @inline(__always)
  private func forEachBlock(
    choosing: () -> Int, _ body: (_ document: UInt32, _ place: Int, _ frequency: UInt32) -> Void
  ) {
    while terms[0].cursor.document != PostingsCursor.end, !walks.clock.tick() {
      var next = terms[0].cursor.blockLast
      let chosen = choosing()
      if chosen > 0 {
        guard let lead = terms[0].cursor.restOfBlock.baseAddress else { return }
        let count = meeting.meet(lead, chosen: chosen)
        if count > 0, let frequencies = terms[0].cursor.frequenciesOfRest().baseAddress {
          for index in 0..<count {
            let place = Int(meeting.places[index])
            if !walks.isOut(lead[place]) { body(lead[place], place, frequencies[place]) }
          }
        }
        // The others may stand far behind the block already.
        next = max(next, max(meeting.next, 1) &- 1)
      }
      if next >= PostingsCursor.end - 1 { return }
      terms[0].cursor.advance(to: next &+ 1)
    }
  }

  /// The score of a document that all terms hold: as the matchers add up, in the order of the query, with the precision of
  /// a double.
  private func score(_ document: UInt32, _ place: Int, _ frequency: UInt32) -> Float {
    let length = walks.length(document)
    contributions[terms[0].leaf] = terms[0].weight.score(frequency: frequency, length: length)
    for term in 1..<terms.count {
      contributions[terms[term].leaf] = terms[term].weight.score(
        frequency: found[term &- 1][place].frequency, length: length)
    }
    var total = 0.0
    for value in contributions { total += Double(value) }
    return Float(total)
  }

  /// What the first term, and all others together, can score in the rest of the first term's block.
  private func bounds() -> (own: Float, rest: Float) {
    let (first, last) = (terms[0].cursor.document, terms[0].cursor.blockLast)
    var total: Float = 0
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
    return (terms[0].blockBound(first).bound, total)
  }
}
