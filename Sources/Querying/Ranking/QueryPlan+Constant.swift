// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// Counts and rankings of a query that stands for many words: a wildcard, a regular expression, an edit distance. All its
/// documents score 1, so that the order of ids decides.
extension QueryPlan {
  /// The first `limit` documents; without counting, long lists need not be read whole.
  func firstOfConstant(_ set: TermSet, _ limit: Int) throws -> [RankedDocument] {
    if limit > FirstDocuments.most { return try rankConstant(set, top: limit).top }
    var best = try TopDocuments(limit: limit, segments: searcher.segments)
    let clock = QueryClock(timeLimit)
    for (number, segment) in searcher.segments.enumerated() where !set.terms[number].isEmpty {
      var first = try FirstDocuments(limit, of: segment)
      for info in set.terms[number] {
        try clock.check()
        try first.insert(info)
      }
      for document in first.documents { best.offer(segment: number, document: document, score: 1) }
    }
    return best.ranking()
  }

  /// The first `limit` documents, and how many there are of documents and occurrences if no token can be counted twice.
  func rankConstant(_ set: TermSet, top limit: Int) throws -> (top: [RankedDocument], count: Count) {
    var best = try TopDocuments(limit: limit, segments: limit > 0 ? searcher.segments : [])
    var count = Count()
    let clock = QueryClock(timeLimit)
    for (number, segment) in searcher.segments.enumerated() where !set.terms[number].isEmpty {
      let infos = set.terms[number]
      for info in infos { count.hits += info.occurrences }
      if limit == 0, infos.count == 1 {
        count.documents += infos[0].documents
        continue
      }
      let documents = DocumentSet(segment)
      for info in infos {
        try clock.check()
        try documents.insert(info)
      }
      let own = documents.removeDeleted()
      count.documents += own
      if limit == 0 { continue }
      for document in try documents.first(limit, of: own) {
        best.offer(segment: number, document: document, score: 1)
      }
    }
    return (best.ranking(), count)
  }
}

extension QueryNode {
  /// The terms of a wildcard, regular expression or edit distance that stands alone.
  var constantTerms: TermSet? {
    guard case .match(.term(let set), .body) = self, set.isConstant, case .forms = set.kind else { return nil }
    return set
  }
}
