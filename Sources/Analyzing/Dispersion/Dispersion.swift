// SPDX-License-Identifier: Apache-2.0

package import Querying
internal import Segments

/// How the hits of a query are spread over a subcorpus.
package struct Dispersion: Sendable {
  /// What the parts are.
  package enum Parts: Sendable, Equatable {
    case documents
    /// The values of a metadata field; documents without one are a part too, and so are those with the same several
    /// values.
    case field(String)
    /// So many slices of the documents in the order of their ids, as equal as can be.
    case slices(Int)
  }
  package private(set) var hits = 0
  /// Hits in the title or blocks beside the body, which are not counted.
  package private(set) var hitsOutside = 0
  package private(set) var tokens = 0
  package private(set) var measures = DispersionMeasures([])
  package private(set) var averageReducedFrequency = 0.0

  package init(_ plan: QueryPlan, in subcorpus: Subcorpus, over parts: Parts) throws {
    let segments = plan.searcher.segments
    var found: [[UInt32: [UInt32]]] = segments.map { _ in [:] }
    var outside = 0
    try plan.forEachHitList { _, segment, document, lists in
      for list in lists where list.field != .body { outside += list.spans.count }
      found[segment][document] = lists.first { $0.field == .body }?.spans.map(\.start) ?? []
      return true
    }
    hitsOutside = outside
    let columns = try segments.map { segment -> FieldValues? in
      if case .field(let name) = parts { return try FieldValues(name, of: segment) }
      return nil
    }
    let lengths = try segments.map { try $0.lengths(.body) }
    var positions: [Int] = []
    var sizes: [String: (occurrences: Int, tokens: Int)] = [:]
    var (documents, total): ([(occurrences: Int, tokens: Int)], Int) = ([], 0)
    // Sums of decimals and the borders of slices depend on the order of documents.
    for (segment, document) in try subcorpus.documentsByID() {
      let starts = found[segment][document] ?? []
      let length = Int(lengths[segment][document])
      positions += starts.map { total + Int($0) }
      total += length
      documents.append((starts.count, length))
      if case .field = parts {
        let value = Set(columns[segment]?.strings(document) ?? []).sorted().joined(separator: "\u{1F}")
        sizes[value, default: (0, 0)].occurrences += starts.count
        sizes[value, default: (0, 0)].tokens += length
      }
    }
    (hits, tokens) = (positions.count, total)
    switch parts {
    case .documents: measures = DispersionMeasures(documents)
    case .field: measures = DispersionMeasures(Array(sizes.sorted { $0.key < $1.key }.map(\.value)))
    case .slices(let count): measures = DispersionMeasures(count <= total ? Self.slices(positions, total, count) : [])
    }
    averageReducedFrequency = AverageReducedFrequency.of(positions, tokens: total)
  }

  private static func slices(_ positions: [Int], _ tokens: Int, _ count: Int) -> [(occurrences: Int, tokens: Int)] {
    // Halves go to the even side.
    let borders = (0...count).map { Int((Double($0) * Double(tokens) / Double(count)).rounded(.toNearestOrEven)) }
    var index = 0
    return zip(borders, borders.dropFirst()).map { start, end in
      let first = index
      while index < positions.count, positions[index] < end { index += 1 }
      return (index - first, end - start)
    }
  }
}
