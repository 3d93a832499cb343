// SPDX-License-Identifier: Apache-2.0

internal import Segments
internal import Tokenizing

/// Bodies of documents that wait to be tagged together.
///
/// Tagging and indexing each read large tables. Taking turns after every document, they push each other's out of the
/// processor's caches, so some thousand documents are tagged in a row.
final class TaggingQueue {
  private static let mostTokens = 1 << 17
  private let tagger: any ConceptTagger
  private let concepts: ConceptLayerWriter
  /// What a tagger reads of the bodies, one after another: thousands of small arrays would be far from each other.
  // No method is entered again while it runs.
  @exclusivity(unchecked) private var waiting = Tokens()
  /// For each body, where its tokens and blocks end.
  @exclusivity(unchecked) private var ends: [(tokens: Int, blocks: Int)] = []

  init(_ tagger: any ConceptTagger, names: ConceptNames) {
    self.tagger = tagger
    concepts = ConceptLayerWriter(names: names)
  }

  /// Takes the body of the next document.
  func add(_ body: Tokens) {
    let base = UInt32(truncatingIfNeeded: waiting.count)
    body.surfaces.withUnsafeBufferPointer { waiting.surfaces.append(contentsOf: $0) }
    body.gaps.withUnsafeBufferPointer { waiting.gaps.append(contentsOf: $0) }
    for sentence in body.sentences { waiting.sentences.append(base &+ sentence) }
    for var block in body.blocks {
      block.firstToken &+= base
      waiting.blocks.append(block)
    }
    ends.append((waiting.count, waiting.blocks.count))
    if waiting.count >= Self.mostTokens { tagAll() }
  }

  /// The concepts of all documents.
  func finish() -> ConceptLayerWriter {
    tagAll()
    return concepts
  }

  private func tagAll() {
    // Out of the object, so that no tagger makes a copy of them.
    var bodies = Tokens()
    swap(&bodies, &waiting)
    var start = (tokens: 0, blocks: 0)
    for end in ends {
      let body = DocumentBounds(tokens: start.tokens..<end.tokens, blocks: start.blocks..<end.blocks)
      concepts.endDocument(tagger.hits(in: body, of: bodies), length: body.tokens.count)
      start = end
    }
    bodies.removeAll()
    ends.removeAll(keepingCapacity: true)
    swap(&bodies, &waiting)
  }
}
