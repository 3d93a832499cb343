// SPDX-License-Identifier: Apache-2.0

import Bytes
import TestSupport
import Testing

/// Joins of positions on random lists: each path against plain sets of positions.
@Suite struct PositionsKernelTests {
  /// A word's positions in each document, as lists and as they lie in a file.
  private struct List {
    var positions: [UInt32: [UInt32]] = [:]
    var documents: [UInt32] = []
    var blocks: [UInt8] = []
    var rest: [UInt32] = []
    var entries: [UInt8] = []
    static let entryLength = 16

    init(_ random: inout SeededGenerator, documents all: UInt32, share: Int, length: UInt32, most: Int) {
      for document in 0..<all where Int.random(in: 0..<100, using: &random) < share {
        var own: Set<UInt32> = []
        for _ in 0..<Int.random(in: 1...most, using: &random) {
          own.insert(UInt32.random(in: 0..<length, using: &random))
        }
        documents.append(document)
        positions[document] = own.sorted()
      }
      write()
    }

    init(documents: [UInt32], positions: [UInt32: [UInt32]]) {
      (self.documents, self.positions) = (documents, positions)
      write()
    }

    /// For each document of a window its frequency, its block, and the occurrences before it in the block.
    func found(in window: Range<UInt32>) -> UnsafeMutablePointer<UInt32> {
      let numbers = UnsafeMutablePointer<UInt32>.allocate(capacity: 3 * window.count)
      numbers.initialize(repeating: 0, count: 3 * window.count)
      var before: UInt32 = 0
      for (index, document) in documents.enumerated() {
        if index % 128 == 0 { before = 0 }
        let frequency = UInt32(positions[document]?.count ?? 0)
        if window.contains(document) {
          let place = 3 * Int(document - window.lowerBound)
          (numbers[place], numbers[place + 1], numbers[place + 2]) = (frequency, UInt32(index / 128), before)
        }
        before += frequency
      }
      return numbers
    }

    private mutating func write() {
      var buffer = ByteBuffer()
      var pending: [UInt32] = []
      func bytes(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
      for (index, document) in documents.enumerated() {
        if index % 128 == 0 {
          let last = documents[min(index + 127, documents.count - 1)]
          entries += bytes(Int(last)) + [0] + bytes(buffer.count) + [UInt8(pending.count)] + [0, 0, 0, 0, 0, 0]
        }
        var before = UInt32.max
        for position in positions[document] ?? [] {
          pending.append(position &- before &- 1)
          before = position
          if pending.count == 128 {
            PackedBlock.append(pending, to: &buffer)
            pending.removeAll()
          }
        }
      }
      buffer.append(UInt8(0xff))
      (blocks, rest) = (Array(buffer.bytes), pending)
    }
  }

