// SPDX-License-Identifier: Apache-2.0

import Documents
import Patterns
import Segments
import Testing
import TestSupport
import Tokenizing
@testable import Indexing
@testable import Querying

/// The short ways over lists that cross blocks and windows, held to the matchers, which look at one document at a time;
/// queries that run out of time; stop words.
@Suite struct LongListTests {
  @Test func windowsAndSkipsAgreeWithMatchers() throws {
    let corpus = try SampleCorpus.make(count: 9200, segments: 2, deleting: 4, longest: 6, seed: 5)
    let searcher = Searcher(segments: corpus.segments)
    var random = SeededGenerator(seed: 3)
    var (windows, several) = (0, 0)
    for _ in 0..<100 {
      let text = Self.query(&random)
      let plan = try searcher.plan(.plain(try PlainQuery(parsing: text)))
      guard let shape = TermShape(plan.root) else { continue }
      try MatcherTwin.compare(plan, text, searcher)
      if shape.groups.contains(where: { $0.count > 1 }), shape.groups.count > 1 { several += 1 }
      for (number, segment) in searcher.segments.enumerated() {
        let idfs = shape.leaves.map { _ in 1.0 }
        guard
          let terms = try TermWalks(
            shape, idfs: idfs, segment: segment, number: number, averageLength: 5, limit: .none)
        else { continue }
        if WindowRanking.pays(terms), segment.documentCount > DocumentWindow.size { windows += 1 }
      }
    }
    #expect(windows > 50 && several > 5)
  }

