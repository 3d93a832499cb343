// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Segments

/// Turns a CQL query into nodes: which words every match must hold, and from which of them matches are looked for.

/// A CQL query with what the dictionaries say of it, for one field.
package struct SpanNode {
  let query: SpanQuery
  let programs: SpanPrograms
  /// Terms of which every match holds all.
  let required: [PositionalNode]
  /// Words of which every match holds one; none where nothing tells where to look.
  let anchors: [SpanAnchor]
  /// The whole query as words with gaps between, if it is nothing else.
  let chain: [(word: PositionalNode, gap: ClosedRange<UInt32>)]?
  let lengths: SpanLengths
  /// The words that value patterns stand for, where they are known exactly.
  let words: [ValuePattern: TermSet]
  /// Whether the field holds runs of tokens joined by hyphens.
  let hasJoinedForms: Bool
  let field: Field
  /// Ids of a concept and, where asked for, of those below it.
  let scheme: ConceptScheme
}

extension QueryPlanner {
  func plan(_ query: SpanQuery) throws -> QueryNode {
    try check(query)
    let programs = try SpanPrograms(query)
    let nodes = try ([.body] + options.fields).map { field in
      try FieldSpanPlanner(lookup: lookup, clock: clock, options: options, field: field).plan(query, programs)
    }
    guard nodes.count > 1 else { return nodes[0] }
    return .any(nodes)
  }

  private func check(_ query: SpanQuery) throws {
    func check(_ condition: SpanCondition) throws {
      switch condition {
      case .all(let parts), .any(let parts): try parts.forEach(check)
      case .not(let part): try check(part)
      case .metadata(let filter), .beyond(let filter, _): try schema.check(filter)
      case .sameValue(let one, let other):
        try check(one.attribute)
        try check(other.attribute)
      case .value(let value, _): try check(value.attribute)
      }
    }
    func check(_ attribute: TokenAttribute) throws {
      switch attribute {
      case .lemma, .column: try schema.checkAttribute(attribute.name)
      case .word, .stem, .block: break
      }
    }
    func check(_ test: TokenTest) throws {
      switch test {
      case .insideConcept(let id, _): try schema.checkConcept(id)
      case .all(let parts), .anyOf(let parts): try parts.forEach(check)
      case .not(let part): try check(part)
      case .attribute(let attribute, _): try check(attribute)
      case .any: break
      }
    }
    func check(_ pattern: SpanPattern) throws {
      switch pattern {
      case .token(let test): try check(test)
      case .concept(let id, _): try schema.checkConcept(id)
      case .sequence(let parts), .alternatives(let parts): try parts.forEach(check)
      case .repeated(let part, _, _), .capture(_, let part): try check(part)
      }
    }
    try query.condition.map(check)
    try check(query.pattern)
    try query.containing.forEach(check)
  }
}

/// Plans a CQL query for one field. Words are looked up once, whatever number of times the pattern names them.
final class FieldSpanPlanner {
  private let lookup: TermLookup
  private let clock: QueryClock
  private let options: QueryOptions
  private let field: Field
  private let hasJoinedForms: Bool
  private var exact: [ValuePattern: TermSet] = [:]
  private var known: [TokenTest: PositionalNode?] = [:]
  /// Tests of attributes that pass for every token of their words, and for no other.
  private var exactTests: Set<TokenTest> = []

  init(lookup: TermLookup, clock: QueryClock, options: QueryOptions, field: Field) {
    (self.lookup, self.clock, self.options, self.field) = (lookup, clock, options, field)
    hasJoinedForms = lookup.hasJoinedForms(field)
  }

  func plan(_ query: SpanQuery, _ programs: SpanPrograms) throws -> QueryNode {
    // Looked up for the tests that are asked of tokens, whether or not a search starts from them.
    for program in [programs.pattern] + programs.containing {
      for test in program.tests { _ = try terms(test) }
    }
    let search = AnchorSearch { try self.element($0) }
    let elements = try search.flattened([query.pattern])
    let chain = query.containing.isEmpty && query.condition == nil ? self.chain(elements) : nil
    if let chain, let words = phrase(chain), query.within.allSatisfy({ $0 == .document }) || words.count == 1 {
      return .match(words.count == 1 ? words[0] : .sequence(words), field)
    }
    return .spans(
      SpanNode(
        query: query, programs: programs, required: try required(query.pattern),
        anchors: try search.anchors(query.pattern), chain: chain,
        lengths: elements.reduce(SpanLengths(min: 0, max: 0)) { $0 + $1.lengths }, words: exact,
        hasJoinedForms: hasJoinedForms, field: field, scheme: options.scheme))
  }

