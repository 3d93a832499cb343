// SPDX-License-Identifier: Apache-2.0

import Bytes
import CKernels
import Testing

/// The packed blocks, each path of the kernel held to the plain twin.
@Suite struct PackingTests {
  /// A generator with a seed, the same on every run.
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  @Test(arguments: 0...32) func kernelsAgree(width: Int) {
    print("packing kernel: \(PackedBlock.kernelPath), blocks: \(PostingsKernel.path)")
    var random = Generator(state: UInt64(width))
    let mask = width == 32 ? UInt32.max : (UInt32(1) << UInt32(width)) - 1
    let values = (0..<128).map { _ in UInt32.random(in: 0...UInt32.max, using: &random) & mask }
    var fast = [UInt8](repeating: 0, count: 16 * width + 16)
    var plain = fast
    syntop_pack128(values, UInt32(width), &fast)
    syntop_pack128_portable(values, UInt32(width), &plain)
    #expect(fast == plain)
    for unpack in [syntop_unpack128, syntop_unpack128_baseline, syntop_unpack128_portable] {
      var out = [UInt32](repeating: 7, count: 128)
      unpack(fast, UInt32(width), &out)
      #expect(out == values)
    }
    var sums = [UInt32](repeating: 0, count: 128)
    syntop_unpack128_sum_portable(fast, UInt32(width), 41, &sums)
    for unpack in [syntop_unpack128_sum, syntop_unpack128_sum_baseline] {
      var out = [UInt32](repeating: 7, count: 128)
      unpack(fast, UInt32(width), 41, &out)
      #expect(out == sums)
    }
    var inPlace = values
    syntop_sum128(41, &inPlace)
    #expect(inPlace == sums)
  }

  @Test func blocksComeBackWithAndWithoutPatches() {
    var random = Generator(state: 3)
    var (plain, listed, marked) = (0, 0, 0)
    for round in 0..<600 {
      let bits = UInt32(round % 33)
      let rare = round % 9
      // Some blocks have exceptions of a few more bits, some of any size.
      let more = min(bits + (round % 2 == 0 ? 32 : 1 + UInt32(round % 8)), 32)
      let values = (0..<128).map { _ -> UInt32 in
        let width = Int.random(in: 0..<40, using: &random) < rare ? more : bits
        return UInt32.random(in: 0...UInt32.max, using: &random) & (width == 32 ? .max : (UInt32(1) << width) - 1)
      }
      var buffer = ByteBuffer()
      buffer.append(UInt8(9))
      PackedBlock.append(values, to: &buffer)
      let exceptions = (Int(buffer.bytes[1]) | Int(buffer.bytes[2]) << 8) >> 6 & 127
      switch exceptions {
      case 0: plain += 1
      case ...16: listed += 1
      default: marked += 1
      }
      var out = [UInt32](repeating: 0, count: 128)
      #expect(PackedBlock.read(buffer.bytes, at: 1, into: &out) == buffer.count)
      #expect(out == values)
      #expect(PackedBlock.end(of: buffer.bytes, at: 1) == buffer.count)
      var sums = [UInt32](repeating: 0, count: 128)
      #expect(PackedBlock.readSums(buffer.bytes, at: 1, base: 5, into: &sums) == buffer.count)
      var expected = values
      syntop_sum128_portable(5, &expected)
      #expect(sums == expected)
      // Cut short anywhere, a block is refused rather than read past its end.
      let cut = Int.random(in: 0..<buffer.count - 1, using: &random)
      let short = UnsafeRawBufferPointer(rebasing: buffer.bytes[0..<1 + cut])
      #expect(PackedBlock.read(short, at: 1, into: &out) == nil)
      #expect(PackedBlock.end(of: short, at: 1) == nil)
    }
    #expect(plain > 50 && listed > 50 && marked > 10)
  }

