// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// Builds the matchers of one query for one segment.
struct MatcherBuilder {
  let context: SegmentContext
  /// Which of the index's segments it is.
  let number: Int
  let statistics: IndexStatistics

  private var segment: SegmentReader { context.segment }

  /// Nil where nothing in the segment can match.
  func matcher(_ node: QueryNode) throws -> Matcher? {
    switch node {
    case .nothing: return nil
    case .match(let positional, let field):
      let matcher = try self.positional(positional, field, isOperand: false)
      if !positional.isConstant { matcher?.weight = try weight(positional, field) }
      return matcher
    case .silent(let inner): return try matcher(inner).map(SilentMatcher.init)
    case .any(let parts):
      let matchers = try parts.compactMap(matcher)
      return matchers.count > 1 ? AnyMatcher(matchers) : matchers.first
    case .preferring(let first, let second):
      guard let preferred = try matcher(first) else { return try matcher(second) }
      guard let other = try matcher(second) else { return preferred }
      return PreferringMatcher(preferred, otherwise: other)
    case .all(let required, let excluded): return try all(required, excluded)
    case .spans(let node): return try spans(node)
    case .filter, .hasBlock:
      guard let predicate = try predicate(node) else { return nil }
      return PredicateMatcher([predicate], documents: segment.documentCount)
    }
  }

  private func all(_ required: [QueryNode], _ excluded: [QueryNode]) throws -> Matcher? {
    var matchers: [Matcher] = []
    var predicates: [DocumentPredicate] = []
    for node in required {
      if node.isPredicate {
        guard let predicate = try predicate(node) else { return nil }
        predicates.append(predicate)
      } else {
        guard let matcher = try matcher(node) else { return nil }
        matchers.append(matcher)
      }
    }
    var unwanted: [Matcher] = []
    for node in excluded {
      if node.isPredicate {
        if let inner = try predicate(node) { predicates.append(OppositePredicate(inner)) }
      } else if let matcher = try matcher(node) {
        unwanted.append(matcher)
      }
    }
    if matchers.isEmpty { matchers = [PredicateMatcher(predicates, documents: segment.documentCount)] }
    if matchers.count == 1, unwanted.isEmpty, predicates.isEmpty { return matchers[0] }
    return AllMatcher(required: matchers, excluded: unwanted, predicates: predicates)
  }

  private func weight(_ node: PositionalNode, _ field: Field) throws -> TermWeight {
    TermWeight(
      idf: node.idf(of: statistics.documents), averageLength: statistics.averageLength,
      lengths: field == .body ? try segment.lengths(.body) : nil)
  }

  // MARK: Positions

  /// - Parameter isOperand: whether something around it needs every span, not only the shortest of each start.
  func positional(_ node: PositionalNode, _ field: Field, isOperand: Bool) throws -> PositionalMatcher? {
    switch node {
    case .term(let set): return try terms(set, field)
    case .either(let parts):
      let matchers = try parts.compactMap { try positional($0, field, isOperand: isOperand) }
      guard matchers.count > 1 else { return matchers.first }
      return UnionMatcher(matchers, isDisjoint: node.isDisjoint, context: context, field: field)
    case .sequence(let elements): return try sequence(elements, field)
    case .near(.term(let left), .term(let right), let distance)
    where !isOperand && left.single(in: number) != nil && right.single(in: number) != nil:
      guard let one = left.single(in: number), let other = right.single(in: number) else { return nil }
      return TokenNearMatcher(one, other, distance: distance, context: context, field: field)
    case .near(let left, let right, let distance):
      guard let one = try positional(left, field, isOperand: true) else { return nil }
      guard let other = try positional(right, field, isOperand: true) else { return nil }
      return NearMatcher(one, other, distance: distance, isOperand: isOperand, context: context, field: field)
    case .inBlocks(let inner, let kinds):
      return try positional(inner, field, isOperand: isOperand).map { BlockKindMatcher($0, kinds: kinds) }
    }
  }

  private func sequence(_ elements: [PositionalNode?], _ field: Field) throws -> PositionalMatcher? {
    let singles = elements.map { element -> TermInfo?? in
      guard let element else { return .some(nil) }
      guard case .term(let set) = element, let info = set.single(in: number) else { return nil }
      return info
    }
    if singles.allSatisfy({ $0 != nil }), let first = singles.first, first != .some(nil), let last = singles.last,
      last != .some(nil)
    {
      return PhraseMatcher(singles.map { $0 ?? nil }, context: context, field: field)
    }
    var matchers: [PositionalMatcher?] = []
    for element in elements {
      guard let element else {
        matchers.append(nil)
        continue
      }
      guard let matcher = try positional(element, field, isOperand: true) else { return nil }
      matchers.append(matcher)
    }
    return try SequenceMatcher(matchers, context: context, field: field)
  }

  private func terms(_ set: TermSet, _ field: Field) throws -> PositionalMatcher? {
    let infos = set.terms[number]
    if infos.isEmpty { return nil }
    switch set.kind {
    case .forms:
      let matchers = try infos.map { try TermMatcher($0, context: context) }
      if matchers.count == 1 { return matchers[0] }
      return UnionMatcher(matchers, isDisjoint: set.isDisjoint, context: context, field: field)
    case .stems: return try StemMatcher(infos, isStop: set.isStop, context: context, field: field)
    case .concepts(let numbers):
      guard let layer = segment.concepts else { return nil }
      return try ConceptMatcher(infos, numbers: numbers[number], layer: layer, context: context, field: field)
    }
  }
}

extension TermSet {
  /// The only term in a segment, if it is one word with positions.
  func single(in segment: Int) -> TermInfo? {
    guard case .forms = kind, terms[segment].count == 1, terms[segment][0].namespace == .word else { return nil }
    return terms[segment][0]
  }

  /// Whether no position can belong to two of the terms: each token has one folded form, but a joined form starts where
  /// its first part stands.
  var isDisjoint: Bool {
    guard case .forms = kind else { return true }
    return terms.allSatisfy { infos in infos.count < 2 || infos.allSatisfy { $0.namespace == .word } }
  }
}

extension PositionalNode {
  /// Whether it is a group of different single words, so that no position belongs to two of them.
  var isDisjoint: Bool {
    guard case .either(let parts) = self else { return false }
    var seen: Set<[UInt32]> = []
    for part in parts {
      guard case .term(let set) = part, case .forms = set.kind, set.isDisjoint else { return false }
      for infos in set.terms {
        guard infos.count < 2, infos.allSatisfy({ $0.namespace == .word }) else { return false }
      }
      guard seen.insert(set.terms.map { $0.first?.ordinal ?? .max }).inserted else { return false }
    }
    return true
  }
}

extension QueryNode {
  /// Whether it is tested one document at a time.
  var isPredicate: Bool {
    switch self {
    case .filter, .hasBlock: true
    case .any(let parts): parts.allSatisfy(\.isPredicate)
    case .silent(let inner): inner.isPredicate
    default: false
    }
  }
}
