// SPDX-License-Identifier: Apache-2.0

import Documents
import Glibc
import Patterns
import Querying
import Segments
import Tokenizing

/// The slow, plain twin of the engine: every query read off its definition, token by token, on all documents.
struct PlainEvaluator {
  let documents: [PlainDocument]
  let match: MatchMode
  private let stemming = Stemming()
  /// Every hyphen-joined run of two to four tokens, by its joined form, in whatever field.
  private let attested: [String: Set<[String]>]

  private let average: Double
  private let weights = Weights()

  private final class Weights {
    var known: [String: Double] = [:]
    var stems: [String: String] = [:]
    var barred = 0
    var joined = 0
  }

  /// How many spans a change of kind has forbidden, and how many words were joined runs, in all that was asked.
  var crossings: (barred: Int, joined: Int) { (weights.barred, weights.joined) }

  struct Found {
    var spans: [Field: Set<Span>]
    var score: Double
  }

  init(_ documents: [PlainDocument], match: MatchMode) {
    (self.documents, self.match) = (documents, match)
    average = Double(documents.reduce(0) { $0 + ($1.fields[.body]?.count ?? 0) }) / Double(documents.count)
    var attested: [String: Set<[String]>] = [:]
    for document in documents {
      for tokens in document.fields.values {
        for start in tokens.indices {
          for count in 2...4 where start + count <= tokens.count {
            let run = tokens[start..<start + count]
            guard run.dropFirst().allSatisfy(\.joinsLast) else { break }
            attested[run.map(\.folded).joined(), default: []].insert(run.map(\.folded))
          }
        }
      }
    }
    self.attested = attested
  }

  /// All matching documents, with for each start the shortest span.
  func evaluate(_ query: PlainQuery) -> [String: Found] {
    var result: [String: Found] = [:]
    for document in documents {
      guard var found = find(query, document, .init()) else { continue }
      for field in found.spans.keys { found.spans[field] = shortest(found.spans[field]!) }
      result[document.id] = found
    }
    return result
  }

  func shortest(_ spans: Set<Span>) -> Set<Span> {
    Set(Dictionary(grouping: spans, by: \.start).values.map { $0.min { $0.end < $1.end }! })
  }

  struct Scope {
    var field = Field.body
    var kinds: Set<BlockKind>?
  }

  private func find(_ query: PlainQuery, _ document: PlainDocument, _ scope: Scope) -> Found? {
    switch query {
    case .field(let filter): return holds(filter, document) ? Found(spans: [:], score: 0) : nil
    case .title(let inner): return find(inner, document, Scope(field: .title))
    case .any(let parts):
      let found = parts.compactMap { find($0, document, scope) }
      return found.isEmpty ? nil : merged(found)
    case .all(let parts): return findAll(parts, document, scope)
    case .not, .block: return nil
    default:
      var spans = positions(query, document, scope.field)
      if let kinds = scope.kinds, scope.field == .body {
        let tokens = document.fields[.body] ?? []
        spans = spans.filter { kinds.contains(tokens[Int($0.start)].kind) }
      }
      guard !spans.isEmpty else { return nil }
      return Found(spans: [scope.field: spans], score: score(query, shortest(spans).count, document, scope.field))
    }
  }

  private func merged(_ found: [Found]) -> Found {
    var result = Found(spans: [:], score: 0)
    for one in found {
      result.score += one.score
      for (field, spans) in one.spans { result.spans[field, default: []].formUnion(spans) }
    }
    return result
  }

  private func findAll(_ parts: [PlainQuery], _ document: PlainDocument, _ scope: Scope) -> Found? {
    var scope = scope
    var rest: [PlainQuery] = []
    for part in parts {
      if case .block(let name) = part {
        let kind = BlockKind(name: name)!
        if !kind.isBody { scope.field = .of(kind) }
        scope.kinds = [kind]
      } else if case .not(.block(let name)) = part {
        let body = BlockKind.allCases.filter(\.isBody)
        scope.kinds = (scope.kinds ?? Set(body)).subtracting([BlockKind(name: name)!])
      } else {
        rest.append(part)
      }
    }
    var found: [Found] = []
    var index = 0
    while index < rest.count {
      if let count = compound(rest[index...]) {
        let words = rest[index..<index + count].map { find($0, document, scope) }
        let together = rest[index..<index + count].map(\.literal!).joined()
        if let one = find(.word(PlainWord(.literal(together))), document, scope) {
          found.append(one)
        } else if words.allSatisfy({ $0 != nil }) {
          found.append(merged(words.map { $0! }))
        } else {
          return nil
        }
        index += count
        continue
      }
      if case .not(let part) = rest[index] {
        if find(part, document, scope) != nil { return nil }
      } else if let one = find(rest[index], document, scope) {
        found.append(one)
      } else {
        return nil
      }
      index += 1
    }
    return merged(found)
  }

