// SPDX-License-Identifier: Apache-2.0

/// The syntax tree of the lexicon's phrase spelling: what one line of a pattern block means.
///
/// | spelling | meaning |
/// |---|---|
/// | `word`, `co-production` | a folded word; a hyphen also stands for a space or nothing |
/// | `start*`, `*verein`, `co-produc*` | any word with that beginning or end |
/// | `~begin`, `~co-own`, `~take+over` | every inflected form (of the last part); with `+`, also with words before the particle |
/// | `{CLASS}` | a member of a word class |
/// | `<ACTOR>`, `<ACTOR's>` | a mention of an actor; one that owns what follows |
/// | `ACTOR>x` | a word `x` whose agent is that actor, in the active or the passive |
/// | `@x` | `x`, a word, class or mention, is what is done something to: the match's object |
/// | `a?`, `(a b|c)` | optional; alternatives |
/// | `{A}-{B}`, `(a|b)-c` | the two joined by a hyphen |
/// | `self-(a|~b)` | `(self-a|~self-b)`: also with a space, or as one word |
/// | `...`, `..4` | a gap of up to eight, or four, words in one sentence |
package indirect enum PhraseNode: Sendable, Hashable {
  case word(String)
  /// Exactly one `*`, at one end.
  case wildcard(String)
  case inflected(String, particle: String?)
  case wordClass(String)
  case actor(String, possessive: Bool)
  case agent(String, PhraseNode)
  case object(PhraseNode)
  case sequence([PhraseNode])
  case alternatives([PhraseNode])
  case optional(PhraseNode)
  case gap(Int)
  /// A hyphen must join the words on both sides.
  case hyphen
}

/// Why a phrase could not be read: the place is a code-point offset into the line.
package struct PhraseError: Error, Equatable, CustomStringConvertible {
  package let offset: Int
  package let message: String

  package init(offset: Int, message: String) {
    self.offset = offset
    self.message = message
  }

  package var description: String { "\(message) (at character \(offset + 1))" }
}
