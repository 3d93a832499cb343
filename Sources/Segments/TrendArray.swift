// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// An array of integers that rise or fall about evenly, such as places and ranks, read at any place where it lies.
///
///     Array  --> Count (4 bytes) zero (4 bytes) Head{(Count + 127) / 128} Rests* zero{8}
///     Head   --> Base (4 bytes) Slope (4 bytes) Layout (4 bytes)
///     Layout --> Width (the low 6 bits, 0...32), Place (26 bits): the block's Rests start 16 * Place bytes behind the heads
///     Rests  --> Width bits for each of 128 values (or what is left), the lowest first, filled with 0 to 16 bytes
///
/// Integers are little-endian; Slope is signed, in 65536ths. Value i of a block is Base + floor(Slope * i / 65536) + its
/// rest, modulo 2^32. Example: 5, 7, 9 are `03 00 00 00 00 00 00 00`, the head `05 00 00 00 00 00 02 00 00 00 00 00` and
/// eight zero bytes.
package struct TrendArray: @unchecked Sendable {
  // Unchecked: the mapped bytes do not change, and `owner` keeps them alive.
  static let block = 128
  static let head = 12
  /// Where rests start are multiples of it.
  static let unit = 16
  private let heads: UnsafeRawBufferPointer
  private let rests: UnsafeRawBufferPointer
  package let count: Int
  private let owner: SectionFile

  /// The whole section, checksums compared.
  package init(_ section: Section) throws {
    let all = try section.checked()
    owner = section.file
    guard !all.isEmpty else {
      (heads, rests, count) = (all, all, 0)
      return
    }
    var cursor = ByteCursor(all)
    let count = Int(cursor.read(UInt32.self))
    cursor.skip(4)
    let heads = (count + Self.block - 1) / Self.block * Self.head
    guard !cursor.failed, heads + 8 <= cursor.remaining else {
      throw IndexError.damaged(path: section.file.path, what: "an array is cut short")
    }
    self.heads = UnsafeRawBufferPointer(rebasing: all[8..<8 + heads])
    rests = UnsafeRawBufferPointer(rebasing: all[(8 + heads)...])
    self.count = count
  }

  /// Zero for an index outside.
  package subscript(index: Int) -> UInt32 {
    guard index >= 0, index < count else { return 0 }
    let head = index / Self.block &* Self.head
    let within = index % Self.block
    func word(_ offset: Int) -> UInt32 {
      UInt32(littleEndian: heads.loadUnaligned(fromByteOffset: head &+ offset, as: UInt32.self))
    }
    let layout = word(8)
    let width = Int(layout & 63)
    let trend = word(0) &+ Self.rise(Int32(bitPattern: word(4)), within)
    let bit = within &* width
    let place = Int(layout >> 6) &* Self.unit &+ bit >> 3
    guard width > 0, place &+ 8 <= rests.count else { return trend }
    let rest = UInt64(littleEndian: rests.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &>> UInt64(bit & 7)
    return trend &+ UInt32(truncatingIfNeeded: rest & ((1 &<< UInt64(width)) &- 1))
  }

  /// No value of a block is less; zero for a block outside.
  func least(ofBlock number: Int) -> UInt32 {
    let head = number &* Self.head
    guard number >= 0, head &+ Self.head <= heads.count else { return 0 }
    let base = Int32(littleEndian: heads.loadUnaligned(fromByteOffset: head, as: Int32.self))
    let slope = Int32(littleEndian: heads.loadUnaligned(fromByteOffset: head &+ 4, as: Int32.self))
    // Rests are not negative. A base that is wraps around, and so may values of 2^31 and more: then nothing is known.
    return UInt32(max(Int(base) &+ (min(Int(slope), 0) &* (Self.block &- 1)) >> 16, 0))
  }

  @inline(__always)
  fileprivate static func rise(_ slope: Int32, _ index: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: (Int(slope) &* index) >> 16)
  }

  package static func write(_ values: [UInt32], _ section: UInt32, to file: inout SectionFileWriter) throws {
    var heads = ByteBuffer(capacity: (values.count / block + 1) * head + 8)
    var rests = ByteBuffer(capacity: values.count + 64)
    heads.append(little: UInt32(truncatingIfNeeded: values.count))
    heads.append(little: UInt32(0))
    for start in stride(from: 0, to: values.count, by: block) {
      let part = values[start..<min(start + block, values.count)]
      let trend = Trend.best(of: part)
      heads.append(little: trend.base)
      heads.append(little: UInt32(bitPattern: trend.slope))
      heads.append(little: UInt32(trend.width) | UInt32(truncatingIfNeeded: rests.count / unit) << 6)
      trend.append(part, to: &rests)
    }
    rests.append(little: UInt64(0))
    try file.section(section, heads)
    try file.append(rests.bytes)
  }
}

/// The straight line below the values of a block that leaves the least above it.
private struct Trend {
  var base: UInt32
  var slope: Int32
  var width: Int

  /// Of the level line and the one from the first to the last value.
  static func best(of values: ArraySlice<UInt32>) -> Trend {
    let level = Trend(values, slope: 0)
    guard values.count > 1, let first = values.first, let last = values.last else { return level }
    let steps = values.count - 1
    let rise = (Int(last) - Int(first)) * 65536
    // Towards the nearest, so that an even rise leaves nothing.
    let slope = (rise + (rise < 0 ? -steps / 2 : steps / 2)) / steps
    let inclined = Trend(values, slope: Int32(clamping: slope))
    return inclined.width < level.width ? inclined : level
  }

  init(_ values: ArraySlice<UInt32>, slope: Int32) {
    var (least, most) = (Int.max, Int.min)
    for (index, value) in values.enumerated() {
      let rest = Int(value) - (Int(slope) * index) >> 16
      (least, most) = (min(least, rest), max(most, rest))
    }
    // A line that strays further than integers reach is none.
    let span = most - least
    (base, self.slope) = (UInt32(truncatingIfNeeded: least), slope)
    width = span > Int(UInt32.max) ? 33 : Int.bitWidth - span.leadingZeroBitCount
  }

  func append(_ values: ArraySlice<UInt32>, to rests: inout ByteBuffer) {
    var (pending, filled): (UInt64, Int) = (0, 0)
    for (index, value) in values.enumerated() {
      pending |= UInt64(value &- base &- TrendArray.rise(slope, index)) << UInt64(filled)
      filled += width
      while filled >= 8 {
        rests.append(UInt8(truncatingIfNeeded: pending))
        (pending, filled) = (pending >> 8, filled - 8)
      }
    }
    if filled > 0 { rests.append(UInt8(truncatingIfNeeded: pending)) }
    while rests.count % TrendArray.unit != 0 { rests.append(UInt8(0)) }
  }
}
