// SPDX-License-Identifier: Apache-2.0

import Bytes
import TestSupport
import Testing
@testable import Segments

/// Damaged files are refused or read in vain, but never end the process: first the checksums find the damage, then, with
/// checksums made to fit, the parsers do.
@Suite struct DamageTests {
  /// Reads everything there is, whatever it may be.
  private static func readAll(_ path: String) throws {
    let segment = try SegmentReader(path: path)
    var terms = try segment.dictionary.cursor(from: [])
    while try terms.next() {
      let info = try terms.info
      _ = try segment.dictionary.relations(of: info)
      var cursor = try segment.postings(info)
      var steps = 0
      while cursor.document != PostingsCursor.end, steps < 2000 {
        _ = cursor.positions().count
        cursor.advance(to: cursor.document &+ UInt32(steps % 5) &+ 1)
        steps += 1
      }
    }
    for document in 0..<min(UInt32(segment.documentCount), 100) {
      _ = try? segment.text(document)
      _ = try? segment.structure(document)
      _ = try? segment.details(document)
      if let id = try? segment.ids.string(document) { _ = try? segment.ids.document(id) }
      for column in segment.meta.columns { _ = try? segment.column(column.name)?.strings(document) }
    }
  }

  /// Rewrites all checksums of a section file so that they hold, as far as its sections can be found.
  private static func repair(_ bytes: inout [UInt8]) {
    let end = bytes.count - SectionFormat.footerLength
    let start = number(bytes, at: end, 8)
    guard start >= 0, start < end else { return }
    repairChunks(&bytes, from: start, number(bytes, at: end + 8, 4), to: end)
    for (index, chunk) in stride(from: 0, to: start, by: SectionFormat.chunk).enumerated() {
      put(checksum(bytes, chunk..<min(chunk + SectionFormat.chunk, start)), into: &bytes, at: start + 4 * index)
    }
    put(checksum(bytes, start..<bytes.count - 12), into: &bytes, at: bytes.count - 12)
  }

  /// The checksums of 256 tokens each, in the entries of chunks.
  private static func repairChunks(_ bytes: inout [UInt8], from dataEnd: Int, _ entries: Int, to end: Int) {
    var sections: [UInt32: Range<Int>] = [:]
    for entry in stride(from: end - 24 * entries, to: end, by: 24) where entry >= dataEnd {
      let (offset, length) = (number(bytes, at: entry + 8, 8), number(bytes, at: entry + 16, 8))
      guard offset >= 0, offset <= dataEnd, length >= 0, length <= dataEnd - offset else { continue }
      sections[UInt32(number(bytes, at: entry, 4))] = offset..<offset + length
    }
    for field in (UInt8(0)..<32).map(Field.init(rawValue:)) {
      guard let ids = sections[SegmentSection.surfaceIDs(field)], let chunks = sections[SegmentSection.chunks(field)]
      else { continue }
      let length = 4 * ForwardEncoder.entry
      let places = stride(from: chunks.lowerBound, to: chunks.upperBound - length + 1, by: length)
      for place in places {
        let from = number(bytes, at: place, 4)
        let to = place + 2 * length <= chunks.upperBound ? number(bytes, at: place + length, 4) : ids.count
        guard from <= to, to <= ids.count else { continue }
        put(checksum(bytes, ids.lowerBound + from..<ids.lowerBound + to), into: &bytes, at: place + 16)
      }
    }
  }

