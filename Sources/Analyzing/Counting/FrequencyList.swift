// SPDX-License-Identifier: Apache-2.0

package import Querying
internal import Segments

/// How often each word, form, stem or value occurs in a subcorpus, and in how many documents.
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
    if unit == .word, subcorpus.isWhole {
      try readDictionaries(subcorpus.searcher)
    } else {
      try countTokens(unit, subcorpus)
    }
    // Rows come by their keys, and the sort is stable.
    let most = rows.reduce(0) { max($0, $1.occurrences) }
    var sorting = RankSort(count: rows.count)
    sorting.sort(by: rows.map { UInt32(clamping: most - $0.occurrences) })
    rows = sorting.order.map { rows[Int($0)] }
  }

  /// Rows of one segment, or of several that number their units apart, by the bytes of their keys.
  private mutating func add(_ parts: [[Row]]) {
    if parts.count == 1 { return rows = parts[0] }
    var found: [String: Int] = [:]
    for row in parts.joined() {
      if let known = found[row.key] {
        rows[known].occurrences += row.occurrences
        rows[known].documents += row.documents
      } else {
        found[row.key] = rows.count
        rows.append(row)
      }
    }
    rows.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  /// The dictionaries know how often words occur in the whole index.
  private mutating func readDictionaries(_ searcher: Searcher) throws {
    var parts: [[Row]] = []
    for segment in searcher.segments {
      var part: [Row] = []
      var cursor = try segment.terms(from: [UInt8]())
      while try cursor.next(), cursor.namespace == .word, cursor.field == .body {
        let info = try cursor.info
        guard info.documents > 0 else { continue }
        let key = String(decoding: cursor.form, as: UTF8.self)
        part.append(Row(key: key, occurrences: info.occurrences, documents: info.documents))
      }
      parts.append(part)
      let lengths = try segment.lengths(.body)
      for document in 0..<UInt32(clamping: segment.documentCount) where !segment.isDeleted(document) {
        tokens += Int(lengths[document])
        documents += lengths[document] > 0 ? 1 : 0
      }
    }
    add(parts)
  }

  private mutating func countTokens(_ unit: CountedUnit, _ subcorpus: Subcorpus) throws {
    let segments = subcorpus.searcher.segments
    let contexts = segments.map { SegmentContext($0) }
    var parts: [(units: SegmentUnits, tally: UnitTally)?] = segments.map { _ in nil }
    var (total, seen) = (0, 0)
    try subcorpus.eachDocument { segment, document in
      let part = try parts[segment] ?? (SegmentUnits(unit, segments[segment]), UnitTally())
      parts[segment] = part
      try part.units.withUnits(of: document, contexts[segment]) { units in
        total += units.count
        seen += units.isEmpty ? 0 : 1
        part.tally.add(units, document)
      }
    }
    (tokens, documents) = (total, seen)
    for context in contexts { try context.throwIfFailed() }
    add(try parts.compactMap { try $0.map { try Self.rows($0.units, $0.tally) } })
  }

  private static func rows(_ units: SegmentUnits, _ tally: UnitTally) throws -> [Row] {
    let names = units.names
    var rows: [Row] = []
    for unit in tally.occurrences.indices where tally.occurrences[unit] > 0 {
      let key = try names.name(UInt32(unit))
      rows.append(Row(key: key, occurrences: Int(tally.occurrences[unit]), documents: Int(tally.documents[unit])))
    }
    if case .terms = names {} else { rows.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } }
    return rows
  }
}

/// Occurrences of units, and documents that hold them.
private final class UnitTally {
  @exclusivity(unchecked) private(set) var occurrences: [UInt32] = []
  @exclusivity(unchecked) private(set) var documents: [UInt32] = []
  /// For each unit, the document it was last seen in, plus 1.
  @exclusivity(unchecked) private var last: [UInt32] = []

  /// Adds the units of a document.
  func add(_ units: UnsafeBufferPointer<UInt32>, _ document: UInt32) {
    guard let highest = units.max() else { return }
    if Int(highest) >= last.count {
      let more = repeatElement(UInt32(0), count: max(Int(highest) + 1, 2 * last.count) - last.count)
      occurrences.append(contentsOf: more)
      documents.append(contentsOf: more)
      last.append(contentsOf: more)
    }
    let stamp = document &+ 1
    for unit in units {
      let index = Int(unit)
      occurrences[index] &+= 1
      if last[index] != stamp {
        last[index] = stamp
        documents[index] &+= 1
      }
    }
  }
}
