// SPDX-License-Identifier: Apache-2.0

/// How often each word, form, stem or value occurs in a subcorpus, and in how many documents.
package import Querying
internal import Segments

package struct FrequencyList: Sendable {
  package struct Row: Sendable, Equatable {
    package var key: String
    package var occurrences: Int
    package var documents: Int
  }
  /// By falling frequency; equal ones by their bytes.
  package private(set) var rows: [Row] = []
  package private(set) var tokens = 0
  package private(set) var documents = 0

  package init(_ unit: CountedUnit, in subcorpus: Subcorpus) throws {
    var found: [String: (occurrences: Int, documents: Int)] = [:]
    for case let part? in try Self.counts(unit, subcorpus, &tokens, &documents) {
      for unit in part.occurrences.units {
        let key = try part.units.key(unit)
        if case .attribute = part.units.unit, key.isEmpty { continue }
        found[key, default: (0, 0)].occurrences += part.occurrences[unit]
        found[key, default: (0, 0)].documents += part.documents[unit]
      }
    }
    rows = found.map { Row(key: $0.key, occurrences: $0.value.occurrences, documents: $0.value.documents) }
    rows.sort { one, other in
      one.occurrences != other.occurrences
        ? one.occurrences > other.occurrences : one.key.utf8.lexicographicallyPrecedes(other.key.utf8)
    }
  }

  private struct Part {
    let units: SegmentUnits
    var occurrences = UnitCounts()
    var documents = UnitCounts()
    /// For each unit, the document it was last seen in, plus 1.
    var last = UnitCounts()
  }

  private static func counts(
    _ unit: CountedUnit, _ subcorpus: Subcorpus, _ tokens: inout Int, _ documents: inout Int
  ) throws -> [Part?] {
    let segments = subcorpus.searcher.segments
    let contexts = segments.map { SegmentContext($0) }
    var parts = [Part?](repeating: nil, count: segments.count)
    var (total, seen) = (0, 0)
    try subcorpus.eachDocument { segment, document in
      var part = try parts[segment] ?? Part(units: SegmentUnits(unit, segments[segment]))
      parts[segment] = nil
      defer { parts[segment] = part }
      let count = part.units.forward.count(document)
      let first = part.units.forward.firstToken(of: document)
      total += count
      seen += count > 0 ? 1 : 0
      try part.units.eachRun(document, 0..<count, contexts[segment]) { range, table in
        for token in range {
          let unit = table[Int(try part.units.types.type(of: first + token).reading)]
          part.occurrences.add(unit)
          let before = part.last[unit]
          if before != Int(document) + 1 {
            part.last.add(unit, Int(document) + 1 - before)
            part.documents.add(unit)
          }
        }
      }
    }
    (tokens, documents) = (total, seen)
    return parts
  }
}
