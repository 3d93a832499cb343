// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// Documents that may be among the best, at most a block's at a time: how often each term occurs in them, and what is known
/// of their scores. Terms are asked about them one by one, as long as they can reach the threshold.
final class Candidates {
  private let walks: TermWalks
  private let terms: UnsafeMutableBufferPointer<TermWalk>
  private let meeting: PostingsMeeting
  /// Ascending.
  let documents: UnsafeMutablePointer<UInt32>
  /// By term, then by place.
  private let frequencies: UnsafeMutablePointer<UInt32>
  /// Which of them are still in it.
  private let places: UnsafeMutablePointer<UInt32>
  /// Room for as many numbers.
  let spare: UnsafeMutablePointer<UInt32>
  private let scores: UnsafeMutablePointer<Float>
  /// What the length of each document adds below the line of its score.
  private let norms: UnsafeMutablePointer<Float>
  static let most = PostingsCursor.blockSize

  /// The terms' cursors must not have moved yet.
  init(_ walks: TermWalks) {
    (self.walks, terms) = (walks, walks.terms)
    meeting = PostingsMeeting(terms.map(\.cursor))
    documents = .allocate(capacity: Self.most)
    places = .allocate(capacity: Self.most)
    spare = .allocate(capacity: Self.most)
    scores = .allocate(capacity: 2 * Self.most)
    norms = scores + Self.most
    frequencies = .allocate(capacity: Self.most * terms.count)
    frequencies.initialize(repeating: 0, count: Self.most * terms.count)
  }

  deinit {
    documents.deallocate()
    places.deallocate()
    spare.deallocate()
    scores.deallocate()
    frequencies.deallocate()
  }

  /// How often a term occurs in each of the documents.
  @inline(__always) func frequencies(_ term: Int) -> UnsafeMutablePointer<UInt32> { frequencies + term &* Self.most }

  /// Lets the next documents be any again.
  func rewind() {
    meeting.rewind()
    walks.rewindExcluded()
  }

  /// Offers those of the documents that may enter: the terms from `first` on, in `order`, brought them, and the others, which
  /// add `rest` at most, are asked.
  func complete(
    _ count: Int, order: UnsafeMutableBufferPointer<Int>, from first: Int, rest: Float, _ best: inout TopDocuments
  ) {
    terms[0].weight.bounded.writeNorms(
      of: UnsafeBufferPointer(start: documents, count: count), lengths: walks.lengths, to: norms)
    for place in 0..<count { (scores[place], places[place]) = (0, UInt32(truncatingIfNeeded: place)) }
    for index in first..<order.count {
      let term = order[index]
      terms[term].weight.bounded.addScores(frequencies(term), norms: norms, count: count, to: scores)
    }
    var (left, rest) = (keep(count, rest, best), rest)
    for index in stride(from: first - 1, through: 0, by: -1) where left > 0 {
      let term = order[index]
      ask(term, left)
      rest = max(rest - terms[term].bound, 0)
      left = keep(left, rest, best)
    }
    for index in 0..<left { offer(Int(places[index]), &best) }
  }

  /// Asks a term about the documents that are left, and adds to their scores.
  private func ask(_ term: Int, _ left: Int) {
    let own = frequencies(term)
    for index in 0..<left {
      spare[index] = places[index]
      own[Int(places[index])] = 0
    }
    let met = meeting.meet(list: term, documents, spare, left)
    let found = meeting.found(term)
    for index in 0..<met {
      let place = Int(spare[index])
      own[place] = found[place].frequency
      scores[place] += terms[term].weight.score(frequency: own[place], norm: norms[place])
    }
  }

  /// Keeps the documents that can reach the threshold with `rest` more.
  private func keep(_ count: Int, _ rest: Float, _ best: borrowing TopDocuments) -> Int {
    let (needed, hasThreshold) = (best.threshold, best.hasThreshold)
    var kept = 0
    for index in 0..<count {
      let place = places[index]
      places[kept] = place
      if !hasThreshold || (scores[Int(place)] + rest) * TermRanking.slack >= needed { kept &+= 1 }
    }
    return kept
  }

  /// The score as the matchers add it up: in the order of the query, with the precision of a double.
  private func offer(_ place: Int, _ best: inout TopDocuments) {
    let (document, norm) = (documents[place], norms[place])
    var total = 0.0
    for term in terms.indices {
      let frequency = frequencies(term)[place]
      if frequency > 0 { total += Double(terms[term].weight.score(frequency: frequency, norm: norm)) }
    }
    if !walks.isOut(document) { best.offer(segment: walks.number, document: document, score: Float(total)) }
  }
}
