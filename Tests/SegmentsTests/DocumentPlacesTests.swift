// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
@testable import Segments

/// What is looked up by halves in a document is what going through all of it finds.
@Suite struct DocumentPlacesTests {
  private func structure(_ random: inout SeededGenerator) -> DocumentStructure {
    var made = DocumentStructure()
    var (token, page): (UInt32, UInt32) = (0, UInt32.random(in: 0...1, using: &random))
    for number in 0..<Int.random(in: 0...6, using: &random) {
      made.blocks.append(
        .init(firstToken: token, kind: UInt8(number % 3), language: 0, page: page, textStart: token * 4))
      for _ in 0..<Int.random(in: 1...9, using: &random) {
        if Int.random(in: 0..<3, using: &random) == 0 { made.sentences.append(token) }
        if page > 0, Int.random(in: 0..<5, using: &random) == 0 {
          page += 1
          made.pages.append(.init(token: token, page: page))
        }
        token += 1
      }
      if page > 0, Int.random(in: 0..<3, using: &random) == 0 { page += 1 }
    }
    return made
  }

  @Test func placesInAStructure() {
    var random = SeededGenerator(seed: 5)
    var (borders, turned) = (0, 0)
    for _ in 0..<500 {
      let structure = structure(&random)
      var last: UInt32?
      var wanted: [UInt32] = []
      for token in 0..<60 as Range<UInt32> {
        let block = structure.blocks.lastIndex { $0.firstToken <= token }
        #expect(structure.block(of: token) == block)
        #expect(structure.sentence(of: token) == structure.sentences.lastIndex { $0 <= token } ?? 0)
        let turn = structure.pages.last { $0.token <= token }
        let blockStart = block.map { structure.blocks[$0].firstToken } ?? 0
        let isTurned = turn.map { $0.token >= blockStart } ?? false
        let page = isTurned ? turn?.page ?? 0 : block.map { structure.blocks[$0].page } ?? 0
        #expect(structure.page(of: token) == page)
        if let last, page != last { wanted.append(token) }
        last = page
        turned += isTurned ? 1 : 0
        let surroundings = TokenSurroundings(of: token, in: structure)
        #expect(surroundings.kind == block.map { structure.blocks[$0].kind } ?? 255 && surroundings.page == page)
      }
      #expect(structure.pageBorders == wanted)
      borders += wanted.count
    }
    #expect(borders > 200 && turned > 200)
  }

  @Test func hitsThatTouchAPlace() {
    var random = SeededGenerator(seed: 6)
    var (touching, stopped) = (0, 0)
    for _ in 0..<500 {
      let hits = (0..<Int.random(in: 0...12, using: &random)).map { number in
        let start = UInt32.random(in: 0..<30, using: &random)
        let end = start + UInt32.random(in: 1...9, using: &random)
        return StoredHit(concept: UInt32(number), start: start, end: end, rule: 0, strength: 0, polarity: 0)
      }.sorted { $0.start < $1.start }
      let document = DocumentHits(hits)
      for start in 0..<40 as Range<UInt32> {
        let end = start + UInt32.random(in: 1...5, using: &random)
        var found: [UInt32] = []
        #expect(
          !document.contains(touching: start, end) {
            found.append($0.concept); return false
          })
        #expect(found.reversed() == hits.filter { $0.start < end && start < $0.end }.map(\.concept))
        touching += found.count
        if document.contains(touching: start, end, where: { $0.concept == 3 }) { stopped += 1 }
      }
    }
    #expect(touching > 1000 && stopped > 100)
  }
}
