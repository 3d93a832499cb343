// SPDX-License-Identifier: Apache-2.0

import Testing
import TestSupport
@testable import Segments

/// Strings that leave out what neighbours share, and arrays that rise evenly.
@Suite struct StringBlocksTests {
  private static func table(_ strings: [String], in directory: TestDirectory) throws -> StringBlocks {
    var file = try SectionFileWriter(path: directory("s"), kind: .segment)
    var writer = try StringBlocksWriter(7, to: &file)
    for string in strings { try Array(string.utf8).withUnsafeBytes { try writer.append($0, to: &file) } }
    try writer.finish(places: 8, to: &file)
    _ = try file.finish()
    let read = try SectionFile(path: directory("s"), kind: .segment)
    return try StringBlocks(read.section(7), places: read.section(8), count: strings.count)
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// Ids as corpora have them: numbers with and without zeros in front, paths, and anything.
  private static func ids(_ count: Int, _ random: inout SeededGenerator) -> [String] {
    var number = Int.random(in: 0..<1200, using: &random)
    let kind = Int.random(in: 0..<5, using: &random)
    return (0..<count).map { _ in
      number += Int.random(in: 0..<30, using: &random) == 0 ? Int.random(in: 0..<9000, using: &random) : 1
      let digits = String(number)
      switch kind {
      case 0: return digits
      case 1: return "news/" + String(repeating: "0", count: max(5 - digits.count, 0)) + digits + ".html"
      case 2: return "a-rather-long-folder-name/" + String(number / 40) + "/page" + String(number % 40)
      case 3: return ["", "é", "x", "x9", "x10"].randomElement(using: &random) ?? ""
      default: return String(UInt64.random(in: 0 ... .max, using: &random), radix: 36)
      }
    }
  }

  @Test func stringsAreReadAnywhere() throws {
    var random = SeededGenerator(seed: 61)
    var (forward, back, across) = (0, 0, 0)
    for round in 0..<60 {
      let directory = TestDirectory()
      let strings = Self.ids([0, 1, 31, 32, 33, 300][round % 6], &random)
      let table = try Self.table(strings, in: directory)
      #expect(table.count == strings.count)
      for (number, string) in strings.enumerated() { #expect(Self.text(table[number]) == string) }
      var cursor = StringCursor(table)
      var last = 0
      for _ in 0..<200 where !strings.isEmpty {
        let number = Int.random(in: max(last - 40, 0)..<min(last + 41, strings.count), using: &random)
        cursor.move(to: number)
        #expect(Self.text(cursor.bytes) == strings[number])
        if number / 32 != last / 32 { across += 1 } else if number < last { back += 1 } else { forward += 1 }
        last = number
      }
      #expect(table[-1].isEmpty && table[strings.count].isEmpty)
    }
    #expect(forward > 100 && back > 100 && across > 100)
  }

  @Test func placesOfStringsThatAscend() throws {
    var random = SeededGenerator(seed: 62)
    var (found, between) = (0, 0)
    for _ in 0..<20 {
      let directory = TestDirectory()
      let strings = Set(Self.ids(150, &random)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      let table = try Self.table(strings, in: directory)
      for wanted in Self.ids(40, &random) + strings {
        let slow = strings.firstIndex { !$0.utf8.lexicographicallyPrecedes(wanted.utf8) } ?? strings.count
        let place = Array(wanted.utf8).withUnsafeBytes { table.lowerBound($0) }
        #expect(place == slow)
        if place < strings.count, strings[place] == wanted { found += 1 } else { between += 1 }
      }
    }
    #expect(found > 100 && between > 100)
  }

  @Test func numbersAreRaised() {
    var made: [String] = []
    for (string, amount) in [
      ("9", 1), ("a099b", 1), ("99", 1), ("7", 25), ("x1.2z", 31), ("x", 3), ("", 1), ("1-998/", 30),
    ] {
      var bytes = Array(string.utf8)
      DecimalTail.raise(&bytes, by: amount)
      made.append(Self.text(bytes))
    }
    #expect(made == ["10", "a100b", "100", "32", "x1.33z", "x", "", "1-1028/"])
  }

  @Test func workedExamples() throws {
    let directory = TestDirectory()
    _ = try Self.table(["p9", "p10", "p12"], in: directory)
    let file = try SectionFile(path: directory("s"), kind: .segment)
    #expect(try Array(file.section(7).checked()) == [2, 0, 0, 0, 0x20, 0x70, 0x39, 0x12, 0x32])
    var other = try SectionFileWriter(path: directory("t"), kind: .segment)
    try TrendArray.write([5, 7, 9], 7, to: &other)
    _ = try other.finish()
    let array = try SectionFile(path: directory("t"), kind: .segment).section(7)
    let head: [UInt8] = [5, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0]
    #expect(try Array(array.checked()) == [3, 0, 0, 0, 0, 0, 0, 0] + head + [UInt8](repeating: 0, count: 8))
  }

  @Test func trendsComeBack() throws {
    var random = SeededGenerator(seed: 63)
    var (level, inclined) = (0, 0)
    for round in 0..<120 {
      let directory = TestDirectory()
      let count = [0, 1, 127, 128, 129, 1000][round % 6]
      let noise = UInt32.max >> UInt32(31 - round % 32)
      let step = [0, 1, 3, 70_000, UInt32.max][round % 5]
      let values = (0..<count).map { UInt32(truncatingIfNeeded: $0) &* step &+ .random(in: 0...noise, using: &random) }
      var file = try SectionFileWriter(path: directory("n"), kind: .segment)
      try TrendArray.write(values, 7, to: &file)
      _ = try file.finish()
      let section = try SectionFile(path: directory("n"), kind: .segment).section(7)
      let array = try TrendArray(section)
      #expect(array.count == count)
      #expect(values.indices.allSatisfy { array[$0] == values[$0] })
      #expect(array[count] == 0 && array[-1] == 0)
      if count > 0 { if try section.checked()[12..<16].allSatisfy({ $0 == 0 }) { level += 1 } else { inclined += 1 } }
    }
    #expect(level > 10 && inclined > 10)
  }
}
