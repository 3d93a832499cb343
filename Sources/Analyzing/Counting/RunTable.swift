// SPDX-License-Identifier: Apache-2.0

/// Counts runs of units whose hashes lie in a range. When the table is full, the upper half of the range is put off.

/// A run of units, how often it occurs and in how many documents.
struct CountedRun {
  var units: [UInt32]
  var count: UInt32
  var documents: UInt32
}

struct RunTable {
  static let allHashes: Range<UInt64> = 0..<1 << 32
  private let length: Int
  /// Hashes of the runs that are counted, and of those that were put off.
  private(set) var hashes: Range<UInt64>
  private(set) var putOff: Range<UInt64>
  /// For each run its units, how often it occurs, in how many documents, and the number of the last of them.
  private var runs: [UInt32] = []
  private let width: Int
  /// Number of the document whose runs are added.
  private var document: UInt32 = 0
  private var capacity: Int
  /// Index of a run plus 1 at its hash or behind; 0 where there is none.
  private var slots: [UInt32]

  /// - Parameter numbers: how many units and counts may be held.
  init(length: Int, hashes: Range<UInt64>, numbers: Int) {
    (self.length, self.hashes, width) = (length, hashes, length + 3)
    putOff = hashes.upperBound..<Self.allHashes.upperBound
    capacity = max(numbers / width, 1)
    slots = [UInt32](repeating: 0, count: Self.slotCount(capacity))
  }

  private static func slotCount(_ capacity: Int) -> Int { 1 << (Int.bitWidth - (capacity * 3 / 2).leadingZeroBitCount) }

  var count: Int { runs.count / width }

  /// Counts all runs of one document that lie between borders; returns how many there are, counted or put off.
  mutating func add(_ units: UnsafeBufferPointer<UInt32>, _ borders: [Int]) -> Int {
    document &+= 1
    var (start, total) = (0, 0)
    for end in borders {
      if end - start >= length {
        for place in start...end - length { add(UnsafeBufferPointer(rebasing: units[place..<place + length])) }
        total += end - start - length + 1
      }
      start = end
    }
    return total
  }

  private mutating func add(_ run: UnsafeBufferPointer<UInt32>) {
    let hash = Self.hash(run)
    guard hash >= hashes.lowerBound, hash < hashes.upperBound else { return }
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let base = Int(slots[slot] - 1) * width
      if isEqual(run, base) {
        runs[base + length] += 1
        if runs[base + length + 2] != document {
          runs[base + length + 1] += 1
          runs[base + length + 2] = document
        }
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    if count == capacity {
      makeRoom()
      return add(run)
    }
    runs.append(contentsOf: run)
    runs.append(1)
    runs.append(1)
    runs.append(document)
    slots[slot] = UInt32(count)
  }

  private func isEqual(_ run: UnsafeBufferPointer<UInt32>, _ base: Int) -> Bool {
    for index in 0..<length where runs[base &+ index] != run[index] { return false }
    return true
  }

  private static func hash(_ run: UnsafeBufferPointer<UInt32>) -> UInt64 {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    for unit in run {
      state = (state ^ UInt64(unit)) &* 0xBF58_476D_1CE4_E5B9
      state ^= state >> 29
    }
    return (state &* 0x94D0_49BB_1331_11EB) >> 32
  }

  /// Drops the runs of the upper half of the hashes; where there is but one hash, takes more memory.
  private mutating func makeRoom() {
    if hashes.count > 1 {
      hashes = hashes.lowerBound..<hashes.lowerBound + UInt64(hashes.count / 2)
      putOff = hashes.upperBound..<Self.allHashes.upperBound
    } else {
      capacity *= 2
    }
    slots = [UInt32](repeating: 0, count: Self.slotCount(capacity))
    var kept = 0
    for number in 0..<count {
      let base = number * width
      let hash = runs.withUnsafeBufferPointer { Self.hash(UnsafeBufferPointer(rebasing: $0[base..<base + length])) }
      guard hash < hashes.upperBound else { continue }
      for index in 0..<width { runs[kept * width + index] = runs[base + index] }
      kept += 1
      var slot = Int(hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(kept)
    }
    runs.removeLast(runs.count - kept * width)
  }

  func each(_ body: (CountedRun) -> Void) {
    for base in stride(from: 0, to: runs.count, by: width) {
      let units = Array(runs[base..<base + length])
      body(CountedRun(units: units, count: runs[base + length], documents: runs[base + length + 1]))
    }
  }
}