  private static func number(_ bytes: [UInt8], at place: Int, _ length: Int) -> Int {
    bytes[place..<place + length].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private static func put(_ value: UInt32, into bytes: inout [UInt8], at place: Int) {
    for shift in 0..<4 { bytes[place + shift] = UInt8(truncatingIfNeeded: value >> UInt32(8 * shift)) }
  }

  private static func checksum(_ bytes: [UInt8], _ range: Range<Int>) -> UInt32 {
    bytes[range].withUnsafeBytes { CRC32C.of($0) }
  }

  @Test func mergingDamagedSegmentsNeverTraps() throws {
    let directory = TestDirectory()
    for (name, seed) in [("a", 7), ("c", 8)] as [(String, UInt64)] {
      let words = TestWords()
      let builder = SegmentBuilder(words: words, isComplete: true)
      for document in TestCorpus.documents(60, seed: seed, wild: true) { document.add(to: builder, words) }
      _ = try builder.write(to: directory(name))
    }
    let sound = try Files.read(directory("a"))
    var random = SeededGenerator(seed: 100)
    var (refused, merged) = (0, 0)
    for _ in 0..<200 {
      var bytes = sound
      for _ in 0..<2 {
        bytes[Int.random(in: 0..<bytes.count - 40, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      Self.repair(&bytes)
      try bytes.withUnsafeBytes { try Files.replace(directory("b"), with: $0) }
      do {
        let segments = try ["b", "c"].map { try SegmentReader(path: directory($0)) }
        _ = try SegmentMerger(segments).write(to: directory("merged"))
        merged += 1
      } catch {
        refused += 1
      }
    }
    #expect(refused > 20 && merged > 20)
  }

  @Test func flippedBitsNeverTrap() throws {
    let directory = TestDirectory()
    let words = TestWords()
    let builder = SegmentBuilder(words: words, isComplete: true)
    for document in TestCorpus.documents(150, seed: 6, wild: true) { document.add(to: builder, words) }
    _ = try builder.write(to: directory("a"))
    let sound = try Files.read(directory("a"))
    var random = SeededGenerator(seed: 99)
    var (refused, read) = (0, 0)
    for round in 0..<300 {
      var bytes = sound
      for _ in 0...round % 3 {
        bytes[Int.random(in: 0..<bytes.count - 40, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      if round % 2 == 0 { Self.repair(&bytes) }
      try bytes.withUnsafeBytes { try Files.replace(directory("b"), with: $0) }
      do {
        try Self.readAll(directory("b"))
        read += 1
      } catch {
        refused += 1
      }
    }
    #expect(refused > 100)
    #expect(read > 10)
  }

  @Test func shortenedAndForeignFilesAreRefused() throws {
    let directory = TestDirectory()
    let words = TestWords()
    let builder = SegmentBuilder(words: words, isComplete: true)
    for document in TestCorpus.documents(30, seed: 6) { document.add(to: builder, words) }
    _ = try builder.write(to: directory("a"))
    let sound = try Files.read(directory("a"))
    for length in [0, 1, 31, 32, sound.count / 2, sound.count - 1] {
      try sound.withUnsafeBytes {
        try Files.replace(directory("b"), with: UnsafeRawBufferPointer(rebasing: $0[..<length]))
      }
      #expect(throws: IndexError.self) { try SegmentReader(path: directory("b")) }
    }
    var newer = sound
    newer[newer.count - 16] = 9
    try newer.withUnsafeBytes { try Files.replace(directory("b"), with: $0) }
    #expect(throws: IndexError.version(path: directory("b"), found: 9, wanted: SectionFormat.version)) {
      try SegmentReader(path: directory("b"))
    }
    #expect(throws: IndexError.self) { try ConceptLayer(path: directory("a"), deletes: nil) }
  }

  @Test func sectionsCarryChecksums() throws {
    let directory = TestDirectory()
    var writer = try SectionFileWriter(path: directory("s"), kind: .segment)
    try writer.section(7, [UInt8](repeating: 1, count: 200_000))
    try writer.section(9, [UInt32](0..<10))
    _ = try writer.finish()
    var bytes = try Files.read(directory("s"))
    bytes[150_000] ^= 1
    try bytes.withUnsafeBytes { try Files.replace(directory("s"), with: $0) }
    let file = try SectionFile(path: directory("s"), kind: .segment)
    #expect(file.damagedChunks() == [2])
    #expect(try file.section(7).checked(0..<1000).count == 1000)
    #expect(throws: IndexError.self) { try file.section(7).checked(140_000..<150_001) }
    #expect(throws: IndexError.self) { try file.section(7).checked(0..<200_001) }
    #expect(try FixedArray<UInt32>(file.section(8)).count == 0)
  }
}