  /// Hits in the documents of a window that have all words; the frequencies stand in tables, or as meetings find them.
  private func hits(
    _ lists: [List], _ offsets: [UInt32], window: Range<UInt32>, near distance: UInt32?, _ path: PositionsKernel.Path,
    meeting: Bool
  ) -> [UInt32: Int]? {
    let words = zip(lists, offsets).map { list, offset in
      PositionsKernel.Word(
        blocks: copy(list.blocks), rest: list.rest, entries: copy(list.entries),
        entryCount: list.entries.count / List.entryLength, entryLength: List.entryLength, lastBytes: 4, placeOffset: 5,
        placeBytes: 4, offset: offset)
    }
    defer {
      for word in words {
        word.blocks.deallocate()
        word.entries.deallocate()
      }
    }
    let kernel = PositionsKernel(words)
    let slots = (0..<UInt32(window.count)).filter { slot in
      lists.allSatisfy { $0.positions[window.lowerBound + slot] != nil }
    }
    var tables: [UnsafeMutablePointer<UInt8>] = []
    var met: [UnsafeMutablePointer<UInt32>] = []
    defer {
      for table in tables { table.deallocate() }
      for numbers in met { numbers.deallocate() }
    }
    for (index, list) in lists.enumerated() {
      if meeting {
        met.append(list.found(in: window))
        kernel.begin(index, found: met[index])
        continue
      }
      let table = UnsafeMutablePointer<UInt8>.allocate(capacity: window.count + PostingsKernel.slack)
      table.initialize(repeating: 0, count: window.count + PostingsKernel.slack)
      tables.append(table)
      for document in window {
        table[Int(document - window.lowerBound)] = UInt8(min(list.positions[document]?.count ?? 0, 255))
      }
      guard let first = list.documents.firstIndex(where: { window.contains($0) }) else { continue }
      // Where the first document's positions lie, as the entry of its block and the frequencies before it say.
      let entry = first / 128
      let place = list.entries[(List.entryLength * entry + 5)...]
      let start = place.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
      let before = list.documents[(128 * entry)..<first].reduce(0) { $0 + (list.positions[$1]?.count ?? 0) }
      kernel.begin(
        index, table: table, first: window.lowerBound, size: window.count, entry: entry, start: start,
        index: Int(place[place.startIndex + 4]) + before)
      for (slot, document) in window.enumerated() {
        let more = (list.positions[document]?.count ?? 0) - 255
        if more > 0 { kernel.exceed(index, slot: UInt32(slot), by: UInt32(more)) }
      }
    }
    var found = [UInt32](repeating: 0, count: slots.count)
    let isSound = slots.withUnsafeBufferPointer { slots in
      distance.map { kernel.near($0, at: slots, into: &found, path: path) }
        ?? kernel.phrases(at: slots, into: &found, path: path)
    }
    guard isSound else { return nil }
    return Dictionary(uniqueKeysWithValues: zip(slots.map { $0 + window.lowerBound }, found.map { Int($0) }))
  }

  private func copy(_ bytes: [UInt8]) -> UnsafeRawBufferPointer {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    memory.copyBytes(from: bytes)
    return UnsafeRawBufferPointer(memory)
  }

  @Test(arguments: PositionsKernel.Path.allCases) func phrasesAreThoseOfPlainSets(path: PositionsKernel.Path) {
    var random = SeededGenerator(seed: 31)
    var (some, none, long) = (0, 0, 0)
    for round in 0..<60 {
      let most = [2, 9, 40][round % 3]
      let length: UInt32 = [8, 60, 400][round / 3 % 3]
      let lists = (0..<(2 + round % 2)).map { _ in
        List(&random, documents: 900, share: Int.random(in: 20...100, using: &random), length: length, most: most)
      }
      let low = UInt32.random(in: 0..<500, using: &random)
      let window = low..<(low + UInt32.random(in: 1...400, using: &random))
      let offsets = (0..<UInt32(lists.count)).map { $0 }.shuffled(using: &random)
      let found = hits(lists, offsets, window: window, near: nil, path, meeting: round % 4 > 1)
      #expect(found != nil)
      for (document, count) in found ?? [:] {
        let sets = lists.map { Set($0.positions[document] ?? []) }
        let starts = (0..<length).filter { start in zip(sets, offsets).allSatisfy { $0.contains(start + $1) } }
        #expect(count == starts.count)
        if count > 0 { some += 1 } else { none += 1 }
        if sets.contains(where: { $0.count > 16 }) { long += 1 }
      }
    }
    #expect(some > 1000 && none > 1000 && long > 100)
  }

