// SPDX-License-Identifier: Apache-2.0

/// Positions joined in the documents in which the words' lists meet: those of the rarest word are looked up in the lists of
/// the others, a block at a time.
internal import Bytes

package final class MeetingJoin: PositionJoin {
  @exclusivity(unchecked) private var lead: PostingsCursor
  private let meeting: PostingsMeeting
  /// What the rarest word has of the documents of its block.
  private let own: UnsafeMutablePointer<PostingsMeeting.Found>
  private let documents: UnsafeMutablePointer<UInt32>
  private let others: Int
  private let bounds: ScoreBounds?

  /// - Parameters:
  ///   - words: at least two, the rarest first, each with its place in the phrase.
  ///   - bounds: what occurrences score, as one leaf; nil where no document will be left out for its score.
  /// - Returns: nil where a list has no positions.
  package init?(
    _ words: [(info: TermInfo, offset: UInt32)], kind: Kind, segment: SegmentReader, bounds: ScoreBounds?
  ) throws {
    let opened = try words.map { try segment.postings($0.info) }
    let lists = zip(opened, words).compactMap { $0.positionList(offset: $1.offset) }
    guard lists.count == words.count, lists.count > 1 else { return nil }
    lead = opened[0]
    meeting = PostingsMeeting(Array(opened.dropFirst()), summing: true)
    (others, self.bounds) = (opened.count - 1, bounds)
    own = .allocate(capacity: PackedBlock.size)
    documents = .allocate(capacity: PackedBlock.size)
    super.init(lists, kind, segment.deletes, most: PackedBlock.size)
    kernel.begin(0, found: own)
    for list in 0..<others { kernel.begin(list + 1, found: meeting.found(list)) }
  }

  deinit {
    own.deallocate()
    documents.deallocate()
  }

  package override func next(threshold: Float) -> Window? {
    guard lead.document != PostingsCursor.end else { return nil }
    var count = meet(scoring: threshold)
    if count > 0, let deletes { count = keep(count) { !deletes.contains(lead.documents[Int($0)]) } }
    if count > 0 {
      describeLead(count)
      if let bounds, threshold > 0 { count = keep(count, scoring: threshold, bounds) }
    }
    for index in 0..<count { documents[index] = lead.documents[Int(meeting.places[index])] }
    let isJoined = join(UnsafeBufferPointer(start: meeting.places, count: count))
    let next = meeting.next
    if next > lead.blockLast { lead.advance(to: next) } else { _ = lead.nextBlock() }
    return Window(
      base: 0, slots: UnsafeBufferPointer(start: documents, count: count), hits: isJoined ? UnsafePointer(hits) : nil)
  }

  /// Looks the documents of the rest of the block up in the other lists; of phrases only those whose own word occurs often
  /// enough.
  private func meet(scoring threshold: Float) -> Int {
    guard case .phrase = kind, let bounds, threshold > 0 else {
      return meeting.meet(lead.documents, lead.index..<lead.blockCount)
    }
    let (documents, frequencies) = (lead.restOfBlock, lead.frequenciesOfRest())
    guard let start = frequencies.baseAddress else { return 0 }
    let count = bounds.select(documents, start, scoring: threshold, into: meeting.places)
    for index in 0..<count { meeting.places[index] &+= UInt32(truncatingIfNeeded: lead.index) }
    return meeting.meet(lead.documents, chosen: count)
  }

  /// Keeps the places that `holds` is true of.
  @inline(__always)
  private func keep(_ count: Int, where holds: (UInt32) -> Bool) -> Int {
    let places = meeting.places
    var kept = 0
    for index in 0..<count {
      let place = places[index]
      places[kept] = place
      if holds(place) { kept &+= 1 }
    }
    return kept
  }

  /// What the rarest word has of the documents that were met.
  private func describeLead(_ count: Int) {
    let (frequencies, block) = (lead.frequenciesOfBlock(), UInt32(truncatingIfNeeded: lead.block))
    var (at, sum): (Int, UInt32) = (0, 0)
    for index in 0..<count {
      let place = Int(meeting.places[index])
      while at < place {
        sum &+= frequencies[at]
        at &+= 1
      }
      own[place] = .init(frequency: frequencies[place], block: block, before: sum)
    }
  }

  /// Keeps the documents that may score `threshold`: a phrase occurs as often as its rarest word at most, two words near
  /// each other as often as both together.
  private func keep(_ count: Int, scoring threshold: Float, _ bounds: ScoreBounds) -> Int {
    let least = bounds.units(threshold)
    let isNear = if case .near = kind { true } else { false }
    return keep(count) { place in
      var most = own[Int(place)].frequency
      for list in 0..<others {
        let frequency = meeting.found(list)[Int(place)].frequency
        most = isNear ? most &+ frequency : min(most, frequency)
      }
      return bounds.most(lead.documents[Int(place)], most) >= least
    }
  }
}
