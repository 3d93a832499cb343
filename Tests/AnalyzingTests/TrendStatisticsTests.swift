// SPDX-License-Identifier: Apache-2.0

import Testing
@testable import Analyzing

/// Tests for trend and intervals held to values of scipy (kendalltau, theilslopes, pearsonr) and statsmodels
/// (proportion_confint).
@Suite struct TrendStatisticsTests {
  private static func near(_ value: Double?, _ wanted: Double) -> Bool {
    value.map { abs($0 - wanted) <= 1e-9 * max(abs(wanted), 1e-3) } ?? false
  }

  private static let lines: [(points: [(Double, Double)], tau: Double, probability: Double, slope: Double)] = [
    (
      [(2000, 1.5), (2001, 2.5), (2002, 2), (2003, 4), (2005, 3.5), (2006, 6.25), (2010, 7)],
      0.8095238095238096, 0.010714285714285714, 0.625
    ),
    (
      [(1, 5), (2, 5), (3, 4), (4, 2), (5, 2), (6, 2), (7, 1), (8, 3)],
      -0.6172133998483676, 0.03995533574046058, -0.55
    ),
    ([(1990, 3), (1995, 1), (2000, 2)], -0.33333333333333337, 1, -0.1),
    ((1...40).map { (Double($0), Double($0 * 37 % 101)) }, 0.06923076923076923, 0.5292470190010741, 0.2727272727272727),
    ((1...30).map { (Double($0), Double($0 * $0 * 7 % 23)) }, 0.023679004669221952, 0.8577345860494041, 0),
    ([(1, 1), (2, 2), (3, 3), (4, 4)], 1, 0.08333333333333333, 1),
  ]

  @Test func kendallAndTheilSenHaveTheirReferenceValues() {
    for line in Self.lines {
      let points = line.points.map { (x: $0.0, y: $0.1) }
      let found = KendallTau(points)
      #expect(Self.near(found?.tau, line.tau) && Self.near(found?.probability, line.probability), "\(line)")
      #expect(Self.near(TheilSen.slope(points), line.slope), "\(line)")
      // The order in which points are given does not matter.
      #expect(KendallTau(points.reversed()) == found)
    }
    #expect(KendallTau([(x: 1, y: 1), (x: 2, y: 2)]) == nil)
    #expect(KendallTau([(x: 1, y: 1), (x: 2, y: 1), (x: 3, y: 1)]) == nil)
    #expect(TheilSen.slope([(x: 1, y: 1)]) == nil)
  }

  @Test func cochranArmitageHasItsReferenceValues() {
    // z is the root of the number of documents times Pearson's correlation of scores and outcomes.
    let tables: [(groups: [(Double, Int, Int)], z: Double, probability: Double)] = [
      ([(0, 9, 20), (1, 12, 25), (2, 20, 30), (3, 22, 28)], 2.7437848638675546, 0.006073532697528582),
      ([(1990, 40, 50), (1991, 30, 60), (1995, 5, 10), (2000, 2, 30)], -5.79243229554089, 6.937429577988442e-09),
      ([(2001, 1, 3), (2002, 1, 4)], -0.241522945769824, 0.809149834631498),
    ]
    for table in tables {
      let found = CochranArmitage(table.groups.map { (score: $0.0, held: $0.1, all: $0.2) })
      #expect(Self.near(found?.z, table.z), "\(table)")
      #expect(found.map { abs($0.probability / table.probability - 1) < 1e-9 } ?? false, "\(table)")
    }
    #expect(CochranArmitage([(score: 1, held: 0, all: 4), (score: 2, held: 0, all: 4)]) == nil)
    #expect(CochranArmitage([(score: 1, held: 2, all: 4)]) == nil)
    #expect(CochranArmitage([]) == nil)
  }

  @Test func intervalsHaveTheirReferenceValues() {
    let intervals: [(Int, Int, Double, Double)] = [
      (0, 10, 0, 0.30849710781876083), (3, 20204, 3.062231603445078e-05, 0.0004338755607660634),
      (10, 10, 0.6915028921812392, 1), (1, 3, 0.008403758659612636, 0.9057006759497539),
      (250, 1_000_000, 0.00021997118892110425, 0.0002829830372503112),
      (120_000, 500_000, 0.23881671673671936, 0.24118629670607528),
      (7, 5_000_000, 5.62872789614855e-07, 2.884532931244112e-06),
    ]
    for (count, all, low, high) in intervals {
      let found = ProportionInterval.exact(count, of: all, level: 0.95)
      #expect(abs((found?.lowerBound ?? .nan) - low) <= 1e-9 * low, "\(count) of \(all)")
      #expect(abs((found?.upperBound ?? .nan) - high) <= 1e-9 * high, "\(count) of \(all)")
    }
    #expect(ProportionInterval.exact(0, of: 0, level: 0.95) == nil)
    #expect(ProportionInterval.exact(4, of: 3, level: 0.95) == nil)
  }

  @Test func valuesFallIntoTheBinTheyBegin() {
    for place in -50...50 { #expect(Trend.bin(of: Double(place) / 10, width: 0.1) == place) }
    let cases: [(Double, Double, Int?)] = [
      (2004.999, 5, 400), (2005, 5, 401), (-0.5, 1, -1), (0.29, 0.1, 2), (1999, 1, 1999), (1e300, 1, nil), (0, 7, 0),
    ]
    for (value, width, wanted) in cases {
      #expect(Trend.bin(of: value, width: width) == wanted, "\(value) by \(width)")
    }
  }
}
