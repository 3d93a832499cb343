// SPDX-License-Identifier: Apache-2.0

import Documents
import Patterns
import Segments
import Testing
@testable import Querying

/// CQL held to a plain evaluator that tries every way to match at every token.
@Suite struct SpanQueryTests {
  @Test func queriesAgreeWithTryingEverything() throws {
    let corpus = try SampleCorpus.make(count: 90, segments: 2, deleting: 15, longest: 40, seed: 4)
    let searcher = Searcher(segments: corpus.segments)
    var (hits, long, crossing) = (0, 0, 0)
    var cut: [String: Int] = [:]
    for text in [
      "\"trust\"", "[word=\"serv.*\"] []{0,3} \"public\"", "\"public\" [word=\"service|services\"]",
      "[word=\"co-?production\"]", "[word=\"co-.*\"] \"of\"?  \"the\"", "\"Trust\"%C", "[word!=\"the\"] \"of\" \"the\"",
      "(\"public\" | \"citizen\") []{1,4} (\"value\" | \"trust\" \"of\") within s", "\"the\"+ \"service\"",
      "[block=\"heading\" & word=\"service.*\"]", "\"public\" []* \"trust\"", "\"public\" []* \"trust\" within 6",
      "\"citizen.*\" []{0,5} \"the\" containing \"of\"", "([] \"of\"){2}",
      "[!(word=\"the\" | word=\"of\")]{3} \"trust\"",
      "[word=\"self-help\" | word=\"user\"] []", "[]{2} \"library\"", "\"trust\" ([]?){3} \"of\"",
      "\"trust\" (\"the\"?){1,2} \"of\"", "\"public\" []{0,6} \"the\" within page",
      "\"the\" []* \"trust\" within page", "[] []{0,9} \"of\" within page", "\"public\" []{0,8} \"the\" within block",
      "\"the\" []* \"trust\" within block", "\"public\" []{0,8} \"the\" within p", "[word!=\"of\"]{4} within p",
      "\"the\" []{0,20} \"service\" within document", "\"the\" []{1,9} (\"of\" | \"public\") within s",
    ] {
      let query = try SpanQuery(parsing: text)
      let plan = try searcher.plan(.spans(query))
      let found = try searcher.spans(plan)
      var (documents, all) = (0, 0)
      for document in corpus.documents {
        let wanted = SlowSpans.expected(query, document)
        #expect(found[document.id] ?? [] == wanted, "\(text) in \(document.id)")
        documents += wanted.isEmpty ? 0 : 1
        all += wanted.count
        long += wanted.filter { $0.end - $0.start > 2 }.count
        let barred = SlowSpans.barred(query, document)
        crossing += barred.byKind
        cut["\(query.within)", default: 0] += barred.byScope
      }
      #expect(try plan.count() == QueryPlan.Count(documents: documents, hits: all), "\(text)")
      #expect(all > 0, "\(text) finds nothing")
      hits += all
    }
    #expect(hits > 500)
    #expect(long > 50)
    #expect(crossing > 20)
    for scopes in [[SpanScope.page], [.block], [.paragraph], [.sentence], [.tokens(6)]] {
      #expect(cut["\(scopes)"] ?? 0 > 3, "\(scopes) barred nothing")
    }
    #expect(corpus.deleted > 0)
  }

  @Test func conditionsCompareCapturesAndMetadata() throws {
    let corpus = try SampleCorpus.make(count: 60, segments: 2, deleting: 0, seed: 8)
    let searcher = Searcher(segments: corpus.segments)
    let plan = try searcher.plan(try ParsedQuery("a:[] []{1,3} b:[] :: a.word = b.word & year >= 2010"))
    var (found, hits) = (0, 0)
    try plan.forEachHitList { _, segment, document, lists in
      let id = try searcher.segments[segment].ids.string(document)
      let plain = corpus.documents.first { $0.id == id }!
      #expect(plain.year ?? 0 >= 2010)
      let tokens = plain.fields[.body]!
      for span in lists.flatMap(\.spans) {
        #expect(tokens[Int(span.start)].folded == tokens[Int(span.end) - 1].folded)
        hits += 1
      }
      found += 1
      return true
    }
    #expect(found > 5)
    #expect(hits > 20)
  }

  @Test func assignmentsOfCapturesRunOutOfTime() throws {
    let corpus = try SampleCorpus.make(count: 1, segments: 1, deleting: 0, longest: 60, seed: 3)
    let searcher = Searcher(segments: corpus.segments)
    #expect(corpus.documents[0].fields[.body]!.count > 20)
    let query = try ParsedQuery("a:[] []* b:[] :: a.word = b.word & a.word != b.word")
    var options = QueryOptions()
    #expect(try searcher.plan(query, options: options).count().documents == 0)
    options.timeLimit = TimeLimit(seconds: 1e-9)
    // One document holds the walk for longer than it may take.
    let plan = try searcher.plan(query, options: options)
    #expect(throws: QueryTimeout(seconds: 1e-9)) { try plan.count() }
  }

  @Test func optionalTokensAreNotUnrolledTwice() throws {
    for (text, plain) in [
      ("([]?){1000} \"x\"", "[]{0,1000} \"x\""), ("(([]?)*)* \"x\"", "[]* \"x\""),
      ("([]{0,3}){2,4} \"x\"", "[]{0,12} \"x\""),
    ] {
      let programs = try [text, plain].map {
        try SpanProgram(SpanQuery(parsing: $0).pattern, keepsCaptures: false)
      }
      #expect("\(programs[0].instructions)" == "\(programs[1].instructions)", "\(text)")
    }
  }

  @Test func hopelessPatternsStayCheap() throws {
    let corpus = try SampleCorpus.make(count: 20, segments: 1, deleting: 0, seed: 2)
    let searcher = Searcher(segments: corpus.segments)
    let plan = try searcher.plan(try ParsedQuery("([]{0,20} []{0,20}){0,20} [word=\"nowhere\"]"))
    #expect(try plan.count().documents == 0)
    #expect(throws: QueryError.self) {
      _ = try searcher.plan(try ParsedQuery("((([]{1,1000}){1,1000}){1,1000}) \"trust\""))
    }
  }
}
