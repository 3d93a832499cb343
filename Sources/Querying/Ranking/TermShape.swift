// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// The shape of a query that is answered from postings alone, without matchers: single words or stems of the body, in
/// groups of which each must occur, without those that are excluded.
struct TermShape {
  /// A document must have a leaf of each group; a leaf is a word, or a stem in one or several languages.
  let groups: [[TermSet]]
  let excluded: [TermSet]

  init?(_ root: QueryNode) {
    switch root {
    case .all(let required, let unwanted):
      guard !required.isEmpty else { return nil }
      var (groups, excluded): ([[TermSet]], [TermSet]) = ([], [])
      for node in required {
        guard let group = Self.group(node) else { return nil }
        groups.append(group)
      }
      for node in unwanted {
        guard let group = Self.group(node) else { return nil }
        excluded += group
      }
      (self.groups, self.excluded) = (groups, excluded)
    default:
      guard let group = Self.group(root) else { return nil }
      (groups, excluded) = ([group], [])
    }
  }

  private static func group(_ node: QueryNode) -> [TermSet]? {
    if case .any(let parts) = node {
      var sets: [TermSet] = []
      for part in parts {
        guard let set = leaf(part) else { return nil }
        append(set, to: &sets)
      }
      return sets
    }
    guard let set = leaf(node) else { return nil }
    var sets: [TermSet] = []
    append(set, to: &sets)
    return sets
  }

  /// A word that is a stop word in some of its languages becomes two leaves: one that scores and one that does not.
  private static func append(_ set: TermSet, to sets: inout [TermSet]) {
    guard set.stopLanguages != 0, set.scores, set.terms.contains(where: { $0.contains(where: set.isStop) }) else {
      return sets.append(set)
    }
    var (scored, silent) = (set, set)
    scored.terms = set.terms.map { $0.filter { !set.isStop($0) } }
    silent.terms = set.terms.map { $0.filter(set.isStop) }
    sets += [scored, silent]
  }

  /// The terms of a scored leaf, all of single tokens.
  private static func leaf(_ node: QueryNode) -> TermSet? {
    guard case .match(.term(let set), .body) = node, !set.isConstant else { return nil }
    if case .concepts = set.kind { return nil }
    for terms in set.terms {
      for term in terms where term.namespace.parts != nil { return nil }
    }
    return set
  }

  /// The leaves in the order of the query: scores are added up in this order, whatever order a walk takes.
  var leaves: [TermSet] { groups.count == 1 ? groups[0] : groups.flatMap { $0 } }

  /// Whether no two leaves can share a token, so that occurrences can be added up: different terms of one kind.
  var isDisjoint: Bool {
    let leaves = self.leaves
    if leaves.count == 1 { return true }
    var stems = 0
    for set in leaves { if case .stems = set.kind { stems += 1 } }
    guard stems == 0 || stems == leaves.count else { return false }
    for segment in leaves[0].terms.indices {
      var seen: [UInt32] = []
      for set in leaves {
        for term in set.terms[segment] {
          if seen.contains(term.ordinal) { return false }
          seen.append(term.ordinal)
        }
      }
    }
    return true
  }
}
