// SPDX-License-Identifier: Apache-2.0

/// A set of byte strings, each with a number from 0 in order of first arrival: an arena and an open-addressing table.
///
/// A slot holds a string of up to eight bytes as an integer, so that looking up such a word touches one cache line and
/// nothing else; of a longer one it holds the hash, so that almost every comparison of bytes is one that succeeds. No
/// reference counting and no array in the loop.
@usableFromInline
package final class InternTable {
  /// One slot: the key of the string there, its length, and its number plus one, which is 0 where the slot is free.
  @usableFromInline struct Slot {
    @usableFromInline var key: UInt64
    @usableFromInline var length: UInt32
    @usableFromInline var numberPlusOne: UInt32
    @inlinable init(key: UInt64, length: UInt32, numberPlusOne: UInt32) {
      self.key = key
      self.length = length
      self.numberPlusOne = numberPlusOne
    }
    @inlinable static var free: Slot { Slot(key: 0, length: 0, numberPlusOne: 0) }
  }

  /// Owned memory: `slots` has `mask + 1` entries, `ends` has `count + 1` valid ones, `arena` has `ends[count]` bytes.
  @usableFromInline struct Storage {
    @usableFromInline var slots: UnsafeMutablePointer<Slot>
    @usableFromInline var mask: Int
    @usableFromInline var ends: UnsafeMutablePointer<UInt32>
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
    let slots = InternTable.freeSlots(size)
    let ends = UnsafeMutablePointer<UInt32>.allocate(capacity: size)
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
  package var byteCount: Int { Int(storage.pointee.ends[count]) }

  /// The number of a string, new or old.
  @inlinable
  package func intern(_ bytes: Span<UInt8>) -> UInt32 {
    // The span outlives the call.
    bytes.withUnsafeBufferPointer { intern($0) }
  }

  /// The number of a string, new or old.
  @inlinable
  package func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let (key, length) = (InternTable.key(bytes), UInt32(truncatingIfNeeded: bytes.count))
    let place = self.place(of: bytes, key, length)
    let number = storage.pointee.slots[place].numberPlusOne
    return number != 0 ? number &- 1 : insert(bytes, key: key, at: place)
  }

  /// The number of the string that stands at `range` in a longer one.
  ///
  /// A short string with at least eight bytes from its start to the end of `bytes` is read by one load, whatever its
  /// length: lengths vary from word to word, and a branch on them is mostly guessed wrong.
  ///
  /// - Precondition: `range` is not empty and lies within `bytes`.
  @inlinable @inline(__always)
  package func intern(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt32 {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count && !range.isEmpty)
    // The span outlives the call, and the range was checked.
    return bytes.withUnsafeBufferPointer { buffer in
      let word = UnsafeBufferPointer(rebasing: buffer[range])
      guard let base = word.baseAddress, word.count <= 8, range.lowerBound &+ 8 <= buffer.count else {
        return intern(word)
      }
      let key = InternTable.load(base, 0) & (~0 &>> (64 &- 8 &* UInt64(truncatingIfNeeded: word.count)))
      let place = self.place(of: word, key, UInt32(truncatingIfNeeded: word.count))
      let number = storage.pointee.slots[place].numberPlusOne
      return number != 0 ? number &- 1 : insert(word, key: key, at: place)
    }
  }

  /// The number of a string, or nil where the table does not hold it.
  package func find(_ bytes: Span<UInt8>) -> UInt32? {
    bytes.withUnsafeBufferPointer { bytes in
      let place = place(of: bytes, InternTable.key(bytes), UInt32(truncatingIfNeeded: bytes.count))
      let number = storage.pointee.slots[place].numberPlusOne
      return number == 0 ? nil : number - 1
    }
  }

  /// The slot that holds a string, or the free one where it belongs.
  @inlinable @inline(__always)
  func place(of bytes: UnsafeBufferPointer<UInt8>, _ key: UInt64, _ length: UInt32) -> Int {
    let (slots, mask) = (storage.pointee.slots, storage.pointee.mask)
    var place = InternTable.home(key, length) & mask
    while true {
      let slot = slots[place]
      if slot.numberPlusOne == 0 { return place }
      if slot.key == key, slot.length == length, length <= 8 || equals(Int(slot.numberPlusOne) &- 1, bytes) {
        return place
      }
      place = (place &+ 1) & mask
    }
  }

  /// Lends the bytes of string `number`.
  ///
  /// - Precondition: `number < count`.
  @inlinable
  package func withBytes<R>(of number: UInt32, _ body: (Span<UInt8>) throws -> R) rethrows -> R {
    precondition(Int(number) < count)
    let start = Int(storage.pointee.ends[Int(number)])
    // The arena does not move while `body` runs, unless `body` interns: it must not.
    return try body(
      UnsafeBufferPointer(
        start: storage.pointee.arena + start, count: Int(storage.pointee.ends[Int(number) &+ 1]) &- start
      )
      .span)
  }

  /// String `number`, its bytes read as UTF-8.
  package func string(_ number: UInt32) -> String {
    withBytes(of: number) { $0.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
  }

  /// Forgets all strings, keeps the memory.
  package func removeAll() {
    storage.pointee.count = 0
    storage.pointee.slots.update(repeating: .free, count: storage.pointee.mask + 1)
  }

  @inlinable @inline(__always)
  func equals(_ number: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = Int(storage.pointee.ends[number])
    guard Int(storage.pointee.ends[number &+ 1]) &- start == bytes.count else { return false }
    guard let other = bytes.baseAddress else { return true }
    return InternTable.sameBytes(storage.pointee.arena + start, other, bytes.count)
  }

  /// Compares more than eight bytes, eight at a time; words are too short for a call to pay.
  @inlinable @inline(__always)
  static func sameBytes(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let (a, b) = (UnsafeRawPointer(a), UnsafeRawPointer(b))
    var offset = 0
    while offset &+ 8 < count {
      guard load(a, offset) == load(b, offset) else { return false }
      offset &+= 8
    }
    return load(a, count &- 8) == load(b, count &- 8)
  }

  @inlinable @inline(__always)
  static func load(_ a: UnsafeRawPointer, _ offset: Int) -> UInt64 {
    UInt64(littleEndian: a.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Up to eight bytes as an integer, the first the lowest, zeros above; of more bytes, a hash by folded multiplication,
  /// eight bytes a step.
  @inlinable @inline(__always)
  static func key(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    guard let base = bytes.baseAddress else { return 0 }
    let (a, count) = (UnsafeRawPointer(base), bytes.count)
    if count > 8 { return longKey(a, count) }
    if count >= 4 {
      // The upper four bytes overlap the lower ones unless there are eight.
      let low = UInt64(UInt32(littleEndian: a.loadUnaligned(as: UInt32.self)))
      let high = UInt64(UInt32(littleEndian: a.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)))
      return low | (high &>> UInt64(truncatingIfNeeded: 64 &- 8 &* count)) << 32
    }
    guard count > 0 else { return 0 }
    let middle = count >> 1
    let low =
      UInt64(a.load(as: UInt8.self)) | UInt64(a.load(fromByteOffset: middle, as: UInt8.self)) << (8 &* UInt64(middle))
    return low | UInt64(a.load(fromByteOffset: count &- 1, as: UInt8.self))
      << (8 &* UInt64(truncatingIfNeeded: count &- 1))
  }

  @inlinable
  static func longKey(_ a: UnsafeRawPointer, _ count: Int) -> UInt64 {
    var (state, offset) = (UInt64(0), 0)
    while offset &+ 8 < count {
      state = mixed(state ^ load(a, offset))
      offset &+= 8
    }
    return mixed(state ^ load(a, count &- 8))
  }

  /// Where the search for a key begins, before masking.
  @inlinable @inline(__always)
  static func home(_ key: UInt64, _ length: UInt32) -> Int {
    Int(truncatingIfNeeded: mixed(key ^ UInt64(length) &* 0x9E37_79B9_7F4A_7C15))
  }

  @inlinable @inline(__always)
  static func mixed(_ value: UInt64) -> UInt64 {
    let (high, low) = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return (high ^ low) &+ 0xE703_7ED1_A0B4_28DB
  }

  @usableFromInline
  func insert(_ bytes: UnsafeBufferPointer<UInt8>, key: UInt64, at place: Int) -> UInt32 {
    let number = count
    precondition(number < Int(UInt32.max) - 1, "more than four thousand million distinct strings")
    let start = Int(storage.pointee.ends[number])
    precondition(start + bytes.count < Int(UInt32.max), "more than 4 GiB of distinct strings")
    reserveArena(start + bytes.count)
    if let base = bytes.baseAddress { (storage.pointee.arena + start).update(from: base, count: bytes.count) }
    if number + 2 > storage.pointee.endCapacity { growEnds() }
    storage.pointee.ends[number + 1] = UInt32(start + bytes.count)
    storage.pointee.slots[place] = Slot(
      key: key, length: UInt32(truncatingIfNeeded: bytes.count), numberPlusOne: UInt32(number) + 1)
    storage.pointee.count = number + 1
    if (number + 1) * 10 > storage.pointee.mask * 7 { growSlots() }
    return UInt32(number)
  }

  /// Slots are asked for here and there.
  private static func freeSlots(_ count: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: count)
    LargePages.prefer(slots, count: count)
    slots.initialize(repeating: .free, count: count)
    return slots
  }

  private func reserveArena(_ needed: Int) {
    guard needed > storage.pointee.arenaCapacity else { return }
    let capacity = max(needed, storage.pointee.arenaCapacity * 2)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: storage.pointee.arena, count: byteCount)
    storage.pointee.arena.deallocate()
    (storage.pointee.arena, storage.pointee.arenaCapacity) = (larger, capacity)
  }

  private func growEnds() {
    let capacity = storage.pointee.endCapacity * 2
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
    larger.update(from: storage.pointee.ends, count: count + 1)
    storage.pointee.ends.deallocate()
    (storage.pointee.ends, storage.pointee.endCapacity) = (larger, capacity)
  }

  private func growSlots() {
    let size = (storage.pointee.mask + 1) * 2
    let larger = InternTable.freeSlots(size)
    for old in 0...storage.pointee.mask {
      let slot = storage.pointee.slots[old]
      guard slot.numberPlusOne != 0 else { continue }
      var place = InternTable.home(slot.key, slot.length) & (size - 1)
      while larger[place].numberPlusOne != 0 { place = (place + 1) & (size - 1) }
      larger[place] = slot
    }
    storage.pointee.slots.deallocate()
    (storage.pointee.slots, storage.pointee.mask) = (larger, size - 1)
  }
}
