// SPDX-License-Identifier: Apache-2.0

/// Span patterns evaluated by the book: all ends of a pattern from a place, by recursion. The slow twin of `SpanMatcher`.
import Tokenizing

@testable import Patterns

struct PlainSpanEvaluator {
  let text: SpanText
  let words: any SpanEnvironment
  /// How often a run joined by hyphens was taken as one.
  var runsTaken = 0

  init(_ text: SpanText, _ words: any SpanEnvironment) {
    self.text = text
    self.words = words
  }

  /// Start and end of every hit.
  mutating func hits(_ query: SpanQuery) -> [SpanHit] {
    var found: [SpanHit] = []
    for start in 0..<text.count {
      let limit = limit(from: start, query.within)
      let ends = ends(query.pattern, start, limit).filter { $0 > start }
      guard let end = ends.min(), fits(end - start, query.within) else { continue }
      let holds = query.containing.allSatisfy { inner in
        (start..<end).contains { place in !self.ends(inner, place, end).isEmpty }
      }
      if holds { found.append(SpanHit(start: start, end: end)) }
    }
    return found
  }

  private func fits(_ length: Int, _ scopes: [SpanScope]) -> Bool {
    scopes.allSatisfy { if case .tokens(let count) = $0 { length <= count } else { true } }
  }

  /// The first border behind a place that a hit may not cross.
  private func limit(from start: Int, _ scopes: [SpanScope]) -> Int {
    var limit = text.count
    for place in (start + 1)..<(text.count + 1) where place < text.count {
      let crossesKind = block(place).kind != block(place - 1).kind
      let crossesScope = scopes.contains { scope in
        switch scope {
        case .sentence: text.sentences.contains(UInt32(place))
        case .block, .paragraph: text.blocks.contains { $0.firstToken == place }
        case .page: block(place).page != block(place - 1).page
        case .document, .tokens: false
        }
      }
      if crossesKind || crossesScope {
        limit = place
        break
      }
    }
    return limit
  }

  private func block(_ token: Int) -> TokenBlock {
    text.blocks.last { $0.firstToken <= token } ?? text.blocks[0]
  }

  private mutating func ends(_ pattern: SpanPattern, _ start: Int, _ limit: Int) -> Set<Int> {
    switch pattern {
    case .token(let test):
      guard start < limit else { return [] }
      var ends: Set<Int> = passes(test, start) ? [start + 1] : []
      for length in 2...4 where start + length <= limit && namesHyphen(test) {
        guard (1..<length).allSatisfy({ text.gaps[start + $0] == Gap.hyphen.rawValue }) else { break }
        let joined = (start..<(start + length)).map { words.surface(text.surfaces[$0]) }.joined(separator: "-")
        if carries(test, start, joined) {
          ends.insert(start + length)
          runsTaken += 1
        }
      }
      return ends
    case .concept(let id, let narrower):
      let wanted = words.concepts(id, narrower: narrower)
      return Set(
        text.concepts.filter { $0.start == start && $0.end <= limit && wanted.contains($0.concept) }.map { Int($0.end) }
      )
    case .sequence(let parts):
      var places: Set = [start]
      for part in parts {
        var next: Set<Int> = []
        for place in places { next.formUnion(ends(part, place, limit)) }
        places = next
      }
      return places
    case .alternatives(let parts):
      var all: Set<Int> = []
      for part in parts { all.formUnion(ends(part, start, limit)) }
      return all
    case .capture(_, let part): return ends(part, start, limit)
    case .repeated(let part, let min, let max): return repeated(part, min, max, start, limit)
    }
  }

  private mutating func repeated(_ part: SpanPattern, _ min: Int, _ max: Int?, _ start: Int, _ limit: Int) -> Set<Int> {
    var (places, all, count): (Set<Int>, Set<Int>, Int) = ([start], min == 0 ? [start] : [], 0)
    // Beyond as many turns as there are tokens nothing new can come, but for parts that may be empty.
    while count < (max ?? .max), count < min + text.count + 1, !places.isEmpty {
      var next: Set<Int> = []
      for place in places { next.formUnion(ends(part, place, limit)) }
      places = next
      count += 1
      if count >= min { all.formUnion(places) }
    }
    return all
  }

  private func passes(_ test: TokenTest, _ token: Int, joined: String? = nil) -> Bool {
    switch test {
    case .any: return true
    case .attribute(.word, let value):
      return matches(value, joined ?? words.surface(text.surfaces[token]))
    case .attribute(.stem, let value):
      let stem = words.stem(text.surfaces[token], block(token).language)
      guard case .literal(let literal) = value.form else { return matches(value, stem) }
      return words.stem(ofText: literal, block(token).language) == stem || matches(value, stem)
    case .attribute(.block, let value): return matches(value, words.kindName(block(token).kind))
    case .attribute(.lemma, _): return false
    case .attribute(.column(let name), let value):
      return text.columns[name].map { matches(value, words.columnValue(name, $0[token])) } ?? false
    case .insideConcept(let id, let narrower):
      let wanted = words.concepts(id, narrower: narrower)
      return text.concepts.contains { wanted.contains($0.concept) && $0.start <= token && token < $0.end }
    case .all(let tests): return tests.allSatisfy { passes($0, token, joined: joined) }
    case .anyOf(let tests): return tests.contains { passes($0, token, joined: joined) }
    case .not(let test): return !passes(test, token, joined: joined)
    }
  }

  /// Whether a run passes by a value that names a hyphen.
  private func carries(_ test: TokenTest, _ token: Int, _ joined: String) -> Bool {
    switch test {
    case .attribute: return namesHyphen(test) && passes(test, token, joined: joined)
    case .all(let tests):
      return tests.contains { carries($0, token, joined) } && passes(test, token, joined: joined)
    case .anyOf(let tests): return tests.contains { carries($0, token, joined) }
    default: return false
    }
  }

  private func namesHyphen(_ test: TokenTest) -> Bool {
    switch test {
    case .attribute(.word, let value):
      switch value.form {
      case .literal(let text), .wildcard(let text), .regex(let text), .fuzzy(let text, _): return text.contains("-")
      }
    case .all(let tests), .anyOf(let tests): return tests.contains(where: namesHyphen)
    default: return false
    }
  }

  /// A wildcard by recursion.
  private func matches(_ wildcard: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
    guard let first = wildcard.first else { return text.isEmpty }
    if first == "*" {
      return matches(wildcard.dropFirst(), text) || (!text.isEmpty && matches(wildcard, text.dropFirst()))
    }
    return text.first == first && matches(wildcard.dropFirst(), text.dropFirst())
  }

  private func matches(_ value: ValuePattern, _ text: String) -> Bool {
    func fold(_ text: String) -> String {
      switch (value.caseSensitive, value.accentSensitive) {
      case (true, true): text
      case (true, false): Folding.fold(text, .accentsOnly)
      case (false, true): Folding.fold(text, .caseOnly)
      case (false, false): Folding.fold(text)
      }
    }
    switch value.form {
    case .literal(let literal): return fold(literal) == fold(text)
    case .wildcard(let wildcard):
      return matches(Array(fold(wildcard))[...], Array(fold(text))[...])
    case .regex(let regex):
      guard let regex = try? Regex(fold(regex)) else { return false }
      return fold(text).wholeMatch(of: regex) != nil
    case .fuzzy(let word, let distance): return TermAutomaton(word: fold(word), distance: distance).matches(fold(text))
    }
  }
}
