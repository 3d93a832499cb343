// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// The best documents, and counts, of groups of terms whose lists are long beside the segment: window by window all
/// lists are poured into tables, and a kernel looks at many documents at a time. Those that may score enough are scored.
struct WindowRanking {
  private let walks: TermWalks
  private let window: DocumentWindow
  /// By group, its terms; they stand group by group.
  private let groups: [Range<Int>]
  /// The first window is so small that few documents are scored before ten of them set a threshold.
  private static let firstSize = 128

  init(_ walks: TermWalks, scoring: Bool) throws {
    self.walks = walks
    var (groups, leaf): ([Range<Int>], Int) = ([], 0)
    for size in walks.groups {
      leaf += size
      let start = groups.last?.upperBound ?? 0
      groups.append(start..<(walks.terms[start...].firstIndex { $0.leaf >= leaf } ?? walks.terms.count))
    }
    self.groups = groups
    window = DocumentWindow(
      groups: walks.groups, documents: walks.segment.documentCount,
      bounds: scoring ? try Self.bounds(walks) : nil, size: scoring ? DocumentWindow.size : DocumentWindow.largeSize)
  }

  private static func bounds(_ walks: TermWalks) throws -> ScoreBounds {
    var factors = [Float](repeating: 0, count: walks.leafCount)
    for term in walks.terms { factors[term.leaf] = term.weight.factor }
    let weight = walks.terms[0].weight
    return ScoreBounds(
      factors: factors, constant: weight.constant, slope: weight.slope, classes: try walks.segment.lengthClasses)
  }

  /// Whether windows are worth it: a step in a list costs about as much as decoding several postings.
  ///
  /// - Parameter ranking: whether the best documents are asked alone, so that others may be passed over.
  static func pays(_ walks: TermWalks, ranking: Bool = false) -> Bool {
    guard walks.isSimple else { return walks.terms.count + walks.excluded.count > 1 }
    if walks.terms.count + walks.excluded.count == 1 { return windowCost(walks) < 4 * walks.terms[0].cursor.count }
    if ranking, walks.groups.count > 1 { return paysToRank(walks) }
    if walks.groups.count > 1 || walks.terms.count == 1 { return windowCost(walks) < walkCost(walks) }
    return windowCost(walks) < mergeCost(walks.terms.reduce(0) { $0 + $1.cursor.count })
  }

  /// About how many cycles windows take: dense blocks are bit sets, which are spread many documents at a time.
  static func windowCost(_ walks: TermWalks) -> Int {
    let documents = walks.segment.documentCount
    return listLengths(walks).reduce(documents / 4) { cost, count in
      cost + (count > documents / 5 ? count / 2 : count * 5 / 2) + documents / 8
    }
  }

  /// About how many cycles it takes to look up the documents of the shortest list in the others: bit sets are asked where
  /// they lie, other blocks are decoded.
  private static func walkCost(_ walks: TermWalks) -> Int {
    let lengths = listLengths(walks)
    let (least, documents) = (lengths.min() ?? 0, walks.segment.documentCount)
    return lengths.reduce(0) { cost, count in
      let isSet = count > documents / 5 && walks.excluded.isEmpty
      return cost + (isSet ? 45 * least : 15 * least + 230 * min(count / 128, least))
    }
  }

  /// The same of terms joined by AND whose best documents are asked: cycles, as they were measured on 180 queries. A document
  /// that one list does not hold is not looked up in the next, longer one.
  private static func paysToRank(_ walks: TermWalks) -> Bool {
    let (lengths, documents) = (walks.terms.map(\.cursor.count).sorted(), walks.segment.documentCount)
    var (windows, lookUps, left) = (130_000 + documents / 20, 0, lengths.first ?? 0)
    for (place, count) in lengths.enumerated() {
      let isDense = count > documents / 5
      windows += isDense ? count : count * 15 / 4
      if place == 0 { continue }
      lookUps += isDense ? 22 * left : 29 * left + 100 * min(count / 128, left)
      left = min(left, 3 * left * count / max(documents, 1))
    }
    return windows < lookUps
  }

  private static func listLengths(_ walks: TermWalks) -> [Int] {
    walks.terms.map(\.cursor.count) + walks.excluded.map(\.count)
  }

  /// About how many cycles it takes to look at each document of so many postings.
  private static func mergeCost(_ postings: Int) -> Int { 40 * postings }

