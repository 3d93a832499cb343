// SPDX-License-Identifier: Apache-2.0

import Bytes
import Testing

/// The codes of short runs, held to a plain writer of single bits, and to being refused where they are damaged.
@Suite struct ExpGolombTests {
  private func run(_ values: [UInt32]) -> [UInt8] {
    var buffer = ByteBuffer()
    buffer.append(UInt8(7))
    ExpGolomb.append(values, values.count, to: &buffer)
    return Array(buffer.bytes)
  }

  /// A run of order `order`, bit by bit as the format says it.
  private func plain(_ values: [UInt32], order: Int) -> [UInt8] {
    var bits = (0..<5).map { order >> $0 & 1 }
    for value in values {
      let raised = UInt64(value) + 1 << UInt64(order)
      let width = 63 - raised.leadingZeroBitCount
      bits += [Int](repeating: 0, count: width - order) + [1] + (0..<width).map { Int(raised >> UInt64($0) & 1) }
    }
    return stride(from: 0, to: bits.count, by: 8).map { start in
      UInt8(bits[start..<min(start + 8, bits.count)].enumerated().reduce(0) { $0 | $1.element << $1.offset })
    }
  }

  @Test func runsComeBackAndAreAsSpecified() {
    var random = PackingTests.Generator(state: 11)
    var orders: Set<Int> = []
    for round in 0..<2000 {
      let count = Int.random(in: 1..<128, using: &random)
      let bits = UInt32(round % 33)
      let values = (0..<count).map { _ -> UInt32 in
        let width = UInt32.random(in: 0...bits, using: &random)
        return UInt32.random(in: 0...UInt32.max, using: &random) & (width == 32 ? .max : (UInt32(1) << width) - 1)
      }
      let bytes = run(values)
      let order = Int(bytes[1] & 31)
      orders.insert(order)
      #expect(Array(bytes.dropFirst()) == plain(values, order: order))
      var out = [UInt32](repeating: 0, count: count)
      bytes.withUnsafeBytes { raw in
        #expect(ExpGolomb.read(raw, at: 1, count, into: &out) == raw.count)
        #expect(out == values)
        // Without its last byte a run is refused, not read from beyond its end.
        let short = UnsafeRawBufferPointer(rebasing: raw.dropLast())
        #expect(ExpGolomb.read(short, at: 1, count, into: &out) == nil)
      }
    }
    #expect(orders.count > 20)
  }

  @Test func pairsComeBackAsPostings() {
    var random = PackingTests.Generator(state: 12)
    var longRuns = 0
    for round in 0..<500 {
      let count = Int.random(in: 1..<128, using: &random)
      let gaps = (0..<count).map { _ in UInt32.random(in: 0..<1 << 20, using: &random) }
      // Of every other pair, most are zeros.
      let others = (0..<count).map { _ in
        round % 2 == 0 || Int.random(in: 0..<90, using: &random) == 0 ? UInt32.random(in: 0..<9, using: &random) : 0
      }
      if others.split(whereSeparator: { $0 > 0 }).contains(where: { $0.count > 70 }) { longRuns += 1 }
      var buffer = ByteBuffer()
      ExpGolomb.append(gaps, and: others, count, to: &buffer)
      var documents = [UInt32](repeating: 0, count: count)
      var frequencies = documents
      let end = ExpGolomb.readPostings(
        buffer.bytes, at: 0, count, base: .max, documents: &documents, frequencies: &frequencies)
      #expect(end == buffer.count)
      var last = UInt32.max
      for index in 0..<count {
        last = last &+ gaps[index] &+ 1
        #expect(documents[index] == last && frequencies[index] == others[index] + 1)
      }
    }
    #expect(longRuns > 30)
  }

  @Test func randomBytesAreReadOrRefused() {
    var random = PackingTests.Generator(state: 13)
    var (read, refused) = (0, 0)
    for _ in 0..<20000 {
      let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random) & UInt8.random(in: 0...255, using: &random)
      }
      let count = Int.random(in: 0..<128, using: &random)
      var (out, other) = ([UInt32](repeating: 0, count: 128), [UInt32](repeating: 0, count: 128))
      bytes.withUnsafeBytes { raw in
        let end = ExpGolomb.read(raw, at: 0, count, into: &out)
        if let end { #expect(end <= raw.count) }
        if end == nil { refused += 1 } else { read += 1 }
        _ = ExpGolomb.readPostings(raw, at: 0, count, base: 0, documents: &out, frequencies: &other)
      }
    }
    #expect(read > 500 && refused > 500)
  }

  @Test func workedExample() {
    #expect(run([5, 0]) == [7, 0xc1, 0x03])
  }
}
