// SPDX-License-Identifier: Apache-2.0

package import Patterns
package import Segments

/// A query after its words were looked up: what is left is to walk postings.
///
/// A part of a query that matches documents.
package indirect enum QueryNode {
  /// Something at positions of one field.
  case match(PositionalNode, Field)
  /// All of `required`, none of `excluded`.
  case all(required: [QueryNode], excluded: [QueryNode])
  case any([QueryNode])
  /// The first where it matches a document, the second in documents where it does not.
  case preferring(QueryNode, otherwise: QueryNode)
  /// Matches, but neither scores nor shows hits.
  case silent(QueryNode)
  /// A condition on metadata.
  case filter(FieldFilter)
  /// Documents that have a block of one of the kinds.
  case hasBlock(Set<UInt8>)
  /// A CQL pattern, verified token by token.
  case spans(SpanNode)
  case nothing
}

/// A part of a query that matches at positions.
package indirect enum PositionalNode {
  case term(TermSet)
  /// Side by side; nil is any one token.
  case sequence([PositionalNode?])
  case either([PositionalNode])
  case near(PositionalNode, PositionalNode, distance: Int)
  /// Only inside blocks of these kinds.
  case inBlocks(PositionalNode, kinds: Set<UInt8>)
}

/// One or more terms that stand for one word of a query, with where they are found in each segment.
package struct TermSet {
  enum Kind {
    /// Words and joined forms, each with positions.
    case forms
    /// Stems of several languages; the languages by the namespaces of their terms.
    case stems
    /// Concepts of the concept layer, by their numbers in each segment.
    case concepts([Set<UInt32>])
  }
  var kind: Kind
  /// The terms in each segment of the index; none where it has none.
  var terms: [[TermInfo]]
  /// Live documents and occurrences of all the terms that score together: exact for one term, an upper bound of documents
  /// for several.
  var documents: Int
  var occurrences: Int
  /// Whether a match scores a constant 1 where it stands alone: wildcards, regular expressions, edit distances.
  var isConstant = false

  /// A bit for each language in which the word is a stop word: its stems in them match but do not score.
  var stopLanguages: UInt32 = 0

  var isEmpty: Bool { terms.allSatisfy(\.isEmpty) }

  /// Whether a term is a stem that does not score.
  func isStop(_ info: TermInfo) -> Bool {
    guard stopLanguages != 0, let language = info.namespace.stemLanguage else { return false }
    return stopLanguages >> UInt32(language & 31) & 1 == 1
  }

  /// Whether any of its terms scores; true where there is none at all.
  var scores: Bool {
    stopLanguages == 0 || isEmpty || terms.contains { $0.contains { !isStop($0) } }
  }
}
