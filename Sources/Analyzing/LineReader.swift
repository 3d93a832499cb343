// SPDX-License-Identifier: Apache-2.0

package import Querying
package import Segments

/// Reads pieces of a document's text from surface forms and gaps, without inflating the rest.
///
/// Not safe to share between threads.
package final class LineReader {
  private let context: SegmentContext
  let field: Field
  private let forward: ForwardField
  private let ids: DocumentIDs
  /// The tokens loaded last, those of them that are spelled otherwise than their forms, and memory for texts.
  @exclusivity(unchecked) private var run = TokenRun()
  @exclusivity(unchecked) private var spellings: [Int: [UInt8]] = [:]
  @exclusivity(unchecked) private var bytes: [UInt8] = []
  /// The quotations of the block read last, in code points of the field's text.
  @exclusivity(unchecked) private var quotations: (document: UInt32, block: UInt32, ranges: [Range<Int>])?
  /// The gap symbols of the segment that hold a quotation mark.
  private lazy var markedGaps = Set(
    (0..<UInt32(forward.gaps.count)).filter { symbol in
      String(decoding: forward.gaps.utf8(symbol), as: UTF8.self).unicodeScalars.contains(where: InlineQuotations.isMark)
    })
  @exclusivity(unchecked) private var gapSymbols: [UInt32] = []
  /// The document of the last line, and its hits: a second line makes all of its structure worth having.
  private var lastDocument = UInt32.max
  private var lastHits: (document: UInt32, hits: DocumentHits)?

  package init(context: SegmentContext, field: Field) throws {
    (self.context, self.field) = (context, field)
    forward = try context.segment.forward(field)
    ids = try context.segment.ids
  }

  package func count(_ document: UInt32) -> Int { forward.count(document) }

  // MARK: Pieces

  /// Reads some tokens of a document, for the questions below; returns those there are.
  package func load(_ document: UInt32, _ range: Range<Int>) throws -> Range<Int> {
    try load(document, range, hasSpellings: true)
  }

  private func load(_ document: UInt32, _ range: Range<Int>, hasSpellings: Bool) throws -> Range<Int> {
    try forward.read(document, range, into: &run)
    if !spellings.isEmpty { spellings.removeAll() }
    if hasSpellings {
      for spelling in context.structure(document, field).spellings { spellings[Int(spelling.token)] = spelling.bytes }
    }
    return run.first..<run.first + run.surfaces.count
  }

  /// The text of some tokens, from the first one's start to the last one's end.
  ///
  /// - Parameters:
  ///   - opening: whether the gap before the first token comes with it.
  ///   - closing: whether the gap behind the last one does; a token that was read must follow.
  package func text(_ range: Range<Int>, opening: Bool = false, closing: Bool = false) -> String {
    bytes.removeAll(keepingCapacity: true)
    for token in range {
      if opening || token > range.lowerBound { appendGap(before: token) }
      if let spelling = spellings.isEmpty ? nil : spellings[token] {
        bytes.append(contentsOf: spelling)
      } else {
        bytes.append(contentsOf: forward.surfaces.utf8(run.surfaces[token - run.first]))
      }
    }
    if closing { appendGap(before: range.upperBound) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func appendGap(before token: Int) {
    let symbol = run.gaps[token - run.first]
    bytes.append(contentsOf: forward.gaps.utf8(symbol))
  }

  /// The characters before a token.
  package func gap(before token: Int) -> String { text(token..<token, closing: true) }

  /// What follows the last token of a document.
  package func rest(_ document: UInt32) -> String {
    guard let symbol = context.structure(document, field).rest else { return "" }
    return String(decoding: forward.gaps.utf8(symbol), as: UTF8.self)
  }

  // MARK: Lines

  /// A hit with `width` tokens on each side.
  ///
  /// - Parameter readsQuotationMarks: whether a hit between quotation marks is told from others.
  package func line(_ place: HitPlace, _ width: Int, _ readsQuotationMarks: Bool = false) throws -> ConcordanceLine {
    let (document, start, end) = (place.document, Int(place.span.start), Int(place.span.end))
    let total = forward.count(document)
    let from = max(start - max(width, 0), 0)
    let to = min(end + max(width, 0), total)
    let surroundings = try surroundings(of: place.span.start, in: document)
    let read = try load(document, from..<to, hasSpellings: surroundings.hasSpellings)
    guard start < end, end <= total, read.upperBound == to else {
      throw IndexError.damaged(path: context.segment.path, what: "a hit lies outside document \(document)")
    }
    let before = text(from..<start, closing: width > 0)
    var after = end < to ? text(end..<to, opening: true) : ""
    if to == total, width > 0 {
      after += surroundings.rest.map { String(decoding: forward.gaps.utf8($0), as: UTF8.self) } ?? ""
    }
    var line = ConcordanceLine(
      place: place, id: ids.string(document),
      page: surroundings.page == 0 ? nil : Int(surroundings.page),
      sentence: surroundings.sentence + 1, start: Int(run.codePoints[start - run.first].lowerBound),
      end: Int(run.codePoints[end - 1 - run.first].upperBound), before: before, match: text(start..<end), after: after,
      concepts: try concepts(place), isQuoted: surroundings.kind == Self.quote)
    if readsQuotationMarks, !line.isQuoted { line.isQuoted = try isBetweenMarks(place, at: line.start) }
    return line
  }

  /// Whether a code point, in the block in which a hit starts, stands between quotation marks.
  private func isBetweenMarks(_ place: HitPlace, at codePoint: Int) throws -> Bool {
    guard !markedGaps.isEmpty else { return false }
    let document = place.document
    let structure = context.structure(document, field)
    let blocks = structure.blocks
    let next = structure.block(of: place.span.start).map { $0 + 1 } ?? 0
    let start = next > 0 ? blocks[next - 1].firstToken : 0
    if quotations?.document != document || quotations?.block != start {
      let end = next < blocks.count ? Int(blocks[next].firstToken) : forward.count(document)
      // One more, whose gap holds the mark that closes the block.
      let wanted = Int(start)..<min(end + 1, forward.count(document))
      guard try holdsMarks(document, wanted, structure.rest) else {
        quotations = (document, start, [])
        return false
      }
      let range = try load(document, wanted)
      let hasNext = range.upperBound > end
      let text = text(range.lowerBound..<(hasNext ? end : range.upperBound), opening: true, closing: hasNext)
      let whole = hasNext ? text : text + rest(document)
      let base = Int(run.codePoints[0].lowerBound) - gap(before: range.lowerBound).unicodeScalars.count
      let ranges = InlineQuotations.ranges(in: whole.unicodeScalars)
      quotations = (document, start, ranges.map { $0.lowerBound + base..<$0.upperBound + base })
    }
    return quotations?.ranges.contains { $0.contains(codePoint) } ?? false
  }

  /// Whether any gap of some tokens, or what follows the last one, holds a quotation mark: most blocks have none, and
  /// their text need not be put together.
  private func holdsMarks(_ document: UInt32, _ range: Range<Int>, _ rest: UInt32?) throws -> Bool {
    gapSymbols.removeAll(keepingCapacity: true)
    try forward.appendGapSymbols(of: document, range, to: &gapSymbols)
    if let rest { gapSymbols.append(rest) }
    return gapSymbols.contains(where: markedGaps.contains)
  }

  private func surroundings(of token: UInt32, in document: UInt32) throws -> TokenSurroundings {
    if document == lastDocument { return TokenSurroundings(of: token, in: context.structure(document, field)) }
    lastDocument = document
    return try context.segment.surroundings(of: token, in: document, field)
  }

  private static let quote = BlockKindNames.rawValue("quote")

  private func concepts(_ place: HitPlace) throws -> [String] {
    guard field == .body, let layer = context.segment.concepts else { return [] }
    if lastHits?.document != place.document {
      lastHits = (place.document, DocumentHits(try layer.hits(of: place.document)))
    }
    var ids: Set<UInt32> = []
    _ = lastHits?.hits.contains(touching: place.span.start, place.span.end) { hit in
      ids.insert(hit.concept)
      return false
    }
    return ids.filter { Int($0) < layer.names.concepts.count }.map { layer.names.concepts[Int($0)] }.sorted()
  }
}
