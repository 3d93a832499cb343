// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Tagging

/// Which mentions of concepts count: those of one strength or polarity, or all.
struct MentionOptions: ParsableArguments {
  @Option(help: "Only mentions of this strength: named or described.") var strength: String?
  @Option(help: "Only mentions of this polarity: asserted, claimed, denied or hypothetical.") var polarity: String?

  init() {}

  func choice() throws -> ConceptCounts.Choice {
    ConceptCounts.Choice(
      strength: try Self.named(strength, "strength", Strength.allCases),
      polarity: try Self.named(polarity, "polarity", Polarity.allCases))
  }

  private static func named<Value>(_ text: String?, _ what: String, _ values: [Value]) throws -> Value? {
    guard let text else { return nil }
    guard let value = values.first(where: { "\($0)" == text }) else {
      let names = values.map { "\($0)" }.joined(separator: ", ")
      throw CommandFailure("there is no \(what) '\(text)'; it is one of: \(names)")
    }
    return value
  }
}
