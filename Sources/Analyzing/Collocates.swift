// SPDX-License-Identifier: Apache-2.0

/// The words around the hits of a query, with the tables that association is measured on.
package import Querying
internal import Segments

package struct CollocateOptions: Sendable {
  /// Which 2x2 table a score is worked out on.
  package enum Table: String, Sendable, CaseIterable {
    /// Tokens in the windows against tokens outside, as CWB has it: R1 = window tokens, N = tokens that are no node.
    case surface
    /// The node's frequency against the corpus, as Sketch Engine has it: R1 = hits, N = tokens.
    case node
  }
  package var unit = CountedUnit.word
  /// Tokens on each side.
  package var left = 5
  package var right = 5
  package var scope = CountingScope.text
  package var table = Table.surface
  /// Rarer collocates are left out.
  package var atLeast = 1

  package init() {}
}

package struct Collocates: Sendable {
  package struct Row: Sendable, Equatable {
    package var key: String
    package var o11: Int
    package var c1: Int
  }
  /// By falling O11; equal ones by their bytes.
  package private(set) var rows: [Row] = []
  package private(set) var hits = 0
  /// Tokens that belong to hits.
  package private(set) var nodeTokens = 0
  /// Tokens in the windows, each counted once.
  package private(set) var windowTokens = 0
  /// Tokens of the subcorpus.
  package private(set) var tokens = 0
  private let options: CollocateOptions

  package func table(of row: Row) -> ContingencyTable? {
    switch options.table {
    case .surface:
      return ContingencyTable(o11: row.o11, r1: windowTokens, c1: max(row.c1, row.o11), n: tokens - nodeTokens)
    case .node:
      // More meetings than hits fit no table.
      guard row.o11 <= hits else { return nil }
      return ContingencyTable(o11: row.o11, r1: hits, c1: max(row.c1, row.o11), n: tokens)
    }
  }

  /// - Parameter subcorpus: what the query was limited to.
  package init(_ plan: QueryPlan, in subcorpus: Subcorpus, _ options: CollocateOptions) throws {
    self.options = options
    let segments = plan.searcher.segments
    tokens = try subcorpus.tokens()
    var counters: [WindowCounter?] = segments.map { _ in nil }
    var total = 0
    try plan.forEachHitList { context, number, document, lists in
      guard let spans = lists.first(where: { $0.field == .body })?.spans else { return true }
      if counters[number] == nil {
        counters[number] = WindowCounter(try SegmentUnits(options.unit, segments[number]), options)
      }
      total += spans.count
      try counters[number]?.add(spans, of: document, context)
      return true
    }
    hits = total
    var found: [String: (o11: Int, c1: Int)] = [:]
    for counter in counters.compactMap({ $0 }) {
      nodeTokens += counter.nodeTokens
      windowTokens += counter.windowTokens
      let (near, nodes) = (counter.near, counter.nodes)
      for unit in near.units { found[try counter.units.key(unit), default: (0, 0)].o11 += near[unit] }
      // Tokens of hits are no part of the surface table.
      for unit in options.table == .surface ? nodes.units : [] { found[try counter.units.key(unit)]?.c1 -= nodes[unit] }
    }
    try Self.addFrequencies(&found, options.unit, subcorpus, segments)
    rows = found.filter { $0.value.o11 >= options.atLeast }.map { Row(key: $0.key, o11: $0.value.o11, c1: $0.value.c1) }
    rows.sort { one, other in
      one.o11 != other.o11 ? one.o11 > other.o11 : one.key.utf8.lexicographicallyPrecedes(other.key.utf8)
    }
  }

  /// Adds how often each collocate occurs in the subcorpus.
  private static func addFrequencies(
    _ found: inout [String: (o11: Int, c1: Int)], _ unit: CountedUnit, _ subcorpus: Subcorpus,
    _ segments: [SegmentReader]
  ) throws {
    if unit == .word, subcorpus.isWhole {
      for key in Array(found.keys) {
        for segment in segments { found[key]?.c1 += try segment.lookup(key.utf8)?.occurrences ?? 0 }
      }
      return
    }
    for row in try FrequencyList(unit, in: subcorpus).rows { found[row.key]?.c1 += row.occurrences }
  }
}

/// Counts the tokens around the hits in one segment.
private final class WindowCounter {
  let units: SegmentUnits
  private let options: CollocateOptions
  private(set) var near = UnitCounts()
  /// Units of the tokens of hits.
  private(set) var nodes = UnitCounts()
  private(set) var nodeTokens = 0
  private(set) var windowTokens = 0
  private var pieces: [Range<Int>] = []

  init(_ units: SegmentUnits, _ options: CollocateOptions) { (self.units, self.options) = (units, options) }

  /// - Parameter spans: the hits in a document, by start; they may overlap.
  func add(_ spans: [Span], of document: UInt32, _ context: SegmentContext) throws {
    let count = units.forward.count(document)
    let borders = options.scope.borders(context.structure(document, .body), count: count)
    let nodes = Self.merged(spans.map { Int($0.start)..<Int($0.end) })
    let windows = Self.merged(windows(spans, borders))
    for node in nodes { nodeTokens += try add(node, of: document, context, isNode: true) }
    // What is left of the windows without the hits themselves.
    pieces.removeAll(keepingCapacity: true)
    var next = 0
    for window in windows {
      var start = window.lowerBound
      while next < nodes.count, nodes[next].upperBound <= start { next += 1 }
      var node = next
      while node < nodes.count, nodes[node].lowerBound < window.upperBound {
        if nodes[node].lowerBound > start { pieces.append(start..<nodes[node].lowerBound) }
        start = max(start, nodes[node].upperBound)
        node += 1
      }
      if start < window.upperBound { pieces.append(start..<window.upperBound) }
    }
    for piece in pieces { windowTokens += try add(piece, of: document, context, isNode: false) }
  }

  private func windows(_ spans: [Span], _ borders: [Int]) -> [Range<Int>] {
    var border = 0
    return spans.map { span in
      let (start, end) = (Int(span.start), Int(span.end))
      while border < borders.count, borders[border] <= start { border += 1 }
      let least = border > 0 ? borders[border - 1] : 0
      // A hit of several sentences has its right window in the last one.
      let most = borders[border...].first { $0 >= end } ?? borders.last ?? end
      return max(start - options.left, least)..<max(min(end + options.right, most), end)
    }
  }

  /// Ranges by start as ranges that do not touch each other.
  private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    for range in ranges {
      if let last = result.last, range.lowerBound <= last.upperBound {
        result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
    return result
  }

  private func add(_ range: Range<Int>, of document: UInt32, _ context: SegmentContext, isNode: Bool) throws -> Int {
    let first = units.forward.firstToken(of: document)
    try units.eachRun(document, range, context) { tokens, table in
      for token in tokens {
        let unit = table[Int(try units.types.type(of: first + token).reading)]
        if isNode { nodes.add(unit) } else { near.add(unit) }
      }
    }
    return range.count
  }
}
