// SPDX-License-Identifier: Apache-2.0
package import Tokenizing

/// What a span matcher asks about distinct words, columns, concepts and block kinds: answered by an index or by a
/// vocabulary, once per distinct value and never per token.
package protocol SpanEnvironment {
  /// The surface form with that number.
  func surface(_ word: UInt32) -> String
  /// Its folded form.
  func folded(_ word: UInt32) -> String
  /// Its folded stem.
  func stem(_ word: UInt32, _ language: Language) -> String
  /// The folded stem of a word that a pattern names.
  func stem(ofText word: String, _ language: Language) -> String
  /// The value with that number in a column such as `pos` or `lemma`.
  func columnValue(_ column: String, _ value: UInt32) -> String
  /// The numbers of a concept (with `narrower`, also of those below it) as they stand in `SpanText.concepts`.
  func concepts(_ id: String, narrower: Bool) -> Set<UInt16>
  /// The name of a block kind, such as `list-item`.
  func kindName(_ kind: UInt8) -> String
}

extension SpanEnvironment {
  package func columnValue(_ column: String, _ value: UInt32) -> String { "" }
  package func concepts(_ id: String, narrower: Bool) -> Set<UInt16> { [] }
  package func kindName(_ kind: UInt8) -> String { "" }
}

/// The environment of text that was just tokenized: words only.
package struct VocabularyEnvironment: SpanEnvironment {
  private let vocabulary: Vocabulary
  private let stemming = Stemming()

  package init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  package func surface(_ word: UInt32) -> String { vocabulary.string(word) }
  package func folded(_ word: UInt32) -> String { vocabulary.folded(word) }
  package func stem(_ word: UInt32, _ language: Language) -> String {
    vocabulary.stemString(vocabulary.stem(of: word, language), language)
  }
  package func stem(ofText word: String, _ language: Language) -> String { stemming.stem(word, language) }
}
