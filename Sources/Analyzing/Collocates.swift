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
    /// The number of the collocate; `key` tells its text.
    var unit: UInt32
    package var o11: Int
    package var c1: Int
  }
  /// By falling O11; equal ones by the bytes of their keys.
  package private(set) var rows: [Row] = []
  package private(set) var hits = 0
  /// Tokens that belong to hits.
  package private(set) var nodeTokens = 0
  /// Tokens in the windows, each counted once.
  package private(set) var windowTokens = 0
  /// Tokens of the subcorpus.
  package private(set) var tokens = 0
  private let options: CollocateOptions
  private var names = UnitNames.listed([])

  /// The text of a collocate.
  package func key(_ row: Row) throws -> String { try names.name(row.unit) }

  /// The rows that fit a table, with their tables.
  package func tabled() -> [(row: Row, table: ContingencyTable)] {
    // Plain numbers: the rest of a result is not to be copied for each row.
    let (isSurface, hits, r1) = (options.table == .surface, hits, options.table == .surface ? windowTokens : hits)
    let n = isSurface ? tokens - nodeTokens : tokens
    var tabled: [(row: Row, table: ContingencyTable)] = []
    tabled.reserveCapacity(rows.count)
    // More meetings than hits fit no table of nodes.
    for row in rows where isSurface || row.o11 <= hits {
      tabled.append((row, ContingencyTable(o11: row.o11, r1: r1, c1: max(row.c1, row.o11), n: n)))
    }
    return tabled
  }

  /// - Parameter subcorpus: what the query was limited to.
  package init(_ plan: QueryPlan, in subcorpus: Subcorpus, _ options: CollocateOptions) throws {
    try self.init(plan, in: subcorpus, options, batch: TokenStretch.batch)
  }

  /// - Parameter batch: stretches of text that are counted together.
  init(_ plan: QueryPlan, in subcorpus: Subcorpus, _ options: CollocateOptions, batch: Int) throws {
    self.options = options
    let segments = plan.searcher.segments
    tokens = try subcorpus.tokens()
    var counters: [WindowCounter?] = segments.map { _ in nil }
    var total = 0
    try plan.forEachHitList { context, number, document, lists in
      guard let spans = lists.first(where: { $0.field == .body })?.spans else { return true }
      let counter =
        try counters[number] ?? WindowCounter(SegmentUnits(options.unit, segments[number]), options, batch: batch)
      counters[number] = counter
      total += spans.count
      try counter.add(spans, of: document, context)
      return true
    }
    hits = total
    for counter in counters.compactMap({ $0 }) {
      try counter.finish()
      nodeTokens += counter.nodeTokens
      windowTokens += counter.windowTokens
    }
    try makeRows(counters, subcorpus, segments)
  }

  // MARK: Rows

  private mutating func makeRows(
    _ counters: [WindowCounter?], _ subcorpus: Subcorpus, _ segments: [SegmentReader]
  ) throws {
    if segments.count == 1 {
      guard let counter = counters[0] else { return }
      let units = counter.near.units
      let all = try Self.frequencies(units, counter.units, subcorpus)
      names = counter.units.names
      rows = zip(units, all).map { unit, all in row(unit, counter.near[unit], all, counter.nodes[unit]) }
    } else {
      try makeCommonRows(counters, subcorpus, segments)
    }
    rows.removeAll { $0.o11 < options.atLeast }
    try sort()
  }

  /// Tokens of hits are no part of the surface table.
  private func row(_ unit: UInt32, _ near: Int, _ all: Int, _ nodes: Int) -> Row {
    Row(unit: unit, o11: near, c1: options.table == .surface ? all - nodes : all)
  }

  /// How often each unit of the only segment occurs in the subcorpus.
  private static func frequencies(
    _ units: [UInt32], _ segment: SegmentUnits, _ subcorpus: Subcorpus
  ) throws -> [Int] {
    if segment.unit == .word, subcorpus.isWhole {
      return try segment.segment.dictionary.occurrences(ofWords: units)
    }
    let all = try subcorpus.frequencies([segment])[0]
    return units.map { all[$0] }
  }

  /// Segments number their units apart: those of several are brought together by their texts.
  private mutating func makeCommonRows(
    _ counters: [WindowCounter?], _ subcorpus: Subcorpus, _ segments: [SegmentReader]
  ) throws {
    var numbers: [String: UInt32] = [:]
    var (list, found): ([String], [(near: Int, all: Int, nodes: Int)]) = ([], [])
    for counter in counters.compactMap({ $0 }) {
      let names = counter.units.names
      for unit in counter.near.units {
        let name = try names.name(unit)
        let number = numbers[name] ?? UInt32(list.count)
        if Int(number) == list.count {
          numbers[name] = number
          list.append(name)
          found.append((0, 0, 0))
        }
        found[Int(number)].near += counter.near[unit]
      }
    }
    for counter in counters.compactMap({ $0 }) {
      let names = counter.units.names
      for unit in counter.nodes.units {
        if let number = numbers[try names.name(unit)] { found[Int(number)].nodes += counter.nodes[unit] }
      }
    }
    if options.unit == .word, subcorpus.isWhole {
      for (number, name) in list.enumerated() {
        for segment in segments { found[number].all += try segment.lookup(name.utf8)?.occurrences ?? 0 }
      }
    } else {
      let units = try segments.map { try SegmentUnits(options.unit, $0) }
      for (part, counts) in zip(units, try subcorpus.frequencies(units)) {
        let names = part.names
        for unit in counts.units {
          if let number = numbers[try names.name(unit)] { found[Int(number)].all += counts[unit] }
        }
      }
    }
    names = .listed(list)
    rows = found.enumerated().map { row(UInt32($0), $1.near, $1.all, $1.nodes) }
  }

  private mutating func sort() throws {
    var sorting = RankSort(count: rows.count)
    let ranks = try names.ranks(of: rows.map(\.unit))
    // Those of one segment come in the order of its terms.
    if zip(ranks, ranks.dropFirst()).contains(where: >) { sorting.sort(by: ranks) }
    let most = rows.reduce(0) { max($0, $1.o11) }
    sorting.sort(by: rows.map { UInt32(clamping: most - $0.o11) })
    rows = sorting.order.map { rows[Int($0)] }
  }
}
