// SPDX-License-Identifier: Apache-2.0

/// Blocks of 128 integers, bit-packed with patches: the codec of documents, frequencies and positions.
///
///     Block      --> Width Exceptions Packed Exception{Exceptions}
///     Width      --> one byte, 0...32: bits of each packed value
///     Exceptions --> one byte, 0...127
///     Packed     --> 16 * Width bytes, in the layout of `packing.h`
///     Exception  --> Index (one byte, ascending) High (varint: the value's bits above Width)
///
/// Example: 127 values 1 and one value 300 at index 5 give `01 01`, 16 bytes of `ff` (but bit 5's lane bit is the low bit
/// of 300, which is 0), then `05 96 01`: index 5, 300 >> 1 = 150 as varint.
internal import CKernels

package enum PackedBlock {
  package static let size = 128
  /// No block is longer: width 32 needs no exceptions, and the writer never takes a dearer choice than that.
  package static let maximumLength = 2 + 16 * 32

  /// Appends the 128 values at `values`.
  package static func append(_ values: UnsafePointer<UInt32>, to buffer: inout ByteBuffer) {
    var histogram: (UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0)
    let width = withUnsafeMutableBytes(of: &histogram) { bestWidth(values, counts: $0) }
    buffer.reserve(maximumLength + 16 + 128 * 6)
    buffer.append(UInt8(truncatingIfNeeded: width))
    let place = buffer.count
    buffer.append(UInt8(0))
    if width == 32 {
      syntop_pack128(values, 32, buffer.base + buffer.count)
      buffer.count += 512
      return
    }
    pack(values, width: width, exceptionCountAt: place, into: &buffer)
  }

  private static func pack(
    _ values: UnsafePointer<UInt32>, width: Int, exceptionCountAt place: Int, into buffer: inout ByteBuffer
  ) {
    let mask = (UInt32(1) << UInt32(width)) &- 1
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: size) { low in
      guard let start = low.baseAddress else { return }
      for index in 0..<size { start[index] = values[index] & mask }
      syntop_pack128(start, UInt32(width), buffer.base + buffer.count)
    }
    buffer.count += 16 * width
    var exceptions: UInt8 = 0
    for index in 0..<size where values[index] > mask {
      buffer.append(UInt8(truncatingIfNeeded: index))
      buffer.append(varint: values[index] >> UInt32(width))
      exceptions += 1
    }
    buffer.base[place] = exceptions
  }

  /// The width with the fewest bytes in all; `counts` is room for 33 zeroed bytes (128 values at most a width).
  private static func bestWidth(_ values: UnsafePointer<UInt32>, counts: UnsafeMutableRawBufferPointer) -> Int {
    var any: UInt32 = 0
    for index in 0..<size {
      let bits = 32 &- values[index].leadingZeroBitCount
      counts[bits] &+= 1
      any |= values[index]
    }
    let widest = 32 - any.leadingZeroBitCount
    var best = widest
    var bestCost = 16 * widest
    var above = 0
    var width = widest - 1
    while width >= 0 {
      above += Int(counts[width + 1])
      if above > 31 { break }
      // An index byte and mostly one byte of high bits; wider high bits cost more.
      var cost = 16 * width
      var level = width + 1
      while level <= widest {
        cost += Int(counts[level]) * (1 + (level - width + 6) / 7)
        level += 1
      }
      if cost < bestCost { (best, bestCost) = (width, cost) }
      width -= 1
    }
    return best
  }

  /// Reads a block at `position` of `bytes` and returns where it ends, or nil where it is ill-formed or cut short.
  package static func read(
    _ bytes: UnsafeRawBufferPointer, at position: Int, into out: UnsafeMutablePointer<UInt32>
  ) -> Int? {
    guard let start = bytes.baseAddress, position >= 0, bytes.count - position >= 2 else { return nil }
    let head = (start + position).assumingMemoryBound(to: UInt8.self)
    let width = Int(head[0])
    let end = position + 2 + 16 * width
    guard width <= 32, end <= bytes.count else { return nil }
    syntop_unpack128(head + 2, UInt32(width), out)
    return head[1] == 0 ? end : patch(bytes, from: end, count: Int(head[1]), width: width, out)
  }

  /// Reads a block of gaps: value i becomes base + (v0 + 1) + ... + (vi + 1).
  package static func readSums(
    _ bytes: UnsafeRawBufferPointer, at position: Int, base: UInt32, into out: UnsafeMutablePointer<UInt32>
  ) -> Int? {
    guard let start = bytes.baseAddress, position >= 0, bytes.count - position >= 2 else { return nil }
    let head = (start + position).assumingMemoryBound(to: UInt8.self)
    let width = Int(head[0])
    let end = position + 2 + 16 * width
    guard width <= 32, end <= bytes.count else { return nil }
    if head[1] == 0 {
      syntop_unpack128_sum(head + 2, UInt32(width), base, out)
      return end
    }
    syntop_unpack128(head + 2, UInt32(width), out)
    guard let behind = patch(bytes, from: end, count: Int(head[1]), width: width, out) else { return nil }
    syntop_sum128(base, out)
    return behind
  }

  /// Where the block at `position` ends, without unpacking it.
  package static func end(of bytes: UnsafeRawBufferPointer, at position: Int) -> Int? {
    guard position >= 0, bytes.count - position >= 2 else { return nil }
    let width = Int(bytes[position])
    let packed = position + 2 + 16 * width
    guard width <= 32, packed <= bytes.count else { return nil }
    var cursor = ByteCursor(bytes, at: packed)
    for _ in 0..<bytes[position + 1] {
      cursor.skip(1)
      _ = cursor.varint()
    }
    return cursor.failed ? nil : cursor.position
  }

  private static func patch(
    _ bytes: UnsafeRawBufferPointer, from: Int, count: Int, width: Int, _ out: UnsafeMutablePointer<UInt32>
  ) -> Int? {
    guard width < 32, let start = bytes.baseAddress else { return nil }
    var position = from
    for _ in 0..<count {
      guard position + 1 < bytes.count else { return nil }
      let index = Int((start + position).load(as: UInt8.self)) & 127
      var byte = (start + position + 1).load(as: UInt8.self)
      position += 2
      var high = UInt32(byte & 0x7f)
      var shift: UInt32 = 7
      while byte >= 0x80 {
        guard position < bytes.count, shift < 35 else { return nil }
        byte = (start + position).load(as: UInt8.self)
        position += 1
        high |= UInt32(byte & 0x7f) &<< shift
        shift += 7
      }
      out[index] |= high << UInt32(width)
    }
    return position
  }

  /// Which path the bit-unpacking kernel takes on this machine.
  package static var kernelPath: String { String(cString: syntop_packing_path()) }
}
