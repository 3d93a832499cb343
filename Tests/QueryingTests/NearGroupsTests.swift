// SPDX-License-Identifier: Apache-2.0

import Documents
import Patterns
import Segments
import Testing
import TestSupport
@testable import Indexing
@testable import Querying

/// NEAR of groups, and words that a `.vrt` file gives as they are, on random documents.
@Suite struct NearGroupsTests {
  /// The hits of a query, document by document.
  private func hits(_ text: String, _ searcher: Searcher) throws -> [String: [Span]] {
    var found: [String: [Span]] = [:]
    try searcher.plan(.plain(try PlainQuery(parsing: text))).forEachHitList { _, segment, document, lists in
      found[try searcher.segments[segment].ids.string(document)] = lists.flatMap(\.spans)
      return true
    }
    return found
  }

  @Test(arguments: [
    ("(trust service) NEAR/3 public", "trust NEAR/3 public service NEAR/3 public"),
    ("(trust OR (service value)) NEAR/3 public", "trust NEAR/3 public OR (service NEAR/3 public value NEAR/3 public)"),
    ("public NEAR/4 (trust OR (service value))", "public NEAR/4 trust OR (public NEAR/4 service public NEAR/4 value)"),
    (
      "((trust OR (the value)) NEAR/2 public) NEAR/6 of",
      "(trust NEAR/2 public) NEAR/6 of OR ((the NEAR/2 public) NEAR/6 of (value NEAR/2 public) NEAR/6 of)"
    ),
  ])
  func aGroupIsNearWhereItsWordsAre(_ text: String, _ written: String) throws {
    let corpus = try SampleCorpus.make(count: 120, segments: 2, deleting: 10, seed: 31)
    let searcher = Searcher(segments: corpus.segments)
    let found = try hits(text, searcher)
    #expect(found.count > 3)
    #expect(try found == hits(written, searcher))
  }

  /// Groups multiply: what would never end is refused before it begins.
  @Test func groupsThatMultiplyAreRefused() throws {
    let corpus = try SampleCorpus.make(count: 40, segments: 1, deleting: 0, seed: 31)
    let searcher = Searcher(segments: corpus.segments)
    func chain(_ groups: Int) -> String {
      (0..<groups).map { $0 % 2 == 0 ? "(the of)" : "(public service)" }.joined(separator: " NEAR/50 ")
    }
    // 2^9 conditions are written out, 2^10 are not.
    #expect(try !hits(chain(2), searcher).isEmpty)
    _ = try hits(chain(9), searcher)
    for groups in [10, 21, 60] {
      #expect {
        _ = try hits(chain(groups), searcher)
      } throws: { "\($0)".contains("NEAR between these groups asks for more than 1000 pairs of words") }
    }
  }

  @Test func aCompoundOfOneFieldIsKnownInAll() throws {
    let folder = try TemporaryFolder()
    let indexer = DocumentIndexer(WorkerWords(nil), isComplete: true, tagging: nil)
    for (id, title, text) in [
      ("a", "Co production", "the co-production of trust"), ("b", "co-led", "none"), ("c", "coproduction", "co led"),
    ] {
      var document = Document(id: id, source: "made", format: .jsonLines)
      (document.metadata.title, document.metadata.language) = (title, "en")
      document.blocks.append(Block(kind: .paragraph, text: text, language: "en"))
      indexer.add(document, contentHash: [UInt8](repeating: 0, count: 32))
    }
    _ = try indexer.builder.write(to: folder.path + "/segment")
    let searcher = Searcher(segments: [try SegmentReader(path: folder.path + "/segment")])
    for text in ["co-production", "coproduction", "\"co production\"", "(co production)"] {
      #expect(try hits("title:\(text)", searcher).keys.sorted() == ["a", "c"], "\(text)")
    }
    #expect(try hits("coled", searcher).keys.sorted() == ["c"])
    #expect(try hits("nonet", searcher).isEmpty && hits("ofco", searcher).isEmpty)
  }

  @Test func chainsOfNearRunOutOfTime() throws {
    let corpus = try SampleCorpus.make(count: 1, segments: 1, deleting: 0, longest: 800, seed: 3)
    let searcher = Searcher(segments: corpus.segments)
    let query = try ParsedQuery("the NEAR/10000 of NEAR/10000 service")
    var options = QueryOptions()
    #expect(try searcher.plan(query, options: options).count().hits > 20)
    options.timeLimit = TimeLimit(seconds: 1e-9)
    let plan = try searcher.plan(query, options: options)
    #expect(throws: QueryTimeout(seconds: 1e-9)) { try plan.count() }
  }

  @Test func pairsAreGatheredOnceAndRefusedWhereThereAreTooMany() throws {
    let corpus = try SampleCorpus.make(count: 1, segments: 1, deleting: 0, seed: 3)
    let context = SegmentContext(corpus.segments[0])
    var random = SeededGenerator(seed: 5)
    func spans(_ count: Int) -> [Span] {
      var made = (0..<count).map { _ in
        let start = UInt32.random(in: 0..<2000, using: &random)
        return Span(start, start + UInt32.random(in: 1...400, using: &random))
      }
      SpanJoin.normalize(&made)
      return made
    }
    var folded = 0
    for distance: UInt32 in [0, 5, 300, .max] {
      let (left, right) = (spans(700), spans(600))
      var wanted: Set<Span> = []
      var pairs = 0
      for one in left {
        for other in right {
          let (first, second) = one.start < other.start ? (one, other) : (other, one)
          guard first.end <= second.start, second.start - first.end <= distance else { continue }
          wanted.insert(Span(first.start, second.end))
          pairs += 1
        }
      }
      #expect(SpanJoin.near(left, right, distance: distance, context) == wanted.sorted())
      folded += pairs > 1 << 17 ? pairs - wanted.count : 0
    }
    #expect(folded > 10_000)
    #expect(context.failure == nil)
    _ = SpanJoin.near(spans(700), spans(600), distance: .max, context, most: 1000)
    #expect(context.failure is QueryError)
  }

  @Test func aTokenAsGivenIsFoundAsItIsTyped() throws {
    let corpus = try VerticalCorpus.make(count: 120, segments: 2, deleting: 10, seed: 5)
    let searcher = Searcher(segments: corpus.segments)
    for (text, words) in [
      ("co-production", ["co-production"]), ("\"public co-production\"", ["public", "co-production"]),
    ] {
      var wanted = 0
      for document in corpus.documents {
        let tokens = document.fields[.body] ?? []
        for start in tokens.indices.dropLast(words.count - 1)
        where words.indices.allSatisfy({ tokens[start + $0].folded == words[$0] }) {
          wanted += 1
        }
      }
      #expect(wanted > 2)
      #expect(try hits(text, searcher).values.reduce(0) { $0 + $1.count } == wanted)
    }
  }
}
