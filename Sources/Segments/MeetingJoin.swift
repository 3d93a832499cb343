// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Positions joined in the documents in which the words' lists meet: those of the rarest word are looked up in the lists of
/// the others, a block at a time.
package final class MeetingJoin: PositionJoin {
  @exclusivity(unchecked) private var lead: PostingsCursor
  private let meeting: PostingsMeeting
  /// What the rarest word has of the documents of its blocks, block behind block.
  private let own: UnsafeMutablePointer<PostingsMeeting.Found>
  /// The documents that met in these blocks, and where they stand in `own`.
  private let documents: UnsafeMutablePointer<UInt32>
  private let slots: UnsafeMutablePointer<UInt32>
  private let others: Int
  /// Blocks of the rarest word that are looked up before positions are joined, if no more documents than `enough` meet.
  private static let rows = 8
  private static let enough = 128

  /// - Parameters:
  ///   - words: at least two, the rarest first, each with its place in the phrase.
  /// - Returns: nil where a list has no positions.
  package init?(
    _ words: [(info: TermInfo, offset: UInt32)], kind: Kind, purpose: Purpose, segment: SegmentReader
  ) throws {
    let opened = try words.map { try segment.postings($0.info) }
    let lists = zip(opened, words).compactMap { $0.positionList(offset: $1.offset) }
    guard lists.count == words.count, lists.count > 1 else { return nil }
    lead = opened[0]
    meeting = PostingsMeeting(Array(opened.dropFirst()), summing: true, rows: Self.rows)
    others = opened.count - 1
    let most = Self.rows * PackedBlock.size
    own = .allocate(capacity: most)
    documents = .allocate(capacity: most)
    slots = .allocate(capacity: most)
    try super.init(lists, kind, purpose, segment, most: most)
    kernel.begin(0, found: own)
    for list in 0..<others { kernel.begin(list + 1, found: meeting.found(list)) }
  }

  deinit {
    own.deallocate()
    documents.deallocate()
    slots.deallocate()
  }

  package override func next(threshold: Float) -> Found? {
    guard lead.document != PostingsCursor.end else { return nil }
    var (row, found) = (0, 0)
    while row < Self.rows, found < Self.enough, lead.document != PostingsCursor.end {
      let count = meetBlock(row, scoring: purpose.isCounting ? 0 : threshold)
      for index in 0..<count {
        let place = meeting.places[index]
        documents[found &+ index] = lead.documents[Int(place)]
        slots[found &+ index] = place &+ UInt32(truncatingIfNeeded: row &* PackedBlock.size)
      }
      (row, found) = (row &+ 1, found &+ count)
      let next = meeting.next
      if next > lead.blockLast { lead.advance(to: next) } else { _ = lead.nextBlock() }
    }
    return join(UnsafeBufferPointer(start: slots, count: found), base: 0, numbers: documents, threshold: threshold)
  }

  /// Finds the live documents of the rest of the block that all lists hold and that may score `threshold`.
  private func meetBlock(_ row: Int, scoring threshold: Float) -> Int {
    var count = meet(row, scoring: threshold)
    if count > 0, let deletes { count = keep(count) { !deletes.contains(lead.documents[Int($0)]) } }
    if count == 0 { return 0 }
    describeLead(row, count)
    guard let bounds = purpose.bounds, threshold > 0 else { return count }
    return keep(count, row, scoring: threshold, bounds)
  }

  /// Looks the documents of the rest of the block up in the other lists; of phrases only those whose own word occurs often
  /// enough.
  private func meet(_ row: Int, scoring threshold: Float) -> Int {
    guard case .phrase = kind, let bounds = purpose.bounds, threshold > 0 else {
      return meeting.meet(lead.documents, lead.index..<lead.blockCount, row: row)
    }
    let (documents, frequencies) = (lead.restOfBlock, lead.frequenciesOfRest())
    guard let start = frequencies.baseAddress else { return 0 }
    let count = bounds.select(documents, start, scoring: threshold, into: meeting.places)
    for index in 0..<count { meeting.places[index] &+= UInt32(truncatingIfNeeded: lead.index) }
    return meeting.meet(lead.documents, chosen: count, row: row)
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
  private func describeLead(_ row: Int, _ count: Int) {
    let (frequencies, block) = (lead.frequenciesOfBlock(), UInt32(truncatingIfNeeded: lead.block))
    let own = own + row &* PackedBlock.size
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
  private func keep(_ count: Int, _ row: Int, scoring threshold: Float, _ bounds: ScoreBounds) -> Int {
    let (least, first) = (bounds.units(threshold), row &* PackedBlock.size)
    let isNear = if case .near = kind { true } else { false }
    return keep(count) { place in
      var most = own[first &+ Int(place)].frequency
      for list in 0..<others {
        let frequency = meeting.found(list)[first &+ Int(place)].frequency
        most = isNear ? most &+ frequency : min(most, frequency)
      }
      return bounds.most(lead.documents[Int(place)], most) >= least
    }
  }
}