  // MARK: Parts

  private func element(_ pattern: SpanPattern) throws -> SpanElement {
    var element = SpanElement(pattern: pattern, lengths: lengths(pattern), first: try first(pattern))
    if case .token(let test) = pattern { element.isExact = isExact(test) && element.first != nil }
    return element
  }

  private func lengths(_ pattern: SpanPattern) -> SpanLengths {
    switch pattern {
    case .token(let test): return SpanLengths(min: 1, max: takesRuns(test) ? 4 : 1)
    case .concept: return SpanLengths(min: 1, max: nil)
    case .sequence(let parts): return parts.reduce(SpanLengths(min: 0, max: 0)) { $0 + lengths($1) }
    case .alternatives(let parts):
      let all = parts.map(lengths)
      let most = all.contains { $0.max == nil } ? nil : all.compactMap(\.max).max()
      return SpanLengths(min: all.map(\.min).min() ?? 0, max: most)
    case .repeated(let part, let min, let max): return lengths(part).times(min, max)
    case .capture(_, let part): return lengths(part)
    }
  }

  private func takesRuns(_ test: TokenTest) -> Bool {
    switch test {
    case .attribute(.word, let value): hasJoinedForms && value.mayHoldHyphen
    case .all(let parts), .anyOf(let parts): parts.contains(where: takesRuns)
    // What a negated test refuses is asked of single tokens only.
    default: false
    }
  }

  /// Whether the test passes wherever one of its terms stands.
  private func isExact(_ test: TokenTest) -> Bool {
    switch test {
    case .attribute(.word, let value): exact[value] != nil
    case .attribute: exactTests.contains(test)
    case .anyOf(let parts): parts.allSatisfy(isExact)
    default: false
    }
  }

  /// Words with gaps between, the first and the last being words.
  private func chain(_ elements: [SpanElement]) -> [(word: PositionalNode, gap: ClosedRange<UInt32>)]? {
    var links: [(word: PositionalNode, gap: ClosedRange<UInt32>)] = []
    var (least, most): (UInt32, UInt32) = (0, 0)
    for element in elements {
      if let gap = gap(element.pattern) {
        guard !links.isEmpty else { return nil }
        (least, most) = (min(least + gap.lowerBound, .max / 4), min(most + gap.upperBound, .max / 4))
      } else if element.isExact, let word = element.first, word.termCount <= AnchorSearch.mostTerms {
        if !links.isEmpty { links[links.count - 1].gap = least...most }
        links.append((word, 0...0))
        (least, most) = (0, 0)
      } else {
        return nil
      }
    }
    return most == 0 ? links : nil
  }

  /// How many tokens of any kind a part stands for.
  private func gap(_ pattern: SpanPattern) -> ClosedRange<UInt32>? {
    switch pattern {
    case .token(.any): return 1...1
    case .repeated(.token(.any), let min, let max):
      let least = UInt32(clamping: Swift.min(min, 1 << 28))
      return least...Swift.max(least, max.map { UInt32(clamping: Swift.min($0, 1 << 28)) } ?? 1 << 29)
    default: return nil
    }
  }

  /// The words of a chain without gaps, each a single term.
  private func phrase(_ chain: [(word: PositionalNode, gap: ClosedRange<UInt32>)]) -> [PositionalNode]? {
    if chain.count == 1 { return [chain[0].word] }
    guard chain.allSatisfy({ $0.gap == 0...0 && $0.word.termCount <= 1 }) else { return nil }
    return chain.map(\.word)
  }

  // MARK: What every match holds

