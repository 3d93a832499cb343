// SPDX-License-Identifier: Apache-2.0

import Analyzing
import ArgumentParser
import TestSupport
import Testing
@testable import Commands

/// Tests of the order of rows by a measure: the first of many are those of a full sort.
@Suite struct MeasureOptionsTests {
  @Test func theFirstRowsAreThoseOfAFullSort() throws {
    var random = SeededGenerator(seed: 3)
    var (cut, ties, without) = (0, 0, 0)
    for round in 0..<60 {
      let name = ["MI", "LL", "logDice"][round % 3]
      let options = try MeasureOptions.parse(["--sort", name])
      let measure = try #require(AssociationMeasure(name: name))
      let count = Int.random(in: 0...20, using: &random)
      let tables = (0..<Int.random(in: 0...400, using: &random)).map { _ in
        ContingencyTable(
          o11: Int.random(in: 0...4, using: &random), r1: 40, c1: Int.random(in: 4...8, using: &random), n: 1000)
      }
      let scores = tables.map { measure.value(of: $0) ?? -.infinity }
      let sorted = tables.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
      #expect(try options.order(tables, first: count) == Array(sorted.prefix(count)))
      // Beyond that many rows, those that come behind enough others are dropped.
      cut += tables.count > 2 * count + 64 ? 1 : 0
      ties += Set(scores).count < scores.count ? 1 : 0
      without += scores.contains(-.infinity) ? 1 : 0
    }
    #expect(min(cut, ties, without) > 10)
  }
}
