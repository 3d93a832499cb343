// SPDX-License-Identifier: Apache-2.0

/// Which way to the best documents and to counts is the shortest for a query.
internal import Segments

extension QueryPlan {
  /// The best documents of a query of terms.
  func topOfTerms(_ shape: TermShape, _ limit: Int) throws -> [RankedDocument] {
    var best = try TopDocuments(limit: limit, segments: searcher.segments)
    try forEachSegment(shape) { walks in
      if WindowRanking.pays(walks) {
        try WindowRanking(walks, scoring: true).rank(into: &best)
      } else if walks.terms.count == 1 || shape.isUnion {
        TermRanking(walks).rankAny(into: &best)
      } else {
        TermMeeting(walks).rank(into: &best)
      }
    }
    return best.ranking()
  }

  /// Documents and occurrences of a query of terms no two of which share a token, and the best documents if asked.
  func countOfTerms(_ shape: TermShape, top limit: Int? = nil) throws -> (top: [RankedDocument], count: Count) {
    var best = try TopDocuments(limit: limit ?? 0, segments: limit == nil ? [] : searcher.segments)
    let scoring = limit != nil
    var count = Count()
    try forEachSegment(shape) { walks in
      let own: Count
      if WindowRanking.pays(walks) {
        let ranking = try WindowRanking(walks, scoring: scoring)
        own = scoring ? ranking.count(rankingInto: &best) : ranking.count()
      } else if shape.isUnion {
        own = try countOfUnion(shape.leaves, walks.number)
        if scoring { TermRanking(walks).rankAny(into: &best) }
      } else {
        own = TermMeeting(walks).count(rankingInto: &best, scoring: scoring)
      }
      count.documents += own.documents
      count.hits += own.hits
    }
    return (best.ranking(), count)
  }

  /// Documents and occurrences of a term without those that hold another, by taking away; nil for other shapes.
  func countOfDifference(_ shape: TermShape) throws -> Count? {
    guard shape.leaves.count == 1, shape.excluded.count == 1, shape.isSimple else { return nil }
    var count = Count()
    try forEachSegment(shape) { walks in
      guard let info = shape.leaves[0].terms[walks.number].first else { return }
      var own = Count(documents: info.documents, hits: info.occurrences)
      if walks.excluded.count == 1 {
        own =
          WindowRanking.pays(walks)
          ? try WindowRanking(walks, scoring: false).count() : TermRanking(walks).countWithout(info)
      }
      count.documents += own.documents
      count.hits += own.hits
    }
    return count
  }

  private func forEachSegment(_ shape: TermShape, _ body: (TermWalks) throws -> Void) throws {
    let statistics = searcher.statistics
    let idfs = shape.leaves.map { $0.scores ? BM25.idf(documents: $0.documents, of: statistics.documents) : 0 }
    for (number, segment) in searcher.segments.enumerated() {
      guard
        let walks = try TermWalks(
          shape, idfs: idfs, segment: segment, number: number, averageLength: statistics.averageLength,
          limit: timeLimit)
      else { continue }
      try body(walks)
      try walks.clock.throwIfOver()
    }
  }

  /// The first documents, in the order of ids, that hold any of some terms: they all score 1.
  func topOfConstant(_ set: TermSet, _ limit: Int) throws -> [RankedDocument] {
    var best = try TopDocuments(limit: limit, segments: searcher.segments)
    for (number, segment) in searcher.segments.enumerated() where !set.terms[number].isEmpty {
      let all = set.terms[number].reduce(0) { $0 + $1.writtenDocuments }
      if FirstDocuments.pays(limit, postings: all, segment) {
        var first = FirstDocuments(limit: limit)
        for info in set.terms[number] { try first.insert(try segment.postings(info), segment) }
        let ids = try segment.ids
        for rank in first.ranks {
          best.offer(segment: number, document: ids.documentAt(rank: Int(rank)), score: 1)
        }
        continue
      }
      let marks = try marks(of: set.terms[number], segment)
      try marks.forEachFirst(limit, of: all) { best.offer(segment: number, document: $0, score: 1) }
    }
    return best.ranking()
  }

  /// The live documents that hold any of some terms.
  private func marks(of infos: [TermInfo], _ segment: SegmentReader) throws -> DocumentMarks {
    let marks = DocumentMarks(segment)
    let clock = QueryClock(timeLimit)
    for info in infos {
      try clock.check()
      marks.insert(try segment.postings(info))
    }
    marks.removeDeleted()
    return marks
  }

  /// Documents and occurrences of terms joined by OR, from the dictionary and marks; nil for other shapes.
  func countOfUnion() throws -> Count? {
    guard let sets = root.unionOfTerms, sets.count == 1 || sets.areDisjoint else { return nil }
    var count = Count()
    for number in searcher.segments.indices {
      let own = try countOfUnion(sets, number)
      count.documents += own.documents
      count.hits += own.hits
    }
    return count
  }

  private func countOfUnion(_ sets: [TermSet], _ number: Int) throws -> Count {
    let infos = sets.count == 1 ? sets[0].terms[number] : sets.flatMap { $0.terms[number] }
    var count = Count()
    for info in infos { count.hits += info.occurrences }
    if infos.count <= 1 {
      count.documents = infos.first?.documents ?? 0
    } else {
      let segment = searcher.segments[number]
      let marks = try marks(of: infos, segment)
      count.documents = marks.count
    }
    return count
  }
}

extension QueryNode {
  /// The terms of a wildcard, regular expression or edit distance that stands alone.
  var constantTerms: TermSet? {
    guard case .match(.term(let set), .body) = self, set.isConstant, case .forms = set.kind else { return nil }
    return set
  }

  /// The term sets of the body whose union it is, if it is one and all occurrences of each set are apart.
  fileprivate var unionOfTerms: [TermSet]? {
    switch self {
    case .match(.term(let set), .body):
      if case .concepts = set.kind { return nil }
      return set.isDisjoint ? [set] : nil
    case .any(let parts):
      let sets = parts.compactMap(\.unionOfTerms)
      return sets.count == parts.count ? sets.flatMap { $0 } : nil
    default: return nil
    }
  }
}

extension [TermSet] {
  /// Whether no token can be counted twice: different terms of one kind.
  fileprivate var areDisjoint: Bool {
    guard let segments = first?.terms.count else { return true }
    return (0..<segments).allSatisfy { segment in
      let infos = flatMap { $0.terms[segment] }
      let namespaces = Set(infos.map(\.namespace))
      guard namespaces.allSatisfy({ $0 == .word }) || namespaces.allSatisfy({ $0.stemLanguage != nil }) else {
        return false
      }
      return Set(infos.map(\.ordinal)).count == infos.count
    }
  }
}
