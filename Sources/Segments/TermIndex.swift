// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// The sparse index of a term dictionary (see `TermDictionary` for its bytes): which block a key belongs to, and where
/// blocks stand.
struct TermIndex: @unchecked Sendable {
  // Unchecked: the mapped bytes do not change, and `section` keeps their file open.
  private let section: Section
  /// All of it; nil where a checksum differs, which whoever reads the index is told.
  private let sound: UnsafeRawBufferPointer?
  /// The number of blocks.
  let blocks: Int

  static let placeLength = 10

  /// Checksums are compared here, once for all look-ups.
  init(_ section: Section) {
    self.section = section
    sound = try? section.checked()
    blocks = max((section.count - Self.placeLength) / (8 + Self.placeLength), 0)
  }

  private func bytes() throws -> UnsafeRawBufferPointer {
    if let sound { return sound }
    return try section.checked()
  }

  /// Where a block starts and ends in the section of terms, and where its first list starts in that of postings.
  func place(of number: Int) throws -> (terms: Range<Int>, postings: Int)? {
    precondition(number >= 0 && number < blocks)
    let bytes = try bytes()
    let first = 8 * blocks + Self.placeLength * number
    func word(_ offset: Int) -> Int {
      Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: first + offset, as: UInt32.self)))
    }
    let high = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: first + 8, as: UInt16.self))
    let (start, end) = (word(0), word(Self.placeLength))
    guard start <= end else { return nil }
    return (start..<end, word(4) | Int(high) << 32)
  }

  /// How many of the blocks `low` ..< `high` and of all before them have a prefix below `wanted`, if those before have.
  func lowerBound(_ wanted: UInt64, from low: Int, to high: Int) throws -> Int {
    precondition(low >= 0 && low <= high && high <= blocks)
    return TermsKernel.below(wanted, low..<high, of: try bytes())
  }

  func prefix(_ number: Int) throws -> UInt64 {
    precondition(number >= 0 && number < blocks)
    return Self.prefix(try bytes(), number)
  }

  @inline(__always)
  private static func prefix(_ bytes: UnsafeRawBufferPointer, _ number: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 &* number, as: UInt64.self))
  }

  /// The first eight bytes of a key as the index has them.
  static func prefix(_ key: UnsafeRawBufferPointer) -> UInt64 {
    if key.count >= 8 { return UInt64(bigEndian: key.loadUnaligned(as: UInt64.self)) }
    var prefix: UInt64 = 0
    for byte in key { prefix = prefix << 8 | UInt64(byte) }
    return prefix << UInt64(8 * (8 - key.count))
  }
}
