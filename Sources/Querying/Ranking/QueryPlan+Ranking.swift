// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// Which way to the best documents and to counts is the shortest for a query.
extension QueryPlan {
  /// The best documents of a query of terms.
  func topOfTerms(_ shape: TermShape, _ limit: Int) throws -> [RankedDocument] {
    var best = try TopDocuments(limit: limit, segments: searcher.segments)
    try forEachPart(shape) { walks, few in
      if let few {
        _ = few.count(rankingInto: &best, scoring: true)
      } else if walks.terms.count == 1 {
        BlockRanking(walks).rank(into: &best)
      } else if RunRanking.pays(walks) {
        try RunRanking(walks).rank(into: &best)
      } else if WindowRanking.pays(walks, ranking: true) {
        try WindowRanking(walks, scoring: true).rank(into: &best)
      } else if walks.groups.count == 1 {
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
    try forEachPart(shape) { walks, few in
      let isUnion = walks.groups.count == 1
      let own: Count
      if let few {
        own = few.count(rankingInto: &best, scoring: scoring)
      } else if WindowRanking.pays(walks) || isUnion && walks.terms.count > 1 && !walks.excluded.isEmpty {
        let ranking = try WindowRanking(walks, scoring: scoring)
        own = scoring ? ranking.count(rankingInto: &best) : ranking.count()
      } else if isUnion, walks.excluded.isEmpty {
        own = try countOfUnion(walks.infos, walks.number)
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
    guard shape.leaves.count == 1, shape.excluded.count == 1 else { return nil }
    var (count, none): (Count?, TopDocuments) = (Count(), try TopDocuments(limit: 0, segments: []))
    try forEachPart(shape) { walks, few in
      var own: Count
      if let few {
        own = few.count(rankingInto: &none, scoring: false)
      } else if walks.terms.count == 1, walks.excluded.count <= 1, !walks.leavesOut {
        own = Count(documents: walks.infos[0].documents, hits: walks.infos[0].occurrences)
        if walks.excluded.count == 1 {
          own =
            WindowRanking.pays(walks)
            ? try WindowRanking(walks, scoring: false).count() : TermRanking(walks).countWithout(walks.infos[0])
        }
      } else {
        count = nil
        return
      }
      count?.documents += own.documents
      count?.hits += own.hits
    }
    return count
  }

  /// Calls `body` with the walks of each segment: of all lists, or of each language with long lists where that pays; then at
  /// last with those of all other languages, and of the documents in several languages, which the languages' walks leave
  /// out, and how they are walked one by one.
  private func forEachPart(_ shape: TermShape, _ body: (TermWalks, FewRanking?) throws -> Void) throws {
    let statistics = searcher.statistics
    let idfs = shape.leaves.map { $0.scores ? BM25.idf(documents: $0.documents, of: statistics.documents) : 0 }
    for (number, segment) in searcher.segments.enumerated() {
      func walks(_ languages: UInt32?) throws -> TermWalks? {
        try TermWalks(
          shape, idfs: idfs, segment: segment, number: number, averageLength: statistics.averageLength,
          limit: timeLimit, languages: languages)
      }
      guard let parts = try LanguageParts(shape, segment, number) else {
        if let all = try walks(nil) { try visit(all, nil, body) }
        continue
      }
      for language in parts.long {
        if let own = try walks(language) { try visit(own, nil, body) }
      }
      if parts.multilingual.documents.isEmpty {
        if parts.few != 0, let few = try walks(parts.few) { try visit(few, FewRanking(few), body) }
      } else if let all = try walks(nil) {
        try visit(all, FewRanking(all, few: parts.few, parts.multilingual.documents), body)
      }
    }
  }

  private func visit(_ walks: TermWalks, _ few: FewRanking?, _ body: (TermWalks, FewRanking?) throws -> Void) throws {
    try body(walks, few)
    try walks.clock.throwIfOver()
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
      let infos = sets.count == 1 ? sets[0].terms[number] : sets.flatMap { $0.terms[number] }
      let own = try sets.count == 1 ? countOfGroup(infos, number) : countOfUnion(infos, number)
      count.documents += own.documents
      count.hits += own.hits
    }
    return count
  }

  private func countOfUnion(_ infos: [TermInfo], _ number: Int) throws -> Count {
    var count = Count()
    for info in infos { count.hits += info.occurrences }
    if infos.count <= 1 {
      count.documents = infos.first?.documents ?? 0
    } else {
      let segment = searcher.segments[number]
      if infos.reduce(0, { $0 + $1.writtenDocuments }) <= segment.documentCount / Self.fewPostings {
        count.documents = try countByMerging(infos, segment)
      } else {
        let marks = try marks(of: infos, segment)
        count.documents = marks.count
      }
    }
    return count
  }

  /// Postings that are so few beside the documents of a segment are faster merged than marked in a table of all documents.
  private static let fewPostings = 256

  /// The live documents that hold any of some terms.
  private func countByMerging(_ infos: [TermInfo], _ segment: SegmentReader) throws -> Int {
    var cursors = try infos.map { try segment.postings($0) }
    var count = 0
    while true {
      let document = cursors.reduce(PostingsCursor.end) { min($0, $1.document) }
      if document == PostingsCursor.end { return count }
      if !segment.isDeleted(document) { count += 1 }
      for index in cursors.indices where cursors[index].document == document { cursors[index].next() }
    }
  }

  /// As `countOfUnion`, of what one word stands for: of stems only documents in several languages can be in two lists.
  private func countOfGroup(_ infos: [TermInfo], _ number: Int) throws -> Count {
    let segment = searcher.segments[number]
    guard infos.count > 1, infos.allSatisfy({ $0.namespace.stemLanguage != nil }) else {
      return try countOfUnion(infos, number)
    }
    let multilingual = try segment.multilingual
    guard multilingual.pays(segment) else { return try countOfUnion(infos, number) }
    var count = Count()
    for info in infos {
      count.documents += info.documents
      count.hits += info.occurrences
    }
    count.documents -= try multilingual.repetitions(in: infos, of: segment)
    return count
  }
}

extension QueryNode {
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
