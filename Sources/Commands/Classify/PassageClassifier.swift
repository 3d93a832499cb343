// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import Documents
internal import Indexing
internal import Segments
internal import Tagging
internal import Tokenizing

/// Runs a lexicon's decision table over the stored tokens of documents.
struct PassageClassifier {
  var lexicon: CompiledLexicon
  /// The label that stands for "no label".
  var none: String

  /// The first lexicon of an index's own copies that says which labels passages have; nil for none.
  static func lexicon(of reader: IndexReader) throws -> CompiledLexicon? {
    try LexiconSources.copy(in: reader.directory)?.compile().first { $0.classification != nil }
  }

  /// Kinds of blocks that no passage reaches across.
  static let headings: Set<UInt8> = [BlockKind.title.rawValue, BlockKind.heading.rawValue]

  /// Classifies documents in the order given. O(tokens), and the vocabulary of each segment once.
  func classify(
    _ places: [DocumentPlace], in segments: [SegmentReader], _ body: (ClassifiedDocument) throws -> Void
  ) throws {
    var taggers: [Int: Tagger] = [:]
    for (number, document) in places {
      let segment = segments[number]
      let tagger = try taggers[number] ?? Tagger(lexicon, vocabulary: try StoredTokens.vocabulary(of: segment))
      taggers[number] = tagger
      try body(try classified(document, in: segment, by: tagger))
    }
  }

  private func classified(
    _ document: UInt32, in segment: SegmentReader, by tagger: Tagger
  ) throws -> ClassifiedDocument {
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
    return ClassifiedDocument(
      id: try segment.ids.string(document), text: try segment.text(document), tokens: tokens, tagged: tagged,
      passages: passages)
  }

  private static func range(_ tokens: Range<Int>, _ places: [Range<UInt32>]) -> Range<Int> {
    guard !tokens.isEmpty, tokens.upperBound <= places.count else { return 0..<0 }
    return Int(places[tokens.lowerBound].lowerBound)..<Int(places[tokens.upperBound - 1].upperBound)
  }
}
