// SPDX-License-Identifier: Apache-2.0

package import Querying
internal import Segments

/// The words around the hits of a query, with the tables that association is measured on.

/// Which words count as collocates, and how they are scored.
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
  /// What was met in the windows, and how often.
  private typealias Met = (unit: UInt32, o11: UInt32)
  /// By falling O11; equal ones by the bytes of their keys.
  private var met: [Met] = []
  /// C1 of some units.
  private var frequencies: @Sendable ([UInt32]) throws -> [Int] = { $0.map { _ in 0 } }
  package private(set) var hits = 0
  /// Hits in the title or blocks beside the body, whose words are not looked at.
  package private(set) var hitsOutside = 0
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

  // MARK: Counting

  /// Hits, and tokens of text, that are counted before a second thread is asked to help.
  private static let batch = 1 << 16

  /// - Parameter subcorpus: what the query was limited to.
  package init(_ plan: QueryPlan, in subcorpus: Subcorpus, _ options: CollocateOptions) throws {
    try self.init(plan, in: subcorpus, options, batch: Self.batch)
  }

  /// - Parameter batch: see `WindowCounter`.
  init(_ plan: QueryPlan, in subcorpus: Subcorpus, _ options: CollocateOptions, batch: Int) throws {
    self.options = options
    let segments = plan.searcher.segments
    tokens = try subcorpus.tokens()
    var counters: [WindowCounter?] = segments.map { _ in nil }
    var (total, outside) = (0, 0)
    try plan.forEachHitList { context, number, document, lists in
      for list in lists {
        guard list.field == .body else {
          outside += list.spans.count
          continue
        }
        let counter =
          try counters[number] ?? WindowCounter(SegmentUnits(options.unit, segments[number]), options, batch: batch)
        counters[number] = counter
        total += list.spans.count
        try counter.add(list.spans, of: document, context)
      }
      return true
    }
    (hits, hitsOutside) = (total, outside)
    for counter in counters.compactMap({ $0 }) {
      try counter.finish()
      nodeTokens += counter.nodeTokens
      windowTokens += counter.windowTokens
    }
    if segments.count > 1 {
      try bringTogether(counters, subcorpus, segments)
    } else if let counter = counters.first ?? nil {
      try take(counter, subcorpus)
    }
    try sort()
  }

  /// What was met in the only segment.
  private mutating func take(_ counter: WindowCounter, _ subcorpus: Subcorpus) throws {
    names = counter.units.names
    let least = options.atLeast
    var found: [Met] = []
    found.reserveCapacity(min(counter.windowTokens, 1 << 16))
    counter.near.forEach { unit, count in if count >= least { found.append((unit, count)) } }
    met = found
    let nodes = options.table == .surface ? counter.nodes : UnitCounts()
    if options.unit == .word, subcorpus.isWhole {
      let dictionary = counter.units.segment.dictionary
      frequencies = { units in
        var all = try Self.occurrences(units, dictionary)
        for (index, unit) in units.enumerated() { all[index] -= nodes[unit] }
        return all
      }
    } else {
      let all = try subcorpus.frequencies([counter.units])[0]
      frequencies = { units in units.map { all[$0] - nodes[$0] } }
    }
  }

  /// How often words occur, in any order.
  private static func occurrences(_ words: [UInt32], _ dictionary: TermDictionary) throws -> [Int] {
    if !zip(words, words.dropFirst()).contains(where: >) { return try dictionary.occurrences(ofWords: words) }
    var sorting = RankSort(count: words.count)
    sorting.sort(by: words)
    let found = try dictionary.occurrences(ofWords: sorting.order.map { words[Int($0)] })
    var all = [Int](repeating: 0, count: words.count)
    for (place, count) in zip(sorting.order, found) { all[Int(place)] = count }
    return all
  }

  /// Segments number their units apart: those of several are brought together by their texts.
  private mutating func bringTogether(
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
    for (number, row) in found.enumerated() where row.near >= options.atLeast {
      met.append((UInt32(number), UInt32(clamping: row.near)))
    }
    let isSurface = options.table == .surface
    let c1 = found.map { isSurface ? $0.all - $0.nodes : $0.all }
    frequencies = { units in units.map { c1[Int($0)] } }
  }

  private mutating func sort() throws {
    var sorting = RankSort(count: met.count)
    let ranks = try names.ranks(of: met.map(\.unit))
    // Those of one segment come in the order of its terms.
    if zip(ranks, ranks.dropFirst()).contains(where: >) { sorting.sort(by: ranks) }
    let most = met.reduce(0) { max($0, $1.o11) }
    sorting.sort(by: met.map { most - $0.o11 })
    let all = met
    met = sorting.order.map { all[Int($0)] }
  }

  // MARK: Rows

  /// All rows, by falling O11; equal ones by the bytes of their keys.
  package var rows: [Row] { get throws { try rows(met[...]) } }

  private func rows(_ met: ArraySlice<Met>) throws -> [Row] {
    zip(met, try frequencies(met.map(\.unit))).map { Row(unit: $0.unit, o11: Int($0.o11), c1: $1) }
  }

  /// More meetings than hits fit no table of nodes.
  private var fitting: ArraySlice<Met> {
    options.table == .surface ? met[...] : met.drop { Int($0.o11) > hits }
  }

  /// How many rows fit a table.
  package var count: Int { fitting.count }

  /// How many collocates do not.
  package var unfitting: Int { met.count - fitting.count }

  package func table(_ row: Row) -> ContingencyTable { table(row.o11, row.c1) }

  private func table(_ o11: Int, _ c1: Int) -> ContingencyTable {
    let isSurface = options.table == .surface
    return ContingencyTable(
      o11: o11, r1: isSurface ? windowTokens : hits, c1: max(c1, o11), n: isSurface ? tokens - nodeTokens : tokens)
  }

  /// The first of the rows that fit a table: those with the highest score first, equal ones and those without a score by
  /// falling O11 and the bytes of their keys.
  ///
  /// - Parameter measure: nil for O11 alone.
  package func best(_ count: Int, by measure: AssociationMeasure?) throws -> [Row] {
    let all = fitting
    guard let measure else { return try rows(all.prefix(count)) }
    var best = BestScores<Row>(count)
    // Of rows with one O11, none scores more than one that occurs nowhere else; so what C1 is need not be asked of most.
    let isBounded = measure.fallsWithC1 && count < all.count / 2
    var start = all.startIndex
    while start < all.endIndex {
      var end = isBounded ? start + 1 : all.endIndex
      while end < all.endIndex, all[end].o11 == all[start].o11 { end += 1 }
      let o11 = Int(all[start].o11)
      let bound = isBounded ? measure.value(of: table(o11, o11)) : nil
      if let bound, let floor = best.floor, bound < floor - abs(floor) * 1e-9 {
        start = end
        continue
      }
      var most = Int.max
      if isBounded, end - start > 16, let floor = best.floor { most = highestC1(o11, measure, reaching: floor) }
      for row in try rows(all[start..<end]) where row.c1 <= most { best.add(row, measure.value(of: table(row))) }
      start = end
    }
    return best.sorted()
  }

  /// The highest C1 with which rows of one O11 reach `floor`, where values fall with C1: few are worked out so.
  private func highestC1(_ o11: Int, _ measure: AssociationMeasure, reaching floor: Double) -> Int {
    let least = floor - abs(floor) * 1e-9
    var (low, high) = (o11, max(tokens, o11))
    while low < high {
      let middle = (low + high + 1) / 2
      if let value = measure.value(of: table(o11, middle)), value >= least { low = middle } else { high = middle - 1 }
    }
    return low
  }
}
