// SPDX-License-Identifier: Apache-2.0

import Bytes
import TestSupport
import Testing

/// Blocks of postings poured into tables: each path against plain loops, and blocks that do not belong there.
@Suite struct PostingsKernelTests {
  private struct Case {
    var base: UInt32
    var documents: [UInt32] = []
    var frequencies: [UInt32]
    /// The block of documents and that of frequencies.
    var bytes: [UInt8]

    init(_ random: inout SeededGenerator, widest: UInt32, mostFrequent: UInt32) {
      base = Bool.random(using: &random) ? .max : UInt32.random(in: 0...1000, using: &random)
      let gaps = (0..<128).map { _ in UInt32.random(in: 0...widest, using: &random) }
      frequencies = (0..<128).map { _ in
        UInt32.random(in: 0..<20, using: &random) == 0 ? UInt32.random(in: 1...mostFrequent, using: &random) : 1
      }
      var last = base
      for gap in gaps {
        last = last &+ gap &+ 1
        documents.append(last)
      }
      var buffer = ByteBuffer()
      PackedBlock.append(gaps: gaps, to: &buffer)
      PackedBlock.append(frequencies.map { $0 - 1 }, to: &buffer)
      bytes = Array(buffer.bytes)
    }

    func pour(into table: PostingsKernel.Table, _ path: PostingsKernel.Path) -> Bool {
      bytes.withUnsafeBytes { PostingsKernel.pour($0, at: 0, base: base, into: table, path: path) }
    }

    func mark(in table: PostingsKernel.Table, _ path: PostingsKernel.Path) -> Bool {
      bytes.withUnsafeBytes { PostingsKernel.mark($0, at: 0, base: base, in: table, path: path) }
    }
  }

  private func withTable<Result>(
    first: UInt32, size: Int, _ body: (PostingsKernel.Table) -> Result
  ) -> (result: Result, bytes: [UInt8]) {
    var bytes = [UInt8](repeating: 0, count: size + PostingsKernel.slack)
    let result = bytes.withUnsafeMutableBufferPointer {
      body(PostingsKernel.Table(entries: $0.baseAddress!, first: first, size: size))
    }
    return (result, bytes)
  }

