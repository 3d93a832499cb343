// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// An array of integers of one width in bits, read at any place where it lies in a section.
///
///     Array --> Count (4 bytes) Width (1 byte, 0...32) bits zero{7}
///
/// Value i takes the bits from i * Width on, from the lowest of the first byte; seven zero bytes follow. Example: 1, 2, 3 of
/// width 2 are `03 00 00 00 02 39` and seven zeros.
package struct PackedArray: @unchecked Sendable {
  // Unchecked: the mapped bytes do not change, and `owner` keeps them alive.
  private static let header = 5
  private let bytes: UnsafeRawBufferPointer
  private let width: Int
  package let count: Int
  private let owner: SectionFile

  /// The whole section, checksums compared.
  package init(_ section: Section) throws {
    let all = try section.checked()
    owner = section.file
    guard !all.isEmpty else {
      (bytes, width, count) = (all, 0, 0)
      return
    }
    var cursor = ByteCursor(all)
    let count = Int(cursor.read(UInt32.self))
    let width = Int(cursor.read(UInt8.self))
    guard !cursor.failed, width <= 32, (count * width + 7) / 8 + Self.header + 7 <= all.count else {
      throw IndexError.damaged(path: section.file.path, what: "an array is cut short")
    }
    bytes = UnsafeRawBufferPointer(rebasing: all[Self.header...])
    (self.count, self.width) = (count, width)
  }

  /// Zero for an index outside.
  package subscript(index: Int) -> UInt32 {
    // With a width, eight bytes follow wherever a value begins.
    guard index >= 0, index < count, width > 0 else { return 0 }
    let bit = index &* width
    let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self))
    return UInt32(truncatingIfNeeded: (word &>> UInt64(bit & 7)) & ((1 &<< UInt64(width)) &- 1))
  }

  /// The value at `index` and the one behind it, mostly read at once; zero for what lies outside.
  func pair(at index: Int) -> (UInt32, UInt32) {
    guard index >= 0, index + 1 < count, width > 0, width <= 28 else { return (self[index], self[index + 1]) }
    let bit = index &* width
    let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self)) &>> UInt64(bit & 7)
    let mask: UInt64 = (1 &<< UInt64(width)) &- 1
    return (
      UInt32(truncatingIfNeeded: word & mask), UInt32(truncatingIfNeeded: (word &>> UInt64(width)) & mask)
    )
  }

  /// How much the values behind some indices are above those at them, all together; nil where an index is outside, or a value
  /// behind one is lower or above `limit`, or widths are rare ones.
  func rise(over indices: UnsafeBufferPointer<UInt32>, limit: Int) -> Int? {
    guard count > 1, width > 0, width <= 28, let base = bytes.baseAddress else { return nil }
    let (last, width, limit) = (UInt32(clamping: count - 1), UInt64(width), UInt64(limit))
    let mask: UInt64 = (1 &<< width) &- 1
    var (sum, faults): (UInt64, UInt64) = (0, 0)
    for index in indices {
      guard index < last else { return nil }
      let bit = UInt64(index) &* width
      // SAFETY: the index and the one behind it are inside, and with a width, eight bytes follow wherever a value begins.
      let bytes = (base + Int(truncatingIfNeeded: bit >> 3)).loadUnaligned(as: UInt64.self)
      let word = UInt64(littleEndian: bytes) &>> (bit & 7)
      let (low, high) = (word & mask, (word &>> width) & mask)
      // The highest bit is set where something is below zero.
      faults |= (high &- low) | (limit &- high)
      sum &+= high &- low
    }
    return faults >> 63 == 0 ? Int(truncatingIfNeeded: sum) : nil
  }

  package static func write(_ values: [UInt32], _ section: UInt32, to file: inout SectionFileWriter) throws {
    var writer = try PackedArrayWriter(count: values.count, greatest: values.max() ?? 0, section, to: &file)
    for value in values { try writer.append(value, to: &file) }
    try writer.finish(to: &file)
  }
}

/// Writes a packed array from front to back.
struct PackedArrayWriter: ~Copyable {
  private var buffer = ByteBuffer(capacity: 1 << 12)
  private let width: Int
  private var pending: UInt64 = 0
  private var filled = 0

  /// Starts the section; `greatest` is the largest of the `count` values that will be appended.
  init(count: Int, greatest: UInt32, _ section: UInt32, to file: inout SectionFileWriter) throws {
    width = 32 - greatest.leadingZeroBitCount
    buffer.append(little: UInt32(truncatingIfNeeded: count))
    buffer.append(UInt8(width))
    try file.begin(section)
  }

  mutating func append(_ value: UInt32, to file: inout SectionFileWriter) throws {
    pending |= UInt64(value) << UInt64(filled)
    filled += width
    while filled >= 8 {
      buffer.append(UInt8(truncatingIfNeeded: pending))
      (pending, filled) = (pending >> 8, filled - 8)
    }
    if buffer.count >= 1 << 16 { try flush(to: &file) }
  }

  private mutating func flush(to file: inout SectionFileWriter) throws {
    try file.append(buffer.bytes)
    buffer.removeAll()
  }

  mutating func finish(to file: inout SectionFileWriter) throws {
    if filled > 0 { buffer.append(UInt8(truncatingIfNeeded: pending)) }
    for _ in 0..<7 { buffer.append(UInt8(0)) }
    try flush(to: &file)
  }
}
