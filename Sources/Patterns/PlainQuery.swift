// SPDX-License-Identifier: Apache-2.0

/// The syntax tree of the plain spelling: what a person types into a search box.
///
/// Words are kept as typed; folding, stemming and the rule for hyphens belong to the planner, which knows the index.
package indirect enum PlainQuery: Sendable, Hashable {
  case word(PlainWord)
  /// Elements at consecutive positions, of exact folded forms whatever the match mode.
  case phrase([PhraseElement])
  /// Both in either order with at most `distance` tokens between them.
  case near(PlainQuery, PlainQuery, distance: Int)
  /// Every child is required; a child may be `not`. Never of one child.
  case all([PlainQuery])
  /// At least one child. Never of one child.
  case any([PlainQuery])
  /// Only as a child of `all`.
  case not(PlainQuery)
  case field(FieldFilter)
  /// Searches the metadata title instead of the body.
  case title(PlainQuery)
  case concept(String, narrower: Bool)
  /// Restricts the words beside it to blocks of a kind; alone, the documents that have such a block.
  case block(String)
}

/// One word of a plain query and how it is to be matched.
package struct PlainWord: Sendable, Hashable {
  /// What the characters mean.
  package enum Form: Sendable, Hashable {
    case literal(String)
    /// `*` stands for any run of characters; holds at least one.
    case wildcard(String)
    case regex(String)
    case fuzzy(String, distance: Int)
  }
  /// Which match mode the word forces, if any.
  package enum Match: Sendable, Hashable {
    /// The mode of the whole query.
    case byDefault
    /// `=w`: the folded form itself.
    case exact
    /// `stem:w`: every form with the same stem.
    case stem
  }
  package var form: Form
  package var match: Match

  package init(_ form: Form, match: Match = .byDefault) {
    self.form = form
    self.match = match
  }
}

/// One element of a phrase.
package indirect enum PhraseElement: Sendable, Hashable {
  /// As typed; it may hold several tokens ("citizen's", "co-production").
  case word(String)
  /// `*` stands for any run of characters; a lone `*` for any one token.
  case wildcard(String)
  /// `(a b OR c)`: one of several sequences.
  case alternatives([[PhraseElement]])
}