  func rank(into best: inout TopDocuments) {
    let canSkip = walks.groups.count == 1 && walks.isSimple
    let terms = walks.terms.map { (bound: $0.bound, count: $0.cursor.count) }.sorted { $0.bound < $1.bound }
    let cost = Self.windowCost(walks)
    var size = Self.firstSize
    while let base = nextBase(), !walks.clock.tick() {
      fill(base, size)
      offer(&best, counting: false)
      size = min(2 * size, DocumentWindow.size)
      if canSkip, best.hasThreshold, Self.mergeCost(Self.essential(terms, best.threshold)) < cost {
        return TermRanking(walks).rankAny(into: &best)
      }
    }
  }

  /// Postings of the terms that can bring a document in: the others' best scores together stay below the threshold.
  private static func essential(_ terms: [(bound: Float, count: Int)], _ threshold: Float) -> Int {
    var (sum, postings): (Float, Int) = (0, 0)
    for term in terms {
      sum += term.bound
      if sum * TermRanking.slack >= threshold { postings += term.count }
    }
    return postings
  }

  /// Counts all, and ranks what is counted.
  func count(rankingInto best: inout TopDocuments) -> QueryPlan.Count {
    let most = size
    var size = min(Self.firstSize, most)
    while let base = nextBase(), !walks.clock.tick() {
      fill(base, size)
      offer(&best, counting: true)
      size = min(2 * size, most)
    }
    return total
  }

  func count() -> QueryPlan.Count {
    if walks.isSimple, groups.count == 2 { return countOfTwo() }
    let size = size
    while let base = nextBase(), !walks.clock.tick() {
      fill(base, size)
      window.scanTotals()
    }
    return total
  }

  /// The same of two terms joined by AND: the longer list is not poured, but looked up in the table of the other.
  private func countOfTwo() -> QueryPlan.Count {
    let (size, terms) = (size, walks.terms)
    let first = terms[0].cursor.count <= terms[1].cursor.count ? 0 : 1
    while let base = nextBase(), !walks.clock.tick() {
      window.open(at: base, limit: size)
      window.add(&terms[first].cursor, leaf: 0, isFirst: true)
      window.meet(&terms[1 - first].cursor, excluded: walks.excluded, walks.segment.deletes)
    }
    return total
  }

  private var total: QueryPlan.Count {
    QueryPlan.Count(documents: window.totals.documents, hits: window.totals.hits)
  }

  /// Documents of a window: few where the lists are so short that most of a long one would be empty.
  private var size: Int {
    let least = groups.reduce(Int.max) { least, group in
      min(least, group.reduce(0) { $0 + walks.terms[$1].cursor.count })
    }
    return least < walks.segment.documentCount / 256 ? 64 : window.size
  }

  /// The least document that can match from where the lists stand; nil where there is none.
  private func nextBase() -> UInt32? {
    var base: UInt32 = 0
    for group in groups {
      var least = PostingsCursor.end
      for index in group { least = min(least, walks.terms[index].cursor.document) }
      base = max(base, least)
    }
    return Int(base) < walks.segment.documentCount ? base : nil
  }

  private func fill(_ base: UInt32, _ size: Int) {
    window.open(at: base, limit: size)
    for index in 0..<walks.terms.count {
      let leaf = walks.terms[index].leaf
      let isFirst = index == 0 || walks.terms[index - 1].leaf != leaf
      window.add(&walks.terms[index].cursor, leaf: leaf, isFirst: isFirst)
    }
    for index in 0..<walks.excluded.count { window.exclude(&walks.excluded[index]) }
    if let deletes = walks.segment.deletes { window.exclude(deletes) }
  }

  private func offer(_ best: inout TopDocuments, counting: Bool) {
    let threshold = best.hasThreshold ? best.threshold / TermRanking.slack : 0
    for index in window.scan(scoring: threshold, counting: counting) {
      let document = window.base &+ index
      let length = walks.length(document)
      var (total, leaf) = (0.0, -1)
      for term in 0..<walks.terms.count where walks.terms[term].leaf != leaf {
        leaf = walks.terms[term].leaf
        let frequency = window.frequency(leaf: leaf, at: index)
        if frequency > 0 {
          total += Double(walks.terms[term].weight.score(frequency: frequency, length: length))
        }
      }
      best.offer(segment: walks.number, document: document, score: Float(total))
    }
  }
}
