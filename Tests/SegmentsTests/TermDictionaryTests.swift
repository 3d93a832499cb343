// SPDX-License-Identifier: Apache-2.0

import Bytes
import Testing
import TestSupport
@testable import Segments

/// Look-ups and seeks held to a sorted array, over keys of which many share more than the index compares.
@Suite struct TermDictionaryTests {
  /// A word of few letters, so that keys share much; some longer than a byte of lengths holds.
  private static func form(_ random: inout SeededGenerator) -> [UInt8] {
    let stem: [UInt8] = Array(
      ["", "in", "international", "internationalisierungsbestrebung"].randomElement(using: &random)!.utf8)
    return stem + (0..<Int.random(in: 1..<7, using: &random)).map { _ in UInt8.random(in: 0x61..<0x65, using: &random) }
  }

  private static func key(_ random: inout SeededGenerator) -> [UInt8] {
    [[0, 0], [0, 1], [2, 0], [0x11, 0]].randomElement(using: &random)! + form(&random)
  }

  /// The list of a key: of every kind that the dictionary knows.
  private static func list(_ number: Int) -> EncodedList {
    switch number % 4 {
    case 0:
      var list = EncodedList(documents: 1, occurrences: 1, documentsLength: 0, length: 0)
      (list.document, list.position) = (UInt32(number * 7), UInt32(number % 300))
      return list
    case 1:
      var list = EncodedList(documents: 1, occurrences: 3, documentsLength: 0, length: 5)
      list.document = UInt32(number)
      return list
    default:
      return EncodedList(
        documents: number + 2, occurrences: 2 * number + 2, documentsLength: number, length: number + 9)
    }
  }

  private static func dictionary(_ keys: [[UInt8]], in directory: TestDirectory) throws -> TermDictionary {
    var writer = TermDictionaryWriter()
    for (number, key) in keys.enumerated() {
      var list = list(number)
      if key[0] >= 0x10 { list.length = list.documentsLength }
      writer.add(key, list: list, relations: key[0] > 0 ? [1, 2] : [])
    }
    return try written(&writer, in: directory)
  }

  private static func written(_ writer: inout TermDictionaryWriter, in directory: TestDirectory) throws
    -> TermDictionary
  {
    var file = try SectionFileWriter(path: directory("d"), kind: .segment)
    try writer.write(to: &file, terms: 2, index: 3)
    _ = try file.finish()
    let written = try SectionFile(path: directory("d"), kind: .segment)
    return TermDictionary(terms: written.section(2), index: written.section(3), deletes: nil)
  }

  /// A key that says five bytes where its block ends after one: nothing is read, and the block is known as damaged.
  @Test func aKeyBeyondItsBlockIsDamage() {
    let bytes: [UInt8] = [2, 0x50, 0]
    bytes.withUnsafeBytes { raw in
      var block = TermBlock(raw, start: 0, place: 0)
      #expect(block.nextKey().suffix.isEmpty)
      #expect(block.isDamaged)
    }
  }

