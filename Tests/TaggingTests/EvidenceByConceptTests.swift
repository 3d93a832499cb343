// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
@testable import Tagging

/// Evidence summed up once answers what going over all of it would.
@Suite struct EvidenceByConceptTests {
  private let concepts = 0..<6

  private func random(_ generator: inout SeededGenerator) -> Evidence {
    var result = Evidence()
    for _ in 0..<Int.random(in: 0...9, using: &generator) {
      result.items.append(
        Evidence.Item(
          concept: Int.random(in: 0..<4, using: &generator),
          polarity: Polarity.allCases.randomElement(using: &generator) ?? .asserted,
          position: Int.random(in: 1...9, using: &generator), weight: Double.random(in: -1...3, using: &generator)))
    }
    for concept in 2..<5 where Bool.random(using: &generator) {
      result.sums[concept] = Double.random(in: -2...2, using: &generator)
      result.cued[concept + 1] = Double.random(in: -2...2, using: &generator)
    }
    return result
  }

  /// By going over all items, as the features are described.
  private func plain(_ evidence: Evidence, _ feature: Expression.Feature, _ concept: Int, _ other: Int) -> Double {
    func items(_ concept: Int, _ polarity: Polarity) -> [Evidence.Item] {
      evidence.items.filter { $0.concept == concept && $0.polarity == polarity }
    }
    func sum(_ polarity: Polarity, from start: Double = 0) -> Double {
      items(concept, polarity).reduce(start) { $0 + $1.weight }
    }
    let places = items(concept, .asserted).map(\.position)
    switch feature {
    case .asserted: return sum(.asserted, from: evidence.sums[concept] ?? 0)
    case .denied: return sum(.denied)
    case .claimed: return sum(.claimed)
    case .hypothetical: return sum(.hypothetical)
    case .cued: return max(0, evidence.cued[concept] ?? 0)
    case .count: return Double(places.count)
    case .first: return Double(places.min() ?? 0)
    case .last: return Double(places.max() ?? 0)
    case .after:
      guard let start = items(other, .asserted).map(\.position).min() else { return 0 }
      return items(concept, .asserted).filter { $0.position >= start }.reduce(0) { $0 + $1.weight }
    }
  }

  @Test func agreesWithGoingOverAll() {
    var generator = SeededGenerator(seed: 11)
    var nonzero: [Expression.Feature: Int] = [:]
    for _ in 0..<400 {
      let evidence = random(&generator)
      let summed = EvidenceByConcept(evidence)
      for feature in Expression.Feature.allCases {
        for (concept, other) in concepts.flatMap({ concept in concepts.map { (concept, $0) } }) {
          let value = summed.value(feature, concept, other)
          #expect(value == plain(evidence, feature, concept, other))
          if value != 0 { nonzero[feature, default: 0] += 1 }
        }
      }
    }
    for feature in Expression.Feature.allCases { #expect(nonzero[feature, default: 0] > 100) }
  }
}
