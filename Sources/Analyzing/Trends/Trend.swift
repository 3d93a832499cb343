// SPDX-License-Identifier: Apache-2.0

package import Querying
package import Segments

/// How often things occur over a numeric field such as the year: counts in bins, with the tokens of each bin.
package struct Trend {
  /// The documents whose number lies in [lower, upper).
  package struct Bin: Sendable, Equatable {
    package var lower: Double
    package var upper: Double
    package var documents = 0
    package var tokens = 0
  }
  /// What one item has in a bin.
  package struct Count: Sendable, Equatable {
    package var hits = 0
    /// Documents that hold any.
    package var documents = 0
  }

  package let items: [String]
  /// The bins that hold documents, ascending.
  package private(set) var bins: [Bin] = []
  /// By item and bin.
  package private(set) var counts: [[Count]] = []
  /// Documents without a number in the field.
  package private(set) var withoutNumber = 0

  /// - Parameters:
  ///   - width: of the bins, whose borders are its multiples; a document with several numbers counts in the bin of each.
  ///   - admits: which mentions of concepts count.
  package init(
    _ items: [SoughtItem], in subcorpus: Subcorpus, over field: String, width: Double,
    admits: @escaping (StoredHit) -> Bool = { _ in true }
  ) throws {
    self.items = items.map(\.name)
    let segments = subcorpus.searcher.segments
    let columns = try segments.map { try $0.column(field) }
    let lengths = try segments.map { try $0.lengths(.body) }
    func places(_ segment: Int, _ document: UInt32) -> Set<Int> {
      Set(Self.numbers(columns[segment], document).compactMap { Self.bin(of: $0, width: width) })
    }
    let found = try bins(of: subcorpus, width, lengths, places)
    let order = found.keys.sorted()
    bins = order.compactMap { found[$0] }
    let numbers = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    counts = try items.map { item in
      var counts = [Count](repeating: Count(), count: order.count)
      try item.eachDocument(in: subcorpus, admits) { segment, document, hits in
        for place in places(segment, document) {
          guard let bin = numbers[place] else { continue }
          counts[bin].hits += hits
          counts[bin].documents += 1
        }
      }
      return counts
    }
  }

  /// The number of the bin that holds a value; nil for one beyond all counting. Three tenths are no less than three times
  /// a tenth, whatever their binary fractions are.
  static func bin(of value: Double, width: Double) -> Int? {
    let place = value / width
    let whole = place.rounded()
    return Int(exactly: abs(place - whole) <= 1e-9 * max(abs(whole), 1) ? whole : place.rounded(.down))
  }

  /// The documents of each bin by its number, and those of none.
  private mutating func bins(
    of subcorpus: Subcorpus, _ width: Double, _ lengths: [DocumentLengths], _ places: (Int, UInt32) -> Set<Int>
  ) throws -> [Int: Bin] {
    var found: [Int: Bin] = [:]
    try subcorpus.eachDocument { segment, document in
      let own = places(segment, document)
      if own.isEmpty { withoutNumber += 1 }
      for place in own {
        var bin = found[place] ?? Bin(lower: Double(place) * width, upper: (Double(place) + 1) * width)
        bin.documents += 1
        bin.tokens += Int(lengths[segment][document])
        found[place] = bin
      }
    }
    return found
  }

  private static func numbers(_ column: MetadataColumn?, _ document: UInt32) -> [Double] {
    guard let column else { return [] }
    let all = column.kind == .list ? column.strings(document).compactMap { Double($0) } : [column.number(document)]
    return all.compactMap { $0 }.filter(\.isFinite)
  }
}

extension Trend {
  /// Hits in a million tokens; nil for a bin without tokens.
  package func perMillion(_ item: Int, _ bin: Int) -> Double? {
    bins[bin].tokens > 0 ? Double(counts[item][bin].hits) / Double(bins[bin].tokens) * 1e6 : nil
  }

  /// The exact 95 % interval of hits in a million tokens, as if hits fell independently.
  package func interval(_ item: Int, _ bin: Int) -> ClosedRange<Double>? {
    ProportionInterval.exact(counts[item][bin].hits, of: bins[bin].tokens, level: 0.95)
      .map { $0.lowerBound * 1e6...$0.upperBound * 1e6 }
  }

  /// Kendall's tau between the bins that hold tokens and the rates in them.
  package func kendall(_ item: Int) -> KendallTau? { KendallTau(rates(item)) }

  /// The median slope of the rates: hits in a million tokens more for each unit of the field.
  package func slope(_ item: Int) -> Double? { TheilSen.slope(rates(item)) }

  /// Whether the share of documents that hold the item rises or falls over the bins.
  package func cochranArmitage(_ item: Int) -> CochranArmitage? {
    CochranArmitage(
      bins.indices.map { (score: bins[$0].lower, held: counts[item][$0].documents, all: bins[$0].documents) })
  }

  private func rates(_ item: Int) -> [(x: Double, y: Double)] {
    bins.indices.compactMap { bin in perMillion(item, bin).map { (bins[bin].lower, $0) } }
  }
}
