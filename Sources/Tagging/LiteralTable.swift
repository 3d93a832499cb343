// SPDX-License-Identifier: Apache-2.0

/// The words of a lexicon by their bytes: a look-up makes no string.
struct LiteralTable: Sendable {
  /// By slot, the upper half of the word's hash and, below, 1 + its number; 0 where the slot is free. Most words that are
  /// asked for are none of the lexicon's, which one look at a slot tells.
  private var slots: [UInt64]
  /// By number, where the bytes end.
  private var ends: [Int] = [0]
  private var bytes: [UInt8] = []

  /// - Parameter literals: the words with their numbers, which are dense from 0.
  init(_ literals: [String: Int32]) {
    var size = 16
    while size < 4 * literals.count { size *= 2 }
    slots = Array(repeating: 0, count: size)
    for (number, (word, _)) in literals.sorted(by: { $0.value < $1.value }).enumerated() {
      var word = word
      let hash = word.withUTF8 { Self.hash($0) }
      bytes.append(contentsOf: word.utf8)
      ends.append(bytes.count)
      var slot = Int(truncatingIfNeeded: hash) & (size - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Self.tag(hash) | UInt64(number + 1)
    }
  }

  /// The number of a word, or -1.
  func number(of word: UnsafeBufferPointer<UInt8>) -> Int32 {
    let hash = Self.hash(word)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let number = Int(slots[slot] & 0xffff_ffff) - 1
      if Self.tag(slots[slot]) == Self.tag(hash), bytes[ends[number]..<ends[number + 1]].elementsEqual(word) {
        return Int32(number)
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return -1
  }

  private static func tag(_ bits: UInt64) -> UInt64 { bits & ~0xffff_ffff }

  private static func hash(_ word: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash = UInt64(word.count)
    for byte in word {
      hash = (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
    }
    return hash
  }
}
