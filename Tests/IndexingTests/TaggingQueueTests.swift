// SPDX-License-Identifier: Apache-2.0

import Bytes
import Segments
import TestSupport
import Testing
import Tokenizing
@testable import Indexing

/// Bodies tagged in a row give the concept layer that tagging one after another gives, in the same order.
@Suite struct TaggingQueueTests {
  /// Marks each token that is the same as the one before, or is told by its gap, a sentence or a block.
  private final class Tagger: ConceptTagger {
    private(set) var bodies = 0

    func hits(in document: DocumentBounds, of tokens: Tokens) -> [StoredHit] {
      bodies += 1
      let (range, surfaces) = (document.tokens, tokens.surfaces)
      var places = Set(range.dropFirst().filter { surfaces[$0] == surfaces[$0 - 1] })
      places.formUnion(range.filter { tokens.gaps[$0] == 9 })
      places.formUnion(tokens.sentences.lazy.map { Int($0) }.filter(range.contains))
      places.formUnion(tokens.blocks[document.blocks].map { Int($0.firstToken) })
      return places.sorted().map { place in
        let start = UInt32(place - range.lowerBound)
        return StoredHit(concept: 0, start: start, end: start + 1, rule: 0, strength: 0, polarity: 0)
      }
    }
  }

  @Test func keepsTheOrderOfDocuments() throws {
    let names = ConceptNames(lexiconHash: "h", concepts: ["again"], rules: ["r"], broader: [""])
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 3)
    let (tagger, plain) = (Tagger(), ConceptLayerWriter(names: names))
    let queue = TaggingQueue(tagger, names: names)
    var body = Tokens()
    var early = 0
    for document in 0..<60 {
      // Some are empty, some longer than the queue.
      let count = document % 7 == 0 ? 0 : Int.random(in: 1...(document % 11 == 0 ? 200_000 : 16_000), using: &random)
      body.removeAll()
      body.surfaces = (0..<count).map { _ in UInt32.random(in: 0..<40, using: &random) }
      body.gaps = (0..<count).map { _ in UInt8.random(in: 0..<10, using: &random) }
      body.sentences = (0..<UInt32(count)).filter { _ in Int.random(in: 0..<20, using: &random) == 0 }
      body.blocks = (0..<UInt32(count)).filter { _ in Int.random(in: 0..<90, using: &random) == 0 }.map {
        TokenBlock(firstToken: $0, kind: 2, language: .english, page: 0, textStart: 0)
      }
      plain.endDocument(Tagger().hits(in: body), length: count)
      queue.add(body)
      early = tagger.bodies > 0 && tagger.bodies <= document ? early + 1 : early
    }
    #expect(early > 10 && tagger.bodies < 60)
    let (own, wanted) = (folder.path + "/own", folder.path + "/plain")
    #expect(try queue.finish().write(to: own) == plain.write(to: wanted))
    #expect(tagger.bodies == 60)
    #expect(try Files.read(own) == Files.read(wanted))
  }
}
