// SPDX-License-Identifier: Apache-2.0

public import CKernels

/// What the Unicode tables say of a code point, and code points read from and written to UTF-8.
///
/// The tables live in CKernels (see `unicode_tables.h`); this is their one door for Swift.
@usableFromInline
package enum CodePoint {
  /// Break classes, flags, combining class and gap mask; the values are explained in `unicode_tables.h`.
  @usableFromInline
  package struct Record: Sendable {
    @usableFromInline package let wordBreak: UInt8
    @usableFromInline package let sentenceBreak: UInt8
    @usableFromInline package let flags: UInt8
    @usableFromInline package let combining: UInt8
    @usableFromInline package let gap: UInt16

    @inlinable @inline(__always)
    init(_ record: syntop_unicode_record) {
      wordBreak = record.word_break
      sentenceBreak = record.sentence_break
      flags = record.flags
      combining = record.combining
      gap = record.gap
    }
  }

  @inlinable @inline(__always)
  package static func record(_ point: UInt32) -> Record { Record(syntop_unicode_record_of(point)) }

  /// By byte: 1 ASCII letter or digit, 2 low line, 4 may join letters or digits around it, 8 not ASCII, 0 the rest.
  @inlinable @inline(__always)
  package static func asciiClass(_ byte: UInt8) -> UInt8 { syntop_unicode_ascii_of(byte) }

  /// Appends the folded form of a code point, as UTF-8; `fold` 0 case and accents, 1 case only, 2 accents only.
  @inlinable
  package static func appendFold(of point: UInt32, _ fold: UInt32, to bytes: inout [UInt8]) {
    var start: UnsafePointer<UInt8>?
    let length = syntop_unicode_fold_of(point, fold, &start)
    guard length >= 0, let start else { return append(point, to: &bytes) }
    // The table holds `length` bytes there, for the whole life of the program.
    bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: Int(length)))
  }

  /// The full canonical decomposition appended to `points`.
  package static func appendDecomposition(of point: UInt32, to points: inout [UInt32]) {
    if point &- 0xAC00 < 11172 {
      let index = point - 0xAC00
      points.append(0x1100 + index / 588)
      points.append(0x1161 + index % 588 / 28)
      if index % 28 != 0 { points.append(0x11A7 + index % 28) }
      return
    }
    var start: UnsafePointer<UInt32>?
    let length = syntop_unicode_decomposition_of(point, &start)
    guard length > 0, let start else { return points.append(point) }
    // As above: a static table.
    points.append(contentsOf: UnsafeBufferPointer(start: start, count: Int(length)))
  }

  /// The code point that two compose to, or nil.
  package static func composed(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if first &- 0x1100 < 19, second &- 0x1161 < 21 {
      return 0xAC00 + ((first - 0x1100) * 21 + (second - 0x1161)) * 28
    }
    if first &- 0xAC00 < 11172, (first - 0xAC00) % 28 == 0, second &- 0x11A8 < 27 {
      return first + (second - 0x11A7)
    }
    let joined = syntop_unicode_compose(first, second)
    return joined == 0 ? nil : joined
  }

  /// Appends a code point as UTF-8; a surrogate or a number beyond Unicode becomes U+FFFD.
  @inlinable
  package static func append(_ point: UInt32, to bytes: inout [UInt8]) {
    switch point {
    case 0..<0x80:
      bytes.append(UInt8(truncatingIfNeeded: point))
    case 0x80..<0x800:
      bytes.append(0xC0 | UInt8(truncatingIfNeeded: point >> 6))
      bytes.append(0x80 | UInt8(truncatingIfNeeded: point & 0x3F))
    case 0xD800..<0xE000, 0x110000...:
      append(0xFFFD, to: &bytes)
    case 0x800..<0x10000:
      bytes.append(0xE0 | UInt8(truncatingIfNeeded: point >> 12))
      bytes.append(0x80 | UInt8(truncatingIfNeeded: point >> 6 & 0x3F))
      bytes.append(0x80 | UInt8(truncatingIfNeeded: point & 0x3F))
    default:
      bytes.append(0xF0 | UInt8(truncatingIfNeeded: point >> 18))
      bytes.append(0x80 | UInt8(truncatingIfNeeded: point >> 12 & 0x3F))
      bytes.append(0x80 | UInt8(truncatingIfNeeded: point >> 6 & 0x3F))
      bytes.append(0x80 | UInt8(truncatingIfNeeded: point & 0x3F))
    }
  }

  /// The code point whose first byte stands at `offset`, and the offset behind it.
  ///
  /// The bytes are meant to be UTF-8. Where they are not, the answer is some number for one to four bytes within the
  /// bounds: wrong input gives odd tokens, never a trap.
  ///
  /// - Precondition: `offset < bytes.count`.
  @inlinable @inline(__always)
  package static func decode(_ bytes: Span<UInt8>, at offset: Int) -> (point: UInt32, next: Int) {
    let lead = UInt32(bytes[offset])
    if lead < 0x80 { return (lead, offset &+ 1) }
    return decodeLong(bytes, at: offset, lead: lead)
  }

  @inlinable
  package static func decodeLong(_ bytes: Span<UInt8>, at offset: Int, lead: UInt32) -> (point: UInt32, next: Int) {
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
    guard length > 1, bytes.count &- offset >= length else { return (0xFFFD, offset &+ 1) }
    var point = lead & (0xFF >> (UInt32(length) &+ 1))
    for index in (offset &+ 1)..<(offset &+ length) {
      let byte = UInt32(bytes[index])
      guard byte & 0xC0 == 0x80 else { return (0xFFFD, offset &+ 1) }
      point = point << 6 | (byte & 0x3F)
    }
    return (point, offset &+ length)
  }

  /// The code point that ends before `offset`, and the offset of its first byte.
  ///
  /// - Precondition: `0 < offset <= bytes.count`.
  @inlinable
  package static func decodeBackwards(_ bytes: Span<UInt8>, before offset: Int) -> (point: UInt32, start: Int) {
    var start = offset &- 1
    while start > 0, offset &- start < 4, bytes[start] & 0xC0 == 0x80 { start &-= 1 }
    let (point, next) = decode(bytes, at: start)
    return next == offset ? (point, start) : (0xFFFD, offset &- 1)
  }
}
