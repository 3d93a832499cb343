// SPDX-License-Identifier: Apache-2.0

/// Reads the positions of a posting when somebody asks for them; see `PostingsEncoder` for the format.
internal import Bytes

struct PositionReader {
  /// The position of a posting that the dictionary holds.
  let single: UInt32?
  private var memory: PositionMemory?
  /// Start of the decoded block in Positions, and where the next one starts; -1 where none is decoded.
  private var blockStart = -1
  private var blockEnd = 0
  private var blockCount = 0
  /// The next position to read: its index in the decoded block.
  private var index = 0
  /// The posting (index in its block of documents) that `index` belongs to; -1 before the first.
  private var posting = -1

  init(single: UInt32? = nil) { self.single = single }

  mutating func leaveBlock() { posting = -1 }

  /// The positions of the cursor's current document, ascending; valid until the next call.
  mutating func positions(of cursor: borrowing PostingsCursor, frequency: UInt32) -> UnsafeBufferPointer<UInt32> {
    let memory = self.memory ?? PositionMemory()
    self.memory = memory
    if let single {
      memory.reserve(1)
      memory.out[0] = single
      return UnsafeBufferPointer(start: memory.out, count: 1)
    }
    guard seek(cursor, memory) else { return UnsafeBufferPointer(start: nil, count: 0) }
    return read(Int(frequency), cursor, memory)
  }

  /// Moves to the first position of the cursor's current posting.
  private mutating func seek(_ cursor: borrowing PostingsCursor, _ memory: PositionMemory) -> Bool {
    var skipped = 0
    if posting >= 0, posting <= cursor.index {
      for earlier in posting..<cursor.index { skipped += Int(cursor.frequencies[earlier]) }
      // `index` stands at the first position of `posting`.
    } else {
      let place = cursor.positionsPlace(of: cursor.block)
      if place.start != blockStart || blockStart < 0 {
        guard load(place.start, cursor, memory) else { return false }
      }
      index = place.index
      for earlier in 0..<cursor.index { skipped += Int(cursor.frequencies[earlier]) }
    }
    posting = cursor.index
    index += skipped
    while index >= PackedBlock.size, blockCount == PackedBlock.size {
      index -= PackedBlock.size
      guard index < PackedBlock.size else {
        guard let end = PackedBlock.end(of: cursor.positionBytes, at: blockEnd) else { return false }
        blockEnd = end
        continue
      }
      guard load(blockEnd, cursor, memory) else { return false }
    }
    return true
  }

  private mutating func read(
    _ frequency: Int, _ cursor: borrowing PostingsCursor, _ memory: PositionMemory
  ) -> UnsafeBufferPointer<UInt32> {
    guard frequency <= cursor.occurrences else { return UnsafeBufferPointer(start: nil, count: 0) }
    memory.reserve(frequency)
    var position = UInt32.max
    for slot in 0..<frequency {
      if index >= blockCount {
        guard blockCount == PackedBlock.size, load(blockEnd, cursor, memory) else {
          posting = -1
          return UnsafeBufferPointer(start: nil, count: 0)
        }
        index = 0
      }
      position = position &+ memory.block[index] &+ 1
      memory.out[slot] = position
      index += 1
    }
    posting = cursor.index + 1
    return UnsafeBufferPointer(start: memory.out, count: frequency)
  }

  /// Decodes the block of positions at `start`: 128 packed ones, or the rest of the list.
  private mutating func load(_ start: Int, _ cursor: borrowing PostingsCursor, _ memory: PositionMemory) -> Bool {
    let bytes = cursor.positionBytes
    let restCount = cursor.occurrences % PackedBlock.size
    blockStart = start
    if cursor.occurrences >= PackedBlock.size, start >= 0, start < bytes.count, bytes[start] != 0xff {
      guard let end = PackedBlock.read(bytes, at: start, into: memory.block) else { return fail() }
      (blockEnd, blockCount) = (end, PackedBlock.size)
      return true
    }
    let run = cursor.occurrences >= PackedBlock.size ? start + 1 : start
    guard ExpGolomb.read(bytes, at: run, restCount, into: memory.block) != nil else { return fail() }
    (blockEnd, blockCount) = (bytes.count, restCount)
    return true
  }

  private mutating func fail() -> Bool {
    (blockStart, blockCount, posting) = (-1, 0, -1)
    return false
  }
}

/// Memory for one decoded block of positions and for the positions of one document.
final class PositionMemory {
  let block: UnsafeMutablePointer<UInt32>
  private(set) var out: UnsafeMutablePointer<UInt32>
  private var capacity = 64

  init() {
    block = .allocate(capacity: PackedBlock.size)
    block.initialize(repeating: 0, count: PackedBlock.size)
    out = .allocate(capacity: capacity)
  }

  func reserve(_ count: Int) {
    guard count > capacity else { return }
    out.deallocate()
    capacity = max(count, 2 * capacity)
    out = .allocate(capacity: capacity)
  }

  deinit {
    block.deallocate()
    out.deallocate()
  }
}

extension PostingsCursor {
  /// The positions of the current document, ascending; none where the list has no positions. Valid until the next call
  /// on this cursor.
  package mutating func positions() -> UnsafeBufferPointer<UInt32> {
    let frequency = self.frequency
    guard document != PostingsCursor.end else { return UnsafeBufferPointer(start: nil, count: 0) }
    var reader = positionReader
    let found = reader.positions(of: self, frequency: frequency)
    positionReader = reader
    return found
  }
}
