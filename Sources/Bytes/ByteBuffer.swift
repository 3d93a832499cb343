// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A growing run of bytes for writers: little-endian integers, varints and raw bytes, appended without exclusivity
/// checks or reference counting in the loop.
@usableFromInline package struct ByteBuffer: ~Copyable {
  @usableFromInline package var base: UnsafeMutablePointer<UInt8>
  @usableFromInline package private(set) var capacity: Int
  @usableFromInline package var count: Int

  package init(capacity: Int = 64) {
    self.capacity = max(capacity, 16)
    base = .allocate(capacity: self.capacity)
    count = 0
  }

  deinit { base.deallocate() }

  package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  @inlinable package mutating func reserve(_ more: Int) {
    if count &+ more > capacity { grow(more) }
  }

  @usableFromInline mutating func grow(_ more: Int) {
    let wanted = max(capacity * 2, count + more)
    // `realloc` moves large blocks without copying them.
    guard let moved = realloc(base, wanted) else { fatalError("no memory for \(wanted) bytes") }
    base = moved.assumingMemoryBound(to: UInt8.self)
    capacity = wanted
  }

  @inlinable package mutating func append(_ byte: UInt8) {
    reserve(1)
    base[count] = byte
    count &+= 1
  }

  @inlinable package mutating func append<T: FixedWidthInteger>(little value: T) {
    reserve(MemoryLayout<T>.size)
    UnsafeMutableRawPointer(base + count).storeBytes(of: value.littleEndian, as: T.self)
    count &+= MemoryLayout<T>.size
  }

  @inlinable package mutating func append(bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress, bytes.count > 0 else { return }
    reserve(bytes.count)
    UnsafeMutableRawPointer(base + count).copyMemory(from: start, byteCount: bytes.count)
    count &+= bytes.count
  }

  package mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append(bytes: $0) } }

  /// LEB128: seven bits a byte, the lowest first; the highest bit says that more follow.
  @inlinable package mutating func append(varint value: UInt64) {
    reserve(10)
    var rest = value
    while rest >= 0x80 {
      base[count] = UInt8(truncatingIfNeeded: rest) | 0x80
      count &+= 1
      rest >>= 7
    }
    base[count] = UInt8(truncatingIfNeeded: rest)
    count &+= 1
  }

  @inlinable package mutating func append(varint value: Int) { append(varint: UInt64(bitPattern: Int64(value))) }
  @inlinable package mutating func append(varint value: UInt32) { append(varint: UInt64(value)) }

  /// Signed: 0, -1, 1, -2 ... become 0, 1, 2, 3 ...
  package mutating func append(zigzag value: Int) {
    append(varint: UInt64(bitPattern: Int64((value << 1) ^ (value >> 63))))
  }

  /// The length as a varint, then the UTF-8 bytes.
  package mutating func append(string: String) {
    var copy = string
    copy.withUTF8 {
      append(varint: $0.count)
      append(bytes: UnsafeRawBufferPointer($0))
    }
  }

  package mutating func removeAll() { count = 0 }
}
