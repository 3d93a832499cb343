// SPDX-License-Identifier: Apache-2.0

import Testing
@testable import Tagging

/// Which matches are one mention, and what that weighs.
@Suite struct ActTallyTests {
  /// Items as (concept, polarity, position, weight, first word, behind the last word); the result as "concept@position weight".
  private func counted(_ items: [(Int, Polarity, Int, Double, Int, Int)]) -> [String] {
    var tally = ActTally()
    for (concept, polarity, position, weight, start, end) in items {
      tally.add(
        Evidence.Item(concept: concept, polarity: polarity, position: position, weight: weight), over: start..<end)
    }
    return tally.counted.map { "\($0.concept)@\($0.position) \($0.weight)" }
  }

  @Test func oneWithinAnother() {
    #expect(counted([(0, .asserted, 4, 1, 3, 4), (0, .asserted, 3, 1, 2, 4)]) == ["0@3 1.0"])
    #expect(counted([(0, .asserted, 4, 5, 3, 4), (0, .asserted, 3, 1, 2, 4)]) == ["0@3 5.0"])
    #expect(counted([(0, .asserted, 3, 1, 2, 4), (0, .asserted, 3, 2, 2, 4)]) == ["0@3 2.0"])
    // The one in the middle lies in the widest, and so does the narrowest.
    #expect(
      counted([(0, .asserted, 4, 1, 3, 4), (0, .asserted, 3, 2, 2, 5), (0, .asserted, 2, 3, 1, 6)]) == ["0@2 3.0"])
  }

  @Test func oneAct() {
    #expect(counted([(0, .asserted, 4, 1, 3, 6), (0, .asserted, 4, 2, 1, 5)]) == ["0@4 2.0"])
  }

  @Test func several() {
    #expect(counted([(0, .asserted, 4, 1, 3, 6), (0, .asserted, 6, 2, 5, 8)]) == ["0@4 1.0", "0@6 2.0"])
    #expect(counted([(1, .asserted, 4, 1, 3, 4), (0, .asserted, 3, 1, 2, 4)]) == ["1@4 1.0", "0@3 1.0"])
    #expect(counted([(0, .denied, 4, 1, 3, 4), (0, .asserted, 3, 1, 2, 4)]) == ["0@4 1.0", "0@3 1.0"])
  }

  @Test func everyMatchCountsWhereAllAreKept() {
    var tally = ActTally(policy: .all)
    for weight in [1.0, 2] {
      tally.add(Evidence.Item(concept: 0, polarity: .asserted, position: 1, weight: weight), over: 0..<2)
    }
    #expect(tally.counted.map(\.weight) == [1, 2])
  }
}
