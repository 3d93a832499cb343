// SPDX-License-Identifier: Apache-2.0

import Testing
@testable import Tagging

/// What the passages of a document give together.
@Suite struct PooledEvidenceTests {
  private func evidence(position: Int, sum: Double, cued: Double) -> Evidence {
    var result = Evidence()
    result.items = [Evidence.Item(concept: 0, polarity: .asserted, position: position, weight: 2)]
    result.sums = [1: sum]
    result.cued = [2: cued]
    return result
  }

  @Test func withoutWeighedPassagesAllCount() {
    var pool = PooledEvidence()
    pool.add(evidence(position: 3, sum: 0.5, cued: 1), from: 0, isWeighed: false)
    pool.add(evidence(position: 4, sum: 0.25, cued: 2), from: 100, isWeighed: false)
    #expect(pool.whole.items.map(\.position) == [3, 104])
    #expect(pool.whole.sums == [1: 0.75])
    #expect(pool.whole.cued == [2: 2])
  }

  @Test func weighedPassagesCountAloneAndTheirSumsAreAveraged() {
    var pool = PooledEvidence()
    pool.add(evidence(position: 3, sum: 9, cued: 9), from: 0, isWeighed: false)
    pool.add(evidence(position: 1, sum: 0.5, cued: 1), from: 50, isWeighed: true)
    pool.add(evidence(position: 7, sum: 9, cued: 9), from: 90, isWeighed: false)
    pool.add(evidence(position: 2, sum: -0.25, cued: 0.5), from: 120, isWeighed: true)
    #expect(pool.whole.items.map(\.position) == [51, 122])
    #expect(pool.whole.sums == [1: 0.125])
    #expect(pool.whole.cued == [2: 1])
    let totals = EvidenceByConcept(pool.whole)
    #expect(totals.value(.asserted, 0, 0) == 4)
    #expect(totals.value(.asserted, 1, 0) == 0.125)
  }
}
