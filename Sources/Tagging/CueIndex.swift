// SPDX-License-Identifier: Apache-2.0

/// The keys of cues and their numbers: every word of a passage asks several times, mostly in vain.
///
/// Open addressing with linear probing, at most half full, by a multiplicative hash.
struct CueIndex: Sendable {
  private var keys: [UInt64] = Array(repeating: .max, count: 16)
  private var values: [Int32] = Array(repeating: -1, count: 16)
  private var count = 0

  private func slot(of key: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 24) & mask
    while keys[slot] != key, keys[slot] != .max { slot = (slot + 1) & mask }
    return slot
  }

  func value(of key: UInt64) -> Int32? {
    let value = values[slot(of: key)]
    return value < 0 ? nil : value
  }

  /// - Returns: false where the key is known already.
  mutating func insert(_ key: UInt64, _ value: Int32) -> Bool {
    if 2 * (count + 1) > keys.count { grow() }
    let slot = slot(of: key)
    if keys[slot] == key { return false }
    keys[slot] = key
    values[slot] = value
    count += 1
    return true
  }

  private mutating func grow() {
    let (oldKeys, oldValues) = (keys, values)
    keys = Array(repeating: .max, count: 2 * oldKeys.count)
    values = Array(repeating: -1, count: keys.count)
    count = 0
    for (key, value) in zip(oldKeys, oldValues) where value >= 0 { _ = insert(key, value) }
  }
}
