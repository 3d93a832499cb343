// SPDX-License-Identifier: Apache-2.0

/// Bodies of documents that wait to be tagged together.
///
/// Tagging and indexing each read large tables. Taking turns after every document, they push each other's out of the
/// processor's caches, so some hundred documents are tagged in a row.
internal import Segments
internal import Tokenizing

final class TaggingQueue {
  private static let mostTokens = 1 << 15
  private let tagger: any ConceptTagger
  private let concepts: ConceptLayerWriter
  private var bodies: [Tokens] = []
  /// Room of bodies that have been tagged.
  private var spares: [Tokens] = []
  private var count = 0

  init(_ tagger: any ConceptTagger, names: ConceptNames) {
    self.tagger = tagger
    concepts = ConceptLayerWriter(names: names)
  }

  /// Takes the body of the next document and gives room for another.
  func take(_ body: inout Tokens) {
    var room = spares.popLast() ?? Tokens()
    swap(&body, &room)
    add(room)
  }

  /// Takes the body of the next document.
  func add(_ body: Tokens) {
    count += body.count
    bodies.append(body)
    if count >= Self.mostTokens { tagAll() }
  }

  /// The concepts of all documents.
  func finish() -> ConceptLayerWriter {
    tagAll()
    return concepts
  }

  private func tagAll() {
    for body in bodies { concepts.endDocument(tagger.hits(in: body), length: body.count) }
    swap(&spares, &bodies)
    bodies.removeAll(keepingCapacity: true)
    count = 0
  }
}
