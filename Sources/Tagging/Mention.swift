// SPDX-License-Identifier: Apache-2.0

/// A mention of an actor: a noun phrase or a pronoun.
struct Mention: Equatable {
  enum Kind: Equatable {
    case noun
    /// A group whose side is not said ("the association"), to be settled from what stands around it.
    case bareGroup
    case speaker, they, it, singular, you
  }

  /// Where the noun phrase begins, its determiner included.
  var start: Int
  /// Its first word that names the actor.
  var head: Int
  var end: Int
  var kind: Kind
  /// The actor kinds it counts as, as bits; 0 while unknown.
  var mask: UInt16
  /// "the council's", "our": owns what follows.
  var possessive = false
  /// Cannot be a subject by its form ("us", "dem Verein").
  var isObject = false
  /// Stands behind a preposition.
  var governed = false
  /// Stands behind a preposition of time, which is often misread: "after the flood residents began".
  var loosely = false
  /// Number of the head word, for later mentions of the same thing.
  var literal: Int32 = -1
}
