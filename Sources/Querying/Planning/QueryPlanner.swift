// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Segments

/// Turns a plain query into nodes: words are looked up, `block:` and NEAR are put where they belong, names are checked.
struct QueryPlanner {
  let lookup: TermLookup
  let options: QueryOptions
  let schema: IndexSchema
  /// Runs from the start of planning: looking many words up is a walk like any other.
  let clock: QueryClock
  private let analyzer = WordAnalyzer()
  private var weighsStopWords = true

  init(lookup: TermLookup, options: QueryOptions, schema: IndexSchema) {
    (self.lookup, self.options, self.schema) = (lookup, options, schema)
    clock = QueryClock(options.timeLimit)
  }

  /// Where words are looked for: some fields, and in the body only in blocks of some kinds.
  struct Scope {
    var fields: [Field]
    /// Body kinds; nil for all of them.
    var kinds: Set<UInt8>?
  }

  /// Stop words score where nothing else in the query does.
  func plan(_ query: PlainQuery) throws -> QueryNode {
    if options.match == .stem || query.hasStems, !options.weighsStopWords, !query.hasStopWordsOnly(analyzer) {
      var weighing = self
      weighing.weighsStopWords = false
      return try weighing.planned(query)
    }
    return try planned(query)
  }

  private static let bodyOnly = [Field.body]
  /// NEARs that groups of required words may be written out as.
  private static let mostConditions = 1000

  private func planned(_ query: PlainQuery) throws -> QueryNode {
    let scope = Scope(fields: options.fields.isEmpty ? Self.bodyOnly : [.body] + options.fields, kinds: nil)
    guard let node = try node(query, scope) else {
      throw QueryError("the query holds no letter or digit, so there is no word to find", "Write at least one word.")
    }
    return node
  }

  /// Nil where nothing is asked: signs without a letter.
  private func node(_ query: PlainQuery, _ scope: Scope) throws -> QueryNode? {
    switch query {
    case .word, .phrase, .near, .concept: return try positional(query, scope)
    case .title(let inner): return try node(inner, Scope(fields: [.title], kinds: nil))
    case .field(let filter):
      try schema.check(filter)
      return .filter(filter)
    case .block(let name): return try blocks(only: [kind(name)])
    case .not(let inner): return try node(inner, scope)
    case .any(let parts):
      if let kinds = try blockKinds(query) { return blocks(only: kinds) }
      let nodes = try parts.compactMap { try node($0, scope) }
      return nodes.count > 1 ? .any(nodes) : nodes.first
    case .all(let parts): return try all(parts, scope)
    }
  }

  private func all(_ parts: [PlainQuery], _ scope: Scope) throws -> QueryNode? {
    let (inner, rest) = try narrowed(parts, scope)
    var required: [QueryNode] = []
    var excluded: [QueryNode] = []
    var index = 0
    while index < rest.count {
      if case .not(let part) = rest[index] {
        if let node = try node(part, inner) { excluded.append(node) }
        index += 1
      } else if let (compound, count) = try compound(rest[index...], inner) {
        required.append(compound)
        index += count
      } else {
        if let node = try node(rest[index], inner) { required.append(node) }
        index += 1
      }
    }
    if required.isEmpty {
      // `block:quote` alone, or beside exclusions only.
      guard let kinds = inner.kinds ?? scope.kinds else { return nil }
      required = [blocks(only: kinds.union(inner.fields.compactMap(\.beside)))]
    }
    return required.count == 1 && excluded.isEmpty ? required[0] : .all(required: required, excluded: excluded)
  }

  // MARK: Positions

