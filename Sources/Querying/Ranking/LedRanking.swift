// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// Walks one list of several for documents that may be among the best: blocks, and postings, are passed over whose bounds
/// stay below the threshold together with what the other terms can add in their run of documents.
final class LedRanking {
  private let term: Int
  private let terms: UnsafeMutableBufferPointer<TermWalk>
  private let candidates: Candidates
  private let own: ScoreBounds
  /// What the others can add in each run, in units of `own`; where nothing can enter, less than any bound.
  private let rest: UnsafeMutableBufferPointer<Int32>
  private static let closed = Int32.min / 2
  /// All documents before this one were looked at or passed over.
  private(set) var position: UInt32 = 0
  private var looked = 0
  private var brought = 0

  init(
    _ term: Int, _ walks: TermWalks, _ bounds: borrowing RunBounds, _ candidates: Candidates, _ classes: LengthClasses
  ) {
    (self.term, terms, self.candidates) = (term, walks.terms, candidates)
    own = walks.terms[term].weight.bounds(classes: classes)
    rest = .allocate(capacity: bounds.runs)
    let totals = bounds.totals
    for run in 0..<bounds.runs {
      rest[run] = totals[run] > 0 ? own.unitsAbove(totals[run] - bounds.most(term, run)) : Self.closed
    }
  }

  deinit { rest.deallocate() }

  /// Whether so many documents are brought in that it is faster, by about how many cycles it takes, to pour all lists of
  /// the segment than to ask others about them one by one.
  func bringsMany(cyclesOfPouring: Int) -> Bool {
    if looked < Self.leastLooked { return false }
    let rate = Double(brought) / Double(looked)
    return !Self.pays(terms[term].cursor.count, rate: rate, cyclesOfPouring: cyclesOfPouring)
  }

  /// Whether it is faster to look at so many postings, of which a part brings in documents, than to pour all lists.
  static func pays(_ postings: Int, rate: Double = 0, cyclesOfPouring: Int) -> Bool {
    (rate * 100 + 3) * Double(postings) <= 0.7 * Double(cyclesOfPouring)
  }

  /// Postings after which the rate is known well enough.
  private static let leastLooked = 300

  func move(to document: UInt32) { position = max(position, document) }

  /// The number of candidates of the next block that may have any, which may be none; nil behind the last.
  func next(_ best: borrowing TopDocuments) -> Int? {
    position = max(position, terms[term].cursor.document)
    let threshold = best.hasThreshold ? best.threshold / TermRanking.slack : 0
    let least = own.unitsBelow(threshold)
    while position != PostingsCursor.end {
      let (bound, last) = terms[term].blockBound(position)
      if last == PostingsCursor.end { return nil }
      let isOpen = own.unitsAbove(bound) &+ mostRest(position, last) >= least
      if isOpen { terms[term].cursor.advance(to: position) }
      position = last &+ 1
      if isOpen { return gather(threshold: threshold) }
    }
    return nil
  }

  /// The most that the others can add in the runs of some documents.
  private func mostRest(_ first: UInt32, _ last: UInt32) -> Int32 {
    let shift = UInt32(RunBounds.shift)
    var (most, run) = (Self.closed, Int(first >> shift))
    // A damaged list may name documents behind the last one.
    let end = min(Int(last >> shift) + 1, rest.count)
    while run < end {
      most = max(most, rest[run])
      run += 1
    }
    return most
  }

  /// Makes candidates of the documents of the rest of the decoded block that may enter.
  private func gather(threshold: Float) -> Int {
    let documents = terms[term].cursor.restOfBlock
    guard let frequencies = terms[term].cursor.frequenciesOfRest().baseAddress, let rest = rest.baseAddress else {
      return 0
    }
    let found = own.select(
      documents, frequencies, rest: rest, shift: RunBounds.shift, scoring: threshold, into: candidates.spare)
    let counts = candidates.frequencies(term)
    for index in 0..<found {
      candidates.documents[index] = documents[Int(candidates.spare[index])]
      counts[index] = frequencies[Int(candidates.spare[index])]
    }
    looked += documents.count
    brought += found
    return found
  }
}
