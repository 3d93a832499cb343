// SPDX-License-Identifier: Apache-2.0

import Testing
@testable import Analyzing

/// Agreement of coders held to values of the Python packages krippendorff, statsmodels and scikit-learn.
@Suite struct AgreementTests {
  /// A character a coding, `.` for none.
  private struct Sample {
    var coders: [String]
    var percent: Double
    var fleiss: Double
    var alpha: Double
    /// Of each pair of coders.
    var cohen: [Double]
    /// Of each label against the others.
    var alone: [Double]
    /// F1 of each label, of two coders.
    var specific: [Double] = []
  }

  private static let samples = [
    Sample(
      coders: [
        "b.abbbaba.bccaaccacba.aabcbabcaccba..cbc", "cbac.ba.aabcbaa.cbbaababc.baabbcbbccbc.c",
        "a.abcbaa.abcbaa.abab..aaabbbabbcc...bcb.",
      ], percent: 0.5930232558139535, fleiss: 0.3709415584415584, alpha: 0.3929961089494164,
      cohen: [0.35, 0.32194244604316546, 0.48516949152542377],
      alone: [0.47540983606557374, 0.30810810810810807, 0.3972602739726028]),
    Sample(
      coders: [
        "bab.aaaaa.ababaa.baabaaaaabbaaba.a.babaaaababbbaabaaaa.baaab",
        "ba.aa.aaaba.aaaaabaa.ba.aaba.ababa.babaaaa..bbbaabaa.abbaaaa",
      ], percent: 0.9111111111111111, fleiss: 0.7836538461538461, alpha: 0.7860576923076923,
      cohen: [0.7841726618705036], alone: [0.7860576923076923, 0.7860576923076923],
      specific: [0.9375, 0.8461538461538461]),
    Sample(
      coders: [
        ".bce.ae....c.dccbd.e..aae", "..c.ad.cbdbdaaceadb.adb.c", "a...ed.edb.d.dcbcdbdb..a.",
        "abcce.abdbb.eecda...ddadc",
      ], percent: 0.391304347826087, fleiss: 0.12027491408934712, alpha: 0.2782921810699589,
      cohen: [
        0.07894736842105265, 0.27419354838709686, 0.19791666666666663, 0.22962962962962974, 0.2622950819672131,
        0.31958762886597936,
      ],
      alone: [
        0.1785714285714286, 0.3839285714285715, 0.47193877551020413, 0.3119658119658121, -0.03500000000000014,
      ]),
    Sample(
      coders: ["bbbabababbaaaaabbbbbbaaabbabbb", "baaaaabaabaabbaabbbbabbbbbbaab"], percent: 0.5333333333333333,
      fleiss: 0.049773755656108684, alpha: 0.06561085972850678, cohen: [0.05405405405405406],
      alone: [0.06561085972850678, 0.06561085972850678], specific: [0.46153846153846156, 0.5882352941176471]),
  ]

  private static func near(_ value: Double?, _ wanted: Double) -> Bool {
    value.map { abs($0 - wanted) < 1e-12 } ?? false
  }

  private static func codings(_ coders: [String]) -> LabelCodings {
    let columns = coders.map(Array.init)
    return LabelCodings(
      columns[0].indices.map { item in columns.map { $0[item] == "." ? nil : String($0[item]) } }, coders: coders.count)
  }

  @Test func labelsHaveTheirReferenceValues() {
    for sample in Self.samples {
      let codings = Self.codings(sample.coders)
      let agreement = codings.agreement
      let count = sample.coders.count
      #expect(Self.near(agreement.percent, sample.percent))
      #expect(Self.near(agreement.fleissKappa(coders: count), sample.fleiss))
      #expect(Self.near(agreement.alpha, sample.alpha))
      let pairs = (0..<count).flatMap { one in (one + 1..<max(count, one + 1)).map { (one, $0) } }
      for ((one, other), wanted) in zip(pairs, sample.cohen) {
        #expect(Self.near(codings.cohenKappa(one, other), wanted))
        #expect(codings.cohenKappa(other, one) == codings.cohenKappa(one, other))
      }
      for (label, wanted) in sample.alone.enumerated() { #expect(Self.near(agreement.alone(label).alpha, wanted)) }
      for (label, wanted) in sample.specific.enumerated() { #expect(Self.near(agreement.specific(label), wanted)) }
    }
  }

  @Test func whatCannotBeComparedHasNoMeasure() {
    let same = Self.codings(["aaaa", "aaaa"])
    #expect(same.agreement.percent == 1)
    #expect(same.agreement.alpha == nil && same.cohenKappa(0, 1) == nil && same.agreement.fleissKappa(coders: 2) == nil)
    let apart = Self.codings(["ab..", "..ab"])
    #expect(apart.comparable == 0 && apart.agreement.percent == nil && apart.agreement.alpha == nil)
    #expect(apart.cohenKappa(0, 1) == nil && LabelCodings([], coders: 2).agreement.percent == nil)
    #expect(!apart.isDisputed(0) && Self.codings(["a", "b"]).isDisputed(0))
  }

  @Test func spansHaveTheirReferenceValues() {
    func spans(_ ranges: [Range<Int>]?) -> [SpanCodings.Span]? {
      ranges?.map { .init(start: $0.lowerBound, end: $0.upperBound, concept: "c") }
    }
    let codings = SpanCodings([
      .init(length: 30, spans: [[2..<8, 10..<15], [3..<8], [2..<12, 10..<15]].map(spans)),
      .init(length: 12, spans: [[], [0..<12], nil].map(spans)),
      .init(length: 20, spans: [[5..<9], [9..<11], [4..<10]].map(spans)),
      .init(length: 99, spans: [[0..<99], nil, nil].map(spans)),
    ])
    let score = codings.score("c")
    #expect(codings.comparable == 3 && codings.concepts == ["c"])
    #expect(score.compared == 17 && score.touched == 12)
    // krippendorff.alpha of a value a character.
    #expect(Self.near(score.alpha, 0.27163573990332146) && Self.near(score.characterF1, 0.5531914893617021))
    #expect(codings.score("d") == .init())
  }

  @Test func intervalsHoldTheValueAndRepeat() {
    let codings = Self.codings(Self.samples[0].coders)
    func intervals(_ seed: UInt64) -> [ClosedRange<Double>?] {
      Bootstrap.intervals(items: codings.items, samples: 400, seed: seed) { [codings.items($0).agreement.alpha] }
    }
    let found = intervals(1)
    #expect(found == intervals(1) && found != intervals(2))
    #expect(found[0].map { $0.contains(0.393) && $0.lowerBound > 0 && $0.upperBound < 0.7 } ?? false)
    #expect(Bootstrap.intervals(items: 0, samples: 10, seed: 1) { _ in [1, nil] } == [nil, nil])
  }
}
