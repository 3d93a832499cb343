// SPDX-License-Identifier: Apache-2.0

internal import CKernels

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
@usableFromInline package enum PackedBlock {
  @inlinable @inline(__always) package static var size: Int { 128 }
  /// Appends the 128 values at `values`, in the layout with the fewest bytes.
  package static func append(_ values: UnsafePointer<UInt32>, to buffer: inout ByteBuffer) {
    buffer.reserve(Int(SYNTOP_BLOCK_ROOM))
    buffer.count &+= syntop_block_write(values, buffer.base + buffer.count)
  }

  /// Appends 128 gaps between ascending numbers (each the number minus the one before minus 1), packed or as a bit set.
  package static func append(gaps: UnsafePointer<UInt32>, to buffer: inout ByteBuffer) {
    buffer.reserve(Int(SYNTOP_BLOCK_ROOM))
    buffer.count &+= syntop_block_write_gaps(gaps, buffer.base + buffer.count)
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
