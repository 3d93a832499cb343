// SPDX-License-Identifier: Apache-2.0

/// Bodies of documents that wait to be tagged together.
///
/// Tagging and indexing each read large tables. Taking turns after every document, they push each other's out of the
/// processor's caches, so some thousand documents are tagged in a row.
internal import Segments
internal import Tokenizing

final class TaggingQueue {
  private static let mostTokens = 1 << 17
  private let tagger: any ConceptTagger
  private let concepts: ConceptLayerWriter
  /// What a tagger reads of the bodies, one after another: thousands of small arrays would be far from each other.
  private var waiting = Tokens()
  /// For each body, where its tokens, sentences and blocks end.
  private var ends: [(tokens: Int, sentences: Int, blocks: Int)] = []

  init(_ tagger: any ConceptTagger, names: ConceptNames) {
    self.tagger = tagger
    concepts = ConceptLayerWriter(names: names)
  }

  /// Takes the body of the next document.
  func add(_ body: Tokens) {
    waiting.surfaces += body.surfaces
    waiting.gaps += body.gaps
    waiting.sentences += body.sentences
    waiting.blocks += body.blocks
    ends.append((waiting.count, waiting.sentences.count, waiting.blocks.count))
    if waiting.count >= Self.mostTokens { tagAll() }
  }

  /// The concepts of all documents.
  func finish() -> ConceptLayerWriter {
    tagAll()
    return concepts
  }

  private func tagAll() {
    var body = Tokens()
    var start = (tokens: 0, sentences: 0, blocks: 0)
    for end in ends {
      body.removeAll()
      body.surfaces += waiting.surfaces[start.tokens..<end.tokens]
      body.gaps += waiting.gaps[start.tokens..<end.tokens]
      body.sentences += waiting.sentences[start.sentences..<end.sentences]
      body.blocks += waiting.blocks[start.blocks..<end.blocks]
      concepts.endDocument(tagger.hits(in: body), length: body.count)
      start = end
    }
    waiting.removeAll()
    ends.removeAll(keepingCapacity: true)
  }
}
