// SPDX-License-Identifier: Apache-2.0

/// Which way to the best documents and to counts is the shortest for a query.
internal import Segments

extension QueryPlan {
  /// The best documents by `TermRanking`; nil where the query is of another shape.
  func topOfTerms(_ shape: TermShape, _ limit: Int) throws -> [RankedDocument] {
    let segments = searcher.segments
    var best = try TopDocuments(limit: limit, segments: segments)
    let statistics = searcher.statistics
    let idfs = shape.sets.map { BM25.idf(documents: $0.documents, of: statistics.documents) }
    for (number, segment) in segments.enumerated() {
      let lengths = try segment.lengths(.body)
      var terms: [(info: TermInfo, weight: TermWeight)] = []
      for (set, idf) in zip(shape.sets, idfs) {
        guard let info = set.terms[number].first else { continue }
        terms.append((info, TermWeight(idf: idf, averageLength: statistics.averageLength, lengths: lengths)))
      }
      if terms.isEmpty { continue }
      switch shape {
      case .any:
        var ranking = try TermRanking(terms, segment: segment, number: number)
        ranking.rankAny(into: &best)
      case .all(let sets, let excluding):
        guard terms.count == sets.count else { continue }
        let unwanted = excluding.compactMap { $0.terms[number].first }
        var ranking = try TermRanking(terms, excluding: unwanted, segment: segment, number: number)
        ranking.rankAll(into: &best)
      }
    }
    return best.ranking()
  }

  /// Documents and occurrences of different single terms joined by AND, without those of excluded terms; nil for other
  /// shapes.
  func countOfAll() throws -> Count? {
    guard let shape = TermShape(root), case .all(let sets, let excluding) = shape, shape.isDisjoint else { return nil }
    var count = Count()
    for (number, segment) in searcher.segments.enumerated() {
      let infos = sets.compactMap { $0.terms[number].first }
      guard infos.count == sets.count else { continue }
      let weight = TermWeight(idf: 1, averageLength: 1, lengths: nil)
      let unwanted = excluding.compactMap { $0.terms[number].first }
      var ranking = try TermRanking(
        infos.map { ($0, weight) }, excluding: unwanted, segment: segment, number: number)
      let own = infos.count == 1 && unwanted.count == 1 ? ranking.countWithout(infos[0]) : ranking.countAll()
      count.documents += own.documents
      count.hits += own.hits
    }
    return count
  }

  /// Documents and occurrences of several groups of terms of which each must occur, from bit sets; nil for other shapes.
  func countOfGroups() throws -> Count? {
    guard case .all(let required, let excluded) = root, excluded.isEmpty, !required.isEmpty else { return nil }
    let groups = required.compactMap(\.unionOfTerms)
    guard groups.count == required.count, groups.flatMap({ $0 }).areDisjoint else { return nil }
    var count = Count()
    for (number, segment) in searcher.segments.enumerated() {
      var common: DocumentBits?
      for group in groups {
        var bits = DocumentBits(count: segment.documentCount)
        for info in group.flatMap({ $0.terms[number] }) { bits.insert(try segment.postings(info)) }
        common?.formIntersection(bits)
        common = common ?? bits
      }
      guard var common else { continue }
      common.remove(deletedFrom: segment)
      count.documents += common.count(without: segment)
      for info in groups.flatMap({ $0.flatMap { $0.terms[number] } }) {
        count.hits += common.occurrences(try segment.postings(info))
      }
    }
    return count
  }

  /// The first documents, in the order of ids, that hold any of some terms: they all score 1.
  func topOfConstant(_ set: TermSet, _ limit: Int) throws -> [RankedDocument] {
    var best = try TopDocuments(limit: limit, segments: searcher.segments)
    for (number, segment) in searcher.segments.enumerated() where !set.terms[number].isEmpty {
      var bits = DocumentBits(count: segment.documentCount)
      for info in set.terms[number] { bits.insert(try segment.postings(info)) }
      var next: UInt32 = 0
      while let document = bits.first(from: next) {
        if !segment.isDeleted(document) { best.offer(segment: number, document: document, score: 1) }
        next = document + 1
      }
    }
    return best.ranking()
  }

  /// Documents and occurrences of terms joined by OR, from the dictionary and a bit set; nil for other shapes.
  func countOfTerms() throws -> Count? {
    guard let sets = root.unionOfTerms, sets.count == 1 || sets.areDisjoint else { return nil }
    var count = Count()
    for (number, segment) in searcher.segments.enumerated() {
      let infos = sets.flatMap { $0.terms[number] }
      count.hits += infos.reduce(0) { $0 + $1.occurrences }
      if infos.count <= 1 {
        count.documents += infos.first?.documents ?? 0
      } else {
        var bits = DocumentBits(count: segment.documentCount)
        for info in infos { bits.insert(try segment.postings(info)) }
        count.documents += bits.count(without: segment)
      }
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

/// A bit for each document of a segment.
struct DocumentBits {
  private var words: [UInt64]

  init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

  mutating func insert(_ postings: PostingsCursor) {
    var cursor = postings
    words.withUnsafeMutableBufferPointer { words in
      while cursor.document != PostingsCursor.end {
        for document in cursor.restOfBlock where Int(document >> 6) < words.count {
          words[Int(document >> 6)] |= 1 << UInt64(document & 63)
        }
        if !cursor.nextBlock() { break }
      }
    }
  }

  func contains(_ document: UInt32) -> Bool {
    Int(document >> 6) < words.count && words[Int(document >> 6)] >> UInt64(document & 63) & 1 == 1
  }

  mutating func formIntersection(_ other: DocumentBits) {
    for index in words.indices { words[index] &= index < other.words.count ? other.words[index] : 0 }
  }

  mutating func remove(deletedFrom segment: SegmentReader) {
    guard segment.deletes != nil else { return }
    var next: UInt32 = 0
    while let document = first(from: next) {
      if segment.isDeleted(document) { words[Int(document >> 6)] &= ~(1 << UInt64(document & 63)) }
      next = document + 1
    }
  }

  /// Occurrences of a term in the documents of the set.
  func occurrences(_ postings: PostingsCursor) -> Int {
    var cursor = postings
    var (total, document) = (0, cursor.document)
    while document != PostingsCursor.end {
      if contains(document) {
        total += Int(cursor.frequency)
        document = cursor.next()
      } else {
        guard let next = first(from: document) else { break }
        document = cursor.advance(to: next)
      }
    }
    return total
  }

  /// The first document of the set at or behind `target`.
  func first(from target: UInt32) -> UInt32? {
    var index = Int(target >> 6)
    guard index < words.count else { return nil }
    var word = words[index] & (~0 << UInt64(target & 63))
    while word == 0 {
      index += 1
      guard index < words.count else { return nil }
      word = words[index]
    }
    return UInt32(index) << 6 | UInt32(word.trailingZeroBitCount)
  }

  /// How many live documents it holds.
  func count(without segment: SegmentReader) -> Int {
    let all = words.reduce(0) { $0 + $1.nonzeroBitCount }
    guard segment.deletes != nil else { return all }
    var deleted = 0
    for document in 0..<UInt32(clamping: segment.documentCount) where segment.isDeleted(document) && contains(document)
    {
      deleted += 1
    }
    return all - deleted
  }
}
