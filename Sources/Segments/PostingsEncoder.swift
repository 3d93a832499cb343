// SPDX-License-Identifier: Apache-2.0

/// The postings of a term: which documents hold it, how often, and where.
///
///     List        --> Documents Positions?            (Positions: words and joined forms, not stems)
///     Documents   --> Head? Block{n/128} Tail?        n = document frequency; Head where n >= 128
///     Head        --> Impacts Entry{(n + 127) / 128}
///     Impacts     --> 6 bytes, see `Impacts`: over the whole list
///     Entry       --> LastDocument (4) Place (4) PositionsPlace (4) PositionsIndex (1) zero (1) Impacts (6)
///     Block       --> PackedBlock of document gaps, PackedBlock of frequencies - 1
///     Tail        --> (Gap << 1 | (frequency = 1), as varint; frequency - 2 as varint unless 1){n mod 128}
///     Positions   --> PackedBlock{c/128} Rest?        c = collection frequency
///     Rest        --> `ff` where c >= 128; then varint{c mod 128}
///
/// A gap is the document minus the one before minus 1, the first document as it is. Positions are kept in the same way,
/// starting afresh in each document. An entry tells of one block (the last may be the tail): its last document, where it
/// starts behind the head, and where its first position lies: the start of that position's block in Positions and the
/// index in it. Integers are little-endian.
///
/// A list of one document stands in the dictionary; here stand only its positions, where it has several.
///
/// Example: a term at positions 0, 2 of document 3 and position 5 of document 4 is `06 00 01 00 01 05`: gap 3, frequency
/// 2 (3 << 1 | 0, then 2 - 2); gap 0, frequency 1 (0 << 1 | 1); then positions 0, 2 - 0 - 1, and 5.
package import Bytes

package struct PostingsEncoder: ~Copyable {
  static let entryLength = 20
  private let documents: UnsafeMutablePointer<UInt32>
  private let frequencies: UnsafeMutablePointer<UInt32>
  private let positions: UnsafeMutablePointer<UInt32>
  private var inBlock = 0
  private var positionsInBlock = 0
  private var documentCount = 0
  private var occurrences = 0
  private var last = UInt32.max
  private var blocks = ByteBuffer(capacity: 1 << 12)
  private var positionBytes = ByteBuffer(capacity: 1 << 12)
  private var entries: [UInt8] = []
  private var impacts = ImpactsBuilder()
  private var whole = ImpactsBuilder()
  private var blockPlace = (positions: 0, index: 0)
  private var firstPosition: UInt32 = 0

  package init() {
    documents = .allocate(capacity: PackedBlock.size)
    frequencies = .allocate(capacity: PackedBlock.size)
    positions = .allocate(capacity: PackedBlock.size)
  }

  deinit {
    documents.deallocate()
    frequencies.deallocate()
    positions.deallocate()
  }

  /// Starts the posting of the next document, `length` tokens long. Documents must ascend.
  package mutating func add(document: UInt32, frequency: UInt32, length: UInt32) {
    if inBlock == 0 { blockPlace = (positionBytes.count, positionsInBlock) }
    documents[inBlock] = document &- last &- 1
    frequencies[inBlock] = frequency
    last = document
    inBlock += 1
    documentCount += 1
    occurrences += Int(frequency)
    impacts.add(frequency: frequency, length: length)
    if inBlock == PackedBlock.size { closeBlock() }
  }

  /// A position of the document just added, as a gap: the first as it is, then position - previous - 1.
  package mutating func add(positionGap gap: UInt32) {
    if positionsInBlock == 0 { firstPosition = gap }
    positions[positionsInBlock] = gap
    positionsInBlock += 1
    if positionsInBlock == PackedBlock.size {
      PackedBlock.append(positions, to: &positionBytes)
      positionsInBlock = 0
    }
  }

  private mutating func closeBlock() {
    addEntry(place: blocks.count)
    PackedBlock.append(documents, to: &blocks)
    for index in 0..<PackedBlock.size { frequencies[index] -= 1 }
    PackedBlock.append(frequencies, to: &blocks)
    inBlock = 0
  }

  private mutating func addEntry(place: Int) {
    func add(_ value: UInt32) {
      for shift in [0, 8, 16, 24] as [UInt32] { entries.append(UInt8(value >> shift & 255)) }
    }
    add(last)
    add(UInt32(truncatingIfNeeded: place))
    add(UInt32(truncatingIfNeeded: blockPlace.positions))
    entries.append(UInt8(blockPlace.index))
    entries.append(0)
    whole.add(impacts)
    impacts.finish(into: &entries)
  }

  private mutating func closeTail() {
    for index in 0..<inBlock {
      let single: UInt64 = frequencies[index] == 1 ? 1 : 0
      blocks.append(varint: UInt64(documents[index]) << 1 | single)
      if single == 0 { blocks.append(varint: frequencies[index] - 2) }
    }
  }

  /// Appends the list to `out`, tells its measures, and starts afresh.
  package mutating func finish(into out: inout ByteBuffer, withPositions: Bool) -> EncodedList {
    let total = documentCount
    if total >= PackedBlock.size {
      if inBlock > 0 { addEntry(place: blocks.count) }
      var head: [UInt8] = []
      whole.finish(into: &head)
      out.append(head)
      entries.withUnsafeBytes { out.append(bytes: $0) }
    } else {
      whole.clear()
      impacts.clear()
    }
    closeTail()
    let start = out.count - (total >= PackedBlock.size ? Impacts.byteCount + entries.count : 0)
    out.append(bytes: blocks.bytes)
    let documentsLength = out.count - start
    if withPositions { finishPositions(into: &out) }
    var list = EncodedList(
      documents: total, occurrences: occurrences, documentsLength: documentsLength, length: out.count - start)
    if total == 1 {
      (list.document, list.position) = (last, firstPosition)
      // The dictionary holds the document, and the position where it is the only one.
      out.count = start + (occurrences == 1 ? 0 : out.drop(documentsLength, from: start))
      list.length = out.count - start
      list.documentsLength = 0
    }
    startAfresh()
    return list
  }

  private mutating func finishPositions(into out: inout ByteBuffer) {
    out.append(bytes: positionBytes.bytes)
    if occurrences >= PackedBlock.size, positionsInBlock > 0 { out.append(UInt8(0xff)) }
    for index in 0..<positionsInBlock { out.append(varint: positions[index]) }
  }

  private mutating func startAfresh() {
    (inBlock, positionsInBlock, documentCount, occurrences, last) = (0, 0, 0, 0, .max)
    blocks.removeAll()
    positionBytes.removeAll()
    entries.removeAll(keepingCapacity: true)
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

extension ByteBuffer {
  /// Removes `length` bytes at `start` and returns how many follow it then.
  fileprivate mutating func drop(_ length: Int, from start: Int) -> Int {
    let rest = count - start - length
    (base + start).update(from: base + start + length, count: rest)
    return rest
  }
}