  /// A word, phrase, NEAR or concept in every field of the scope.
  private func positional(_ query: PlainQuery, _ scope: Scope) throws -> QueryNode? {
    if case .near(let left, let right, let distance) = query, query.requiresSeveral {
      guard query.conditions <= Self.mostConditions else {
        throw QueryError(
          "NEAR between these groups asks for more than \(Self.mostConditions) pairs of words",
          "Write fewer words in the groups, or fewer NEARs.")
      }
      return try node(spreadOut(left, right, distance), scope)
    }
    if scope.fields.count == 1, scope.kinds == nil {
      return try positional(query, scope.fields[0]).map { .match($0, scope.fields[0]) }
    }
    var nodes: [QueryNode] = []
    for field in scope.fields {
      guard var node = try positional(query, field) else { return nil }
      if field == .body, let kinds = scope.kinds { node = .inBlocks(node, kinds: kinds) }
      nodes.append(.match(node, field))
    }
    let useful = nodes.filter { if case .match(let node, _) = $0 { !node.isEmpty } else { true } }
    if useful.isEmpty { return nodes.first ?? .nothing }
    return useful.count > 1 ? .any(useful) : useful[0]
  }

  private func positional(_ query: PlainQuery, _ field: Field) throws -> PositionalNode? {
    let words = WordPlanner(
      lookup: lookup, clock: clock, analyzer: analyzer, match: options.match, field: field,
      weighsStopWords: weighsStopWords)
    switch query {
    case .word(let word): return try words.word(word)
    case .phrase(let elements): return try words.phrase(elements)
    case .concept(let id, let narrower): return .term(try concepts(id, narrower: narrower, field))
    case .any(let parts):
      let nodes = try parts.compactMap { try positional($0, field) }
      return nodes.count > 1 ? .either(nodes) : nodes.first
    case .near(let left, let right, let distance):
      guard let one = try positional(left, field) else { return try positional(right, field) }
      guard let other = try positional(right, field) else { return one }
      return .near(one, other, distance: distance)
    default: return nil
    }
  }

  /// NEAR of a group of required words is required of each of them: `(a b) NEAR/3 c` is `a NEAR/3 c b NEAR/3 c`, and
  /// `(a OR (b c)) NEAR/3 d` is `a NEAR/3 d OR (b NEAR/3 d c NEAR/3 d)`.
  private func spreadOut(_ left: PlainQuery, _ right: PlainQuery, _ distance: Int) -> PlainQuery {
    if left.requiresSeveral { return spreadOut(left) { spreadOut($0, right, distance) } }
    if right.requiresSeveral { return spreadOut(right) { spreadOut(left, $0, distance) } }
    return .near(left, right, distance: distance)
  }

  /// A group with `near` put around each of its parts.
  private func spreadOut(_ group: PlainQuery, _ near: (PlainQuery) -> PlainQuery) -> PlainQuery {
    switch group {
    case .all(let parts): .all(parts.map(near))
    case .any(let parts): .any(parts.map(near))
    case .near(let left, let right, let distance): near(spreadOut(left, right, distance))
    default: near(group)
    }
  }

  func concepts(_ id: String, narrower: Bool, _ field: Field) throws -> TermSet {
    try schema.checkConcept(id)
    let ids = [id] + (narrower ? options.scheme.below(id) : [])
    return try lookup.concepts(ids, inBody: field == .body)
  }

  // MARK: Compounds

  /// Two to four neighbouring bare words that are attested joined by hyphens: the compound, or all of them. In a
  /// document that has the compound its parts are not counted once more.
  private func compound(_ parts: ArraySlice<PlainQuery>, _ scope: Scope) throws -> (QueryNode, Int)? {
    guard lookup.hasJoinedForms else { return nil }
    let words = parts.prefix(4).prefix { $0.bareWord != nil }.compactMap(\.bareWord).map(analyzer.analyze)
    for count in stride(from: min(4, words.count), through: 2, by: -1) {
      let run = words.prefix(count)
      guard run.allSatisfy({ $0.parts.count == 1 }) else { continue }
      let folded = run.map { $0.parts[0] }
      let form = folded.joined()
      guard try lookup.attestedParts(of: form).contains(folded) else { continue }
      let single = try parts.prefix(count).compactMap { try node($0, scope) }
      guard let joined = try node(.word(PlainWord(.literal(form))), scope), single.count == count else { continue }
      return (.preferring(joined, otherwise: .all(required: single, excluded: [])), count)
    }
    return nil
  }

  // MARK: Blocks