  @Test(arguments: PostingsKernel.Path.allCases) func blocksArePoured(path: PostingsKernel.Path) {
    var random = SeededGenerator(seed: 21)
    var (poured, outside, large, sets) = (0, 0, 0, 0)
    for round in 0..<500 {
      let made = Case(&random, widest: UInt32(round % 11), mostFrequent: [1, 3, 100, 300][round % 4])
      sets += made.bytes[0] & 63 == 62 ? 1 : 0
      // Tables that hold the whole block, and some that begin too late or end too early.
      let (least, most) = (made.documents[0], made.documents[127])
      let first = least &- min(least, UInt32.random(in: 0...50, using: &random)) &+ (round % 7 == 0 ? 60 : 0)
      let size = max(Int(most) - Int(first) + 1 + Int.random(in: -20...80, using: &random), 1)
      let isInside = first <= least && Int(most) < Int(first) + size
      var expected = [UInt8](repeating: 0, count: size)
      var marked = expected
      for (document, frequency) in zip(made.documents, made.frequencies) where document >= first {
        guard Int(document - first) < size else { continue }
        expected[Int(document - first)] = UInt8(min(frequency, 255))
        marked[Int(document - first)] = 1
      }
      let whole = withTable(first: first, size: size) {
        made.pour(into: $0, path)
      }
      if whole.result {
        #expect(isInside && whole.bytes.prefix(size) == expected[...])
        poured += 1
      } else {
        #expect(whole.bytes.allSatisfy { $0 == 0 })
        #expect(!isInside || made.frequencies.contains { $0 > 128 } || first > made.base &+ 1)
        if isInside { large += 1 } else { outside += 1 }
      }
      let marks = withTable(first: first, size: size) {
        made.mark(in: $0, path)
      }
      if marks.result { #expect(isInside && marks.bytes.prefix(size) == marked[...]) }
      let decoded = made.documents.filter { $0 >= first }
      let skipped = made.documents.count - decoded.count
      let some = withTable(first: first, size: size) { table in
        decoded.withUnsafeBufferPointer { documents in
          made.frequencies.withUnsafeBufferPointer {
            PostingsKernel.pour(documents, $0.baseAddress! + skipped, into: table)
          }
        }
      }
      #expect(some.bytes.prefix(size) == expected[...])
      #expect(some.result.count == decoded.count { Int($0 - first) < size })
      let within = zip(made.documents, made.frequencies).filter { $0.0 >= first && Int($0.0 - first) < size }
      #expect(some.result.isLarge == within.contains { $0.1 > 255 })
    }
    #expect(poured > 150 && outside > 50 && large > 10 && sets > 100)
  }

  @Test(arguments: PostingsKernel.Path.allCases) func blocksMeetEntriesOfATable(path: PostingsKernel.Path) {
    var random = SeededGenerator(seed: 24)
    var (found, refused, sets, none) = (0, 0, 0, 0)
    for round in 0..<500 {
      let made = Case(&random, widest: UInt32(round % 11), mostFrequent: [1, 3, 100, 300][round % 4])
      let share = [0, 5, 60, 100][round / 4 % 4]
      let first = made.base &+ 1
      let size = max(Int(made.documents[127] - first) + 1 + Int.random(in: -5...80, using: &random), 1)
      let entries = (0..<size).map { _ in
        Int.random(in: 0..<100, using: &random) < share ? UInt8.random(in: 1...255, using: &random) : 0
      }
      var met: (documents: UInt64, hits: UInt64) = (7, 9)
      let isMet = withTable(first: first, size: size) { table in
        for slot in 0..<size { table.entries[slot] = entries[slot] }
        return made.bytes.withUnsafeBytes {
          PostingsKernel.meet($0, at: 0, base: made.base, in: table, &met, path: path)
        }
      }.result
      let isWhole = withTable(first: first, size: size) { made.pour(into: $0, path) }.result
      #expect(isMet == isWhole)
      var expected: (documents: UInt64, hits: UInt64) = (7, 9)
      for (document, frequency) in zip(made.documents, made.frequencies) where isMet {
        let entry = entries[Int(document - first)]
        if entry == 0 { continue }
        expected = (expected.documents + 1, expected.hits + UInt64(entry) + UInt64(frequency))
      }
      #expect(met == expected)
      found += Int(met.documents) - 7
      refused += isMet ? 0 : 1
      sets += isMet && made.bytes[0] & 63 == 62 ? 1 : 0
      none += isMet && met.documents == 7 ? 1 : 0
    }
    #expect(found > 5000 && refused > 30 && sets > 100 && none > 50)
  }

  @Test func bitSetsAreMarkedAsBits() {
    var random = SeededGenerator(seed: 61)
    var (marked, packed, outside) = (0, 0, 0)
    for round in 0..<400 {
      let made = Case(&random, widest: round % 2 == 0 ? 2 : 9, mostFrequent: 3)
      let last = Int(made.documents[127])
      let count = Int.random(in: 0..<4, using: &random) == 0 ? last - 20 : last + 100
      var bits = [UInt64](repeating: 0, count: count / 64 + 2)
      let isMarked = made.bytes.withUnsafeBytes {
        PostingsKernel.mark($0, at: 0, base: made.base, bits: &bits, count: count)
      }
      let isSet = made.bytes[0] & 63 == 62
      #expect(isMarked == (isSet && count > last))
      let found = (0..<UInt32(64 * bits.count)).filter { bits[Int($0 / 64)] >> UInt64($0 % 64) & 1 == 1 }
      #expect(found == (isMarked ? made.documents : []))
      marked += isMarked ? 1 : 0
      packed += isSet ? 0 : 1
      outside += isSet && count < last ? 1 : 0
    }
    #expect(marked > 50 && packed > 50 && outside > 10)
  }

  @Test(arguments: PostingsKernel.Path.allCases) func damagedBlocksStayWithinTheTable(path: PostingsKernel.Path) {
    var random = SeededGenerator(seed: 22)
    var (refused, taken) = (0, 0)
    for round in 0..<800 {
      let made = Case(&random, widest: UInt32(round % 9), mostFrequent: 5)
      var bytes = made.bytes
      for _ in 0..<(1 + round % 2) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let cut = round % 3 == 0 ? Int.random(in: 0...bytes.count, using: &random) : bytes.count
      let size = Int.random(in: 100...2000, using: &random)
      // Guards on both sides of the table show what was written outside.
      var memory = [UInt8](repeating: 0, count: 256 + size + PostingsKernel.slack + 256)
      let first = made.base &+ 1
      let isPoured = memory.withUnsafeMutableBufferPointer { memory in
        bytes.withUnsafeBytes {
          PostingsKernel.pour(
            UnsafeRawBufferPointer(rebasing: $0[..<cut]), at: 0, base: made.base,
            into: .init(entries: memory.baseAddress! + 256, first: first, size: size), path: path)
        }
      }
      #expect(
        memory[..<256].allSatisfy { $0 == 0 } && memory[(256 + size + PostingsKernel.slack)...].allSatisfy { $0 == 0 })
      if isPoured { taken += 1 } else { refused += 1 }
    }
    #expect(refused > 100 && taken > 50)
  }

  @Test(arguments: PostingsKernel.Path.allCases) func bitsOfWordsAreCounted(path: PostingsKernel.Path) {
    var random = SeededGenerator(seed: 81)
    for count in 0..<70 {
      let words = (0..<count).map { _ in random.next() & random.next() }
      let counted = words.withUnsafeBufferPointer { PostingsKernel.countBits($0, path: path) }
      #expect(counted == words.reduce(0) { $0 + $1.nonzeroBitCount })
    }
  }
}
