// SPDX-License-Identifier: Apache-2.0

import Bytes
import TestSupport
import Testing

/// Documents looked up in lists: each path against dictionaries, over blocks of all kinds and what stands behind them.
@Suite struct ListsKernelTests {
  /// Three numbers for each place, as the kernel writes them.
  private struct Found {
    var frequency: UInt32 = 0
    var block: UInt32 = 0
    var before: UInt32 = 0
  }

  private struct List {
    var documents: [UInt32] = []
    var frequencies: [UInt32] = []
    var blocks: [UInt8] = []
    var entries: [UInt8] = []
    var sets = 0
    static let entryLength = 14

    init(_ random: inout SeededGenerator, count: Int, mostFrequent: UInt32) {
      var last = UInt32.max
      for index in 0..<count {
        // Dense and sparse stretches follow each other.
        let widest: UInt32 = [1, 4, 12, 300][index / 300 % 4]
        last = last &+ UInt32.random(in: 0...widest, using: &random) &+ 1
        documents.append(last)
        let isMore = Int.random(in: 0..<6, using: &random) == 0
        frequencies.append(isMore ? UInt32.random(in: 1...mostFrequent, using: &random) : 1)
      }
      var buffer = ByteBuffer()
      var base = UInt32.max
      for start in stride(from: 0, to: whole * 128, by: 128) {
        let own = Array(documents[start..<start + 128])
        let place = buffer.count
        PackedBlock.append(gaps: zip(own, [base] + own).map { $0 &- $1 &- 1 }, to: &buffer)
        PackedBlock.append(frequencies[start..<start + 128].map { $0 - 1 }, to: &buffer)
        sets += buffer.bytes[place] & 63 == 62 ? 1 : 0
        base = own[127]
        entries += [base, UInt32(place)].flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        entries += [UInt8](repeating: 0, count: 6)
      }
      blocks = Array(buffer.bytes)
    }

    var whole: Int { documents.count / 128 }

    /// Asks for documents, some at a time; tells what was found of each. Of a sound list, what is still to come is checked.
    func meet(
      _ asked: [UInt32], parts: [Range<Int>], summing: Bool, _ path: ListsKernel.Path, isSound: Bool = true
    ) -> [UInt32: Found] {
      blocks.withUnsafeBytes { blocks in
        entries.withUnsafeBytes { entries in
          let kernel = ListsKernel(count: 1)
          kernel.set(
            0,
            .init(
              blocks: blocks, entries: entries, whole: whole, entryLength: Self.entryLength, lastBytes: 4, placeBytes: 4
            )
          ) { own, frequencies in
            for index in (whole * 128)..<documents.count {
              own[index - whole * 128] = documents[index]
              frequencies[index - whole * 128] = self.frequencies[index]
            }
            return documents.count % 128
          }
          var result: [UInt32: Found] = [:]
          for part in parts {
            let wanted = Array(asked[part])
            var places = wanted.indices.map { UInt32($0) }
            var found = [Found](repeating: Found(), count: wanted.count)
            let count = found.withUnsafeMutableBytes {
              kernel.meet(
                0, wanted, &places, wanted.count, summing: summing, found: $0.baseAddress!, path: path)
            }
            for place in places.prefix(count) { result[wanted[Int(place)]] = found[Int(place)] }
            let next = kernel.next(0)
            if isSound { #expect(documents.first { $0 > wanted.last! } ?? .max >= next) }
          }
          return result
        }
      }
    }
  }

  private func parts(of count: Int, _ random: inout SeededGenerator) -> [Range<Int>] {
    var (parts, start): ([Range<Int>], Int) = ([], 0)
    while start < count {
      let end = min(start + Int.random(in: 1...128, using: &random), count)
      parts.append(start..<end)
      start = end
    }
    return parts
  }

  @Test(arguments: ListsKernel.Path.allCases) func documentsAreFoundWhereverTheyStand(path: ListsKernel.Path) {
    var random = SeededGenerator(seed: 41)
    var (sets, packed, tails, found, missed, large, jumps, merged) = (0, 0, 0, 0, 0, 0, 0, 0)
    for round in 0..<120 {
      let list = List(
        &random, count: [1, 90, 128, 400, 1500, 2600][round % 6], mostFrequent: [2, 9, 128, 3000][round % 4])
      let last = list.documents.last! + 40
      let chance = [1, 3, 40, 400][round / 6 % 4]
      let asked = (0...last).filter { _ in Int.random(in: 0..<chance, using: &random) == 0 }
      if asked.isEmpty { continue }
      let summing = round % 3 == 0
      let result = list.meet(asked, parts: parts(of: asked.count, &random), summing: summing, path)
      let known = Dictionary(uniqueKeysWithValues: zip(list.documents, list.documents.indices))
      for document in asked {
        guard let index = known[document] else {
          #expect(result[document] == nil)
          missed += 1
          continue
        }
        let own = result[document]
        let start = index / 128 * 128
        #expect(own?.frequency == list.frequencies[index] && own?.block == UInt32(index / 128))
        if summing { #expect(own?.before == list.frequencies[start..<index].reduce(0, +)) }
        found += 1
        tails += index / 128 == list.whole ? 1 : 0
        large += list.frequencies[index] > 128 ? 1 : 0
      }
      sets += list.sets
      packed += list.whole - list.sets
      jumps += chance > 100 && list.whole > 10 ? 1 : 0
      // Many documents are asked of each packed block.
      merged += chance < 10 ? list.whole - list.sets : 0
    }
    #expect(sets > 100 && packed > 100 && tails > 300 && found > 5000 && missed > 5000 && large > 50 && jumps > 5)
    #expect(merged > 100)
  }

  @Test(arguments: ListsKernel.Path.allCases) func damagedListsEndWithinTheirBytes(path: ListsKernel.Path) {
    var random = SeededGenerator(seed: 42)
    var (fewer, same) = (0, 0)
    for round in 0..<300 {
      var list = List(&random, count: 1200, mostFrequent: 20)
      let asked = (0...list.documents.last!).filter { _ in Int.random(in: 0..<5, using: &random) == 0 }
      let parts = parts(of: asked.count, &random)
      let whole = list.meet(asked, parts: parts, summing: true, path).count
      if round % 4 == 0 {
        list.entries[Int.random(in: 0..<list.entries.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      } else {
        list.blocks[Int.random(in: 0..<list.blocks.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if round % 5 == 0 { list.blocks.removeLast(Int.random(in: 0..<list.blocks.count, using: &random)) }
      if list.meet(asked, parts: parts, summing: true, path, isSound: false).count < whole {
        fewer += 1
      } else {
        same += 1
      }
    }
    #expect(fewer > 40 && same > 40)
  }
}
