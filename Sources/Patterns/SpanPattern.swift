// SPDX-License-Identifier: Apache-2.0

/// A pattern over tokens: what one CQL expression, one phrase of a plain query, or one line of a lexicon means.
///
/// The leftmost token fixes a hit's start; for each start the shortest match is the hit. Nothing ever crosses a document
/// or a border between blocks of different kinds.
package indirect enum SpanPattern: Sendable, Hashable {
  /// One token (or one hyphen-joined run, see `TokenTest.attribute`).
  case token(TokenTest)
  /// One whole hit of a concept; with `narrower`, also of the concepts below it.
  case concept(String, narrower: Bool)
  case sequence([SpanPattern])
  case alternatives([SpanPattern])
  /// `max` nil means unbounded, which only a `within` makes finite.
  case repeated(SpanPattern, min: Int, max: Int?)
  /// A named part, for `::` constraints and role spans.
  case capture(String, SpanPattern)
}

/// A test on one token.
package indirect enum TokenTest: Sendable, Hashable {
  case any
  /// The attribute's value matches. A `word` value that names a hyphen (`co-?produc.*`; not `.*`) also matches a run of
  /// two to four tokens joined by hyphens, as one.
  case attribute(TokenAttribute, ValuePattern)
  /// The token lies inside a hit of the concept.
  case insideConcept(String, narrower: Bool)
  case all([TokenTest])
  case anyOf([TokenTest])
  case not(TokenTest)
}

/// What a bracket may ask of a token.
package enum TokenAttribute: Sendable, Hashable {
  case word
  case stem
  case lemma
  /// The name of the block kind the token stands in.
  case block
  /// A column of a `.vrt` corpus, such as `pos`.
  case column(String)
}

/// The value side of an attribute test. Matching folds case and accents unless told otherwise (`%C`, `%D`).
package struct ValuePattern: Sendable, Hashable {
  package enum Form: Sendable, Hashable {
    case literal(String)
    /// `*` stands for any run of characters.
    case wildcard(String)
    /// A regular expression that must match the whole value.
    case regex(String)
    /// Within that Damerau-Levenshtein distance (a transposition counts 1).
    case fuzzy(String, distance: Int)
  }
  package var form: Form
  package var caseSensitive: Bool
  package var accentSensitive: Bool

  package init(_ form: Form, caseSensitive: Bool = false, accentSensitive: Bool = false) {
    self.form = form
    self.caseSensitive = caseSensitive
    self.accentSensitive = accentSensitive
  }
}

/// Where a whole hit must lie.
package enum SpanScope: Sendable, Hashable {
  case sentence, paragraph, block, page, document
  /// At most that many tokens long.
  case tokens(Int)
}
