// SPDX-License-Identifier: Apache-2.0

/// CQL held to a plain evaluator that tries every way to match at every token.
import Documents
import Patterns
import Segments
import Testing

@testable import Querying

@Suite struct SpanQueryTests {
  /// Every end of a match of `pattern` at `start`; never beyond `limit`.
  private func ends(_ pattern: SpanPattern, _ start: Int, _ limit: Int, _ tokens: [PlainToken]) -> Set<Int> {
    switch pattern {
    case .concept: return []
    case .capture(_, let part): return ends(part, start, limit, tokens)
    case .alternatives(let parts): return parts.reduce(into: []) { $0.formUnion(ends($1, start, limit, tokens)) }
    case .sequence(let parts):
      return parts.reduce([start]) { reached, part in
        reached.reduce(into: []) { $0.formUnion(ends(part, $1, limit, tokens)) }
      }
    case .repeated(let part, let min, let max):
      var (reached, result): (Set<Int>, Set<Int>) = ([start], min == 0 ? [start] : [])
      for count in 1...Swift.max(max ?? limit, 1) {
        reached = reached.reduce(into: []) { $0.formUnion(ends(part, $1, limit, tokens)) }
        if count >= min { result.formUnion(reached) }
        if reached.isEmpty { break }
      }
      return result
    case .token(let test):
      guard start < limit else { return [] }
      var result: Set<Int> = holds(test, tokens[start], tokens[start].folded) ? [start + 1] : []
      guard mayHoldHyphen(test) else { return result }
      for count in 2...4 where start + count <= limit {
        let run = tokens[start..<start + count]
        guard run.dropFirst().allSatisfy(\.joinsLast) else { break }
        if holds(test, tokens[start], run.map(\.folded).joined(separator: "-")) { result.insert(start + count) }
      }
      return result
    }
  }

  private func mayHoldHyphen(_ test: TokenTest) -> Bool {
    switch test {
    case .attribute(.word, let value): value.text.contains("-")
    case .all(let parts), .anyOf(let parts): parts.contains(where: mayHoldHyphen)
    default: false
    }
  }

  private func holds(_ test: TokenTest, _ token: PlainToken, _ word: String) -> Bool {
    switch test {
    case .any: return true
    case .attribute(.block, let value): return value.form == .literal(token.kind.name)
    case .attribute(_, let value):
      switch value.form {
      case .literal(let text): return value.caseSensitive ? token.surface == text : word == text.lowercased()
      case .regex(let text): return (try? TermAutomaton(regex: text))?.matches(word) ?? false
      default: return false
      }
    case .insideConcept: return false
    case .all(let parts): return parts.allSatisfy { holds($0, token, word) }
    case .anyOf(let parts): return parts.contains { holds($0, token, word) }
    case .not(let part): return !holds(part, token, word)
    }
  }

  private func expected(_ query: SpanQuery, _ document: PlainDocument) -> Set<Span> {
    let tokens = document.fields[.body] ?? []
    var result: Set<Span> = []
    for start in tokens.indices {
      var limit = document.barriers.filter { $0 > start }.min() ?? tokens.count
      for scope in query.within {
        switch scope {
        case .sentence, .block, .paragraph:
          limit = min(
            limit, tokens.indices.first { $0 > start && tokens[$0].block != tokens[start].block } ?? tokens.count)
        case .tokens(let count): limit = min(limit, start + count)
        case .page, .document: break
        }
      }
      guard let end = ends(query.pattern, start, limit, tokens).filter({ $0 <= limit }).min() else { continue }
      let holdsAll = query.containing.allSatisfy { inner in
        (start..<end).contains { !ends(inner, $0, end, tokens).isEmpty }
      }
      if holdsAll { result.insert(Span(UInt32(start), UInt32(end))) }
    }
    return result
  }

  @Test func queriesAgreeWithTryingEverything() throws {
    let corpus = try SampleCorpus.make(count: 90, segments: 2, deleting: 15, longest: 40, seed: 4)
    let searcher = Searcher(segments: corpus.segments)
    var (hits, long, crossing) = (0, 0, 0)
    for text in [
      "\"trust\"", "[word=\"serv.*\"] []{0,3} \"public\"", "\"public\" [word=\"service|services\"]",
      "[word=\"co-?production\"]", "[word=\"co-.*\"] \"of\"?  \"the\"", "\"Trust\"%C", "[word!=\"the\"] \"of\" \"the\"",
      "(\"public\" | \"citizen\") []{1,4} (\"value\" | \"trust\" \"of\") within s", "\"the\"+ \"service\"",
      "[block=\"heading\" & word=\"service.*\"]", "\"public\" []* \"trust\"", "\"public\" []* \"trust\" within 6",
      "\"citizen.*\" []{0,5} \"the\" containing \"of\"", "([] \"of\"){2}",
      "[!(word=\"the\" | word=\"of\")]{3} \"trust\"",
      "[word=\"self-help\" | word=\"user\"] []", "[]{2} \"library\"",
    ] {
      let query = try SpanQuery(parsing: text)
      let plan = try searcher.plan(.spans(query))
      var found: [String: Set<Span>] = [:]
      try plan.forEachHitList { _, segment, document, lists in
        let id = try searcher.segments[segment].ids.string(document)
        found[id] = Set(lists.flatMap(\.spans))
        return true
      }
      var (documents, all) = (0, 0)
      for document in corpus.documents {
        let wanted = expected(query, document)
        #expect(found[document.id] ?? [] == wanted, "\(text) in \(document.id)")
        documents += wanted.isEmpty ? 0 : 1
        all += wanted.count
        long += wanted.filter { $0.end - $0.start > 2 }.count
        crossing += wanted.isEmpty ? 0 : document.barriers.count
      }
      #expect(try plan.count() == QueryPlan.Count(documents: documents, hits: all), "\(text)")
      #expect(all > 0, "\(text) finds nothing")
      hits += all
    }
    #expect(hits > 500)
    #expect(long > 50)
    #expect(crossing > 0)
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
