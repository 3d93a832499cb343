// SPDX-License-Identifier: Apache-2.0

/// The words of a lexicon by their bytes: a look-up makes no string.
final class LiteralTable: Sendable {
  /// By slot, the upper half of the word's hash and, below, 1 + its number; 0 where the slot is free. Most words that are
  /// asked for are none of the lexicon's, which one look at a slot tells.
  private let slots: [UInt64]
  /// A bit for each word, by other bits of its hash: nearly all words that the lexicon lacks are told by it alone, and it
  /// stays in the processor's nearest memory.
  private let filter: [UInt64]
  /// By number, where the bytes end.
  private let ends: [Int]
  private let bytes: [UInt8]

  /// - Parameter literals: the words with their numbers, which are dense from 0.
  init(_ literals: [String: Int32]) {
    var size = 16
    while size < 4 * literals.count { size *= 2 }
    var (slots, ends) = (Array<UInt64>(repeating: 0, count: size), [0])
    var filter = [UInt64](repeating: 0, count: size / 8)
    var bytes: [UInt8] = []
    for (number, (word, _)) in literals.sorted(by: { $0.value < $1.value }).enumerated() {
      var word = word
      let hash = word.withUTF8 { Self.hash($0) }
      filter[Self.place(hash, in: size / 8)] |= 1 << (hash >> 58)
      bytes.append(contentsOf: word.utf8)
      ends.append(bytes.count)
      var slot = Int(truncatingIfNeeded: hash) & (size - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Self.tag(hash) | UInt64(number + 1)
    }
    (self.slots, self.filter, self.ends, self.bytes) = (slots, filter, ends, bytes)
  }

  /// The number of a word, or -1.
  func number(of word: UnsafeBufferPointer<UInt8>) -> Int32 {
    let hash = Self.hash(word)
    if filter[Self.place(hash, in: filter.count)] >> (hash >> 58) & 1 == 0 { return -1 }
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

  private static func place(_ hash: UInt64, in count: Int) -> Int {
    Int(truncatingIfNeeded: hash >> 32) & (count - 1)
  }

  private static func tag(_ bits: UInt64) -> UInt64 { bits & ~0xffff_ffff }

  private static func hash(_ word: UnsafeBufferPointer<UInt8>) -> UInt64 {
    // Eight bytes at a time; the last ones may be taken in twice.
    let bytes = UnsafeRawBufferPointer(word)
    var hash = UInt64(bytes.count)
    guard bytes.count >= 8 else {
      var rest: UInt64 = 0
      for byte in bytes { rest = rest << 8 | UInt64(byte) }
      return mixed(hash ^ rest)
    }
    var place = 0
    while place &+ 8 < bytes.count {
      hash = mixed(hash ^ bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      place &+= 8
    }
    return mixed(hash ^ bytes.loadUnaligned(fromByteOffset: bytes.count &- 8, as: UInt64.self))
  }

  private static func mixed(_ word: UInt64) -> UInt64 {
    let (high, low) = (word &+ 0xE703_7ED1_A0B4_28DB).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return high ^ low
  }
}