  @Test(arguments: PositionsKernel.Path.allCases) func nearCountsTokensWithANeighbourBehind(
    path: PositionsKernel.Path
  ) {
    var random = SeededGenerator(seed: 32)
    var (some, none, long) = (0, 0, 0)
    for round in 0..<40 {
      // Different words stand at different tokens.
      let made = (0..<2).map { index in
        let list = List(&random, documents: 700, share: 70, length: 80, most: [1, 5, 30][round % 3])
        return List(
          documents: list.documents, positions: list.positions.mapValues { $0.map { 2 * $0 + UInt32(index) } })
      }
      let (first, other) = (made[0], made[1])
      let distance = UInt32.random(in: 0...9, using: &random)
      let found = hits([first, other], [0, 0], window: 100..<600, near: distance, path, meeting: round % 4 > 1)
      #expect(found != nil)
      for (document, count) in found ?? [:] {
        let (left, right) = (first.positions[document] ?? [], other.positions[document] ?? [])
        func starts(_ from: [UInt32], _ to: [UInt32]) -> Int {
          from.count { token in to.contains { $0 > token && $0 - token - 1 <= distance } }
        }
        #expect(count == starts(left, right) + starts(right, left))
        if count > 0 { some += 1 } else { none += 1 }
        if left.count > 16 || right.count > 16 { long += 1 }
      }
    }
    #expect(some > 1000 && none > 300 && long > 100)
  }

  /// Documents in which a word occurs so often that a byte of a table does not hold it, or that are so long that they are
  /// left to others, stand among usual ones.
  @Test(arguments: PositionsKernel.Path.allCases) func manyPositionsAreJoinedAndTooManyAreLeft(
    path: PositionsKernel.Path
  ) {
    var random = SeededGenerator(seed: 34)
    var (many, left, long) = (0, 0, 0)
    let counts = [1, 3, 16, 17, 254, 255, 256, 300, 2047, 2048, 2049, 5000]
    for round in 0..<24 {
      let isLong = round % 6 == 5
      let lists = (0..<2).map { index in
        var positions: [UInt32: [UInt32]] = [:]
        for document in 0..<UInt32(300) where Int.random(in: 0..<100, using: &random) < 80 {
          let count = Int.random(in: 0..<8, using: &random) > 0 ? 2 : counts.randomElement(using: &random) ?? 1
          let first = isLong && document % 100 == 50 ? UInt32(9_000_000) : 0
          let own = Set((0..<count).map { _ in UInt32.random(in: 0..<UInt32(3 * count), using: &random) })
          positions[document] = own.map { first + 2 * $0 + UInt32(index) }.sorted()
        }
        return List(documents: positions.keys.sorted(), positions: positions)
      }
      let distance: UInt32? = round % 2 == 0 ? nil : 3
      let found = hits(lists, [0, 1], window: 10..<290, near: distance, path, meeting: round % 4 > 1)
      #expect(found != nil)
      for (document, count) in found ?? [:] {
        let (one, other) = (lists[0].positions[document] ?? [], lists[1].positions[document] ?? [])
        if count == Int(PositionsKernel.untold) {
          #expect(isLong || max(one.count, other.count) > 2048)
          if isLong { long += 1 } else { left += 1 }
          continue
        }
        let (ones, others) = (Set(one), Set(other))
        let reach = (distance ?? 0) + 1
        let ahead = one.count { start in (1...reach).contains { others.contains(start + $0) } }
        let back = distance == nil ? 0 : other.count { start in (1...reach).contains { ones.contains(start + $0) } }
        #expect(count == ahead + back)
        if max(one.count, other.count) > 255 { many += 1 }
      }
    }
    #expect(many > 100 && left > 5 && long > 100)
  }

  @Test func damagedListsAreRefusedOrReadWithinTheirBytes() {
    var random = SeededGenerator(seed: 33)
    var (refused, read) = (0, 0)
    for round in 0..<150 {
      var lists = (0..<2).map { _ in List(&random, documents: 600, share: 70, length: 60, most: 6) }
      let place = Int.random(in: 0..<lists[0].blocks.count, using: &random)
      lists[0].blocks[place] = UInt8.random(in: 0...255, using: &random)
      if round % 3 == 0 { lists[1].blocks.removeLast(Int.random(in: 0..<lists[1].blocks.count, using: &random)) }
      if hits(lists, [0, 1], window: 50..<550, near: nil, .best, meeting: round % 2 == 0) == nil {
        refused += 1
      } else {
        read += 1
      }
    }
    #expect(refused > 30 && read > 5)
  }
}
