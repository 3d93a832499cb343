// SPDX-License-Identifier: Apache-2.0

/// Runs a lexicon's decision table over the stored tokens of documents.
internal import Documents
internal import Indexing
internal import Segments
internal import Tagging
internal import Tokenizing

struct PassageClassifier {
  var lexicon: CompiledLexicon
  /// The label that stands for "no label".
  var none: String

  private static let headings: Set<UInt8> = [BlockKind.title.rawValue, BlockKind.heading.rawValue]

  /// Classifies documents of one segment, in the order given. O(tokens), and the segment's vocabulary once.
  func classify(
    _ documents: [UInt32], in segment: SegmentReader, _ body: (ClassifiedDocument) throws -> Void
  ) throws {
    let tagger = Tagger(lexicon, vocabulary: try StoredTokens.vocabulary(of: segment))
    for document in documents {
      let tokens = try StoredTokens.tokens(of: document, in: segment)
      let tagged = tagger.tag(tokens, headings: PassageClassifier.headings)
      let forward = try segment.forward()
      let places = try forward.tokens(of: document, 0..<forward.count(document)).codePoints
      let structure = try segment.structure(document)
      let passages = tagged.passages.map { label in
        ClassifiedDocument.Passage(
          label: label, page: Int(structure.page(of: UInt32(label.tokens.lowerBound))),
          range: PassageClassifier.range(label.tokens, places))
      }
      try body(
        ClassifiedDocument(
          id: try segment.ids.string(document), text: try segment.text(document), tokens: tokens, tagged: tagged,
          passages: passages))
    }
  }

  private static func range(_ tokens: Range<Int>, _ places: [Range<UInt32>]) -> Range<Int> {
    guard !tokens.isEmpty, tokens.upperBound <= places.count else { return 0..<0 }
    return Int(places[tokens.lowerBound].lowerBound)..<Int(places[tokens.upperBound - 1].upperBound)
  }
}
