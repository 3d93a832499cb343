// SPDX-License-Identifier: Apache-2.0

/// Reads all positions of a list one after another, as the gaps they are stored as: what merging copies.
internal import Bytes

struct PositionGaps {
  private let bytes: UnsafeRawBufferPointer
  private let memory = PositionMemory()
  private let occurrences: Int
  private var place = 0
  private var index = 0
  private var count = 0
  private var done = 0

  init(_ cursor: PostingsCursor) {
    (bytes, occurrences) = (cursor.positionBytes, cursor.occurrences)
    if let single = cursor.positionReader.single {
      memory.block[0] = single
      (count, done) = (1, 1)
    }
  }

  /// The next gap; zero where the list is cut short.
  @inline(__always) mutating func next() -> UInt32 {
    if index == count { load() }
    guard index < count else { return 0 }
    defer { index &+= 1 }
    return memory.block[index]
  }

  private mutating func load() {
    (index, count) = (0, 0)
    if occurrences - done >= PackedBlock.size {
      guard let end = PackedBlock.read(bytes, at: place, into: memory.block) else { return }
      (place, count) = (end, PackedBlock.size)
    } else {
      var reader = ByteCursor(bytes, at: place)
      if occurrences >= PackedBlock.size { reader.skip(1) }
      count = max(occurrences - done, 0)
      for slot in 0..<count { memory.block[slot] = UInt32(truncatingIfNeeded: reader.varint()) }
    }
    done += count
  }
}
