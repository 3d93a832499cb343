// SPDX-License-Identifier: Apache-2.0

package import Segments
package import Tokenizing

/// What indexing asks of a tagger: a way to make one for each worker, and what its numbers stand for.
package struct ConceptTagging: Sendable {
  package var names: ConceptNames
  /// Makes a tagger that reads tokens of the given vocabulary; each worker has its own.
  package var makeTagger: @Sendable (Vocabulary) -> any ConceptTagger

  package init(names: ConceptNames, makeTagger: @escaping @Sendable (Vocabulary) -> any ConceptTagger) {
    (self.names, self.makeTagger) = (names, makeTagger)
  }
}

package protocol ConceptTagger: AnyObject {
  /// The hits in the body of a document, one of several whose tokens stand one after another, by start; places are
  /// counted from its first token. Of the tokens no offsets are given.
  func hits(in document: DocumentBounds, of tokens: Tokens) -> [StoredHit]
}

extension ConceptTagger {
  /// The hits in the body of a document that stands alone.
  package func hits(in tokens: Tokens) -> [StoredHit] { hits(in: tokens.whole, of: tokens) }
}
