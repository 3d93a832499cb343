// SPDX-License-Identifier: Apache-2.0

package import Querying
internal import Segments

/// The documents that are counted: all live ones, or those that a query matches.
package struct Subcorpus {
  let searcher: Searcher
  private let filter: QueryPlan?

  package init(_ searcher: Searcher, filter: QueryPlan? = nil) { (self.searcher, self.filter) = (searcher, filter) }

  /// Whether nothing is left out.
  var isWhole: Bool { filter == nil }

  func eachDocument(_ body: (_ segment: Int, _ document: UInt32) throws -> Void) throws {
    if let filter { return try filter.forEachMatch(body) }
    for (number, segment) in searcher.segments.enumerated() {
      for document in 0..<UInt32(clamping: segment.documentCount) where !segment.isDeleted(document) {
        try body(number, document)
      }
    }
  }

  /// The documents in the order of their ids, however they are spread over segments.
  package func documentsByID() throws -> [DocumentPlace] {
    var places: [DocumentPlace] = []
    try eachDocument { places.append(($0, $1)) }
    try DocumentOrder(searcher.segments).sort(&places)
    return places
  }

  /// Tokens of the bodies.
  package func tokens() throws -> Int {
    if isWhole { return searcher.statistics.tokens }
    let lengths = try searcher.segments.map { try $0.lengths(.body) }
    var total = 0
    try eachDocument { segment, document in total += Int(lengths[segment][document]) }
    return total
  }

  /// How often each unit occurs, segment by segment.
  ///
  /// - Parameter units: nil for a segment that is not asked about.
  func frequencies(_ units: [SegmentUnits?]) throws -> [UnitCounts] {
    let contexts = searcher.segments.map { SegmentContext($0) }
    let counts = units.map { TypeCounts(width: $0?.reader.typeCount ?? 0) }
    var stretches = [[TokenStretch]](repeating: [], count: units.count)
    try eachDocument { segment, document in
      guard let part = units[segment], part.forward.count(document) > 0 else { return }
      part.append(
        0..<part.forward.count(document), of: document, row: 0, of: 1, contexts[segment], to: &stretches[segment])
      if stretches[segment].count >= TokenStretch.batch {
        try part.reader.count(stretches[segment], into: counts[segment])
        stretches[segment].removeAll(keepingCapacity: true)
      }
    }
    return try units.indices.map { segment in
      guard let part = units[segment] else { return UnitCounts() }
      try part.reader.count(stretches[segment], into: counts[segment])
      try contexts[segment].throwIfFailed()
      return part.totals(counts[segment], row: 0, of: 1)
    }
  }
}

extension TokenStretch {
  /// So many are counted at a time.
  static let batch = 4096
}
