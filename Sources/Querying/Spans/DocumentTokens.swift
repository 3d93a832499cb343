// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// The tokens of one field of the document that is being matched: surface ids, gaps, blocks, sentences, concept hits.
final class DocumentTokens {
  private let context: SegmentContext
  private let field: Field
  private let forward: ForwardField
  let types: TokenTypes
  private var surfaceIDs: [UInt32] = []
  private var gaps: [UInt32] = []
  private var hasText = false
  private var hasStructure = false
  private var loadedStructure = DocumentStructure()
  private var loadedBarriers: [UInt32] = []
  private var pageBorders: [UInt32]?
  private var hits: DocumentHits?
  private var document: UInt32 = .max
  private var letters: [UInt32: Bool] = [:]
  /// Index of the block that was asked for last: questions mostly come in order.
  private var lastBlock = 0

  init(context: SegmentContext, field: Field) throws {
    (self.context, self.field) = (context, field)
    forward = try context.segment.forward(field)
    types = TokenTypes(forward, field == .body ? try context.segment.attributes : nil)
  }

  /// That of the query.
  var clock: QueryClock { context.clock }

  /// The number of tokens of the document.
  private(set) var count: UInt32 = 0

  /// Moves to a document; what is asked of it is read then.
  func load(_ document: UInt32) {
    guard document != self.document else { return }
    self.document = document
    count = UInt32(clamping: forward.count(document))
    (hits, pageBorders, lastBlock, hasText, hasStructure) = (nil, nil, 0, false, false)
  }

  private func loadText() {
    hasText = true
    surfaceIDs.removeAll(keepingCapacity: true)
    gaps.removeAll(keepingCapacity: true)
    context.attempt {
      let all = 0..<Int(count)
      try forward.appendSurfaces(of: document, all, to: &surfaceIDs)
      try forward.appendGapSymbols(of: document, all, to: &gaps)
    }
    // Where reading failed, nothing that is found will be used.
    surfaceIDs.append(contentsOf: repeatElement(.max, count: Int(count) - surfaceIDs.count))
    gaps.append(contentsOf: repeatElement(.max, count: Int(count) - gaps.count))
  }

  private func loadStructure() {
    hasStructure = true
    loadedStructure = context.structure(document, field)
    loadedBarriers = field == .body ? loadedStructure.barriers : []
  }

  var surfaces: [UInt32] {
    if !hasText { loadText() }
    return surfaceIDs
  }

  var structure: DocumentStructure {
    if !hasStructure { loadStructure() }
    return loadedStructure
  }

  private var barriers: [UInt32] {
    if !hasStructure { loadStructure() }
    return loadedBarriers
  }

  /// The reading of a token, where tokens have attributes.
  func reading(_ position: UInt32) -> UInt32 {
    var reading = UInt32.max
    context.attempt { reading = try types.type(of: forward.firstToken(of: document) + Int(position)).reading }
    return reading
  }

  private func block(_ position: UInt32) -> Int {
    let blocks = structure.blocks
    if lastBlock < blocks.count, blocks[lastBlock].firstToken <= position,
      lastBlock + 1 == blocks.count || position < blocks[lastBlock + 1].firstToken
    {
      return lastBlock
    }
    lastBlock = structure.block(of: position) ?? 0
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
  func isJoined(_ position: UInt32) -> Bool {
    if !hasText { loadText() }
    return forward.gaps.code(gaps[Int(position)]) == 2
  }

  func bearsLetter(_ position: UInt32) -> Bool {
    let surface = surfaces[Int(position)]
    if let known = letters[surface] { return known }
    let answer = forward.surfaces.string(surface).unicodeScalars.contains(where: \.properties.isAlphabetic)
    letters[surface] = answer
    return answer
  }

  private func allHits() -> DocumentHits {
    if let hits { return hits }
    var found: [StoredHit] = []
    if field == .body, let layer = context.segment.concepts {
      context.attempt { found = try layer.hits(of: document) }
    }
    let made = DocumentHits(found)
    hits = made
    return made
  }

  func isInside(_ concepts: Set<UInt32>, _ position: UInt32) -> Bool {
    allHits().contains(touching: position, position &+ 1) { concepts.contains($0.concept) }
  }

  func hitEnds(of concepts: Set<UInt32>, at position: UInt32) -> [UInt32] {
    var ends: Set<UInt32> = []
    _ = allHits().contains(touching: position, position &+ 1) { hit in
      if hit.start == position, concepts.contains(hit.concept) { ends.insert(hit.end) }
      return false
    }
    return ends.sorted()
  }

  /// Where a match that starts at `start` must have ended, whatever the pattern: at the next change of kind.
  func barrier(after start: UInt32) -> UInt32 { first(of: barriers, behind: start) }

  /// The first of some ascending positions behind another one; the document's end where there is none.
  private func first(of positions: [UInt32], behind start: UInt32) -> UInt32 {
    var (low, high) = (0, positions.count)
    while low < high {
      let middle = (low + high) / 2
      if positions[middle] <= start { low = middle + 1 } else { high = middle }
    }
    return low < positions.count ? positions[low] : count
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
    let borders = pageBorders ?? structure.pageBorders
    pageBorders = borders
    return first(of: borders, behind: start)
  }
}
