// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
@testable import Segments

/// Counts of marked tokens held to plain loops over sets of tokens.
@Suite struct TokenMarksTests {
  private static let formCount = 700

  @Test func marksCountOnceHoweverTheyOverlap() throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 31)
    var (overlapping, long, cutParts, sparse, grown) = (0, 0, 0, 0, 0)
    for round in 0..<60 {
      let count = round % 10 == 9 ? 150_000 : Int.random(in: 1...4000, using: &random)
      let ids = (0..<count).map { _ in UInt32.random(in: 0..<UInt32(Self.formCount), using: &random) }
      let reader = TypeReader(try SurfaceDecodingTests.field(ids, forms: Self.formCount, in: folder), nil)
      let (marks, counts) = (TokenMarks(), TypeCounts(width: Self.formCount))
      var wanted = [[UInt32]](repeating: [UInt32](repeating: 0, count: Self.formCount), count: 6)
      // Twice, so that marks are seen to be gone.
      for start in [0, count / 2] {
        let end = start == 0 ? count / 2 : count
        guard start < end else { continue }
        var (windows, hits) = (Set<Int>(), Set<Int>())
        let places = (0..<Int.random(in: 0...(round % 10 == 9 ? 300 : 60), using: &random)).map { _ in
          Int.random(in: start..<end, using: &random)
        }
        for from in places.sorted() {
          let length = Int.random(in: 0..<20, using: &random) == 0 ? 300 : Int.random(in: 1...4, using: &random)
          let hit = from..<min(from + length, end)
          let window = max(from - 5, start)..<min(hit.upperBound + 5, end)
          marks.mark(hit: hit, window: window)
          overlapping += windows.isDisjoint(with: window) ? 0 : 1
          long += hit.count > 64 ? 1 : 0
          windows.formUnion(window)
          hits.formUnion(hit)
        }
        var row = 0
        let borders = round % 2 == 0 ? [] : (0..<7).map { _ in Int.random(in: start..<end, using: &random) }.sorted()
        for border in round % 2 == 0 ? [] : borders + [end] {
          marks.addPart(upTo: border, row: UInt32(2 * row))
          row = (row + 1) % 3
        }
        cutParts += borders.count { $0 % 64 != 0 }
        for token in windows {
          let part = borders.count { $0 <= token } % 3
          wanted[2 * part + (hits.contains(token) ? 1 : 0)][Int(ids[token])] += 1
        }
        try reader.count(marks, into: counts)
        marks.removeAll()
        #expect(marks.isEmpty)
        sparse += Set(windows.map { $0 / 256 }).count < (end - start) / 512 ? 1 : 0
        grown += Set(windows.map { $0 / 256 }).count > 64 ? 1 : 0
      }
      for (row, all) in wanted.enumerated() {
        let found = counts.row(row).isEmpty ? [UInt32](repeating: 0, count: Self.formCount) : Array(counts.row(row))
        #expect(found == all, "row \(row) of \(count) tokens")
      }
    }
    #expect(overlapping > 100 && long > 20 && cutParts > 100 && sparse > 5 && grown > 2)
  }

  @Test func windowsThatGoBackAreRefused() throws {
    let reader = TypeReader(try SurfaceDecodingTests.field([0, 1, 2], forms: 3, in: TemporaryFolder()), nil)
    let (marks, counts) = (TokenMarks(), TypeCounts(width: 3))
    marks.mark(hit: 2..<3, window: 1..<3)
    marks.mark(hit: 0..<1, window: 0..<2)
    #expect(throws: IndexError.self) { try reader.count(marks, into: counts) }
    marks.removeAll()
    marks.mark(hit: 0..<1, window: 0..<2)
    try reader.count(marks, into: counts)
    #expect(Array(counts.row(0)) == [0, 1, 0] && Array(counts.row(1)) == [1, 0, 0])
    marks.mark(hit: 2..<3, window: 1..<4)
    #expect(throws: IndexError.self) { try reader.count(marks, into: counts) }
  }
}
