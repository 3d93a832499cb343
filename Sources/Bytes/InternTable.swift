// SPDX-License-Identifier: Apache-2.0

/// A set of byte strings, each with a number from 0 in order of first arrival: an arena and an open-addressing table.
///
/// Looking a string up touches one slot, one end offset and its bytes; no reference counting, no array in the loop. Slots
/// keep 32 bits of the hash, so that almost every comparison of bytes is one that succeeds.
@usableFromInline
package final class InternTable {
  /// One slot: the hash's upper half and the number plus one; 0 where free.
  @usableFromInline struct Slot {
    @usableFromInline var tag: UInt32
    @usableFromInline var numberPlusOne: UInt32
    @inlinable init(tag: UInt32, numberPlusOne: UInt32) {
      self.tag = tag
      self.numberPlusOne = numberPlusOne
    }
  }

  /// Owned memory: `slots` has `mask + 1` entries, `ends` has `count + 1` valid ones, `arena` has `ends[count]` bytes.
  @usableFromInline struct Storage {
    @usableFromInline var slots: UnsafeMutablePointer<Slot>
    @usableFromInline var mask: Int
    @usableFromInline var ends: UnsafeMutablePointer<Int>
    @usableFromInline var endCapacity: Int
    @usableFromInline var arena: UnsafeMutablePointer<UInt8>
    @usableFromInline var arenaCapacity: Int
    @usableFromInline var count: Int
  }

  // Behind a pointer that never changes, so that looking a word up needs no check of exclusive access.
  @usableFromInline let storage: UnsafeMutablePointer<Storage>

  /// An empty table with room for about `capacity` strings before it first grows.
  package init(capacity: Int = 1024) {
    var size = 16
    while size < capacity &* 2 { size &*= 2 }
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: size)
    slots.initialize(repeating: Slot(tag: 0, numberPlusOne: 0), count: size)
    let ends = UnsafeMutablePointer<Int>.allocate(capacity: size)
    ends[0] = 0
    storage = .allocate(capacity: 1)
    storage.initialize(
      to: Storage(
        slots: slots, mask: size - 1, ends: ends, endCapacity: size, arena: .allocate(capacity: size * 8),
        arenaCapacity: size * 8, count: 0))
  }

  deinit {
    storage.pointee.slots.deallocate()
    storage.pointee.ends.deallocate()
    storage.pointee.arena.deallocate()
    storage.deallocate()
  }

  /// The number of strings.
  @inlinable package var count: Int { storage.pointee.count }

  /// The bytes that all strings take together.
  package var byteCount: Int { storage.pointee.ends[count] }

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
    var place = Int(truncatingIfNeeded: hash) & storage.pointee.mask
    while true {
      let slot = storage.pointee.slots[place]
      if slot.numberPlusOne == 0 { return insert(bytes, hash: hash, at: place) }
      if slot.tag == tag, equals(Int(slot.numberPlusOne) &- 1, bytes) { return slot.numberPlusOne &- 1 }
      place = (place &+ 1) & storage.pointee.mask
    }
  }

  /// The number of a string, or nil where the table does not hold it.
  package func find(_ bytes: Span<UInt8>) -> UInt32? {
    bytes.withUnsafeBufferPointer { bytes in
      let hash = InternTable.hash(bytes)
      let tag = UInt32(truncatingIfNeeded: hash >> 32)
      var place = Int(truncatingIfNeeded: hash) & storage.pointee.mask
      while storage.pointee.slots[place].numberPlusOne != 0 {
        let slot = storage.pointee.slots[place]
        if slot.tag == tag, equals(Int(slot.numberPlusOne) &- 1, bytes) { return slot.numberPlusOne &- 1 }
        place = (place &+ 1) & storage.pointee.mask
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
    let start = storage.pointee.ends[Int(number)]
    // The arena does not move while `body` runs, unless `body` interns: it must not.
    return try body(UnsafeBufferPointer(start: storage.pointee.arena + start, count: storage.pointee.ends[Int(number) &+ 1] &- start).span)
  }

  /// String `number`, its bytes read as UTF-8.
  package func string(_ number: UInt32) -> String {
    withBytes(of: number) { $0.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
  }

  /// Forgets all strings, keeps the memory.
  package func removeAll() {
    storage.pointee.count = 0
    storage.pointee.slots.update(repeating: Slot(tag: 0, numberPlusOne: 0), count: storage.pointee.mask + 1)
  }

  @inlinable @inline(__always)
  func equals(_ number: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = storage.pointee.ends[number]
    guard storage.pointee.ends[number &+ 1] &- start == bytes.count else { return false }
    guard let other = bytes.baseAddress else { return true }
    return InternTable.sameBytes(storage.pointee.arena + start, other, bytes.count)
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
    let number = count
    precondition(number < Int(UInt32.max) - 1, "more than four thousand million distinct strings")
    let start = storage.pointee.ends[number]
    reserveArena(start + bytes.count)
    if let base = bytes.baseAddress { (storage.pointee.arena + start).update(from: base, count: bytes.count) }
    if number + 2 > storage.pointee.endCapacity { growEnds() }
    storage.pointee.ends[number + 1] = start + bytes.count
    storage.pointee.slots[place] = Slot(
      tag: UInt32(truncatingIfNeeded: hash >> 32), numberPlusOne: UInt32(number) + 1)
    storage.pointee.count = number + 1
    if (number + 1) * 2 > storage.pointee.mask { growSlots() }
    return UInt32(number)
  }

  private func reserveArena(_ needed: Int) {
    guard needed > storage.pointee.arenaCapacity else { return }
    let capacity = max(needed, storage.pointee.arenaCapacity * 2)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: storage.pointee.arena, count: storage.pointee.ends[count])
    storage.pointee.arena.deallocate()
    (storage.pointee.arena, storage.pointee.arenaCapacity) = (larger, capacity)
  }

  private func growEnds() {
    let capacity = storage.pointee.endCapacity * 2
    let larger = UnsafeMutablePointer<Int>.allocate(capacity: capacity)
    larger.update(from: storage.pointee.ends, count: count + 1)
    storage.pointee.ends.deallocate()
    (storage.pointee.ends, storage.pointee.endCapacity) = (larger, capacity)
  }

  private func growSlots() {
    let size = (storage.pointee.mask + 1) * 2
    let larger = UnsafeMutablePointer<Slot>.allocate(capacity: size)
    larger.initialize(repeating: Slot(tag: 0, numberPlusOne: 0), count: size)
    let (arena, ends) = (storage.pointee.arena, storage.pointee.ends)
    for number in 0..<count {
      let start = ends[number]
      let hash = InternTable.hash(UnsafeBufferPointer(start: arena + start, count: ends[number + 1] - start))
      var place = Int(truncatingIfNeeded: hash) & (size - 1)
      while larger[place].numberPlusOne != 0 { place = (place + 1) & (size - 1) }
      larger[place] = Slot(tag: UInt32(truncatingIfNeeded: hash >> 32), numberPlusOne: UInt32(number) + 1)
    }
    storage.pointee.slots.deallocate()
    (storage.pointee.slots, storage.pointee.mask) = (larger, size - 1)
  }
}
