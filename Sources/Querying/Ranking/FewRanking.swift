// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// Counts and ranks the documents of few postings, and such as are in several languages, one by one: a word may stand for
/// several lists.
struct FewRanking {
  private let walks: TermWalks
  private let terms: UnsafeMutableBufferPointer<TermWalk>
  /// A bit for each language whose documents are all looked at.
  private let few: UInt32
  /// The only documents of other languages that are looked at, ascending.
  private let documents: [UInt32]
  /// By group, its leaves and its terms.
  private let groups: [(leaves: Range<Int>, terms: Range<Int>)]
  /// The terms of the group with the fewest postings.
  private let lead: Range<Int>

  init(_ walks: TermWalks, few: UInt32 = .max, _ documents: [UInt32] = []) {
    (self.walks, terms, self.few, self.documents) = (walks, walks.terms, few, documents)
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

  /// Whether all documents of a term are looked at.
  @inline(__always)
  private func isFew(_ term: Int) -> Bool {
    let bit = walks.infos[term].languageBit
    return bit == 0 || bit & few != 0
  }

  /// Counts the live documents that match and their hits; ranks them as well if asked.
  func count(rankingInto best: inout TopDocuments, scoring: Bool) -> QueryPlan.Count {
    var count = QueryPlan.Count()
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: walks.leafCount) { frequencies in
      forEachDocument(frequencies) { document in
        count.documents += 1
        for frequency in frequencies { count.hits += Int(frequency) }
        if scoring { offer(document, frequencies, &best) }
      }
    }
    return count
  }

  /// Calls `body` with each live document that matches; `frequencies` then has how often each leaf occurs in it.
  @inline(__always)
  private func forEachDocument(_ frequencies: UnsafeMutableBufferPointer<UInt32>, _ body: (UInt32) -> Void) {
    var (document, place): (UInt32, Int) = (0, 0)
    while !walks.clock.tick() {
      var next = PostingsCursor.end
      for index in lead where isFew(index) { next = min(next, terms[index].cursor.advance(to: document)) }
      place = documents.firstIndex(notBelow: document, from: place)
      document = nextInSeveral(&place, before: next)
      if document == PostingsCursor.end { return }
      let isInSeveral = place < documents.count && documents[place] == document
      if matches(document, inSeveral: isInSeveral, frequencies), !walks.isOut(document) { body(document) }
      document &+= 1
    }
  }

  /// The first of the documents in several languages from `place` on that a long list of the lead holds, and its place;
  /// `limit` where there is none before that.
  private func nextInSeveral(_ place: inout Int, before limit: UInt32) -> UInt32 {
    while place < documents.count, documents[place] < limit {
      let wanted = documents[place]
      var next = limit
      for index in lead where !isFew(index) { next = min(next, terms[index].cursor.advance(to: wanted)) }
      if next == wanted { return wanted }
      place = documents.firstIndex(notBelow: next, from: place + 1)
    }
    return limit
  }

  /// Whether each group occurs in a document; one in a single language is in no list of those that are not few.
  private func matches(
    _ document: UInt32, inSeveral: Bool, _ frequencies: UnsafeMutableBufferPointer<UInt32>
  ) -> Bool {
    frequencies.update(repeating: 0)
    for group in groups {
      var isFound = false
      for index in group.terms where inSeveral || isFew(index) {
        guard terms[index].cursor.advance(to: document) == document else { continue }
        frequencies[terms[index].leaf] &+= terms[index].cursor.frequency
        isFound = true
      }
      if !isFound { return false }
    }
    return true
  }

  private func offer(
    _ document: UInt32, _ frequencies: UnsafeMutableBufferPointer<UInt32>, _ best: inout TopDocuments
  ) {
    // In a document of no length: no score is higher.
    if best.hasThreshold, score(frequencies, length: 0) * TermRanking.slack < best.threshold { return }
    best.offer(
      segment: walks.number, document: document, score: score(frequencies, length: walks.length(document)))
  }

  /// As the matchers add up: in the order of the query, with the precision of a double.
  private func score(_ frequencies: UnsafeMutableBufferPointer<UInt32>, length: UInt32) -> Float {
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
    if start < count, self[start] >= least { return start }
    var (low, high) = (start, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < least { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
