// SPDX-License-Identifier: Apache-2.0

import Bytes
@testable import Segments
import Testing
import TestSupport

/// What merging keeps on disk or packed gives back what was put in; columns of different kinds come together.
@Suite struct MergePartsTests {
  @Test func ordinalsComeBackWithGapsAndGoneWords() {
    var random = SeededGenerator(seed: 91)
    var (gone, far) = (0, 0)
    for count in [0, 1, 15, 16, 17, 5000] {
      let map = OrdinalMap()
      var (plain, next): ([UInt32], UInt32) = ([], 0)
      for _ in 0..<count {
        switch Int.random(in: 0..<8, using: &random) {
        case 0:
          plain.append(.max)
          gone += 1
        case 1:
          next += UInt32.random(in: 100..<100_000, using: &random)
          plain.append(next)
          next += 1
          far += 1
        default:
          plain.append(next)
          next += 1
        }
        map.append(plain[plain.count - 1])
      }
      #expect(map.all == plain)
      #expect((0..<UInt32(count)).map { map[$0] } == plain)
      #expect(map[UInt32(count)] == .max)
    }
    #expect(gone > 300 && far > 300)
  }

  @Test func spooledNumbersAndBuffersComeBack() throws {
    let directory = TestDirectory()
    var random = SeededGenerator(seed: 92)
    let arrays = (0..<20).map { number in
      (0..<(number % 5 == 0 ? 0 : Int.random(in: 1..<40_000, using: &random))).map { UInt32($0) &* 77 }
    }
    let numbers = try SegmentNumbers(aside: directory("numbers"))
    for array in arrays { try numbers.append(array) }
    for index in [19, 3, 0, 3, 7] { #expect(try numbers[index] == arrays[index]) }
    var file = try SectionFileWriter(path: directory("file"), kind: .segment)
    var bytes: [UInt8] = []
    do {
      var buffer = SpooledBuffer(capacity: 16, aside: directory("aside"))
      for _ in 0..<40 {
        let part = [UInt8](repeating: UInt8.random(in: 0...255, using: &random), count: 30_000)
        bytes += part
        buffer.bytes.append(part)
        try buffer.drain()
      }
      #expect(buffer.count == bytes.count)
      #expect(Files.exists(directory("aside")))
      try buffer.write(7, to: &file)
    }
    #expect(!Files.exists(directory("aside")))
    try file.finish()
    let section = try SectionFile(path: directory("file"), kind: .segment).section(7)
    #expect(try section.checked().elementsEqual(bytes))
  }

  @Test func headsOfKeysCompareAsKeysDo() {
    var random = SeededGenerator(seed: 95)
    var (undecided, same, decided) = (0, 0, 0)
    for _ in 0..<4000 {
      let start = [UInt8](repeating: 7, count: Int.random(in: 0...17, using: &random))
      let keys = (0..<2).map { _ in
        start + (0..<Int.random(in: 0...3, using: &random)).map { _ in UInt8.random(in: 0...1, using: &random) }
      }
      let heads = keys.map { key in key.withUnsafeBytes { KeyHead($0) } }
      guard let found = heads[0].compare(heads[1]) else {
        undecided += 1
        #expect(max(keys[0].count, keys[1].count) > 16)
        continue
      }
      #expect((found < 0) == keys[0].lexicographicallyPrecedes(keys[1]) && (found == 0) == (keys[0] == keys[1]))
      if found == 0 { same += 1 } else { decided += 1 }
    }
    #expect(undecided > 100 && same > 100 && decided > 1000)
  }

  @Test func lengthsOfAnySizeComeBack() {
    var random = SeededGenerator(seed: 93)
    var starts: [UInt32] = [0]
    for number in 0..<600 {
      let most: UInt32 = number % 7 == 0 ? 200_000 : 3000
      starts.append(
        starts[number] + (number % 50 == 3 ? 65_534 + UInt32(number / 50) : .random(in: 0...most, using: &random)))
    }
    let lengths = zip(starts, starts.dropFirst()).map { $1 - $0 }
    let sizes = DocumentSizes(starts: starts)
    #expect((0..<600).map { sizes[$0] } == lengths && sizes[600] == 0)
    var long = 0
    for first in [0, 3, 400] as [UInt32] {
      let documents = (0..<UInt32(200)).filter { _ in Bool.random(using: &random) }
      var out = [UInt32](repeating: 7, count: documents.count)
      sizes.copy(documents.count, documents, raisedBy: first, into: &out)
      #expect(out == documents.map { lengths[Int($0 + first)] })
      long += out.count { $0 >= 65_535 }
    }
    #expect(long > 10)
  }

  @Test func piecesOfASectionAreReadAndChecked() throws {
    let directory = TestDirectory()
    var random = SeededGenerator(seed: 94)
    let bytes = (0..<300_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    var file = try SectionFileWriter(path: directory("file"), kind: .segment)
    try file.section(7, [UInt8](repeating: 1, count: 70_000))
    try file.section(8, bytes)
    try file.finish()
    func input(_ name: String) throws -> PostingsInput {
      PostingsInput([try SectionInput(SectionFile(path: directory(name), kind: .segment).section(8))])
    }
    let whole = try input("file")
    try whole.load([150_000..<200_000])
    var (within, anew) = (0, 0)
    for _ in 0..<400 {
      let start = Int.random(in: 0..<bytes.count, using: &random)
      let range = start..<min(start + Int.random(in: 1...40_000, using: &random), bytes.count)
      #expect(try whole.list(range, of: 0).elementsEqual(bytes[range]))
      if range.lowerBound >= 150_000, range.upperBound <= 200_000 { within += 1 } else { anew += 1 }
    }
    #expect(within > 20 && anew > 200)
    // Outside, nothing is read; a changed byte is found wherever reading begins in its chunk.
    #expect(throws: IndexError.self) { try whole.list(299_999..<300_001, of: 0) }
    #expect(throws: IndexError.self) { try whole.load([-1..<5]) }
    var damaged = try Files.read(directory("file"))
    damaged[70_000 + 180_000] ^= 4
    try damaged.withUnsafeBytes { try Files.replace(directory("damaged"), with: $0) }
    let faulty = try input("damaged")
    #expect(throws: IndexError.self) { try faulty.load([170_000..<170_001]) }
    #expect(try faulty.list(0..<1000, of: 0).elementsEqual(bytes[..<1000]))
  }

  /// One segment with a column `x` of the given values.
  private func segment(_ values: [ColumnWriter.Value], _ path: String, prefix: String) throws -> SegmentReader {
    let builder = SegmentBuilder(words: TestWords(), isComplete: false)
    for (index, value) in values.enumerated() {
      builder.endDocument(
        id: "\(prefix)\(index)", contentHash: SHA256.of("\(index)"), digest: [UInt8](repeating: 0, count: 16),
        metadata: [("x", value)], details: DocumentDetails())
    }
    _ = try builder.write(to: path)
    return try SegmentReader(path: path)
  }

  @Test func columnsOfSeveralKindsComeTogether() throws {
    let parts: [[ColumnWriter.Value]] = [
      [.text("b"), .none, .text("a"), .text("é")], [.list(["a", "c"]), .list(["b"]), .none], [.none, .none],
      [.text("c"), .text("b")], [.number(3), .number(4.5)],
    ]
    var kinds: Set<ColumnFormat.Kind> = []
    for choice in [[0, 3], [0, 1, 2, 3], [1], [2, 4], [4, 0], [0, 1, 4], [2], [3, 2]] {
      let directory = TestDirectory()
      let readers = try choice.map { try segment(parts[$0], directory("\($0)"), prefix: "\($0)-") }
      _ = try SegmentMerger(readers).write(to: directory("merged"))
      let merged = try SegmentReader(path: directory("merged"))
      let column = try merged.column("x")
      let expected = choice.flatMap { parts[$0] }.map { ColumnWriter.strings($0) }
      #expect((0..<UInt32(expected.count)).map { column?.strings($0) ?? [] } == expected)
      if let column {
        kinds.insert(column.kind)
        guard column.kind == .text || column.kind == .list else { continue }
        #expect((0..<column.valueCount).map(column.value) == Set(expected.joined()).sorted())
      }
    }
    #expect(kinds.contains(.text) && kinds.contains(.list))
  }

  @Test func columnsOfPartsAreAsThoseOfMergedSegments() throws {
    var random = SeededGenerator(seed: 93)
    let values: [ColumnWriter.Value] = [
      .none, .number(3), .number(4.5), .text("3"), .text("4.5"), .text("03"), .text("b"), .list([]), .list(["3"]),
      .list(["b"]), .list(["b", "3"]),
    ]
    var kinds: [ColumnFormat.Kind: Int] = [:]
    for _ in 0..<150 {
      let directory = TestDirectory()
      let few = values.shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random))
      let parts = (0..<Int.random(in: 2...3, using: &random)).map { _ in
        (0..<Int.random(in: 1...4, using: &random)).map { _ in few.randomElement(using: &random)! }
      }
      let readers = try parts.enumerated().map { try segment($1, directory("\($0)"), prefix: "\($0)-") }
      _ = try SegmentMerger(readers).write(to: directory("merged"))
      let builder = SegmentBuilder(words: TestWords(), isComplete: false)
      for (number, part) in parts.enumerated() {
        if number > 0 { builder.beginPart() }
        for (index, value) in part.enumerated() {
          builder.endDocument(
            id: "\(number)-\(index)", contentHash: SHA256.of("\(index)"), digest: [UInt8](repeating: 0, count: 16),
            metadata: [("x", value)], details: DocumentDetails())
        }
      }
      _ = try builder.write(to: directory("joined"))
      #expect(try Files.read(directory("joined")) == Files.read(directory("merged")))
      let column = try SegmentReader(path: directory("joined")).column("x")
      let expected = parts.joined().map { ColumnWriter.strings($0) }
      #expect(expected.indices.map { column?.strings(UInt32($0)) ?? [] } == expected)
      if let column { kinds[column.kind, default: 0] += 1 }
    }
    #expect(kinds[.text, default: 0] > 10 && kinds[.list, default: 0] > 10 && kinds[.integer, default: 0] > 5)
  }

  @Test func stringsOfDeletedDocumentsGo() throws {
    let directory = TestDirectory()
    let all = try segment(
      [.text("a"), .text("b"), .text("a"), .text("c")], directory("all"), prefix: "d")
    _ = try DeletesWriter.write([1, 3], of: all, to: directory("deletes"))
    let left = try SegmentReader(path: directory("all"), deletes: directory("deletes"))
    _ = try SegmentMerger([left]).write(to: directory("merged"))
    let column = try #require(try SegmentReader(path: directory("merged")).column("x"))
    #expect(column.valueCount == 1)
    #expect(column.strings(0) == ["a"] && column.strings(1) == ["a"])
  }
}
