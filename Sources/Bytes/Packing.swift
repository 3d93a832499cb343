// SPDX-License-Identifier: Apache-2.0

/// Blocks of 128 integers, bit-packed with patches: the codec of documents, frequencies and positions.
///
///     Block  --> Head Packed Places? High?
///     Head   --> two bytes, little-endian: Width (6 bits, 0...32), n (7 bits, 0...127), Extra - 1 (3 bits)
///     Packed --> 16 * Width bytes, in the layout of `packing.h`: the low Width bits of each value
///     Places --> one byte{n} where n <= 16, ascending; else 16 bytes, whose bit i (of byte i / 8) says that value i is one
///     High   --> the n values' bits above Width, Extra bits each, from the lowest bit of the first byte on, filled with 0
///
/// The n exceptions are the values that Width bits do not hold. No first byte of a block is `ff`.
///
/// Example: 127 values 1 and one value 300 at index 5 give `41 e0` (width 1, one exception, 8 extra bits), 16 bytes of `ff`
/// (but bit 5's lane bit is the low bit of 300, which is 0), then `05 96`: index 5, 300 >> 1 = 150.
internal import CKernels

package enum PackedBlock {
  @inlinable package static var size: Int { 128 }
  /// No block is longer: width 32 needs no exceptions, and the writer never takes a dearer choice than that.
  package static let maximumLength = 2 + 16 * 32
  /// Extra bits fit three bits of the head.
  private static let mostExtra = 8
  /// More exceptions than this make a block slow to read for little gain.
  private static let mostExceptions = 32
  /// So many places are listed, more are bits.
  private static let mostListed = 16

  private struct Layout {
    var width: Int
    var exceptions = 0
    var extra = 0
  }

  /// Appends the 128 values at `values`.
  package static func append(_ values: UnsafePointer<UInt32>, to buffer: inout ByteBuffer) {
    let layout = best(values)
    buffer.reserve(maximumLength + 64)
    let head = layout.width | layout.exceptions << 6 | max(layout.extra - 1, 0) << 13
    buffer.append(little: UInt16(truncatingIfNeeded: head))
    if layout.exceptions == 0 {
      syntop_pack128(values, UInt32(layout.width), buffer.base + buffer.count)
      buffer.count += 16 * layout.width
      return
    }
    let mask = (UInt32(1) << UInt32(layout.width)) &- 1
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: size) { low in
      guard let start = low.baseAddress else { return }
      for index in 0..<size { start[index] = values[index] & mask }
      syntop_pack128(start, UInt32(layout.width), buffer.base + buffer.count)
    }
    buffer.count += 16 * layout.width
    appendExceptions(values, layout, above: mask, to: &buffer)
  }

  private static func appendExceptions(
    _ values: UnsafePointer<UInt32>, _ layout: Layout, above mask: UInt32, to buffer: inout ByteBuffer
  ) {
    let listed = layout.exceptions <= mostListed
    let places = buffer.base + buffer.count
    buffer.count += listed ? layout.exceptions : 16
    if !listed { places.initialize(repeating: 0, count: 16) }
    var (found, pending, filled) = (0, UInt64(0), 0)
    for index in 0..<size where values[index] > mask {
      if listed {
        places[found] = UInt8(truncatingIfNeeded: index)
      } else {
        places[index >> 3] |= 1 << UInt8(index & 7)
      }
      found += 1
      pending |= UInt64(values[index] >> UInt32(layout.width)) << UInt64(filled)
      filled += layout.extra
      while filled >= 8 {
        buffer.append(UInt8(truncatingIfNeeded: pending))
        (pending, filled) = (pending >> 8, filled - 8)
      }
    }
    if filled > 0 { buffer.append(UInt8(truncatingIfNeeded: pending)) }
  }

  /// The width with the fewest bytes in all.
  private static func best(_ values: UnsafePointer<UInt32>) -> Layout {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 33) { counts in
      guard let counts = counts.baseAddress else { return Layout(width: 32) }
      counts.initialize(repeating: 0, count: 33)
      var any: UInt32 = 0
      for index in 0..<size {
        counts[32 &- values[index].leadingZeroBitCount] &+= 1
        any |= values[index]
      }
      let widest = 32 - any.leadingZeroBitCount
      var best = Layout(width: widest)
      var bestCost = 16 * widest
      var above = 0
      for extra in 1..<mostExtra + 1 where extra <= widest {
        above += Int(counts[widest - extra + 1])
        if above > mostExceptions { break }
        let cost = 16 * (widest - extra) + min(above, mostListed) + (above * extra + 7) / 8
        if cost < bestCost {
          bestCost = cost
          best = Layout(width: widest - extra, exceptions: above, extra: extra)
        }
      }
      return best
    }
  }

  /// Reads a block at `position` of `bytes` and returns where it ends, or nil where it is ill-formed or cut short.
  package static func read(
    _ bytes: UnsafeRawBufferPointer, at position: Int, into out: UnsafeMutablePointer<UInt32>
  ) -> Int? {
    guard let head = head(bytes, at: position), let start = bytes.baseAddress else { return nil }
    let packed = (start + position + 2).assumingMemoryBound(to: UInt8.self)
    syntop_unpack128(packed, UInt32(head.layout.width), out)
    if head.layout.exceptions > 0 { patch(packed + 16 * head.layout.width, head.layout, out) }
    return head.end
  }

  /// Reads a block of gaps: value i becomes base + (v0 + 1) + ... + (vi + 1).
  package static func readSums(
    _ bytes: UnsafeRawBufferPointer, at position: Int, base: UInt32, into out: UnsafeMutablePointer<UInt32>
  ) -> Int? {
    guard let head = head(bytes, at: position), let start = bytes.baseAddress else { return nil }
    let packed = (start + position + 2).assumingMemoryBound(to: UInt8.self)
    if head.layout.exceptions == 0 {
      syntop_unpack128_sum(packed, UInt32(head.layout.width), base, out)
    } else {
      syntop_unpack128(packed, UInt32(head.layout.width), out)
      patch(packed + 16 * head.layout.width, head.layout, out)
      syntop_sum128(base, out)
    }
    return head.end
  }

  /// Where the block at `position` ends, without unpacking it.
  package static func end(of bytes: UnsafeRawBufferPointer, at position: Int) -> Int? {
    head(bytes, at: position)?.end
  }

  /// The head of the block at `position`, and where the block ends; nil where it is ill-formed or cut short.
  @inline(__always)
  private static func head(_ bytes: UnsafeRawBufferPointer, at position: Int) -> (layout: Layout, end: Int)? {
    guard position >= 0, bytes.count &- position >= 2 else { return nil }
    let head = Int(bytes.loadUnaligned(fromByteOffset: position, as: UInt16.self).littleEndian)
    let layout = Layout(width: head & 63, exceptions: head >> 6 & 127, extra: (head >> 13) + 1)
    var length = 2 + 16 * layout.width
    if layout.exceptions > 0 {
      length += min(layout.exceptions, mostListed) + (layout.exceptions * layout.extra + 7) / 8
    }
    guard layout.width + (layout.exceptions > 0 ? layout.extra : 0) <= 32, bytes.count &- position >= length else {
      return nil
    }
    return (layout, position + length)
  }

  /// Puts the high bits in their places; `head` made sure that the block is whole.
  private static func patch(_ places: UnsafePointer<UInt8>, _ layout: Layout, _ out: UnsafeMutablePointer<UInt32>) {
    let (width, extra) = (UInt32(layout.width), UInt32(layout.extra))
    let mask = (UInt32(1) << extra) &- 1
    let listed = layout.exceptions <= mostListed
    let high = places + min(layout.exceptions, mostListed)
    var bit: UInt32 = 0
    // At most eight bits lie in two bytes; the second is read where it is needed, so never behind the end.
    @inline(__always) func next() -> UInt32 {
      let (place, shift) = (Int(bit >> 3), bit & 7)
      var value = UInt32(high[place]) >> shift
      if shift &+ extra > 8 { value |= UInt32(high[place &+ 1]) << (8 &- shift) }
      bit &+= extra
      return value & mask
    }
    if listed {
      for index in 0..<layout.exceptions { out[Int(places[index] & 127)] |= next() << width }
      return
    }
    var left = layout.exceptions
    for byte in 0..<16 {
      var bits = places[byte]
      while bits != 0, left > 0 {
        out[byte << 3 | bits.trailingZeroBitCount] |= next() << width
        bits &= bits &- 1
        left -= 1
      }
    }
  }

  /// Which path the bit-unpacking kernel takes on this machine.
  package static var kernelPath: String { String(cString: syntop_packing_path()) }
}