  /// What the kernel finds in a block, held to the reader of whole blocks; in damaged blocks it finds whatever it may.
  @Test func theKernelFindsWhatIsRead() throws {
    var random = SeededGenerator(seed: 52)
    var (found, missing, damaged, related) = (0, 0, 0, 0)
    for _ in 0..<400 {
      let first = Int.random(in: 0..<1000, using: &random)
      let keys = Set((0..<Int.random(in: 1...40, using: &random)).map { _ in Self.key(&random) })
        .sorted { $0.lexicographicallyPrecedes($1) }.prefix(TermBlock.size)
      var writer = TermDictionaryWriter()
      for (number, key) in keys.enumerated() {
        var list = Self.list(first + number)
        if key[0] >= 0x10 { list.length = list.documentsLength }
        let words = (0..<UInt32.random(in: 0...20, using: &random)).map { $0 * 1000 }
        if number % 5 == 4 {
          writer.add(key, sameAs: UInt32(number), relations: key[0] > 0 ? words : [])
        } else {
          writer.add(key, list: list, relations: key[0] > 0 ? words : [])
        }
      }
      let directory = TestDirectory()
      let bytes = try Self.sections(&writer, in: directory)
      bytes.withUnsafeBytes { block in
        for (index, key) in keys.enumerated() {
          guard let (wanted, target) = Self.read(index, block) else {
            Issue.record("no info")
            continue
          }
          var (term, placed) = (TermsKernel.Term(), TermsKernel.Term())
          #expect(key.withUnsafeBytes { TermsKernel.find($0, in: block, &term) } == .found)
          #expect(TermsKernel.read(index, of: block, &placed) == .found && placed == term)
          #expect(term.index == index && term.space == key[0] && (term.kind == 0) == (target != nil))
          if key[0] > 0 { #expect(term.relations == wanted.relations) }
          if case .list(let offset, _, _) = wanted.postings { #expect(term.place == offset || term.kind == 0) }
          (found, related) = (found + 1, related + (key[0] > 0 ? 1 : 0))
          let other = Self.key(&random)
          let isThere = keys.contains(other)
          #expect((other.withUnsafeBytes { TermsKernel.find($0, in: block, &term) } == .found) == isThere)
          missing += isThere ? 0 : 1
        }
      }
      var broken = bytes
      for _ in 0..<20 {
        broken[Int.random(in: 0..<broken.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        let part = Array(broken.prefix(Int.random(in: 0...broken.count, using: &random)))
        part.withUnsafeBytes { block in
          var term = TermsKernel.Term()
          if TermsKernel.read(Int.random(in: 0..<16, using: &random), of: block, &term) == .damaged { damaged += 1 }
          for key in keys { _ = key.withUnsafeBytes { TermsKernel.find($0, in: block, &term) } }
        }
      }
    }
    #expect(found > 2000 && missing > 2000 && damaged > 500 && related > 500)
  }

  /// The bytes of the section of terms.
  private static func sections(_ writer: inout TermDictionaryWriter, in directory: TestDirectory) throws -> [UInt8] {
    var file = try SectionFileWriter(path: directory("d"), kind: .segment)
    try writer.write(to: &file, terms: 2, index: 3)
    _ = try file.finish()
    let written = try SectionFile(path: directory("d"), kind: .segment)
    return try withExtendedLifetime(written) { Array(try written.section(2).checked()) }
  }

  /// What a block says of the term at a place, read term by term, and the word whose postings that shares.
  private static func read(_ index: Int, _ bytes: UnsafeRawBufferPointer) -> (info: TermInfo, target: UInt32?)? {
    var block = TermBlock(bytes, start: 0, place: 0)
    while block.keyCount <= index { _ = block.nextKey() }
    var info = TermInfo.none
    block.readInfo(index, into: &info)
    return block.isDamaged ? nil : (info, block.target)
  }

  /// Words that are said to share each other's postings, or their own, have none.
  @Test func postingsSharedInACircleAreDamage() throws {
    let directory = TestDirectory()
    var writer = TermDictionaryWriter()
    for (number, target) in [UInt32(0), 2, 1].enumerated() {
      writer.add([0, 0, UInt8(0x61 + number)], sameAs: target, relations: [])
    }
    let dictionary = try Self.written(&writer, in: directory)
    for number in UInt8(0)..<3 {
      #expect(throws: dictionary.damaged()) { try dictionary.lookup([0, 0, 0x61 + number]) }
      #expect(throws: dictionary.damaged()) { try dictionary.term(ordinal: UInt32(number)) }
    }
  }

  @Test func lookupsAndSeeksAgreeWithAnArray() throws {
    let directory = TestDirectory()
    var random = SeededGenerator(seed: 51)
    let keys = Set((0..<6000).map { _ in Self.key(&random) }).sorted { $0.lexicographicallyPrecedes($1) }
    let dictionary = try Self.dictionary(keys, in: directory)
    for (number, key) in keys.enumerated() {
      let info = try #require(try dictionary.lookup(key))
      let list = Self.list(number)
      #expect(info.ordinal == UInt32(number) && info.documents == list.documents)
      #expect(info.occurrences == list.occurrences)
      #expect(try dictionary.relations(of: info) == (key[0] > 0 ? [1, 2] : []))
    }
    var (found, missing, far, alike) = (0, 0, 0, 0)
    for _ in 0..<3000 {
      let probe = Self.key(&random)
      let place = keys.firstIndex { !$0.lexicographicallyPrecedes(probe) }
      let isThere = place.map { keys[$0] == probe } ?? false
      #expect(try (dictionary.lookup(probe) != nil) == isThere)
      if isThere { found += 1 } else { missing += 1 }
      var cursor = try dictionary.cursor(from: probe)
      #expect(try cursor.next() == (place != nil))
      guard let place else { continue }
      #expect(cursor.key == keys[place])
      #expect(try cursor.info.ordinal == UInt32(place))
      // On from here to another key, near or far.
      let wanted = Self.key(&random)
      guard probe.lexicographicallyPrecedes(wanted) else { continue }
      let next = keys.firstIndex { !$0.lexicographicallyPrecedes(wanted) && !$0.lexicographicallyPrecedes(keys[place]) }
      if let next, next == place { continue }
      #expect(try cursor.seek(notBelow: wanted) == (next != nil))
      guard let next else { continue }
      #expect(cursor.key == keys[next])
      #expect(try cursor.info.ordinal == UInt32(next))
      if next - place > 32 { far += 1 }
      if wanted.prefix(8) == keys[next].prefix(8) { alike += 1 }
    }
    #expect(found > 100 && missing > 100 && far > 100 && alike > 100)
  }
}