  private func compound(_ parts: ArraySlice<PlainQuery>) -> Int? {
    let words = parts.prefix(4).prefix { $0.literal != nil }.map { $0.literal!.lowercased() }
    for count in stride(from: words.count, through: 2, by: -1) {
      let run = Array(words.prefix(count))
      if attested[run.joined()]?.contains(run) ?? false { return count }
    }
    return nil
  }

  private func holds(_ filter: FieldFilter, _ document: PlainDocument) -> Bool {
    switch filter.test {
    case .equals(let value): return filter.field == "src" ? document.source == value : document.year == Int(value)
    case .wildcard: return false
    case .range(let lower, let upper):
      guard let year = document.year else { return false }
      return (lower.map { Double($0)! <= Double(year) } ?? true) && (upper.map { Double(year) <= Double($0)! } ?? true)
    }
  }

  // MARK: Positions

  private func positions(_ query: PlainQuery, _ document: PlainDocument, _ field: Field) -> Set<Span> {
    let tokens = document.fields[field] ?? []
    switch query {
    case .word(let word): return positions(word, tokens, document, field)
    case .phrase(let elements): return phrase(elements, tokens, document, field)
    case .any(let parts): return parts.reduce(into: []) { $0.formUnion(positions($1, document, field)) }
    case .near(let left, let right, let distance):
      var result: Set<Span> = []
      for one in positions(left, document, field) {
        for other in positions(right, document, field) {
          for (first, second) in [(one, other), (other, one)] {
            guard second.start >= first.end, Int(second.start) - Int(first.end) <= distance else { continue }
            result.insert(Span(first.start, second.end))
          }
        }
      }
      return result.filter { !crosses($0, document, field) }
    default: return []
    }
  }

  private func crosses(_ span: Span, _ document: PlainDocument, _ field: Field) -> Bool {
    let crosses = field == .body && document.barriers.contains { $0 > Int(span.start) && $0 < Int(span.end) }
    if crosses { weights.barred += 1 }
    return crosses
  }

  private func positions(
    _ word: PlainWord, _ tokens: [PlainToken], _ document: PlainDocument, _ field: Field
  ) -> Set<Span> {
    let mode: MatchMode = word.match == .exact ? .word : word.match == .stem ? .stem : match
    switch word.form {
    case .literal(let text): return literal(text, mode, tokens, document, field)
    case .wildcard(let text):
      return forms(tokens) { (try? TermAutomaton(wildcard: text.lowercased()))!.matches($0) }
    case .regex(let text):
      let automaton = (try? TermAutomaton(regex: text))!
      return forms(tokens, hyphens: text.contains("-"), automaton.matches)
    case .fuzzy(let text, let distance):
      return forms(tokens) { TermAutomaton(word: text.lowercased(), distance: distance).matches($0) }
    }
  }

  /// Words and joined runs whose form passes; with `hyphens`, also runs that pass as they are spelled.
  private func forms(_ tokens: [PlainToken], hyphens: Bool = false, _ passes: (String) -> Bool) -> Set<Span> {
    var result: Set<Span> = []
    for start in tokens.indices {
      if passes(tokens[start].folded) { result.insert(Span(UInt32(start), UInt32(start + 1))) }
      for count in 2...4 where start + count <= tokens.count {
        let run = tokens[start..<start + count]
        guard run.dropFirst().allSatisfy(\.joinsLast) else { break }
        let words = run.map(\.folded)
        if passes(words.joined()) || hyphens && passes(words.joined(separator: "-")) {
          weights.joined += 1
          result.insert(Span(UInt32(start), UInt32(start + count)))
        }
      }
    }
    return result
  }

  private func literal(
    _ text: String, _ mode: MatchMode, _ tokens: [PlainToken], _ document: PlainDocument, _ field: Field
  ) -> Set<Span> {
    let parts = text.lowercased().split(separator: "-").map(String.init)
    let joined = parts.joined()
    var result: Set<Span> = []
    for start in tokens.indices where same(tokens[start], joined, mode) {
      result.insert(Span(UInt32(start), UInt32(start + 1)))
    }
    var ways = attested[joined] ?? []
    if parts.count > 1 { ways.insert(parts) }
    for way in ways {
      for start in tokens.indices where start + way.count <= tokens.count {
        let fits = way.indices.allSatisfy { same(tokens[start + $0], way[$0], $0 == way.count - 1 ? mode : .word) }
        let span = Span(UInt32(start), UInt32(start + way.count))
        if fits, !crosses(span, document, field) { result.insert(span) }
      }
    }
    return result
  }