  @Test func closeNumbersAreBitSets() {
    var random = Generator(state: 8)
    var (sets, packed) = (0, 0)
    for round in 0..<400 {
      let widest = UInt32(round % 14)
      let gaps = (0..<128).map { _ in UInt32.random(in: 0...widest, using: &random) }
      var buffer = ByteBuffer()
      buffer.append(UInt8(9))
      PackedBlock.append(gaps: gaps, to: &buffer)
      let isSet = buffer.bytes[1] & 63 == 62
      if isSet { sets += 1 } else { packed += 1 }
      let base = round % 3 == 0 ? UInt32.max : UInt32.random(in: 0...1_000_000, using: &random)
      var expected = gaps
      syntop_sum128_portable(base, &expected)
      var out = [UInt32](repeating: 0, count: 128)
      #expect(PackedBlock.readSums(buffer.bytes, at: 1, base: base, into: &out) == buffer.count)
      #expect(out == expected)
      let bytes = Array(buffer.bytes.dropFirst())
      out = [UInt32](repeating: 0, count: 128)
      #expect(syntop_block_read_documents_portable(bytes, bytes.count, base, &out) == bytes.count)
      #expect(out == expected)
      #expect(PackedBlock.end(of: buffer.bytes, at: 1) == buffer.count)
      for cut in 1..<buffer.count {
        let short = UnsafeRawBufferPointer(rebasing: buffer.bytes[0..<cut])
        #expect(PackedBlock.readSums(short, at: 1, base: base, into: &out) == nil)
      }
      guard isSet else { continue }
      // Frequencies and positions are never bit sets, and a set of 127 is none.
      #expect(PackedBlock.read(buffer.bytes, at: 1, into: &out) == nil)
      var fewer = bytes
      fewer[bytes.count - 1] = 0
      fewer.withUnsafeBytes { #expect(PackedBlock.readSums($0, at: 0, base: base, into: &out) == nil) }
    }
    #expect(sets > 50 && packed > 50)
  }

  /// A block of 128 values written as the format says, a bit at a time.
  private func plainBlock(_ values: [UInt32]) -> [UInt8] {
    let widest = 32 - values.reduce(0, |).leadingZeroBitCount
    var (width, cost) = (widest, 16 * widest)
    for extra in 1..<9 where extra <= widest {
      let above = values.count { $0 >> UInt32(widest - extra) > 0 }
      if above > 32 { break }
      let other = 16 * (widest - extra) + min(above, 16) + (above * extra + 7) / 8
      if other < cost { (width, cost) = (widest - extra, other) }
    }
    let places = values.indices.filter { width < 32 && values[$0] >> UInt32(width) > 0 }
    let head = width | places.count << 6 | max(widest - width - 1, 0) << 13
    var bytes = [UInt8(truncatingIfNeeded: head), UInt8(head >> 8)]
    var packed = [UInt8](repeating: 0, count: 16 * width)
    let low = values.map { width == 32 ? $0 : $0 & (1 << UInt32(width) - 1) }
    syntop_pack128_portable(low, UInt32(width), &packed)
    bytes += packed
    if places.count <= 16 {
      bytes += places.map { UInt8($0) }
    } else {
      bytes += (0..<16).map { byte in (0..<8).reduce(0) { $0 | (places.contains(8 * byte + $1) ? 1 << UInt8($1) : 0) } }
    }
    var high = [UInt8](repeating: 0, count: (places.count * (widest - width) + 7) / 8)
    for (number, place) in places.enumerated() {
      for bit in 0..<widest - width where values[place] >> UInt32(width + bit) & 1 == 1 {
        let at = number * (widest - width) + bit
        high[at / 8] |= 1 << UInt8(at % 8)
      }
    }
    return bytes + high
  }

  private func plainBlock(gaps: [UInt32]) -> [UInt8] {
    let packed = plainBlock(gaps)
    var bit = -1
    let numbers = gaps.map { gap in
      bit += Int(gap) + 1
      return bit
    }
    let length = bit / 8 + 1
    guard length < 1024, 2 + length <= packed.count + 16 else { return packed }
    var bytes =
      [UInt8(truncatingIfNeeded: 62 | length << 6), UInt8(length >> 2)] + [UInt8](repeating: 0, count: length)
    for number in numbers { bytes[2 + number / 8] |= 1 << UInt8(number % 8) }
    return bytes
  }

  @Test func blocksAreWrittenAsTheFormatSays() {
    var random = Generator(state: 12)
    var (plain, listed, marked, sets) = (0, 0, 0, 0)
    for round in 0..<1500 {
      let bits = UInt32(round % 33)
      let rare = round / 33 % 12
      let values = (0..<128).map { _ -> UInt32 in
        let width = Int.random(in: 0..<60, using: &random) < rare ? min(bits + UInt32(round % 11), 32) : bits
        return UInt32.random(in: 0...UInt32.max, using: &random) & (width == 32 ? .max : (UInt32(1) << width) - 1)
      }
      let (wanted, gaps) = (plainBlock(values), plainBlock(gaps: values))
      for write in [syntop_block_write, syntop_block_write_baseline] {
        var out = [UInt8](repeating: 0xa5, count: Int(SYNTOP_BLOCK_ROOM))
        let length = write(values, &out)
        #expect(Array(out.prefix(length)) == wanted)
      }
      for write in [syntop_block_write_gaps, syntop_block_write_gaps_baseline] {
        var out = [UInt8](repeating: 0xa5, count: Int(SYNTOP_BLOCK_ROOM))
        let length = write(values, &out)
        #expect(Array(out.prefix(length)) == gaps)
      }
      switch (Int(wanted[0]) | Int(wanted[1]) << 8) >> 6 & 127 {
      case 0: plain += 1
      case ...16: listed += 1
      default: marked += 1
      }
      sets += gaps[0] & 63 == 62 ? 1 : 0
    }
    #expect(plain > 100 && listed > 100 && marked > 50 && sets > 50)
  }

  @Test func workedExampleOfABitSet() {
    let gaps: [UInt32] = [1] + [UInt32](repeating: 0, count: 127)
    var buffer = ByteBuffer()
    PackedBlock.append(gaps: gaps, to: &buffer)
    #expect(Array(buffer.bytes) == [62 | 17 << 6 & 0xff, 17 >> 2, 0xfe] + [UInt8](repeating: 0xff, count: 15) + [1])
  }

  @Test func workedExample() {
    var values = [UInt32](repeating: 1, count: 128)
    values[5] = 300
    var buffer = ByteBuffer()
    PackedBlock.append(values, to: &buffer)
    var expected: [UInt8] = [0x41, 0xe0] + [UInt8](repeating: 0xff, count: 16) + [5, 0x96]
    // Value 5 stands in row 1 of lane 1, the fifth byte's second bit; the low bit of 300 is 0.
    expected[2 + 4] = 0xfd
    #expect(Array(buffer.bytes) == expected)
  }
}
