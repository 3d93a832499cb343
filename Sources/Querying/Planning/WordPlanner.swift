// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Segments

/// Turns the words and phrases of a plain query into positional nodes of one field, by the rule for hyphens:
///
/// - `coproduction` finds the word, and every run joined by hyphens that reads so (`co-production`); where such a run is
///   attested in any field of the index, also its parts side by side (`co production`).
/// - `co-production` finds all that, and its parts side by side whether attested or not.
/// - `"co production"` is `co-production` where that is attested.
struct WordPlanner {
  let lookup: TermLookup
  let clock: QueryClock
  let analyzer: WordAnalyzer
  let match: MatchMode
  let field: Field
  /// Whether stop words score like all others.
  var weighsStopWords = true

  /// One word outside quotation marks; nil where it holds no letter or digit.
  func word(_ word: PlainWord) throws -> PositionalNode? {
    switch word.form {
    case .literal(let text):
      let mode: MatchMode =
        switch word.match {
        case .byDefault: match
        case .exact: .word
        case .stem: .stem
        }
      return try literal(text, mode)
    case .wildcard(let text): return try wildcard(text)
    case .regex(let text):
      let automaton = try QueryError.from { try TermAutomaton(regex: text, fold: WordAnalyzer.fold) }
      return .term(try lookup.expansion(.automaton(automaton, hyphens: text.contains("-")), field, clock))
    case .fuzzy(let text, let distance):
      let analyzed = analyzer.analyze(text)
      guard !analyzed.parts.isEmpty else { return nil }
      let form = analyzed.parts.joined()
      let walk = EditDistanceWalk(form, distance: distance).map(TermLookup.Expansion.edits)
      return .term(
        try lookup.expansion(walk ?? .automaton(TermAutomaton(word: form, distance: distance)), field, clock))
    }
  }

  func phrase(_ elements: [PhraseElement]) throws -> PositionalNode? {
    var nodes: [PositionalNode?] = []
    for element in try withCompounds(elements) {
      switch element {
      case .word(let text): if let node = try literal(text, .word) { nodes.append(node) }
      case .wildcard("*"): nodes.append(nil)
      case .wildcard(let text): if let node = try wildcard(text) { nodes.append(node) }
      case .alternatives(let choices):
        let parts = try choices.compactMap(phrase)
        if !parts.isEmpty { nodes.append(parts.count == 1 ? parts[0] : .either(parts)) }
      }
    }
    return sequence(nodes)
  }

  /// Neighbouring words that are attested joined by hyphens become one word with hyphens, which finds all spellings.
  private func withCompounds(_ elements: [PhraseElement]) throws -> [PhraseElement] {
    guard lookup.hasJoinedForms else { return elements }
    let parts = elements.map { element -> String? in
      guard case .word(let text) = element else { return nil }
      let analyzed = analyzer.analyze(text)
      return analyzed.parts.count == 1 ? analyzed.parts[0] : nil
    }
    var result: [PhraseElement] = []
    var index = 0
    while index < elements.count {
      let words = parts[index...].prefix(4).prefix { $0 != nil }.compactMap { $0 }
      let count = try stride(from: words.count, through: 2, by: -1).first { count in
        let run = Array(words.prefix(count))
        return try lookup.attestedParts(of: run.joined()).contains(run)
      }
      result.append(count.map { .word(words.prefix($0).joined(separator: "-")) } ?? elements[index])
      index += count ?? 1
    }
    return result
  }

  /// The nodes side by side; sequences inside are taken apart.
  private func sequence(_ nodes: [PositionalNode?]) -> PositionalNode? {
    if nodes.allSatisfy({ $0 == nil }) { return nil }
    let flat = nodes.flatMap { node -> [PositionalNode?] in
      if case .sequence(let parts)? = node { return parts }
      return [node]
    }
    return flat.count == 1 ? flat[0] : .sequence(flat)
  }

  func literal(_ text: String, _ mode: MatchMode) throws -> PositionalNode? {
    if let form = WordAnalyzer.simpleForm(of: text) { return try token(form, text, mode) }
    let analyzed = analyzer.analyze(text)
    guard let first = analyzed.parts.first else { return nil }
    let given = try asGiven(text, unless: first)
    if analyzed.parts.count == 1 { return either([try token(first, analyzed.surfaces[0], mode)] + given) }
    let apart = sequence(
      try analyzed.parts.indices.map { index in
        let exact = analyzed.isHyphenated && index + 1 < analyzed.parts.count
        return .term(try single(analyzed.parts[index], analyzed.surfaces[index], exact ? .word : mode))
      })
    let known = given + (apart.map { [$0] } ?? [])
    guard analyzed.isHyphenated else { return either(known) }
    let together = try spellings(analyzed.parts.joined(), analyzed.surfaces.joined(), mode, except: analyzed.parts)
    return either(together + known)
  }