  /// Takes `block:` conditions out of a list of conditions and narrows the scope by them.
  private func narrowed(_ parts: [PlainQuery], _ scope: Scope) throws -> (Scope, [PlainQuery]) {
    var wanted: Set<UInt8>?
    var unwanted: Set<UInt8> = []
    var rest: [PlainQuery] = []
    for part in parts {
      if let kinds = try blockKinds(part) {
        wanted = wanted.map { $0.intersection(kinds) } ?? kinds
      } else if case .not(let inner) = part, let kinds = try blockKinds(inner) {
        unwanted.formUnion(kinds)
      } else {
        rest.append(part)
      }
    }
    guard wanted != nil || !unwanted.isEmpty else { return (scope, rest) }
    var result = scope
    let body = Set(BlockKindNames.bodyKinds)
    if let wanted {
      result.fields = Array(Set(wanted.map(BlockKindNames.field))).sorted()
      result.kinds = (scope.kinds ?? body).intersection(wanted)
    }
    result.kinds = (result.kinds ?? body).subtracting(unwanted)
    result.fields.removeAll { field in field.beside.map(unwanted.contains) ?? false }
    return (result, rest)
  }

  /// The kinds, if the query is `block:` or an OR of nothing else.
  private func blockKinds(_ query: PlainQuery) throws -> Set<UInt8>? {
    switch query {
    case .block(let name): return [try kind(name)]
    case .any(let parts):
      var kinds: Set<UInt8> = []
      for part in parts {
        guard let some = try blockKinds(part) else { return nil }
        kinds.formUnion(some)
      }
      return kinds
    default: return nil
    }
  }

  private func kind(_ name: String) throws -> UInt8 {
    if let kind = BlockKindNames.rawValue(name) { return kind }
    throw QueryError(
      "no kind of block is named \(name)", Spelling.suggestion(for: name, among: BlockKindNames.all, noun: "kinds"))
  }

  private func blocks(only kinds: Set<UInt8>) -> QueryNode { .hasBlock(kinds) }
}

extension PlainQuery {
  /// Whether any scored part, at any depth, is as `holds` asks.
  private func anyLeaf(_ holds: (PlainQuery) -> Bool) -> Bool {
    switch self {
    case .all(let parts), .any(let parts): parts.contains { $0.anyLeaf(holds) }
    case .near(let left, let right, _): left.anyLeaf(holds) || right.anyLeaf(holds)
    case .title(let inner): inner.anyLeaf(holds)
    case .not, .field, .block: false
    case .word, .phrase, .concept: holds(self)
    }
  }

  /// Whether several words are required somewhere in it, which have no one position.
  fileprivate var requiresSeveral: Bool {
    switch self {
    case .all: true
    case .any(let parts): parts.contains(where: \.requiresSeveral)
    case .near(let left, let right, _): left.requiresSeveral || right.requiresSeveral
    default: false
    }
  }

  /// How many conditions `spreadOut` makes of it; O(size of the query).
  fileprivate var conditions: Int {
    switch self {
    case .all(let parts): parts.reduce(0) { $0 + $1.conditions }
    case .any(let parts) where requiresSeveral: parts.reduce(0) { $0 + $1.conditions }
    case .near(let left, let right, _): min(left.conditions, 1 << 20) * min(right.conditions, 1 << 20)
    default: 1
    }
  }

  /// Whether a word of it asks for its stem itself.
  fileprivate var hasStems: Bool {
    anyLeaf { if case .word(let word) = $0 { word.match == .stem } else { false } }
  }

  /// Whether every scored part is a stop word of some language.
  fileprivate func hasStopWordsOnly(_ analyzer: WordAnalyzer) -> Bool {
    !anyLeaf { leaf in
      guard case .word(let word) = leaf, case .literal(let text) = word.form, word.match != .exact else { return true }
      return !analyzer.analyze(text).parts.allSatisfy { analyzer.stopLanguages(of: $0) != 0 }
    }
  }

  /// The text of a bare word without marks.
  fileprivate var bareWord: String? {
    guard case .word(let word) = self, word.match == .byDefault, case .literal(let text) = word.form else { return nil }
    return text
  }
}

extension Field {
  /// The raw value of the block kind of a field beside the body.
  var beside: UInt8? { rawValue >= 16 ? rawValue : nil }
}
