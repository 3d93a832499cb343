// SPDX-License-Identifier: Apache-2.0

/// The tokens of one field of the document that is being matched: surface ids, gaps, blocks, sentences, concept hits.
internal import Segments

final class DocumentTokens {
  private let context: SegmentContext
  private let field: Field
  private let forward: ForwardField
  private(set) var surfaces: [UInt32] = []
  private var gaps: [UInt32] = []
  private(set) var structure = DocumentStructure()
  private(set) var barriers: [UInt32] = []
  private var hits: [StoredHit]?
  private var document: UInt32 = .max
  private var letters: [UInt32: Bool] = [:]
  /// Index of the block that was asked for last: questions mostly come in order.
  private var lastBlock = 0

  init(context: SegmentContext, field: Field) throws {
    (self.context, self.field) = (context, field)
    forward = try context.segment.forward(field)
  }

  var count: UInt32 { UInt32(clamping: surfaces.count) }

  func load(_ document: UInt32) {
    guard document != self.document else { return }
    self.document = document
    surfaces.removeAll(keepingCapacity: true)
    gaps.removeAll(keepingCapacity: true)
    (hits, lastBlock) = (nil, 0)
    context.attempt {
      let all = 0..<forward.count(document)
      try forward.appendSurfaces(of: document, all, to: &surfaces)
      try forward.appendGapSymbols(of: document, all, to: &gaps)
    }
    structure = context.structure(document, field)
    barriers = field == .body ? structure.barriers : []
    if gaps.count < surfaces.count { surfaces.removeLast(surfaces.count - gaps.count) }
  }

  private func block(_ position: UInt32) -> Int {
    let blocks = structure.blocks
    if lastBlock < blocks.count, blocks[lastBlock].firstToken <= position,
      lastBlock + 1 == blocks.count || position < blocks[lastBlock + 1].firstToken
    {
      return lastBlock
    }
    var (low, high) = (0, blocks.count)
    while low < high {
      let middle = (low + high) / 2
      if blocks[middle].firstToken <= position { low = middle + 1 } else { high = middle }
    }
    lastBlock = max(low - 1, 0)
    return lastBlock
  }

  func language(_ position: UInt32) -> UInt8 {
    let index = block(position)
    return index < structure.blocks.count ? structure.blocks[index].language : 0
  }

  func kind(_ position: UInt32) -> UInt8 {
    let index = block(position)
    return index < structure.blocks.count ? structure.blocks[index].kind : 255
  }

  /// From 1.
  func placeInBlock(_ position: UInt32) -> UInt32 {
    let index = block(position)
    return position &- (index < structure.blocks.count ? structure.blocks[index].firstToken : 0) &+ 1
  }

  /// Whether a hyphen joins the token to the one before.
  func isJoined(_ position: UInt32) -> Bool { forward.gaps.code(gaps[Int(position)]) == 2 }

  func bearsLetter(_ position: UInt32) -> Bool {
    let surface = surfaces[Int(position)]
    if let known = letters[surface] { return known }
    let answer = forward.surfaces.string(surface).unicodeScalars.contains(where: \.properties.isAlphabetic)
    letters[surface] = answer
    return answer
  }

  private func allHits() -> [StoredHit] {
    if let hits { return hits }
    var found: [StoredHit] = []
    if field == .body, let layer = context.segment.concepts {
      context.attempt { found = try layer.hits(of: document) }
    }
    hits = found
    return found
  }

  func isInside(_ concepts: Set<UInt32>, _ position: UInt32) -> Bool {
    allHits().contains { $0.start <= position && position < $0.end && concepts.contains($0.concept) }
  }

  func hitEnds(of concepts: Set<UInt32>, at position: UInt32) -> [UInt32] {
    Set(allHits().filter { $0.start == position && concepts.contains($0.concept) }.map(\.end)).sorted()
  }

  /// Where a match that starts at `start` must have ended, whatever the pattern: at the next change of kind.
  func barrier(after start: UInt32) -> UInt32 {
    var (low, high) = (0, barriers.count)
    while low < high {
      let middle = (low + high) / 2
      if barriers[middle] <= start { low = middle + 1 } else { high = middle }
    }
    return low < barriers.count ? barriers[low] : count
  }

  func sentenceEnd(_ start: UInt32) -> UInt32 {
    let next = structure.sentence(of: start) + 1
    return next < structure.sentences.count ? structure.sentences[next] : count
  }

  func blockEnd(_ start: UInt32) -> UInt32 {
    let next = block(start) + 1
    return next < structure.blocks.count ? structure.blocks[next].firstToken : count
  }

  func pageEnd(_ start: UInt32) -> UInt32 {
    let page = structure.page(of: start)
    let borders = structure.blocks.filter { $0.firstToken > start }.map { ($0.firstToken, $0.page) }
    let turns = structure.pages.filter { $0.token > start }.map { ($0.token, $0.page) }
    return (borders + turns).filter { $0.1 != page }.map(\.0).min() ?? count
  }
}
