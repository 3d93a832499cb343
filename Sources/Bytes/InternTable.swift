// SPDX-License-Identifier: Apache-2.0

/// A set of byte strings, each with a number from 0 in order of first arrival: an arena and an open-addressing table.
///
/// Looking a string up touches one slot, one end offset and its bytes; no reference counting, no array in the loop. Slots
/// keep 32 bits of the hash, so that almost every comparison of bytes is one that succeeds.
package final class InternTable {
  /// One slot: the hash's upper half and the number plus one; 0 where free.
  @usableFromInline struct Slot {
    @usableFromInline var tag: UInt32
    @usableFromInline var numberPlusOne: UInt32
    @usableFromInline init(tag: UInt32, numberPlusOne: UInt32) {
      self.tag = tag
      self.numberPlusOne = numberPlusOne
    }
  }

  // Owned memory: `slots` has `mask + 1` entries, `ends` has `count + 1` valid ones, `arena` has `ends[count]` bytes.
  @usableFromInline var slots: UnsafeMutablePointer<Slot>
  @usableFromInline var mask: Int
  @usableFromInline var ends: UnsafeMutablePointer<Int>
  @usableFromInline var endCapacity: Int
  @usableFromInline var arena: UnsafeMutablePointer<UInt8>
  @usableFromInline var arenaCapacity: Int
  /// The number of strings.
  package private(set) var count = 0

  /// An empty table with room for about `capacity` strings before it first grows.
  package init(capacity: Int = 1024) {
    var size = 16
    while size < capacity &* 2 { size &*= 2 }
    mask = size - 1
    slots = .allocate(capacity: size)
    slots.initialize(repeating: Slot(tag: 0, numberPlusOne: 0), count: size)
    endCapacity = size
    ends = .allocate(capacity: size)
    ends[0] = 0
    arenaCapacity = size * 8
    arena = .allocate(capacity: arenaCapacity)
  }

  deinit {
    slots.deallocate()
    ends.deallocate()
    arena.deallocate()
  }

  /// The bytes that all strings take together.
  package var byteCount: Int { ends[count] }

  /// The number of a string, new or old.
  @inlinable
  package func intern(_ bytes: Span<UInt8>) -> UInt32 {
    // The span outlives the call.
    bytes.withUnsafeBufferPointer { intern($0) }
  }

  /// The number of a string, new or old.
  @inlinable
  package func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let hash = InternTable.hash(bytes)
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    var place = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = slots[place]
      if slot.numberPlusOne == 0 { return insert(bytes, hash: hash, at: place) }
      if slot.tag == tag, equals(Int(slot.numberPlusOne) &- 1, bytes) { return slot.numberPlusOne &- 1 }
      place = (place &+ 1) & mask
    }
  }

  /// The number of a string, or nil where the table does not hold it.
  package func find(_ bytes: Span<UInt8>) -> UInt32? {
    bytes.withUnsafeBufferPointer { bytes in
      let hash = InternTable.hash(bytes)
      let tag = UInt32(truncatingIfNeeded: hash >> 32)
      var place = Int(truncatingIfNeeded: hash) & mask
      while slots[place].numberPlusOne != 0 {
        let slot = slots[place]
        if slot.tag == tag, equals(Int(slot.numberPlusOne) &- 1, bytes) { return slot.numberPlusOne &- 1 }
        place = (place &+ 1) & mask
      }
      return nil
    }
  }

  /// Lends the bytes of string `number`.
  ///
  /// - Precondition: `number < count`.
  @inlinable
  package func withBytes<R>(of number: UInt32, _ body: (Span<UInt8>) throws -> R) rethrows -> R {
    precondition(Int(number) < count)
    let start = ends[Int(number)]
    // The arena does not move while `body` runs, unless `body` interns: it must not.
    return try body(UnsafeBufferPointer(start: arena + start, count: ends[Int(number) &+ 1] &- start).span)
  }

  /// String `number`, its bytes read as UTF-8.
  package func string(_ number: UInt32) -> String {
    withBytes(of: number) { $0.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
  }

  /// Forgets all strings, keeps the memory.
  package func removeAll() {
    count = 0
    slots.update(repeating: Slot(tag: 0, numberPlusOne: 0), count: mask + 1)
  }

  @inlinable @inline(__always)
  func equals(_ number: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = ends[number]
    guard ends[number &+ 1] &- start == bytes.count else { return false }
    guard let other = bytes.baseAddress else { return true }
    return InternTable.sameBytes(arena + start, other, bytes.count)
  }

  /// Compares `count` bytes, eight, four or one at a time; words are too short for a call to pay.
  @inlinable @inline(__always)
  static func sameBytes(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let (a, b) = (UnsafeRawPointer(a), UnsafeRawPointer(b))
    if count >= 8 {
      var offset = 0
      while offset &+ 8 <= count {
        let same =
          a.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
          == b.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        guard same else { return false }
        offset &+= 8
      }
      return a.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
        == b.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
    }
    return shortKey(a, count) == shortKey(b, count)
  }

  /// Up to seven bytes as one integer that tells them apart, given the length.
  @inlinable @inline(__always)
  static func shortKey(_ a: UnsafeRawPointer, _ count: Int) -> UInt64 {
    if count >= 4 {
      let low = UInt64(a.loadUnaligned(as: UInt32.self))
      return low | UInt64(a.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)) << 32
    }
    guard count > 0 else { return 0 }
    let first = UInt64(a.load(as: UInt8.self))
    let middle = UInt64(a.load(fromByteOffset: count >> 1, as: UInt8.self))
    return first | middle << 8 | UInt64(a.load(fromByteOffset: count &- 1, as: UInt8.self)) << 16
  }

  /// A 64-bit hash by folded multiplication, eight bytes a step.
  @inlinable @inline(__always)
  static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    guard let base = bytes.baseAddress else { return 0x9E37_79B9_7F4A_7C15 }
    let (a, count) = (UnsafeRawPointer(base), bytes.count)
    var state = UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15
    if count < 8 {
      return mixed(state ^ shortKey(a, count))
    }
    var offset = 0
    while offset &+ 8 < count {
      state = mixed(state ^ a.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset &+= 8
    }
    return mixed(state ^ a.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
  }

  @inlinable @inline(__always)
  static func mixed(_ value: UInt64) -> UInt64 {
    let (high, low) = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return (high ^ low) &+ 0xE703_7ED1_A0B4_28DB
  }

  @usableFromInline
  func insert(_ bytes: UnsafeBufferPointer<UInt8>, hash: UInt64, at place: Int) -> UInt32 {
    precondition(count < Int(UInt32.max) - 1, "more than four thousand million distinct strings")
    let start = ends[count]
    reserveArena(start + bytes.count)
    if let base = bytes.baseAddress { (arena + start).update(from: base, count: bytes.count) }
    if count + 2 > endCapacity { growEnds() }
    ends[count + 1] = start + bytes.count
    slots[place] = Slot(tag: UInt32(truncatingIfNeeded: hash >> 32), numberPlusOne: UInt32(count) + 1)
    count += 1
    if count * 2 > mask { growSlots() }
    return UInt32(count) - 1
  }

  private func reserveArena(_ needed: Int) {
    guard needed > arenaCapacity else { return }
    let capacity = max(needed, arenaCapacity * 2)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: arena, count: ends[count])
    arena.deallocate()
    (arena, arenaCapacity) = (larger, capacity)
  }

  private func growEnds() {
    let larger = UnsafeMutablePointer<Int>.allocate(capacity: endCapacity * 2)
    larger.update(from: ends, count: count + 1)
    ends.deallocate()
    (ends, endCapacity) = (larger, endCapacity * 2)
  }

  private func growSlots() {
    let size = (mask + 1) * 2
    let larger = UnsafeMutablePointer<Slot>.allocate(capacity: size)
    larger.initialize(repeating: Slot(tag: 0, numberPlusOne: 0), count: size)
    for number in 0..<count {
      let start = ends[number]
      let hash = InternTable.hash(UnsafeBufferPointer(start: arena + start, count: ends[number + 1] - start))
      var place = Int(truncatingIfNeeded: hash) & (size - 1)
      while larger[place].numberPlusOne != 0 { place = (place + 1) & (size - 1) }
      larger[place] = Slot(tag: UInt32(truncatingIfNeeded: hash >> 32), numberPlusOne: UInt32(number) + 1)
    }
    slots.deallocate()
    (slots, mask) = (larger, size - 1)
  }
}
