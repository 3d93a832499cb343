// SPDX-License-Identifier: Apache-2.0

import Documents
import Patterns
import Segments
import Synchronization
@testable import Querying

/// A plain evaluator of CQL that tries every way to match at every token.
enum SlowSpans {
  /// Every end of a match of `pattern` at `start`; never beyond `limit`.
  private static func ends(_ pattern: SpanPattern, _ start: Int, _ limit: Int, _ tokens: [PlainToken]) -> Set<Int> {
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

  private static func mayHoldHyphen(_ test: TokenTest) -> Bool {
    switch test {
    case .attribute(.word, let value): value.text.contains("-")
    case .all(let parts), .anyOf(let parts): parts.contains(where: mayHoldHyphen)
    default: false
    }
  }

  private static func holds(_ test: TokenTest, _ token: PlainToken, _ word: String) -> Bool {
    switch test {
    case .any: return true
    case .attribute(.block, let value): return value.form == .literal(token.kind.name)
    case .attribute(.lemma, let value): return holds(value, token.attributes["lemma"] ?? "")
    case .attribute(.column(let name), let value): return holds(value, token.attributes[name] ?? "")
    case .attribute(_, let value):
      switch value.form {
      case .literal(let text): return value.caseSensitive ? token.surface == text : word == text.lowercased()
      case .regex(let text): return matches(text, word)
      default: return false
      }
    case .insideConcept: return false
    case .all(let parts): return parts.allSatisfy { holds($0, token, word) }
    case .anyOf(let parts): return parts.contains { holds($0, token, word) }
    case .not(let part): return !holds(part, token, word)
    }
  }

  /// Whether a text matches a regular expression, whatever the case.
  private static func matches(_ regex: String, _ text: String) -> Bool {
    let key = regex + "\t" + text
    if let known = answers.withLock({ $0[key] }) { return known }
    let answer = (try? TermAutomaton(regex: regex.lowercased()))?.matches(text.lowercased()) ?? false
    answers.withLock { $0[key] = answer }
    return answer
  }

  private static let answers = Mutex<[String: Bool]>([:])

  private static func holds(_ value: ValuePattern, _ text: String) -> Bool {
    switch value.form {
    case .literal(let wanted): value.caseSensitive ? text == wanted : text.lowercased() == wanted.lowercased()
    case .regex(let regex): matches(regex, text)
    default: false
    }
  }

  /// How many starts have a hit only if nothing bars it: neither a change of kind, nor what `within` names.
  static func barred(_ query: SpanQuery, _ document: PlainDocument) -> (byKind: Int, byScope: Int) {
    var free = query
    free.within = []
    let hits = expected(query, document).count
    let withoutScope = expected(free, document).count
    return (expected(query, document, heedsKinds: false).count - hits, withoutScope - hits)
  }

  /// The hits of a query in the body of a document: of each start the shortest.
  static func expected(_ query: SpanQuery, _ document: PlainDocument, heedsKinds: Bool = true) -> Set<Span> {
    let tokens = document.fields[.body] ?? []
    var result: Set<Span> = []
    for start in tokens.indices {
      var limit = (heedsKinds ? document.barriers.filter { $0 > start }.min() : nil) ?? tokens.count
      for scope in query.within {
        switch scope {
        case .sentence:
          limit = min(
            limit,
            tokens.indices.first {
              $0 > start && (tokens[$0].block, tokens[$0].sentence) != (tokens[start].block, tokens[start].sentence)
            } ?? tokens.count)
        case .block, .paragraph:
          limit = min(
            limit, tokens.indices.first { $0 > start && tokens[$0].block != tokens[start].block } ?? tokens.count)
        case .tokens(let count): limit = min(limit, start + count)
        case .page:
          limit = min(
            limit, tokens.indices.first { $0 > start && tokens[$0].page != tokens[start].page } ?? tokens.count)
        case .document: break
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
}
