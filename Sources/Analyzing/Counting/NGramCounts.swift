// SPDX-License-Identifier: Apache-2.0

package import Querying
internal import Segments

/// How often each run of n neighbouring units occurs, and in how many documents.
///
/// Memory does not grow with the corpus: runs are counted in a table of fixed size. When it is full, those with a high
/// hash are put off, and the corpus is walked again for them. What grows is only the rows that are asked for.

/// Which runs are counted: how long, of what, and what they do not reach across.
package struct NGramOptions: Sendable {
  /// Units of a run.
  package var length = 2
  package var unit = CountedUnit.word
  /// What runs do not reach across.
  package var scope = CountingScope.sentence
  /// Rarer runs are left out of the rows.
  package var atLeast = 1
  /// Only so many rows, the most frequent; nil for all.
  package var limit: Int?
  /// How many numbers the table of runs may hold: three more than its units for each run.
  package var tableSize = 3 << 22

  package init() {}
}

package struct NGramCounts: Sendable {
  package struct Row: Sendable, Equatable {
    /// The units, in order.
    package var key: [String]
    package var occurrences: Int
    package var documents: Int
  }
  /// By falling frequency; equal ones by their bytes.
  package private(set) var rows: [Row] = []
  /// Runs of n tokens counted.
  package private(set) var total = 0
  /// Distinct ones, whether or not they are in `rows`.
  package private(set) var types = 0
  /// How often the corpus was walked.
  private(set) var walks = 0

  package init(_ options: NGramOptions, in subcorpus: Subcorpus) throws {
    let walk = try UnitWalk(options.unit, options.scope, subcorpus)
    var best = BestRuns(options)
    var hashes = RunTable.allHashes
    repeat {
      var table = RunTable(length: options.length, hashes: hashes, numbers: options.tableSize)
      total = 0
      try walk.eachDocument { units, borders in total += table.add(units, borders) }
      walks += 1
      types += table.count
      table.each { run in best.add(run, walk) }
      hashes = table.putOff
    } while !hashes.isEmpty
    rows = try best.rows(walk)
  }
}

/// The documents of a subcorpus as units that have one number in all segments.
final class UnitWalk {
  private let scope: CountingScope
  private let subcorpus: Subcorpus
  private let parts: [SegmentUnits]
  /// Where there are several segments: for each unit of each segment its common number, `.max` where not yet known; the
  /// texts, and the numbers by text.
  private var common: [[UInt32]]
  private var texts: [String] = []
  private var numbers: [String: UInt32] = [:]
  private var buffer: [UInt32] = []
  /// Texts that were asked for.
  private var known: [UInt32: String] = [:]

  init(_ unit: CountedUnit, _ scope: CountingScope, _ subcorpus: Subcorpus) throws {
    (self.scope, self.subcorpus) = (scope, subcorpus)
    parts = try subcorpus.searcher.segments.map { try SegmentUnits(unit, $0) }
    common = parts.map { _ in [] }
  }

  /// Calls `body` with the units of each document, and where pieces of it begin that no run reaches across.
  func eachDocument(_ body: (UnsafeBufferPointer<UInt32>, [Int]) -> Void) throws {
    let contexts = subcorpus.searcher.segments.map { SegmentContext($0) }
    try subcorpus.eachDocument { segment, document in
      try parts[segment].withUnits(of: document, contexts[segment]) { units in
        let borders = scope.borders(of: document, count: units.count, contexts[segment])
        if parts.count == 1 { return body(units, borders) }
        buffer.removeAll(keepingCapacity: true)
        for unit in units { buffer.append(try commonNumber(unit, segment)) }
        buffer.withUnsafeBufferPointer { body($0, borders) }
      }
      try contexts[segment].throwIfFailed()
    }
  }

  private func commonNumber(_ unit: UInt32, _ segment: Int) throws -> UInt32 {
    let index = Int(unit)
    if index < common[segment].count, common[segment][index] != .max { return common[segment][index] }
    if index >= common[segment].count {
      let more = max(index + 1, 2 * common[segment].count) - common[segment].count
      common[segment].append(contentsOf: repeatElement(.max, count: more))
    }
    let text = try parts[segment].names.name(unit)
    let number = numbers[text] ?? UInt32(texts.count)
    if Int(number) == texts.count {
      numbers[text] = number
      texts.append(text)
    }
    common[segment][index] = number
    return number
  }

  /// The text of a unit.
  func text(_ unit: UInt32) throws -> String {
    if parts.count != 1 { return texts[Int(unit)] }
    if let text = known[unit] { return text }
    let text = try parts[0].names.name(unit)
    known[unit] = text
    return text
  }

  /// Whether the text of one unit stands before that of another, by their bytes.
  func precedes(_ one: UInt32, _ other: UInt32) -> Bool {
    // Terms of one segment are numbered in that order.
    if parts.count == 1, parts[0].unit == .word { return one < other }
    guard let first = try? text(one), let second = try? text(other) else { return one < other }
    return first.utf8.lexicographicallyPrecedes(second.utf8)
  }
}

/// The rows of the most frequent runs, gathered table by table.
private struct BestRuns {
  private let options: NGramOptions
  private var runs: [CountedRun] = []
  /// The last of the best runs, once there are too many.
  private var last: CountedRun?

  init(_ options: NGramOptions) { self.options = options }

  mutating func add(_ run: CountedRun, _ walk: UnitWalk) {
    guard run.count >= options.atLeast else { return }
    if let last, !Self.precedes(run, last, walk) { return }
    runs.append(run)
    guard let limit = options.limit, (runs.count - 1024) / 2 >= limit else { return }
    runs.sort { Self.precedes($0, $1, walk) }
    runs.removeLast(runs.count - limit)
    last = runs.last
  }

  private static func precedes(_ one: CountedRun, _ other: CountedRun, _ walk: UnitWalk) -> Bool {
    if one.count != other.count { return one.count > other.count }
    for (first, second) in zip(one.units, other.units) where first != second { return walk.precedes(first, second) }
    return false
  }

  mutating func rows(_ walk: UnitWalk) throws -> [NGramCounts.Row] {
    runs.sort { Self.precedes($0, $1, walk) }
    return try runs.prefix(options.limit ?? .max).map { run in
      NGramCounts.Row(
        key: try run.units.map { try walk.text($0) }, occurrences: Int(run.count), documents: Int(run.documents))
    }
  }
}
