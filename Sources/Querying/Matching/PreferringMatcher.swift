// SPDX-License-Identifier: Apache-2.0

/// Documents that either of two parts matches; where the first does, it alone scores and shows its spans.
///
/// `co production` is the compound in a document that has it, and both words anywhere in the others.
final class PreferringMatcher: Matcher {
  private let preferred: Matcher
  private let other: Matcher

  init(_ preferred: Matcher, otherwise other: Matcher) { (self.preferred, self.other) = (preferred, other) }

  /// The part that speaks for the current document.
  private var speaker: Matcher { preferred.document == document ? preferred : other }

  override var cost: Int { preferred.cost + other.cost }

  override func seek(_ target: UInt32) -> UInt32 {
    min(preferred.advance(to: target), other.advance(to: target))
  }

  override func score() -> Double { speaker.score() }

  override func collect(into spans: inout FieldSpans) { speaker.collect(into: &spans) }
}
