// SPDX-License-Identifier: Apache-2.0

/// The edges of a trie, from a node and a label to a node that is not 0, in a table of open addresses.
struct EdgeTable: Sendable {
  private var keys: [UInt64] = []
  /// By slot, where the edge leads; 0 where the slot is free.
  private var targets: [Int32] = []
  private var count = 0

  private static func key(_ node: Int32, _ label: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: node)) << 32 | UInt64(UInt32(bitPattern: label))
  }

  /// The node that an edge leads to, or 0.
  @inline(__always)
  func target(_ node: Int32, _ label: Int32) -> Int32 {
    if count == 0 { return 0 }
    return targets[slot(of: Self.key(node, label))]
  }

  /// Adds an edge that is not there yet.
  mutating func insert(_ node: Int32, _ label: Int32, target: Int32) {
    if (count + 1) * 2 > keys.count { grow() }
    let slot = slot(of: Self.key(node, label))
    keys[slot] = Self.key(node, label)
    targets[slot] = target
    count += 1
  }

  /// Where a key stands, or the free slot where it would.
  @inline(__always)
  private func slot(of key: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while targets[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let (oldKeys, oldTargets) = (keys, targets)
    let size = max(16, keys.count * 2)
    keys = Array(repeating: 0, count: size)
    targets = Array(repeating: 0, count: size)
    for index in oldKeys.indices where oldTargets[index] != 0 {
      let slot = slot(of: oldKeys[index])
      keys[slot] = oldKeys[index]
      targets[slot] = oldTargets[index]
    }
  }
}
