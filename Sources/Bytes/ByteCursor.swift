// SPDX-License-Identifier: Apache-2.0

/// A reader over bytes that nobody vouches for: every read is checked, and a read past the end gives zero and marks the
/// cursor as `failed`, so a parser may read a whole record and ask once at its end.
@usableFromInline package struct ByteCursor {
  @usableFromInline let base: UnsafeRawPointer?
  @usableFromInline let count: Int
  @usableFromInline package private(set) var position: Int
  @usableFromInline package private(set) var failed = false

  /// The bytes must outlive the cursor.
  @inlinable package init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) {
    base = bytes.baseAddress
    count = bytes.count
    self.position = min(max(position, 0), count)
    failed = position < 0 || position > count
  }

  @inlinable package var remaining: Int { count - position }
  @inlinable package var isAtEnd: Bool { position >= count }

  @usableFromInline package mutating func fail() {
    failed = true
    position = count
  }

  @inlinable package mutating func skip(_ length: Int) {
    guard length >= 0, length <= remaining else { return fail() }
    position += length
  }

  @inlinable package mutating func read<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type = T.self) -> T {
    guard let base, MemoryLayout<T>.size <= remaining else {
      fail()
      return 0
    }
    let value = (base + position).loadUnaligned(as: T.self)
    position += MemoryLayout<T>.size
    return T(littleEndian: value)
  }

  /// As `read(UInt8.self)`, for loops over single bytes.
  @inlinable @inline(__always) package mutating func byte() -> UInt8 {
    guard let base, position < count else {
      fail()
      return 0
    }
    let value = (base + position).load(as: UInt8.self)
    position &+= 1
    return value
  }

  @inlinable package mutating func varint() -> UInt64 {
    if let base, position < count {
      let byte = (base + position).load(as: UInt8.self)
      if byte < 0x80 {
        position &+= 1
        return UInt64(byte)
      }
    }
    return longVarint()
  }

  @usableFromInline mutating func longVarint() -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while let base, position < count, shift < 64 {
      let byte = (base + position).load(as: UInt8.self)
      position += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    fail()
    return 0
  }

  /// The next byte, which stays the next one; zero at the end.
  @inlinable package var upcoming: UInt8 {
    guard let base, position < count else { return 0 }
    return (base + position).load(as: UInt8.self)
  }

  /// Passes over some varints without reading them: the first `number` bytes below 0x80 end them.
  @inlinable package mutating func skipVarints(_ number: Int) {
    if let base, number > 0, remaining >= 8 {
      let word = UInt64(littleEndian: (base + position).loadUnaligned(as: UInt64.self))
      var ends = ~word & 0x8080_8080_8080_8080
      for _ in 1..<number { ends &= ends &- 1 }
      if ends != 0 {
        position &+= ends.trailingZeroBitCount >> 3 &+ 1
        return
      }
    }
    for _ in 0..<number { _ = varint() }
  }

  /// A varint that must fit below `limit`.
  @inlinable package mutating func varint(below limit: Int) -> Int {
    let value = varint()
    guard value < UInt64(max(limit, 0)) else {
      fail()
      return 0
    }
    return Int(value)
  }

  @inlinable package mutating func varint32() -> UInt32 {
    let value = varint()
    guard value <= UInt64(UInt32.max) else {
      fail()
      return 0
    }
    return UInt32(value)
  }

  package mutating func zigzag() -> Int {
    let value = varint()
    return Int(Int64(bitPattern: (value >> 1) ^ (~(value & 1) &+ 1)))
  }

  @inlinable package mutating func bytes(_ length: Int) -> UnsafeRawBufferPointer {
    guard let base, length >= 0, length <= remaining else {
      if length != 0 { fail() }
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }
    defer { position += length }
    return UnsafeRawBufferPointer(start: base + position, count: length)
  }

  /// A length-prefixed string; ill-formed UTF-8 is replaced.
  package mutating func string() -> String {
    let length = varint(below: remaining + 1)
    return String(decoding: bytes(length), as: UTF8.self)
  }
}