  /// Walks over lists, whatever their lengths, find what windows find.
  @Test func walksAgreeWithWindows() throws {
    let corpus = try SampleCorpus.make(count: 9200, segments: 2, deleting: 4, longest: 6, seed: 5)
    let searcher = Searcher(segments: corpus.segments)
    let statistics = searcher.statistics
    var random = SeededGenerator(seed: 4)
    var (several, blocks, cut, unions) = (0, 0, 0, 0)
    for round in 0..<90 {
      let words = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        "=" + SampleCorpus.words[Int.random(in: 0..<29, using: &random)].lowercased()
      }
      let isUnion = round % 3 == 0
      let text = words.joined(separator: isUnion ? " OR " : " ") + (round % 3 == 1 ? " -=trust" : "")
      let plan = try searcher.plan(.plain(try PlainQuery(parsing: text)))
      guard let shape = TermShape(plan.root), shape.isDisjoint else { continue }
      let idfs = shape.leaves.map { BM25.idf(documents: $0.documents, of: statistics.documents) }
      var top = try TopDocuments(limit: 10, segments: searcher.segments)
      var both = top
      var count = QueryPlan.Count()
      for (number, segment) in searcher.segments.enumerated() {
        func walks() throws -> TermWalks? {
          try TermWalks(
            shape, idfs: idfs, segment: segment, number: number, averageLength: statistics.averageLength, limit: .none)
        }
        guard let first = try walks(), let second = try walks() else { continue }
        blocks += first.terms.contains { $0.cursor.blocks > 3 } ? 1 : 0
        #expect(first.isSimple)
        if shape.groups.count == 1 {
          TermRanking(first).rankAny(into: &top)
        } else {
          TermMeeting(first).rank(into: &top)
        }
        if isUnion { continue }
        let own = TermMeeting(second).count(rankingInto: &both, scoring: true)
        count.documents += own.documents
        count.hits += own.hits
      }
      let wanted = try plan.top(10)
      #expect(top.ranking() == wanted, "\(text)")
      unions += isUnion ? 1 : 0
      several += shape.groups.count > 2 ? 1 : 0
      if isUnion { continue }
      #expect(both.ranking() == wanted, "\(text)")
      #expect(try plan.count() == count, "\(text)")
      cut += count.documents > 10 ? 1 : 0
    }
    #expect(several > 10 && blocks > 40 && cut > 10 && unions > 10)
  }

  /// Rankings by bounds find what the matchers find, whether a list leads or all are poured, and whatever was found before.
  @Test func rankingsByBoundsAgreeWithMatchers() throws {
    let corpus = try SampleCorpus.make(count: 14000, segments: 2, deleting: 4, longest: 8, seed: 45)
    let searcher = Searcher(segments: corpus.segments)
    let statistics = searcher.statistics
    var random = SeededGenerator(seed: 46)
    var (single, seeds, led, poured, asked, passed, excluded, switched) = (0, 0, 0, 0, 0, 0, 0, 0)
    for round in 0..<70 {
      let words = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        "=" + SampleCorpus.words[Int.random(in: 0..<29, using: &random)].lowercased()
      }
      let text = words.joined(separator: round % 2 == 0 ? " OR " : " ") + (round % 5 == 1 ? " -=trust" : "")
      let plan = try searcher.plan(.plain(try PlainQuery(parsing: text)))
      guard let shape = TermShape(plan.root), shape.isDisjoint else { continue }
      let idfs = shape.leaves.map { BM25.idf(documents: $0.documents, of: statistics.documents) }
      let limit = [1, 10, 300].randomElement(using: &random)!
      var best = try TopDocuments(limit: limit, segments: searcher.segments)
      for (number, segment) in searcher.segments.enumerated() {
        guard
          let walks = try TermWalks(
            shape, idfs: idfs, segment: segment, number: number, averageLength: statistics.averageLength, limit: .none)
        else { continue }
        if walks.terms.count == 1 {
          single += walks.terms[0].cursor.blocks > 12 ? 1 : 0
          BlockRanking(walks).rank(into: &best)
        } else {
          let ranking = try RunRanking(walks)
          ranking.rank(into: &best)
          seeds += ranking.steps.seeds
          led += ranking.steps.led
          poured += ranking.steps.poured
          asked += ranking.steps.asked
          passed += ranking.steps.passed
          switched += ranking.steps.switched
        }
        excluded += shape.excluded.isEmpty ? 0 : 1
      }
      let all = try plan.matches()
      let wanted = all.sorted { $0.score > $1.score }.prefix(limit)
      let found = best.ranking()
      #expect(found.count == wanted.count, "\(text)")
      for (one, other) in zip(found, wanted) { #expect(abs(one.score - other.score) <= 1e-5 * other.score, "\(text)") }
      #expect(try found == plan.topAndCount(limit).top, "\(text)")
    }
    #expect(single > 3 && seeds > 100 && led > 100 && poured > 100 && asked > 0 && passed > 50)
    #expect(excluded > 5 && switched > 0)
  }

  /// Lists that meet window by window, the second looked up in the table of the first, share what their postings share.
  @Test func listsMeetInWindows() throws {
    let corpus = try SampleCorpus.make(count: 7000, segments: 2, deleting: 4, longest: 25, seed: 55)
    var random = SeededGenerator(seed: 56)
    var (windows, met, out) = (0, 0, 0)
    for round in 0..<60 {
      let segment = corpus.segments[round % 2]
      let cursors = try (0..<3).map { _ in
        let word = SampleCorpus.words[Int.random(in: 0..<29, using: &random)].lowercased()
        return try segment.postings(try #require(try segment.lookup(word.utf8)))
      }
      let lists = cursors.map { Self.frequencies($0) }
      var expected = QueryPlan.Count()
      for (document, frequency) in lists[0] where !segment.isDeleted(document) {
        guard let other = lists[1][document] else { continue }
        if round % 3 == 0, lists[2][document] != nil {
          out += 1
          continue
        }
        expected.documents += 1
        expected.hits += Int(frequency + other)
      }
      var (first, second) = (cursors[0], cursors[1])
      first.rewind()
      second.rewind()
      let excluded = UnsafeMutableBufferPointer<PostingsCursor>.allocate(capacity: round % 3 == 0 ? 1 : 0)
      if round % 3 == 0 {
        _ = excluded.initialize(from: cursors[2...])
        excluded[0].rewind()
      }
      defer { excluded.deinitialize().deallocate() }
      let window = DocumentWindow(
        groups: [1, 1], documents: segment.documentCount, bounds: nil, size: Int.random(in: 100...2000, using: &random))
      var base = 0
      while base < segment.documentCount {
        window.open(at: UInt32(base), limit: window.size)
        window.add(&first, leaf: 0, isFirst: true)
        window.meet(&second, excluded: excluded, segment.deletes)
        base += window.count
        windows += 1
      }
      #expect(window.totals.documents == expected.documents && window.totals.hits == expected.hits)
      met += expected.documents
    }
    #expect(windows > 150 && met > 5000 && out > 500)
  }

  /// How often the word of a list occurs in each of its documents.
  private static func frequencies(_ postings: PostingsCursor) -> [UInt32: UInt32] {
    var (cursor, result): (PostingsCursor, [UInt32: UInt32]) = (postings, [:])
    while cursor.document != PostingsCursor.end {
      result[cursor.document] = cursor.frequency
      cursor.next()
    }
    return result
  }

  /// Tables hold a byte a document: what is above is counted and scored all the same.
  @Test func frequenciesAboveAByteAreWhole() throws {
    var random = SeededGenerator(seed: 15)
    let indexer = DocumentIndexer(WorkerWords(nil), isComplete: false, tagging: nil)
    var expected = QueryPlan.Count()
    var large = 0
    for number in 0..<900 {
      var document = Document(id: "d\(number)", source: "made", format: .jsonLines)
      let counts = (0..<2).map { _ in [0, 1, 2, 128, 254, 255, 256, 300, 700].randomElement(using: &random)! }
      let words = zip(["alpha", "beta"], counts).flatMap { [String](repeating: $0, count: $1) } + ["end"]
      document.blocks.append(Block(kind: .paragraph, text: words.joined(separator: " "), language: "en"))
      indexer.add(document, contentHash: [UInt8](repeating: 0, count: 32))
      if counts[0] > 0, counts[1] > 0 {
        expected.documents += 1
        expected.hits += counts[0] + counts[1]
        large += counts[0] + counts[1] > 510 ? 1 : 0
      }
    }
    let folder = try TemporaryFolder()
    _ = try indexer.builder.write(to: folder.path + "/segment")
    let searcher = Searcher(segments: [try SegmentReader(path: folder.path + "/segment")])
    #expect(try searcher.plan(try ParsedQuery("=alpha =beta")).count() == expected && large > 100)
    for text in ["=alpha", "=alpha =beta", "=alpha OR =beta", "=alpha -=beta", "(=alpha OR =end) =beta"] {
      try MatcherTwin.compare(try searcher.plan(try ParsedQuery(text)), text, searcher)
    }
  }

  /// Postings and lists that are read a second time give what they gave at first.
  @Test func cursorsGoBack() throws {
    let corpus = try SampleCorpus.make(count: 3000, segments: 1, deleting: 0, longest: 30, seed: 47)
    let segment = corpus.segments[0]
    var random = SeededGenerator(seed: 48)
    var (long, short) = (0, 0)
    for word in ["the", "trust", "budget", "libraries", "coproduction"] {
      var cursor = try segment.postings(try #require(try segment.lookup(word.utf8)))
      func rest() -> [UInt32] {
        var found: [UInt32] = []
        while cursor.document != PostingsCursor.end {
          found += [cursor.document, cursor.frequency]
          cursor.next()
        }
        return found
      }
      let all = rest()
      cursor.rewind()
      cursor.advance(to: all[all.count / 4 * 2])
      cursor.rewind()
      #expect(rest() == all && all.count == 2 * cursor.count)
      for _ in 0..<5 {
        let block = Int.random(in: 0..<cursor.blocks, using: &random)
        let isOpen = cursor.open(block: block)
        #expect(isOpen == (cursor.count >= PostingsCursor.blockSize))
        if isOpen { #expect(rest() == Array(all[2 * PostingsCursor.blockSize * block..<all.count])) }
        long += isOpen ? 1 : 0
        short += isOpen ? 0 : 1
      }
    }
    #expect(long > 5)
  }

  private static func query(_ random: inout SeededGenerator) -> String {
    func word() -> String {
      let rank =
        Bool.random(using: &random) ? Int.random(in: 0..<5, using: &random) : Int.random(in: 5..<29, using: &random)
      // `=` keeps neighbours from being taken for a compound.
      return "=" + SampleCorpus.words[rank].lowercased()
    }
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return word()
    case 1: return "\(word()) \(word())"
    case 2: return "\(word()) OR \(word()) OR \(word())"
    case 3: return "\(word()) OR \(word())"
    case 4: return "(\(word()) OR \(word())) (\(word()) OR \(word())) -\(word())"
    default: return "\(word()) \(word()) -\(word())"
    }
  }

  @Test func facetsCountTheSameDocuments() throws {
    let corpus = try SampleCorpus.make(count: 900, segments: 2, deleting: 10, longest: 6, seed: 8)
    let searcher = Searcher(segments: corpus.segments)
    for (text, field) in [("the", "src"), ("the service", "year"), ("=of", "year"), ("budget OR trust", "src")] {
      let plan = try searcher.plan(.plain(try PlainQuery(parsing: text)))
      var wanted: [String: Int] = [:]
      var documents = 0
      try plan.forEachMatch { segment, document in
        documents += 1
        for value in try searcher.segments[segment].column(field)?.strings(document) ?? [] {
          wanted[value, default: 0] += 1
        }
      }
      let (found, values) = try plan.facet(by: field)
      #expect(found == documents && values == wanted && documents > 50, "\(text) by \(field)")
    }
  }

  @Test(arguments: ["\"the service\"", "the NEAR/3 of", "=the =of", "*s* OR the"])
  func queriesRunOutOfTime(text: String) throws {
    let corpus = try SampleCorpus.make(count: 3000, segments: 1, deleting: 0, longest: 20, seed: 4)
    let searcher = Searcher(segments: corpus.segments)
    var options = QueryOptions()
    let query = try ParsedQuery(text)
    options.timeLimit = TimeLimit(seconds: 600)
    #expect(try searcher.plan(query, options: options).count().documents > 300)
    options.timeLimit = TimeLimit(seconds: 1e-9)
    #expect(throws: QueryTimeout(seconds: 1e-9)) {
      try searcher.plan(query, options: options).forEachMatch { _, _ in }
    }
  }

  /// The time runs while words are looked up, too.
  @Test(arguments: ["/(w?x?[0-9a-j]?){9}/", "*x*", "[word=\".*x.*\"]"])
  func lookingWordsUpRunsOutOfTime(text: String) throws {
    let folder = try TemporaryFolder()
    let indexer = DocumentIndexer(WorkerWords(nil), isComplete: true, tagging: nil)
    var document = Document(id: "a", source: "made", format: .jsonLines)
    let words = (0..<5_000).map { "wx\(String($0, radix: 20, uppercase: false))" }
    document.blocks.append(Block(kind: .paragraph, text: words.joined(separator: " "), language: "en"))
    indexer.add(document, contentHash: [UInt8](repeating: 0, count: 32))
    _ = try indexer.builder.write(to: folder.path + "/segment")
    let searcher = Searcher(segments: [try SegmentReader(path: folder.path + "/segment")])
    var options = QueryOptions()
    options.timeLimit = TimeLimit(seconds: 1e-9)
    #expect(throws: QueryTimeout(seconds: 1e-9)) { try searcher.plan(try ParsedQuery(text), options: options) }
  }

  @Test func stopWordsMatchAndDoNotScore() throws {
    let corpus = try SampleCorpus.make(count: 400, segments: 2, deleting: 0, longest: 9, seed: 6)
    let searcher = Searcher(segments: corpus.segments)
    func ranking(_ text: String, weighing: Bool = false) throws -> [RankedDocument] {
      var options = QueryOptions(match: .stem)
      options.weighsStopWords = weighing
      return try searcher.plan(try ParsedQuery(text), options: options).top(1000)
    }
    let service = Dictionary(
      uniqueKeysWithValues: try ranking("stem:budget").map { ("\($0.segment) \($0.document)", $0.score) })
    // `stem:` keeps neighbours from being taken for a compound.
    let both = try ranking("stem:the stem:budget")
    #expect(both.count > 5 && both.count < service.count)
    for found in both { #expect(abs((service["\(found.segment) \(found.document)"] ?? 0) - found.score) < 1e-5) }
    let weighed = try ranking("stem:the stem:budget", weighing: true)
    #expect(weighed.count == both.count && weighed != both)
    // Documents that only have the stop word come last, with nothing.
    let any = try ranking("the OR budget")
    #expect(any.count > service.count && any.last?.score == 0 && any[service.count - 1].score > 0)
    #expect(try ranking("the OR of").allSatisfy { $0.score > 0 })
  }
}

extension QueryPlan {
  /// All matching documents with their scores, by the matchers.
  fileprivate func matches() throws -> [RankedDocument] {
    var found: [RankedDocument] = []
    try forEachDocument { segment, matcher in
      found.append(RankedDocument(segment: segment, document: matcher.document, score: Float(matcher.score())))
    }
    return found
  }
}
