// SPDX-License-Identifier: Apache-2.0

/// Counts and ranks those of few documents that match: the terms of a query are asked about them one by one.
internal import Segments

struct MultilingualRanking {
  private let walks: TermWalks
  private let terms: UnsafeMutableBufferPointer<TermWalk>
  /// Ascending.
  private let documents: [UInt32]
  /// By group, its leaves and its terms.
  private let groups: [(leaves: Range<Int>, terms: Range<Int>)]
  /// The group with the fewest postings.
  private let lead: Range<Int>

  /// - Parameter walks: over all lists of the query.
  init(_ walks: TermWalks, _ documents: MultilingualDocuments) {
    (self.walks, terms, self.documents) = (walks, walks.terms, documents.documents)
    var groups: [(leaves: Range<Int>, terms: Range<Int>)] = []
    for size in walks.groups {
      let (leaf, term) = (groups.last?.leaves.upperBound ?? 0, groups.last?.terms.upperBound ?? 0)
      let end = terms[term...].firstIndex { $0.leaf >= leaf + size } ?? terms.count
      groups.append((leaf..<leaf + size, term..<end))
    }
    self.groups = groups
    func postings(_ range: Range<Int>) -> Int { range.reduce(0) { $0 + walks.terms[$1].cursor.count } }
    lead = groups.map(\.terms).min { postings($0) < postings($1) } ?? 0..<0
  }

  /// Counts the live documents that match and their hits; ranks them as well if asked.
  func count(rankingInto best: inout TopDocuments, scoring: Bool) -> QueryPlan.Count {
    var count = QueryPlan.Count()
    var frequencies = [UInt32](repeating: 0, count: walks.leafCount)
    var place = 0
    while place < documents.count, !walks.clock.tick() {
      let document = documents[place]
      let next = lead.reduce(PostingsCursor.end) { min($0, terms[$1].cursor.advance(to: document)) }
      if next > document {
        if next == PostingsCursor.end { break }
        place = documents.firstIndex(notBelow: next, from: place + 1)
        continue
      }
      place += 1
      guard matches(document, &frequencies), !walks.isOut(document) else { continue }
      count.documents += 1
      count.hits += frequencies.reduce(0) { $0 + Int($1) }
      if scoring { best.offer(segment: walks.number, document: document, score: score(document, frequencies)) }
    }
    return count
  }

  /// Whether each group occurs in a document, and how often each leaf does.
  private func matches(_ document: UInt32, _ frequencies: inout [UInt32]) -> Bool {
    for leaf in frequencies.indices { frequencies[leaf] = 0 }
    for group in groups {
      for index in group.terms where terms[index].cursor.advance(to: document) == document {
        frequencies[terms[index].leaf] &+= terms[index].cursor.frequency
      }
      if group.leaves.allSatisfy({ frequencies[$0] == 0 }) { return false }
    }
    return true
  }

  /// As the matchers add up: in the order of the query, with the precision of a double.
  private func score(_ document: UInt32, _ frequencies: [UInt32]) -> Float {
    let length = walks.length(document)
    var (total, leaf) = (0.0, -1)
    for term in terms.indices where terms[term].leaf != leaf {
      leaf = terms[term].leaf
      if frequencies[leaf] > 0 {
        total += Double(terms[term].weight.score(frequency: frequencies[leaf], length: length))
      }
    }
    return Float(total)
  }
}

extension [UInt32] {
  /// The first place from `start` on of a number that is not below `least`; the numbers ascend.
  func firstIndex(notBelow least: UInt32, from start: Int) -> Int {
    var (low, high) = (start, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < least { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
