// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
@testable import Segments

/// The packed numbers of documents: lengths, codes, offsets.
@Suite struct PackedNumbersTests {
  private func section(_ directory: TestDirectory, _ write: (inout SectionFileWriter) throws -> Void) throws -> Section
  {
    var file = try SectionFileWriter(path: directory("n"), kind: .segment)
    try write(&file)
    _ = try file.finish()
    return try SectionFile(path: directory("n"), kind: .segment).section(7)
  }

  @Test func runsComeBackOfBothKinds() throws {
    var random = SeededGenerator(seed: 41)
    var kinds = [0, 0]
    for round in 0..<120 {
      let directory = TestDirectory()
      let count = [0, 1, 127, 128, 129, 1000][round % 6]
      let bits = round % 32
      var last: UInt32 = 0
      // Every other run has long stretches of one number.
      let values = (0..<count).map { _ -> UInt32 in
        if round % 2 == 0 || Int.random(in: 0..<50, using: &random) == 0 {
          last = UInt32.random(in: 0...UInt32.max, using: &random) >> UInt32(31 - bits)
        }
        return last
      }
      let section = try section(directory) { try PackedRun.write(values, 7, to: &$0) }
      #expect(try PackedRun.read(section) == values)
      if count > 127 { kinds[Int(try section.checked()[4])] += 1 }
    }
    #expect(kinds[0] > 10 && kinds[1] > 10)
  }

  @Test func arraysAreReadAnywhere() throws {
    var random = SeededGenerator(seed: 42)
    for bits in 0..<33 {
      let directory = TestDirectory()
      let values = (0..<200).map { _ in
        bits == 0 ? 0 : UInt32.random(in: 0...UInt32.max, using: &random) >> UInt32(32 - bits)
      }
      let array = try PackedArray(section(directory) { try PackedArray.write(values, 7, to: &$0) })
      #expect(array.count == 200)
      #expect(values.indices.allSatisfy { array[$0] == values[$0] })
      #expect(array[200] == 0 && array[-1] == 0)
    }
  }

  @Test func risesAddUp() throws {
    var random = SeededGenerator(seed: 43)
    var (known, refused) = (0, 0)
    for bits in 1..<33 {
      let directory = TestDirectory()
      var values = (0..<300).map { _ in UInt32.random(in: 0...UInt32.max, using: &random) >> UInt32(32 - bits) }
        .sorted()
      if bits % 4 == 0 { values.swapAt(7, 290) }
      let array = try PackedArray(section(directory) { try PackedArray.write(values, 7, to: &$0) })
      for _ in 0..<20 {
        let most = Int.random(in: 0..<8, using: &random) == 0 ? 310 : 299
        let indices = (0..<Int.random(in: 0..<9, using: &random)).map { _ in Int.random(in: 0..<most, using: &random) }
        let limit = Int(values[Int.random(in: 250..<300, using: &random)])
        let found = indices.map { UInt32($0) }.withUnsafeBufferPointer { array.rise(over: $0, limit: limit) }
        let isSound = indices.allSatisfy {
          $0 < 299 && values[$0] <= values[$0 + 1] && Int(values[$0 + 1]) <= limit
        }
        if isSound, bits <= 28 {
          #expect(found == indices.reduce(0) { $0 + Int(values[$1 + 1] - values[$1]) })
          known += 1
        } else if !isSound {
          #expect(found == nil)
          refused += 1
        }
      }
    }
    #expect(known > 100 && refused > 100)
  }

  @Test func workedExamples() throws {
    let directory = TestDirectory()
    let run = try section(directory) { try PackedRun.write([7, 7], 7, to: &$0) }
    #expect(try Array(run.checked()) == [2, 0, 0, 0, 0, 0xc2, 0x39])
    let array = try section(directory) { try PackedArray.write([1, 2, 3], 7, to: &$0) }
    #expect(try Array(array.checked()) == [3, 0, 0, 0, 2, 0x39, 0, 0, 0, 0, 0, 0, 0])
  }
}
