// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
@testable import Analyzing

/// Measures of association held to values of the Python packages association-measures and scipy, and dispersion to the
/// worked example of Gries (2020).
@Suite struct AssociationTests {
  private static let names = [
    "MI", "MI2", "MI3", "localMI", "t", "z", "LL", "LL2", "X2", "dice", "logDice", "jaccard", "minSensitivity",
    "deltaP_21",
    "deltaP_12", "logRatio", "logRatio_LCB95", "pctDiff", "BIC", "simpleMaths1", "simpleMaths100",
  ]
  private static let tables: [(ContingencyTable, [Double?])] = [
    (
      ContingencyTable(o11: 30, r1: 1000, c1: 200, n: 100_000),
      [
        3.9068905956085187, 8.813781191217037, 13.720671786825555, 117.20671786825557, 5.11207720338155,
        19.79898987322333, 111.4446472003976, 110.64369022707962, 396.7531021639238, 0.05, 9.678071905112638,
        0.02564102564102564, 0.03,
        0.02828282828282828, 0.1402805611222445, 4.126856279550426, 3.515453650130354, 1647.0588235294117,
        99.1307647621094, 17.46100212229349, 16.56420233463035,
      ]
    ),
    (
      ContingencyTable(o11: 3, r1: 5000, c1: 900, n: 60_000),
      [
        -4.643856189774724, -3.0588936890535687, -1.4739311883324124, -13.931568569324174, -41.569219381653056,
        -8.31384387633061, -131.93839544709704, -130.79516649985317, -76.55191508998617, 0.001016949152542373,
        4.05846326158459, 0.0005087332541970493, 0.0006, -0.01570909090909091, -0.08121827411167513,
        -4.7645700555608075,
        -3.2127674011687724, -96.32107023411372, 119.79306665864893, 0.03684835377986857, 0.04265927977839335,
      ]
    ),
    (
      ContingencyTable(o11: 12_000, r1: 40_000, c1: 50_000, n: 2_000_000),
      [
        3.584962500721156, 17.1357092861044, 30.686456071487644, 43019.550008653874, 100.41580220928044,
        347.85054261852173, 43823.16195888576, 40315.9650777097, 126635.26949241235, 0.26666666666666666,
        12.093109404391482, 0.15384615384615385, 0.24, 0.28061224489795916, 0.22564102564102564, 3.951744831392779,
        3.9220172177669124,
        1447.3684210526314, 40301.456419971175, 15.47293771163382, 15.399413551157188,
      ]
    ),
    (
      ContingencyTable(o11: 7, r1: 90, c1: 7, n: 5000),
      [
        5.795859283219775, 8.603214205277379, 11.410569127334982, 40.57101498253842, 2.598127787465428,
        19.36530115667941, 56.7927003380775, 56.243369295203614, 382.4242828849278, 0.14432989690721648,
        11.207442079870477, 0.07777777777777778, 0.07777777777777778, 0.07777777777777778, 0.9833767274183858,
        9.577009134929986,
        6.297033397068248, nil, 47.726176103787374, 77778.77777777778, 778.7777777777778,
      ]
    ),
  ]

  @Test func measuresHaveTheirReferenceValues() throws {
    #expect(Self.names == AssociationMeasure.allCases.map(\.rawValue))
    for (table, values) in Self.tables {
      for (name, wanted) in zip(Self.names, values) {
        let found = try #require(AssociationMeasure(name: name)).value(of: table)
        guard let wanted else {
          #expect(found == nil, "\(name)")
          continue
        }
        #expect(abs((found ?? .nan) - wanted) <= 1e-9 * max(1, abs(wanted)), "\(name) of \(table)")
      }
    }
  }

  @Test func emptyTablesHaveNoScores() {
    for table in [ContingencyTable(o11: 0, r1: 0, c1: 0, n: 0), ContingencyTable(o11: 0, r1: 5, c1: 0, n: 10)] {
      for measure in AssociationMeasure.allCases {
        let value = measure.value(of: table)
        #expect(value?.isFinite ?? true, "\(measure)")
      }
    }
  }

  @Test func dispersionOfTheWorkedExample() throws {
    let measures = DispersionMeasures([(1, 9), (2, 10), (3, 10), (4, 10), (5, 11)])
    func near(_ value: Double?, _ wanted: Double) -> Bool { value.map { abs($0 - wanted) < 1e-12 } ?? false }
    #expect(measures.range == 5)
    #expect(near(measures.deviationOfProportions, 0.18))
    #expect(near(measures.deviationOfProportionsNormed, 0.2195121951219512))
    #expect(near(measures.juillandD, 0.7851504534504508))
    #expect(near(measures.carrollD2, 0.9379213032979956))
    #expect(near(measures.rosengrenS, 0.9498163423042408))
    #expect(near(measures.divergence, 0.1369717293652208))
  }

  @Test func reducedFrequencyOfEvenAndClumpedWords() {
    #expect(AverageReducedFrequency.of(Array(stride(from: 0, to: 100, by: 10)), tokens: 100) == 10)
    #expect(AverageReducedFrequency.of(Array(0..<10), tokens: 100) == 1.9)
    #expect(AverageReducedFrequency.of([], tokens: 100) == 0)
  }

  /// What the first rows by a measure are found by; scores a rounding apart count as equal.
  @Test func measuresThatFallWithC1Do() {
    var random = SeededGenerator(seed: 5)
    var compared = 0
    for _ in 0..<2000 {
      let n = Int.random(in: 2...1_000_000, using: &random)
      let r1 = Int.random(in: 1..<n, using: &random)
      let o11 = Int.random(in: 1...min(r1, 50), using: &random)
      let c1 = Int.random(in: o11...n - r1 + o11, using: &random)
      let more = Int.random(in: c1...n - r1 + o11, using: &random)
      let tables = [c1, more].map { ContingencyTable(o11: o11, r1: r1, c1: $0, n: n) }
      for measure in AssociationMeasure.allCases where measure.fallsWithC1 {
        guard let one = measure.value(of: tables[0]), let other = measure.value(of: tables[1]) else { continue }
        #expect(other <= one + 1e-9 * max(abs(one), 1), "\(measure) of \(tables)")
        compared += more > c1 ? 1 : 0
      }
    }
    #expect(compared > 10_000)
  }
}
