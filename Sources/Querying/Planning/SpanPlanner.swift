// SPDX-License-Identifier: Apache-2.0

/// Turns a CQL query into nodes: which terms every match must hold, so that only documents with all of them are verified.
internal import Patterns
internal import Segments

/// A CQL query with what the dictionaries say of it, for one field.
package struct SpanNode {
  let query: SpanQuery
  let programs: SpanPrograms
  /// Terms of which every match holds all.
  let required: [PositionalNode]
  /// What stands at the first token of every match, if that is known.
  let first: PositionalNode?
  let field: Field
  /// Ids of a concept and, where asked for, of those below it.
  let narrower: [String: [String]]
}

extension QueryPlanner {
  func plan(_ query: SpanQuery) throws -> QueryNode {
    try check(query)
    let nodes = try ([.body] + options.fields).map { field -> QueryNode in
      .spans(
        SpanNode(
          query: query, programs: try SpanPrograms(query), required: try required(query.pattern, field),
          first: try first(query.pattern, field), field: field, narrower: options.narrower))
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
      case .sameValue, .value: break
      }
    }
    func check(_ test: TokenTest) throws {
      switch test {
      case .insideConcept(let id, _): try schema.checkConcept(id)
      case .all(let parts), .anyOf(let parts): try parts.forEach(check)
      case .not(let part): try check(part)
      case .any, .attribute: break
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

  // MARK: What every match holds

  private func required(_ pattern: SpanPattern, _ field: Field) throws -> [PositionalNode] {
    switch pattern {
    case .token(let test): return try terms(test, field).map { [$0] } ?? []
    case .concept(let id, let narrower): return [.term(try concepts(id, narrower: narrower, field))]
    case .sequence(let parts): return try parts.flatMap { try required($0, field) }
    case .capture(_, let part): return try required(part, field)
    case .repeated(let part, let min, _): return min > 0 ? try required(part, field) : []
    case .alternatives(let parts):
      // Of each way the rarest term; where a way holds none, nothing is known.
      var rarest: [PositionalNode] = []
      for part in parts {
        guard let node = try required(part, field).min(by: { $0.documents < $1.documents }) else { return [] }
        rarest.append(node)
      }
      return [.either(rarest)]
    }
  }

  private func first(_ pattern: SpanPattern, _ field: Field) throws -> PositionalNode? {
    switch pattern {
    case .token, .concept: return try required(pattern, field).first
    case .sequence(let parts):
      guard let head = parts.first, !head.matchesEmpty else { return nil }
      return try first(head, field)
    case .capture(_, let part): return try first(part, field)
    case .repeated(let part, let min, _): return min > 0 ? try first(part, field) : nil
    case .alternatives(let parts):
      var nodes: [PositionalNode] = []
      for part in parts {
        guard let node = try first(part, field) else { return nil }
        nodes.append(node)
      }
      return .either(nodes)
    }
  }

  /// Terms at least one of which stands at every token that passes the test; nil where that is not known.
  private func terms(_ test: TokenTest, _ field: Field) throws -> PositionalNode? {
    switch test {
    case .any, .not, .insideConcept: return nil
    case .all(let parts):
      return try parts.compactMap { try terms($0, field) }.min { $0.documents < $1.documents }
    case .anyOf(let parts):
      var nodes: [PositionalNode] = []
      for part in parts {
        guard let node = try terms(part, field) else { return nil }
        nodes.append(node)
      }
      return .either(nodes)
    case .attribute(.word, let value): return try words(value, field)
    case .attribute: return nil
    }
  }

  private func words(_ value: ValuePattern, _ field: Field) throws -> PositionalNode? {
    let hyphens = value.text.contains { "-\u{2010}\u{2011}".contains($0) }
    let fold: (Unicode.Scalar) -> [Unicode.Scalar] = WordAnalyzer.fold
    switch value.form {
    case .literal(let text) where !hyphens: return .term(try lookup.word(WordAnalyzer.fold(text), field))
    case .literal(let text):
      if text.contains("*") { return nil }
      let automaton = try QueryError.from { try TermAutomaton(wildcard: text, fold: fold) }
      return .term(try lookup.expansion(automaton, hyphens: true, field))
    case .wildcard(let text):
      let automaton = try QueryError.from { try TermAutomaton(wildcard: text, fold: fold) }
      return .term(try lookup.expansion(automaton, hyphens: hyphens, field))
    case .regex(let text):
      // Folded, a sensitive expression with [^...] might refuse what it accepts unfolded.
      if value.caseSensitive || value.accentSensitive, text.contains("[^") || text.contains("\\") { return nil }
      let automaton = try QueryError.from { try TermAutomaton(regex: text, fold: fold) }
      return .term(try lookup.expansion(automaton, hyphens: hyphens, field))
    case .fuzzy(let text, let distance):
      if value.caseSensitive || value.accentSensitive { return nil }
      return .term(
        try lookup.expansion(TermAutomaton(word: WordAnalyzer.fold(text), distance: distance), hyphens: hyphens, field))
    }
  }
}