  /// The whole text as one token, which only a `.vrt` file gives where the tokenizer would cut.
  private func asGiven(_ text: String, unless form: String) throws -> [PositionalNode] {
    let whole = WordAnalyzer.fold(text)
    guard whole != form else { return [] }
    let set = try lookup.word(whole, field)
    return set.isEmpty ? [] : [.term(set)]
  }

  /// A word that is one token, in all its spellings.
  private func token(_ form: String, _ surface: String, _ mode: MatchMode) throws -> PositionalNode {
    guard lookup.hasJoinedForms else { return .term(try single(form, surface, mode)) }
    return either(try spellings(form, surface, mode))
  }

  /// The word itself and, for each way in which it is attested with hyphens, its parts side by side.
  private func spellings(
    _ form: String, _ surface: String, _ mode: MatchMode, except known: [String] = []
  ) throws -> [PositionalNode] {
    var nodes: [PositionalNode] = [.term(try single(form, surface, mode))]
    for parts in try lookup.attestedParts(of: form) where parts != known {
      let last = parts.count - 1
      let terms = try parts.indices.map { index in
        try single(parts[index], parts[index], index == last ? mode : .word)
      }
      nodes.append(.sequence(terms.map { .term($0) }))
    }
    return nodes
  }

  private func single(_ form: String, _ surface: String, _ mode: MatchMode) throws -> TermSet {
    switch mode {
    case .word: try lookup.word(form, field)
    case .stem:
      try lookup.stems(
        of: surface, analyzer, stopLanguages: weighsStopWords ? 0 : analyzer.stopLanguages(of: form), field)
    }
  }

  private func either(_ nodes: [PositionalNode]) -> PositionalNode {
    let useful = nodes.filter { !$0.isEmpty }
    return useful.count > 1 ? .either(useful) : useful.first ?? nodes[0]
  }

  private func wildcard(_ text: String) throws -> PositionalNode? {
    let analyzed = analyzer.analyzeWildcard(text)
    guard !analyzed.parts.isEmpty else { return nil }
    let apart = sequence(try analyzed.parts.map(wildcardPart))
    guard analyzed.isHyphenated else { return apart }
    let together = try wildcardPart(analyzed.parts.joined())
    return either([together, apart].compactMap { $0 })
  }

  private func wildcardPart(_ part: String) throws -> PositionalNode? {
    if part.allSatisfy({ $0 == "*" }) { return nil }
    guard let star = part.firstIndex(of: "*") else { return .term(try lookup.word(part, field)) }
    if part[star...] == "*" { return .term(try lookup.expansion(.prefix(String(part[..<star])), field, clock)) }
    let automaton = try QueryError.from { try TermAutomaton(wildcard: part) }
    return .term(try lookup.expansion(.automaton(automaton), field, clock))
  }
}

extension PositionalNode {
  /// Whether it is known to match nothing.
  var isEmpty: Bool {
    switch self {
    case .term(let set): set.isEmpty
    case .sequence(let parts): parts.contains { $0?.isEmpty ?? false }
    case .either(let parts): parts.allSatisfy(\.isEmpty)
    case .near(let left, let right, _): left.isEmpty || right.isEmpty
    case .inBlocks(let inner, _): inner.isEmpty
    }
  }

  /// An upper bound of the documents that match, for the weights of groups.
  var documents: Int {
    switch self {
    case .term(let set): set.documents
    case .sequence(let parts): parts.compactMap { $0?.documents }.min() ?? 0
    case .either(let parts): parts.reduce(0) { $0 + $1.documents }
    case .near(let left, let right, _): min(left.documents, right.documents)
    case .inBlocks(let inner, _): inner.documents
    }
  }

  /// Sum of the idf of all that must occur; the idf of a group is that of all its members' documents together.
  func idf(of total: Int) -> Double {
    switch self {
    case .term(let set): set.scores ? BM25.idf(documents: set.documents, of: total) : 0
    case .either(let parts):
      parts.contains(where: \.scores) ? BM25.idf(documents: documents, of: total) : 0
    case .sequence(let parts): parts.reduce(0) { $0 + ($1?.idf(of: total) ?? 0) }
    case .near(let left, let right, _): left.idf(of: total) + right.idf(of: total)
    case .inBlocks(let inner, _): inner.idf(of: total)
    }
  }

  /// Whether any word of it is more than a stop word.
  var scores: Bool {
    switch self {
    case .term(let set): set.scores
    case .sequence(let parts): parts.contains { $0?.scores ?? false }
    case .either(let parts): parts.contains(where: \.scores)
    case .near(let left, let right, _): left.scores || right.scores
    case .inBlocks(let inner, _): inner.scores
    }
  }

  /// Whether a match scores a constant 1.
  var isConstant: Bool {
    switch self {
    case .term(let set): set.isConstant
    case .inBlocks(let inner, _): inner.isConstant
    default: false
    }
  }
}
