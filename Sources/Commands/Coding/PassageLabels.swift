// SPDX-License-Identifier: Apache-2.0

internal import Indexing
internal import Segments
internal import Tagging

/// The labels that the index's own copy of a lexicon gives to passages, asked by their tokens.
///
/// Not safe to share between threads.
final class PassageLabels {
  private let lexicon: CompiledLexicon
  private var taggers: [Int: Tagger] = [:]

  init(_ reader: IndexReader) throws {
    guard let lexicon = try PassageClassifier.lexicon(of: reader) else {
      throw CommandFailure(
        "\(reader.directory) was built without a lexicon that classifies, so passages have no labels; name a metadata "
          + "field, or build it with --lexicon Lexicons/NAME")
    }
    self.lexicon = lexicon
  }

  /// For each stretch of tokens the label of the passage in which it begins.
  func labels(
    of stretches: [Range<Int>], in document: UInt32, of segment: SegmentReader, number: Int
  ) throws -> [String?] {
    if stretches.isEmpty { return [] }
    let tagger = try taggers[number] ?? Tagger(lexicon, vocabulary: try StoredTokens.vocabulary(of: segment))
    taggers[number] = tagger
    let tokens = try StoredTokens.tokens(of: document, in: segment)
    let passages = tagger.tag(tokens, headings: PassageClassifier.headings).passages
    return stretches.map { stretch in passages.first { $0.tokens.contains(stretch.lowerBound) }?.label }
  }
}
