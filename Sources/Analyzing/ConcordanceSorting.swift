// SPDX-License-Identifier: Apache-2.0

/// Puts the hits of a concordance in order: by their text, by what stands beside it, or by their documents.
internal import Querying
package import Segments

/// The sort keys of a concordance. Hits of equal keys stand by document id, then by position.
package enum ConcordanceOrder: Sendable, Equatable {
  /// By the document's id, then by position.
  case position
  case document
  /// The matched words, then those to the right.
  case match
  /// The words to the left, nearest first.
  case left
  case right
  /// A metadata field.
  case field(String)

  /// The order with that name on the command line: anything else is a metadata field.
  package init(name: String) {
    switch name {
    case "position": self = .position
    case "document", "id": self = .document
    case "match", "node": self = .match
    case "left": self = .left
    case "right": self = .right
    default: self = .field(name)
    }
  }
}

struct ConcordanceSorting {
  let segments: [SegmentReader]
  /// Words beyond this many do not decide.
  private static let depth = 5

  func sorted(_ places: [HitPlace], by order: ConcordanceOrder) throws -> [HitPlace] {
    if order == .position { return places }
    var keyed: [(key: [String], index: Int)] = []
    keyed.reserveCapacity(places.count)
    let contexts = segments.map { SegmentContext($0) }
    for (index, place) in places.enumerated() {
      keyed.append((try key(place, contexts[place.segment], order), index))
    }
    keyed.sort { one, other in
      if one.key != other.key { return one.key.lexicographicallyPrecedes(other.key) }
      return one.index < other.index
    }
    return keyed.map { places[$0.index] }
  }

  private func key(_ place: HitPlace, _ context: SegmentContext, _ order: ConcordanceOrder) throws -> [String] {
    let (start, end) = (Int(place.span.start), Int(place.span.end))
    switch order {
    case .position: return []
    case .document: return [try context.segment.ids.string(place.document)]
    case .match: return try words(place, context, start..<end + Self.depth)
    case .right: return try words(place, context, end..<end + Self.depth)
    case .left: return try words(place, context, max(start - Self.depth, 0)..<start).reversed()
    case .field(let name):
      guard let column = try context.segment.column(name) else { return [] }
      // Numbers of one sign sort as text once they are equally long.
      return column.strings(place.document).map { text in
        Double(text) == nil ? text : String(repeating: "0", count: max(0, 20 - text.utf8.count)) + text
      }
    }
  }

  private func words(_ place: HitPlace, _ context: SegmentContext, _ range: Range<Int>) throws -> [String] {
    let forward = try context.segment.forward(place.field)
    var surfaces: [UInt32] = []
    try forward.appendSurfaces(of: place.document, range, to: &surfaces)
    return surfaces.map { FoldedText.of(forward.surfaces.string($0)) }
  }
}
