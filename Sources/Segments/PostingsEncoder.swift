// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// The postings of a term: which documents hold it, how often, and where.
///
///     List        --> Documents Positions?            (Positions: words and joined forms, not stems)
///     Documents   --> Head? Block{n/128} Tail?        n = document frequency; Head where n >= 128
///     Head        --> Impacts Layout Entry{(n + 127) / 128}
///     Impacts     --> 6 bytes, see `Impacts`: over the whole list
///     Layout      --> one byte, see `EntryLayout`: how many bytes the numbers of an entry take
///     Entry       --> LastDocument Place (PositionsPlace PositionsIndex)? Impacts
///     Block       --> PackedBlock of document gaps or BitSet of documents, PackedBlock of frequencies - 1
///     Tail        --> pair of ExpGolomb runs: document gaps, frequencies - 1            (n mod 128 of each)
///     Positions   --> PackedBlock{c/128} Rest?        c = collection frequency
///     Rest        --> `ff` where c >= 128; then ExpGolomb run                           (c mod 128)
///
/// A gap is the document minus the one before minus 1, the first document as it is. Positions are kept in the same way,
/// starting afresh in each document. An entry tells of one block (the last may be the tail): its last document, where it
/// starts behind the head, and where its first position lies: the start of that position's block in Positions and the
/// index in it. Integers are little-endian.
///
/// A list of one document stands in the dictionary; here stand only its positions, where it has several.
///
/// Example: a term at positions 0, 2 of document 3 and position 5 of document 4 is `80 54` and `a1 1d`. Documents, from the
/// lowest bit on: order 0 is `00000`, the gaps 3 and 0 are `00100` and `1`, the frequencies - 1 are `010` and `1`. Positions:
/// order 1 is `10000`, the gaps 0, 1 and 5 are `10`, `11` and `0111`.
package struct PostingsEncoder: ~Copyable {
  private let documents: UnsafeMutablePointer<UInt32>
  private let frequencies: UnsafeMutablePointer<UInt32>
  private let positions: UnsafeMutablePointer<UInt32>
  /// How long the documents of the block are.
  private let lengths: UnsafeMutablePointer<UInt32>
  private var inBlock = 0
  private var positionsInBlock = 0
  private var documentCount = 0
  private var occurrences = 0
  private var last = UInt32.max
  private var blocks = ByteBuffer(capacity: 1 << 12)
  private var positionBytes = ByteBuffer(capacity: 1 << 12)
  private var entries: [EntryLayout.Entry] = []
  private var entryImpacts: [UInt8] = []
  /// Filled when the block is full, from its frequencies and `lengths`.
  private var blockImpacts = ImpactsBuilder()
  private var whole = ImpactsBuilder()
  private var blockPlace = (positions: 0, index: 0)
  private var firstPosition: UInt32 = 0
  /// Lists of fewer than 128 documents have no impacts, so that lengths do not matter.
  private var hasImpacts = true

  package init() {
    documents = .allocate(capacity: PackedBlock.size)
    frequencies = .allocate(capacity: PackedBlock.size)
    positions = .allocate(capacity: PackedBlock.size)
    lengths = .allocate(capacity: PackedBlock.size)
  }

  deinit {
    documents.deallocate()
    frequencies.deallocate()
    positions.deallocate()
    lengths.deallocate()
  }

  /// Tells, before the first document of a list, that it has at most so many; without, it may have any number.
  mutating func expect(documents count: Int) { hasImpacts = count >= PackedBlock.size }

  /// Starts the posting of the next document, `length` tokens long. Documents must ascend.
  @inline(__always)
  package mutating func add(document: UInt32, frequency: UInt32, length: UInt32) {
    if inBlock == 0 { blockPlace = (positionBytes.count, positionsInBlock) }
    documents[inBlock] = document &- last &- 1
    frequencies[inBlock] = frequency &- 1
    lengths[inBlock] = length
    last = document
    inBlock &+= 1
    occurrences &+= Int(frequency)
    if inBlock == PackedBlock.size { closeBlock() }
  }

  /// Starts the postings of the next documents, at most `room`; returns how many occurrences they have.
  ///
  /// - Parameters:
  ///   - first: what their numbers, which must ascend, are to be raised by.
  ///   - sizes: the lengths of all documents.
  mutating func add(
    _ count: Int, _ added: UnsafePointer<UInt32>, raisedBy first: UInt32, frequencies given: UnsafePointer<UInt32>,
    _ sizes: DocumentSizes
  ) -> Int {
    precondition(count > 0 && count <= room)
    if inBlock == 0 { blockPlace = (positionBytes.count, positionsInBlock) }
    let (documents, frequencies) = (documents + inBlock, frequencies + inBlock)
    var sum: UInt64 = 0
    documents[0] = added[0] &+ first &- last &- 1
    for index in 1..<count { documents[index] = added[index] &- added[index &- 1] &- 1 }
    for index in 0..<count {
      frequencies[index] = given[index] &- 1
      sum &+= UInt64(given[index])
    }
    if hasImpacts { sizes.copy(count, added, raisedBy: first, into: lengths + inBlock) }
    last = added[count - 1] &+ first
    inBlock &+= count
    occurrences &+= Int(sum)
    if inBlock == PackedBlock.size { closeBlock() }
    return Int(sum)
  }

  /// Starts the postings of a group's documents, of which there is room for all; their positions follow.
  ///
  /// - Parameter starts: where each document starts in its stream, and one more for the end.
  mutating func add(_ group: borrowing PostingsGroup, lengthsFrom starts: UnsafeBufferPointer<UInt32>) {
    let count = group.count
    precondition(count > 0 && count <= room)
    if inBlock == 0 { blockPlace = (positionBytes.count, positionsInBlock) }
    let (added, firsts) = (group.documents, group.firsts)
    let (gaps, counts) = (documents + inBlock, frequencies + inBlock)
    gaps[0] = added[0] &- last &- 1
    for index in 1..<count { gaps[index] = added[index] &- added[index &- 1] &- 1 }
    for index in 0..<count { counts[index] = firsts[index &+ 1] &- firsts[index] &- 1 }
    if hasImpacts {
      let lengths = lengths + inBlock
      for index in 0..<count { lengths[index] = starts[Int(added[index]) + 1] &- starts[Int(added[index])] }
    }
    last = added[count - 1]
    inBlock += count
    occurrences += group.occurrences
    if inBlock == PackedBlock.size { closeBlock() }
  }

  /// A position of the document just added, as a gap: the first as it is, then position - previous - 1.
  @inline(__always)
  package mutating func add(positionGap gap: UInt32) {
    if positionsInBlock == 0 { firstPosition = gap }
    positions[positionsInBlock] = gap
    positionsInBlock &+= 1
    if positionsInBlock == PackedBlock.size { closePositions() }
  }

  /// Several positions of the documents just added.
  mutating func add(positionGaps gaps: UnsafeBufferPointer<UInt32>) {
    guard let base = gaps.baseAddress else { return }
    if positionsInBlock == 0, gaps.count > 0 { firstPosition = base[0] }
    var taken = 0
    while taken < gaps.count {
      let part = min(gaps.count - taken, PackedBlock.size - positionsInBlock)
      (positions + positionsInBlock).update(from: base + taken, count: part)
      positionsInBlock += part
      taken += part
      if positionsInBlock == PackedBlock.size { closePositions() }
    }
  }

  /// Documents that may be added before a block is full; positions must be up to date when one begins.
  var room: Int { PackedBlock.size - inBlock }

  private mutating func closePositions() {
    PackedBlock.append(positions, to: &positionBytes)
    positionsInBlock = 0
  }

  private mutating func closeBlock() {
    documentCount += PackedBlock.size
    addEntry(place: blocks.count)
    PackedBlock.append(gaps: documents, to: &blocks)
    PackedBlock.append(frequencies, to: &blocks)
    inBlock = 0
  }

  private mutating func addEntry(place: Int) {
    for index in 0..<inBlock { blockImpacts.add(frequency: frequencies[index] &+ 1, length: lengths[index]) }
    entries.append(
      .init(
        last: last, place: UInt32(truncatingIfNeeded: place),
        positions: UInt32(truncatingIfNeeded: blockPlace.positions), index: UInt8(blockPlace.index)))
    whole.add(blockImpacts)
    blockImpacts.finish(into: &entryImpacts)
  }

  /// Appends the list to `out`, tells its measures, and starts afresh.
  package mutating func finish(into out: inout ByteBuffer, withPositions: Bool) -> EncodedList {
    let total = documentCount + inBlock
    let start = out.count
    if total >= PackedBlock.size { finishHead(into: &out, withPositions: withPositions) }
    out.append(bytes: blocks.bytes)
    // Of a list of one document all is said in the dictionary.
    if inBlock > 0, total > 1 { ExpGolomb.append(documents, and: frequencies, inBlock, to: &out) }
    var list = EncodedList(documents: total, occurrences: occurrences, documentsLength: out.count - start, length: 0)
    if total == 1 { (list.document, list.position) = (last, firstPosition) }
    if withPositions, occurrences > 1 { finishPositions(into: &out) }
    list.length = out.count - start
    startAfresh()
    return list
  }

  private mutating func finishHead(into out: inout ByteBuffer, withPositions: Bool) {
    if inBlock > 0 { addEntry(place: blocks.count) }
    var head: [UInt8] = []
    whole.finish(into: &head)
    let layout = EntryLayout(for: entries.last ?? .init(last: 0, place: 0, positions: 0, index: 0), withPositions)
    head.append(layout.byte)
    out.append(head)
    entryImpacts.withUnsafeBytes { impacts in
      for (index, entry) in entries.enumerated() {
        layout.append(entry, to: &out)
        let own = Impacts.byteCount * index..<Impacts.byteCount * (index + 1)
        out.append(bytes: UnsafeRawBufferPointer(rebasing: impacts[own]))
      }
    }
  }

  private mutating func finishPositions(into out: inout ByteBuffer) {
    out.append(bytes: positionBytes.bytes)
    guard positionsInBlock > 0 else { return }
    if occurrences >= PackedBlock.size { out.append(UInt8(0xff)) }
    ExpGolomb.append(positions, positionsInBlock, to: &out)
  }

  private mutating func startAfresh() {
    (inBlock, positionsInBlock, documentCount, occurrences, last) = (0, 0, 0, 0, .max)
    hasImpacts = true
    blocks.removeAll()
    positionBytes.removeAll()
    entries.removeAll(keepingCapacity: true)
    entryImpacts.removeAll(keepingCapacity: true)
  }
}

/// What the dictionary must know of a list just written.
package struct EncodedList: Sendable, Equatable {
  package var documents: Int
  package var occurrences: Int
  package var documentsLength: Int
  package var length: Int
  /// The document, and its first position, of a list of one document. Its list is its positions where it has several,
  /// else empty.
  package var document: UInt32 = 0
  package var position: UInt32 = 0

  package init(documents: Int, occurrences: Int, documentsLength: Int, length: Int) {
    (self.documents, self.occurrences) = (documents, occurrences)
    (self.documentsLength, self.length) = (documentsLength, length)
  }
}
