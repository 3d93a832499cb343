// SPDX-License-Identifier: Apache-2.0

/// AND, OR and exclusion over any matchers.

/// Documents that all required parts match, that no excluded part matches, and that pass all predicates.
final class AllMatcher: Matcher {
  private let conjunction: Conjunction<Matcher>
  /// In the order of the query, so that equal documents get sums equal to the last bit.
  private let required: [Matcher]
  private let excluded: [Matcher]
  private let predicates: [DocumentPredicate]

  init(required: [Matcher], excluded: [Matcher], predicates: [DocumentPredicate]) {
    (self.required, self.excluded, self.predicates) = (required, excluded, predicates)
    conjunction = Conjunction(required)
    ownTerms = Matcher.disjointTerms(of: required)
  }

  private let ownTerms: [UInt64]?
  override var terms: [UInt64]? { ownTerms }

  override func frequency() -> Int? {
    guard ownTerms != nil else { return nil }
    return required.reduce(0) { $0 + ($1.frequency() ?? 0) }
  }

  override var cost: Int { conjunction.cost }

  override func seek(_ target: UInt32) -> UInt32 {
    var candidate = conjunction.seek(target)
    while candidate != Matcher.end {
      if passes(candidate) { return candidate }
      candidate = conjunction.seek(candidate &+ 1)
    }
    return candidate
  }

  private func passes(_ document: UInt32) -> Bool {
    for index in predicates.indices where !predicates[index].holds(document) { return false }
    for index in excluded.indices where excluded[index].advance(to: document) == document { return false }
    return true
  }

  override func score() -> Double { required.reduce(0) { $0 + $1.score() } }

  override func collect(into spans: inout FieldSpans) {
    for matcher in required { matcher.collect(into: &spans) }
  }
}

/// Documents that at least one part matches.
final class AnyMatcher: Matcher {
  private let parts: [Matcher]

  init(_ parts: [Matcher]) {
    self.parts = parts
    ownTerms = Matcher.disjointTerms(of: parts)
  }

  private let ownTerms: [UInt64]?
  override var terms: [UInt64]? { ownTerms }

  override func frequency() -> Int? {
    guard ownTerms != nil else { return nil }
    var total = 0
    for part in parts where part.document == document { total += part.frequency() ?? 0 }
    return total
  }

  override var cost: Int { parts.reduce(0) { $0 + $1.cost } }

  override func seek(_ target: UInt32) -> UInt32 {
    var least = Matcher.end
    for index in parts.indices { least = min(least, parts[index].advance(to: target)) }
    return least
  }

  override func score() -> Double {
    var total = 0.0
    for part in parts where part.document == document { total += part.score() }
    return total
  }

  override func collect(into spans: inout FieldSpans) {
    for part in parts where part.document == document { part.collect(into: &spans) }
  }
}

/// A matcher that neither scores nor shows spans: a filter.
final class SilentMatcher: Matcher {
  private let inner: Matcher

  init(_ inner: Matcher) { self.inner = inner }

  override var cost: Int { inner.cost }
  override var terms: [UInt64]? { [] }
  override func frequency() -> Int? { 0 }
  override func seek(_ target: UInt32) -> UInt32 { inner.advance(to: target) }
}

/// Every document of a segment that passes all predicates: a query of filters alone.
final class PredicateMatcher: Matcher {
  private let predicates: [DocumentPredicate]
  private let count: UInt32

  init(_ predicates: [DocumentPredicate], documents: Int) {
    self.predicates = predicates
    count = UInt32(clamping: documents)
  }

  override var cost: Int { Int(count) }
  override var terms: [UInt64]? { [] }
  override func frequency() -> Int? { 0 }

  override func seek(_ target: UInt32) -> UInt32 {
    var candidate = target
    while candidate < count {
      if predicates.allSatisfy({ $0.holds(candidate) }) { return candidate }
      candidate += 1
    }
    return Matcher.end
  }
}

/// A condition on a document that is tested one document at a time, such as a range over a metadata column.
class DocumentPredicate {
  func holds(_ document: UInt32) -> Bool { true }

  /// Keeps those `places` in `documents` at which `holds` is true, and returns how many they are.
  func keep(_ documents: UnsafePointer<UInt32>, _ places: UnsafeMutableBufferPointer<UInt32>) -> Int {
    var kept = 0
    for place in places where holds(documents[Int(place)]) {
      places[kept] = place
      kept += 1
    }
    return kept
  }
}

extension Matcher {
  /// All terms of some matchers, if all have terms, all of one kind (words, or stems), and none twice.
  static func disjointTerms(of matchers: [Matcher]) -> [UInt64]? {
    var all: [UInt64] = []
    for matcher in matchers {
      guard let terms = matcher.terms else { return nil }
      all += terms
    }
    let stems = all.filter { $0 >> 32 >= 0x10 }.count
    guard stems == 0 || stems == all.count, Set(all).count == all.count else { return nil }
    return all
  }
}
