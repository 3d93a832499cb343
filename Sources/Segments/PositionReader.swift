// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Reads the positions of a posting when somebody asks for them; see `PostingsEncoder` for the format.
///
/// Where a cursor stands among the positions of its list.
struct PositionReader {
  /// The position of a posting that the dictionary holds.
  let single: UInt32?
  fileprivate var memory: PositionMemory?
  /// Start of the decoded block in Positions, and where the next one starts; -1 where none is decoded.
  fileprivate var blockStart = -1
  fileprivate var blockEnd = 0
  fileprivate var blockCount = 0
  /// The next position to read: its index in the decoded block.
  fileprivate var index = 0
  /// The posting (index in its block of documents) that `index` belongs to; -1 before the first.
  fileprivate var posting = -1

  init(single: UInt32? = nil) { self.single = single }

  mutating func leaveBlock() { posting = -1 }

  /// Forgets what was decoded; false, for callers that give up.
  fileprivate mutating func fail() -> Bool {
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
    let none = UnsafeBufferPointer<UInt32>(start: nil, count: 0)
    let frequency = Int(self.frequency)
    guard document != PostingsCursor.end else { return none }
    if positionReader.memory == nil { positionReader.memory = PositionMemory() }
    guard let memory = positionReader.memory else { return none }
    if let single = positionReader.single {
      memory.out[0] = single
      return UnsafeBufferPointer(start: memory.out, count: 1)
    }
    guard seekPositions(memory.block), frequency <= occurrences else { return none }
    let place = positionReader.index
    if frequency == 1, place < positionReader.blockCount {
      // The first gap of a document is its first position.
      (positionReader.index, positionReader.posting) = (place &+ 1, index &+ 1)
      return UnsafeBufferPointer(start: memory.block + place, count: 1)
    }
    memory.reserve(frequency)
    return readPositions(frequency, memory.block, memory.out)
  }

  /// Where the positions of the current document lie: the start of a block of positions, and an index in it or behind.
  mutating func positionStart() -> (start: Int, index: Int) {
    _ = frequency
    let place = positionsPlace(of: block)
    return (place.start, place.index &+ sumOfFrequencies(0, index))
  }

  /// The gaps behind the last whole block of positions; nil where they are ill-formed.
  func restOfPositions() -> [UInt32]? {
    let count = occurrences % PackedBlock.size
    if count == 0 { return [] }
    var place = 0
    if occurrences >= PackedBlock.size {
      place = positionsPlace(of: blocks - 1).start
      while place >= 0, place < positionBytes.count, positionBytes[place] != 0xff {
        guard let end = PackedBlock.end(of: positionBytes, at: place) else { return nil }
        place = end
      }
      place += 1
    }
    var rest = [UInt32](repeating: 0, count: count)
    guard ExpGolomb.read(positionBytes, at: place, count, into: &rest) != nil else { return nil }
    return rest
  }

  /// Moves to the first position of the current posting.
  private mutating func seekPositions(_ block: UnsafeMutablePointer<UInt32>) -> Bool {
    var place = positionReader.index
    if positionReader.posting >= 0, positionReader.posting <= index {
      // The reader stands at the first position of `posting`.
      place &+= sumOfFrequencies(positionReader.posting, index)
    } else {
      let start = positionsPlace(of: self.block)
      if start.start != positionReader.blockStart || positionReader.blockStart < 0 {
        guard loadPositions(start.start, block) else { return false }
      }
      place = start.index &+ sumOfFrequencies(0, index)
    }
    positionReader.posting = index
    while place >= PackedBlock.size, positionReader.blockCount == PackedBlock.size {
      place &-= PackedBlock.size
      if place < PackedBlock.size {
        guard loadPositions(positionReader.blockEnd, block) else { return false }
      } else {
        guard let end = PackedBlock.end(of: positionBytes, at: positionReader.blockEnd) else { return false }
        positionReader.blockEnd = end
      }
    }
    positionReader.index = place
    return true
  }

  private func sumOfFrequencies(_ from: Int, _ to: Int) -> Int {
    var total: UInt32 = 0
    for earlier in from..<to { total &+= frequencies[earlier] }
    return Int(total)
  }

  private mutating func readPositions(
    _ frequency: Int, _ block: UnsafeMutablePointer<UInt32>, _ out: UnsafeMutablePointer<UInt32>
  ) -> UnsafeBufferPointer<UInt32> {
    var position = UInt32.max
    var (place, slot) = (positionReader.index, 0)
    while true {
      let run = min(frequency &- slot, positionReader.blockCount &- place)
      var step = 0
      while step < run {
        position = position &+ block[place &+ step] &+ 1
        out[slot &+ step] = position
        step &+= 1
      }
      slot &+= max(run, 0)
      place &+= max(run, 0)
      if slot == frequency { break }
      guard positionReader.blockCount == PackedBlock.size, loadPositions(positionReader.blockEnd, block) else {
        positionReader.posting = -1
        return UnsafeBufferPointer(start: nil, count: 0)
      }
      place = 0
    }
    positionReader.index = place
    positionReader.posting = index &+ 1
    return UnsafeBufferPointer(start: out, count: frequency)
  }

  /// Decodes the block of positions at `start`: 128 packed ones, or the rest of the list.
  private mutating func loadPositions(_ start: Int, _ block: UnsafeMutablePointer<UInt32>) -> Bool {
    let rest = occurrences % PackedBlock.size
    positionReader.blockStart = start
    if occurrences >= PackedBlock.size, start >= 0, start < positionBytes.count, positionBytes[start] != 0xff {
      guard let end = PackedBlock.read(positionBytes, at: start, into: block) else { return positionReader.fail() }
      (positionReader.blockEnd, positionReader.blockCount) = (end, PackedBlock.size)
      return true
    }
    let run = occurrences >= PackedBlock.size ? start + 1 : start
    guard ExpGolomb.read(positionBytes, at: run, rest, into: block) != nil else { return positionReader.fail() }
    (positionReader.blockEnd, positionReader.blockCount) = (positionBytes.count, rest)
    return true
  }
}
