// SPDX-License-Identifier: Apache-2.0

/// NEAR of groups, and words that a `.vrt` file gives as they are, on random documents.
import Patterns
import Segments
import Testing
import TestSupport

@testable import Querying

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