  private func same(_ token: PlainToken, _ word: String, _ mode: MatchMode) -> Bool {
    switch mode {
    case .word: token.folded == word
    case .stem: stem(token.surface, token.language) == stem(word, token.language)
    }
  }

  private func stem(_ word: String, _ language: Language) -> String {
    let key = "\(language.rawValue)\(word)"
    if let known = weights.stems[key] { return known }
    let made = stemming.stem(word, language)
    weights.stems[key] = made
    return made
  }

  private func phrase(
    _ elements: [PhraseElement], _ tokens: [PlainToken], _ document: PlainDocument, _ field: Field
  ) -> Set<Span> {
    var reached: Set<Span> = Set((0...tokens.count).map { Span(UInt32($0), UInt32($0)) })
    for element in withCompounds(elements) {
      let own: Set<Span> =
        switch element {
        case .word(let text): literal(text, .word, tokens, document, field)
        case .wildcard("*"): Set(tokens.indices.map { Span(UInt32($0), UInt32($0 + 1)) })
        case .wildcard(let text): forms(tokens) { (try? TermAutomaton(wildcard: text))!.matches($0) }
        case .alternatives(let choices):
          choices.reduce(into: []) { $0.formUnion(phrase($1, tokens, document, field)) }
        }
      let byStart = Dictionary(grouping: own, by: \.start)
      reached = Set(reached.flatMap { span in (byStart[span.end] ?? []).map { Span(span.start, $0.end) } })
    }
    return reached.filter { !crosses($0, document, field) }
  }

  /// Words side by side that occur somewhere joined by hyphens, as one.
  private func withCompounds(_ elements: [PhraseElement]) -> [PhraseElement] {
    guard let first = elements.first else { return [] }
    for count in [4, 3, 2] where count <= elements.count {
      let run = elements.prefix(count).compactMap { element -> String? in
        if case .word(let text) = element, !text.contains("-") { text.lowercased() } else { nil }
      }
      if run.count == count, attested[run.joined()]?.contains(run) ?? false {
        return [.word(run.joined(separator: "-"))] + withCompounds(Array(elements.dropFirst(count)))
      }
    }
    return [first] + withCompounds(Array(elements.dropFirst()))
  }

  // MARK: Scores

  private func score(_ query: PlainQuery, _ frequency: Int, _ document: PlainDocument, _ field: Field) -> Double {
    if case .word(let word) = query {
      switch word.form {
      case .literal: break
      default: return 1
      }
    }
    let length = Double(document.fields[.body]?.count ?? 0)
    let norm = field == .body ? 1.2 * (0.25 + 0.75 * length / average) : 1.2
    let f = Double(frequency)
    let key = "\(field.rawValue) \(query)"
    let weight = weights.known[key] ?? idf(query, field)
    weights.known[key] = weight
    return weight * f * 2.2 / (f + norm)
  }

  /// For single words alone, and NEAR and OR of them; nil elsewhere.
  func idf(_ query: PlainQuery, _ field: Field) -> Double {
    func of(_ count: Int) -> Double {
      let (n, total) = (Double(min(count, documents.count)), Double(documents.count))
      return log(1 + (total - n + 0.5) / (n + 0.5))
    }
    func frequency(_ query: PlainQuery) -> Int {
      switch query {
      case .any(let parts): return parts.reduce(0) { $0 + frequency($1) }
      case .near(let left, let right, _): return min(frequency(left), frequency(right))
      case .word(let word)
      where (word.match == .stem || (match == .stem && word.match == .byDefault)) && query.literal != nil:
        // Each language has a stem of its own, and a document with two of them counts for both.
        return [Language.english, .dutch].reduce(0) { sum, language in
          sum
            + documents.filter { document in
              (document.fields[field] ?? []).contains {
                $0.language == language && same($0, query.literal!.lowercased(), .stem)
              }
            }.count
        }
      default: return documents.filter { !positions(query, $0, field).isEmpty }.count
      }
    }
    switch query {
    case .near(let left, let right, _): return idf(left, field) + idf(right, field)
    case .phrase(let elements):
      return elements.reduce(0) { sum, element in
        guard case .word(let text) = element else { return .nan }
        return sum + idf(.word(PlainWord(.literal(text), match: .exact)), field)
      }
    default: return of(frequency(query))
    }
  }
}

extension PlainQuery {
  /// The text of a bare word.
  var literal: String? {
    guard case .word(let word) = self, word.match == .byDefault, case .literal(let text) = word.form else { return nil }
    return text.contains("-") ? nil : text
  }
}
