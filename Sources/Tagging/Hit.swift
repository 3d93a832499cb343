// SPDX-License-Identifier: Apache-2.0

/// One mention of a concept in a token stream, with everything that opens it into its evidence.
package struct Hit: Sendable, Equatable, Hashable {
  /// Index of the concept in the lexicon's concept list.
  package var concept: UInt16
  /// First token of the mention.
  package var start: UInt32
  /// Behind the last token of the mention.
  package var end: UInt32
  /// Index of the rule in the lexicon's rule list.
  package var rule: UInt16
  package var strength: Strength
  package var polarity: Polarity
  /// The token spans that fill the rule's roles, in order.
  package var roles: [RoleSpan]

  package init(
    concept: UInt16, start: UInt32, end: UInt32, rule: UInt16, strength: Strength = .named,
    polarity: Polarity = .asserted, roles: [RoleSpan] = []
  ) {
    self.concept = concept
    self.start = start
    self.end = end
    self.rule = rule
    self.strength = strength
    self.polarity = polarity
    self.roles = roles
  }
}

/// How a text gives a concept. Raw values are written to disk.
package enum Strength: UInt8, CaseIterable, Sendable {
  /// A term of the literature, or a plain synonym, stands there.
  case named = 0
  /// Told in prose, without the term.
  case described = 1
}

/// Whether the text asserts the mention. Raw values are written to disk: 0 asserted, 1 claimed, 2 denied, 3 hypothetical.
package enum Polarity: UInt8, CaseIterable, Sendable {
  case asserted = 0
  /// Somebody claims it ("describes itself as"), or it holds in name only.
  case claimed = 1
  case denied = 2
  /// Hedged, planned, possible or hypothetical.
  case hypothetical = 3
}

/// The tokens that fill one role of a rule.
package struct RoleSpan: Sendable, Equatable, Hashable {
  /// Index of the role in the lexicon's role list.
  package var role: UInt8
  package var start: UInt32
  package var end: UInt32

  package init(role: UInt8, start: UInt32, end: UInt32) {
    self.role = role
    self.start = start
    self.end = end
  }
}
