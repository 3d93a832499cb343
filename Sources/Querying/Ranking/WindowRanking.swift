// SPDX-License-Identifier: Apache-2.0

/// The best documents, and counts, of groups of terms whose lists are long beside the segment: window by window all
/// lists are decoded into tables, and a kernel looks at eight documents at a time.
///
/// Where only the best documents are wanted, windows whose bounds stay below the threshold are passed over undecoded.
internal import Segments

struct WindowRanking {
  private let walks: TermWalks
  private let window: DocumentWindow
  /// By group, its terms; they stand group by group.
  private let groups: [Range<Int>]
  /// Smaller windows have lower bounds, so more of them are passed over.
  private static let rankedSize = 512

  init(_ walks: TermWalks) {
    self.walks = walks
    var factors = [Float](repeating: 0, count: walks.leafCount)
    for term in walks.terms { factors[term.leaf] = term.weight.factor }
    var (groups, leaf): ([Range<Int>], Int) = ([], 0)
    for size in walks.groups {
      leaf += size
      let start = groups.last?.upperBound ?? 0
      groups.append(start..<(walks.terms[start...].firstIndex { $0.leaf >= leaf } ?? walks.terms.count))
    }
    self.groups = groups
    let weight = walks.terms[0].weight
    window = DocumentWindow(
      groups: walks.groups, factors: factors, constant: weight.constant, slope: weight.slope, lengths: walks.lengths)
  }

  /// Whether windows are worth it: a step in a list costs about as much as decoding several postings. Skipping serves
  /// the best documents of a word better, and of several joined by OR but two long ones.
  static func pays(_ walks: TermWalks, counting: Bool) -> Bool {
    guard walks.isSimple else { return true }
    let all = walks.terms.reduce(0) { $0 + $1.cursor.count }
    let documents = walks.segment.documentCount
    if walks.terms.count == 1 { return false }
    if walks.groups.count == 1 {
      return counting ? all > documents / 16 : walks.terms.count == 2 && all > documents / 2
    }
    let least = walks.terms.reduce(Int.max) { min($0, $1.cursor.count) }
    return all + documents / 16 < 4 * walks.terms.count * least
  }

  func rank(into best: inout TopDocuments) {
    let documents = UInt32(clamping: walks.segment.documentCount)
    var next = nextBase()
    while let base = next, !walks.clock.tick() {
      let end = base &+ UInt32(Self.rankedSize)
      if best.isFull, bound(base, end) * TermRanking.slack < best.threshold {
        next = end < documents ? end : nil
        continue
      }
      fill(base, Self.rankedSize)
      offer(&best, counting: false)
      next = nextBase()
    }
  }

  func count(rankingInto best: inout TopDocuments, scoring: Bool) -> QueryPlan.Count {
    let size = size
    while let base = nextBase(), !walks.clock.tick() {
      fill(base, size)
      if scoring { offer(&best, counting: true) } else { _ = window.scan(scoring: nil, counting: true) }
    }
    return QueryPlan.Count(documents: window.totals.documents, hits: window.totals.hits)
  }

  /// Documents of a window: few where the lists are so short that most of a long one would be empty.
  private var size: Int {
    let least = groups.reduce(Int.max) { least, group in
      min(least, group.reduce(0) { $0 + walks.terms[$1].cursor.count })
    }
    return least < walks.segment.documentCount / 256 ? 64 : DocumentWindow.size
  }

  /// The least document that can match from where the lists stand; nil where there is none.
  private func nextBase() -> UInt32? {
    var base: UInt32 = 0
    for group in groups {
      var least = PostingsCursor.end
      for index in group { least = min(least, walks.terms[index].cursor.document) }
      base = max(base, least)
    }
    return base == PostingsCursor.end ? nil : base
  }

  /// No document of the window scores more.
  private func bound(_ base: UInt32, _ end: UInt32) -> Float {
    var total: Float = 0
    for index in 0..<walks.terms.count {
      var (most, document): (Float, UInt32) = (0, max(base, walks.terms[index].cursor.document))
      while document < end {
        let (bound, last) = walks.terms[index].blockBound(document)
        most = max(most, bound)
        if last >= end { break }
        document = last &+ 1
      }
      total += most
    }
    return total
  }

  private func fill(_ base: UInt32, _ size: Int) {
    window.open(at: base, limit: size)
    for index in 0..<walks.terms.count { window.add(&walks.terms[index].cursor, leaf: walks.terms[index].leaf) }
    for index in 0..<walks.excluded.count { window.exclude(&walks.excluded[index]) }
    if let deletes = walks.segment.deletes { window.exclude(deletes) }
  }

  private func offer(_ best: inout TopDocuments, counting: Bool) {
    let threshold = best.isFull ? best.threshold / TermRanking.slack : 0
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