  private func required(_ pattern: SpanPattern) throws -> [PositionalNode] {
    switch pattern {
    case .token(let test):
      guard let node = try terms(test), node.termCount <= AnchorSearch.mostTerms else { return [] }
      return [node]
    case .concept: return try first(pattern).map { [$0] } ?? []
    case .sequence(let parts): return try parts.flatMap(required)
    case .capture(_, let part): return try required(part)
    case .repeated(let part, let min, _): return min > 0 ? try required(part) : []
    case .alternatives(let parts):
      // Of each way the rarest term; where a way holds none, nothing is known.
      var rarest: [PositionalNode] = []
      for part in parts {
        guard let node = try required(part).min(by: { $0.documents < $1.documents }) else { return [] }
        rarest.append(node)
      }
      return [.either(rarest)]
    }
  }

  /// What stands at the first token of every match, if that is known.
  private func first(_ pattern: SpanPattern) throws -> PositionalNode? {
    switch pattern {
    case .token(let test): return try terms(test)
    case .concept(let id, let narrower):
      let ids = [id] + (narrower ? options.scheme.below(id) : [])
      return .term(try lookup.concepts(ids, inBody: field == .body))
    case .sequence(let parts):
      guard let head = parts.first, !head.matchesEmpty else { return nil }
      return try first(head)
    case .capture(_, let part): return try first(part)
    case .repeated(let part, let min, _): return min > 0 ? try first(part) : nil
    case .alternatives(let parts):
      var nodes: [PositionalNode] = []
      for part in parts {
        guard let node = try first(part) else { return nil }
        nodes.append(node)
      }
      return .either(nodes)
    }
  }

  /// Terms at least one of which stands at every token that passes the test; nil where that is not known.
  private func terms(_ test: TokenTest) throws -> PositionalNode? {
    if let known = known[test] { return known }
    let found = try lookUp(test)
    known[test] = .some(found)
    return found
  }

  private func lookUp(_ test: TokenTest) throws -> PositionalNode? {
    switch test {
    case .any, .insideConcept: return nil
    case .not(let part):
      // Its words are wanted where the test is asked.
      _ = try terms(part)
      return nil
    case .all(let parts):
      return try parts.compactMap(terms).min { $0.occurrences < $1.occurrences }
    case .anyOf(let parts):
      let nodes = try parts.map(terms)
      return nodes.contains { $0 == nil } ? nil : .either(nodes.compactMap { $0 })
    case .attribute(.word, let value): return try words(value)
    case .attribute(.stem, _), .attribute(.block, _), .attribute(.column("pos-in-block"), _): return nil
    case .attribute(let attribute, let value):
      guard let words = try lookup.words(attribute.name, value, field, clock) else { return nil }
      if words.isExact { exactTests.insert(test) }
      return .term(words.set)
    }
  }

  private func words(_ value: ValuePattern) throws -> PositionalNode? {
    let hyphens = hasJoinedForms && value.mayHoldHyphen
    let fold: (Unicode.Scalar) -> [Unicode.Scalar] = WordAnalyzer.fold
    let automaton: TermAutomaton
    switch value.form {
    case .literal(let text) where !hyphens:
      let set = try lookup.word(ValueTable.plainHyphens(WordAnalyzer.fold(text)), field)
      if !value.isSensitive { exact[value] = set }
      return .term(set)
    case .literal(let text):
      if text.contains("*") { return nil }
      automaton = try QueryError.from { try TermAutomaton(wildcard: text, fold: fold) }
    case .wildcard(let text): automaton = try QueryError.from { try TermAutomaton(wildcard: text, fold: fold) }
    case .regex(let text):
      // Folded, a sensitive expression with [^...] might refuse what it accepts unfolded.
      if value.isSensitive, text.contains("[^") || text.contains("\\") { return nil }
      automaton = try QueryError.from { try TermAutomaton(regex: text, fold: fold) }
    case .fuzzy(let text, let distance):
      if value.isSensitive { return nil }
      automaton = TermAutomaton(word: WordAnalyzer.fold(text), distance: distance)
    }
    if hyphens { return .term(try lookup.expansion(.automaton(automaton, hyphens: true), field, clock)) }
    let set = try lookup.words(automaton, field, clock)
    if !value.isSensitive { exact[value] = set }
    return .term(set)
  }
}
