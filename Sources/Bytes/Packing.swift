// SPDX-License-Identifier: Apache-2.0

/// Blocks of 128 integers, bit-packed with patches: the codec of documents, frequencies and positions. Documents that stand
/// close together are a bit set.
///
///     Block  --> Head Packed Places? High?
///     Head   --> two bytes, little-endian: Width (6 bits, 0...32), n (7 bits, 0...127), Extra - 1 (3 bits)
///     Packed --> 16 * Width bytes, in the layout of `packing.h`: the low Width bits of each value
///     Places --> one byte{n} where n <= 16, ascending; else 16 bytes, whose bit i (of byte i / 8) says that value i is one
///     High   --> the n values' bits above Width, Extra bits each, from the lowest bit of the first byte on, filled with 0
///
/// The n exceptions are the values that Width bits do not hold. No first byte of a block is `ff`.
///
///     BitSet --> Head Bits
///     Head   --> two bytes, little-endian: 62 (6 bits), Length (10 bits)
///     Bits   --> byte{Length}, 128 bits set: bit i (of byte i / 8) says that i is one of 128 ascending numbers, counted
///                from the number behind the last one of the block before
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

  /// Appends 128 gaps between ascending numbers (each the number minus the one before minus 1), packed or as a bit set.
  package static func append(gaps: UnsafePointer<UInt32>, to buffer: inout ByteBuffer) {
    var span = size
    for index in 0..<size { span &+= Int(gaps[index]) }
    let bytes = (span + 7) / 8
    let start = buffer.count
    append(gaps, to: &buffer)
    guard bytes <= longestSet, 2 + bytes <= buffer.count - start + surcharge else { return }
    buffer.count = start
    buffer.reserve(2 + bytes)
    buffer.append(little: UInt16(truncatingIfNeeded: bitSet | bytes << 6))
    let bits = buffer.base + buffer.count
    bits.initialize(repeating: 0, count: bytes)
    var bit = -1
    for index in 0..<size {
      bit &+= Int(gaps[index]) &+ 1
      bits[bit >> 3] |= 1 << UInt8(bit & 7)
    }
    buffer.count += bytes
  }

  /// What stands for the width of bit sets.
  private static let bitSet = 62
  private static let longestSet = 1023
  /// Bit sets are read so much faster that they may be longer by so many bytes.
  private static let surcharge = 16

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
    guard let start = place(bytes, position) else { return nil }
    return end(position, syntop_block_read(start, bytes.count &- position, out))
  }

  /// Reads a block of documents: of gaps, where value i becomes base + (v0 + 1) + ... + (vi + 1), or a bit set.
  package static func readSums(
    _ bytes: UnsafeRawBufferPointer, at position: Int, base: UInt32, into out: UnsafeMutablePointer<UInt32>
  ) -> Int? {
    guard let start = place(bytes, position) else { return nil }
    return end(position, syntop_block_read_documents(start, bytes.count &- position, base, out))
  }

  /// Where the block at `position` ends, without unpacking it.
  package static func end(of bytes: UnsafeRawBufferPointer, at position: Int) -> Int? {
    guard let start = place(bytes, position) else { return nil }
    return end(position, syntop_block_length(start, bytes.count &- position))
  }

  @inline(__always)
  private static func place(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> UnsafePointer<UInt8>? {
    guard position >= 0, position < bytes.count, let base = bytes.baseAddress else { return nil }
    return (base + position).assumingMemoryBound(to: UInt8.self)
  }

  @inline(__always)
  private static func end(_ position: Int, _ length: Int) -> Int? { length > 0 ? position &+ length : nil }

  /// Which path the bit-unpacking kernel takes on this machine.
  package static var kernelPath: String { String(cString: syntop_packing_path()) }
}
