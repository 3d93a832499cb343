// SPDX-License-Identifier: Apache-2.0

/// Reads pieces of a document's text from surface forms and gaps, without inflating the rest.
package import Querying
package import Segments

package struct LineReader {
  private let context: SegmentContext
  let field: Field
  private let forward: ForwardField

  package init(context: SegmentContext, field: Field) throws {
    (self.context, self.field) = (context, field)
    forward = try context.segment.forward(field)
  }

  /// The text of some tokens of a document, with what stands between them.
  package struct Piece: Sendable {
    /// Index of the first token.
    package var first: Int
    fileprivate var run: TokenRun
    fileprivate var spellings: [Int: [UInt8]]
    fileprivate let forward: ForwardField

    package var range: Range<Int> { first..<first + run.surfaces.count }

    /// The text of the tokens `range`, from the first one's start to the last one's end.
    package func text(_ range: Range<Int>) -> String {
      var bytes: [UInt8] = []
      for token in range {
        if token > range.lowerBound { bytes.append(contentsOf: forward.gaps.utf8(run.gaps[token - first])) }
        append(token, to: &bytes)
      }
      return String(decoding: bytes, as: UTF8.self)
    }

    /// The characters before a token.
    package func gap(before token: Int) -> String {
      String(decoding: forward.gaps.utf8(run.gaps[token - first]), as: UTF8.self)
    }

    /// The place of a token in the field's text, in code points.
    package func codePoints(of token: Int) -> Range<UInt32> { run.codePoints[token - first] }

    package func surface(_ token: Int) -> UInt32 { run.surfaces[token - first] }

    private func append(_ token: Int, to bytes: inout [UInt8]) {
      if let spelling = spellings[token] {
        bytes.append(contentsOf: spelling)
      } else {
        bytes.append(contentsOf: forward.surfaces.utf8(run.surfaces[token - first]))
      }
    }
  }

  package func count(_ document: UInt32) -> Int { forward.count(document) }

  package func piece(_ document: UInt32, _ range: Range<Int>) throws -> Piece {
    try piece(document, range, hasSpellings: true)
  }

  private func piece(_ document: UInt32, _ range: Range<Int>, hasSpellings: Bool) throws -> Piece {
    let run = try forward.tokens(of: document, range)
    var spellings: [Int: [UInt8]] = [:]
    if hasSpellings {
      for spelling in context.structure(document, field).spellings { spellings[Int(spelling.token)] = spelling.bytes }
    }
    return Piece(first: run.first, run: run, spellings: spellings, forward: forward)
  }

  /// What follows the last token of a document.
  package func rest(_ document: UInt32) -> String {
    guard let symbol = context.structure(document, field).rest else { return "" }
    return String(decoding: forward.gaps.utf8(symbol), as: UTF8.self)
  }

  /// A hit with `width` tokens on each side.
  package func line(_ place: HitPlace, _ width: Int) throws -> ConcordanceLine {
    let (document, start, end) = (place.document, Int(place.span.start), Int(place.span.end))
    let total = forward.count(document)
    let from = max(start - max(width, 0), 0)
    let to = min(end + max(width, 0), total)
    let surroundings = try context.segment.surroundings(of: place.span.start, in: document, field)
    let piece = try piece(document, from..<to, hasSpellings: surroundings.hasSpellings)
    guard start < end, end <= total, piece.range.upperBound == to else {
      throw IndexError.damaged(path: context.segment.path, what: "a hit lies outside document \(document)")
    }
    var before = from < start ? piece.text(from..<start) : ""
    if width > 0 { before += piece.gap(before: start) }
    var after = end < to ? piece.gap(before: end) + piece.text(end..<to) : ""
    if to == total, width > 0 {
      after += surroundings.rest.map { String(decoding: forward.gaps.utf8($0), as: UTF8.self) } ?? ""
    }
    return ConcordanceLine(
      place: place, id: try context.segment.ids.string(document),
      page: surroundings.page == 0 ? nil : Int(surroundings.page),
      sentence: surroundings.sentence + 1, start: Int(piece.codePoints(of: start).lowerBound),
      end: Int(piece.codePoints(of: end - 1).upperBound), before: before, match: piece.text(start..<end), after: after,
      concepts: try concepts(place), isQuoted: surroundings.kind == Self.quote)
  }

  private static let quote = BlockKindNames.rawValue("quote")

  private func concepts(_ place: HitPlace) throws -> [String] {
    guard field == .body, let layer = context.segment.concepts else { return [] }
    let hits = try layer.hits(of: place.document)
    let ids = hits.filter { $0.start < place.span.end && place.span.start < $0.end }.map(\.concept)
    return Set(ids).filter { Int($0) < layer.names.concepts.count }.map { layer.names.concepts[Int($0)] }.sorted()
  }
}
