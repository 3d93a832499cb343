// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// Walks the documents of one segment that match a part of a query, in ascending order; scores them and finds the spans.
///
/// A new matcher stands before the first document: `document` is valid after `next` or `advance`. Deleted documents are
/// not left out. This base class matches nothing.
///
/// One thread walks a matcher and none of its methods is entered again while it runs, so the properties that change at
/// every step are marked `@exclusivity(unchecked)`: checks at run time took a quarter of the walk.
class Matcher {
  static let end = UInt32.max

  /// The current document; `end` behind the last one.
  @exclusivity(unchecked) final var document: UInt32 = Matcher.end

  /// About how many documents a walk will visit.
  var cost: Int { 0 }

  /// Moves to the first match at or behind `target`; `target` must lie behind the current document.
  func seek(_ target: UInt32) -> UInt32 { Matcher.end }

  /// The score of the current document.
  func score() -> Double { 0 }

  /// Appends the spans of the current document, field by field.
  func collect(into spans: inout FieldSpans) {}

  /// Occurrences in the current document where they can be counted without looking at spans; nil elsewhere.
  func frequency() -> Int? { nil }

  /// The terms that stand for the matcher's occurrences, if it has no others and no token belongs to two of them: then
  /// frequencies of several matchers can be added up. A term is its namespace and ordinal.
  var terms: [UInt64]? { nil }

  /// Documents that score less than this may be left out; only matchers that gain by it do so.
  @exclusivity(unchecked) final var floor: Float = 0

  /// The least document that `next` may go to.
  @exclusivity(unchecked) private final var upcoming: UInt32 = 0

  @discardableResult
  final func next() -> UInt32 { move(to: upcoming) }

  /// Moves to the first match at or behind `target`; stays where that is the current one.
  @discardableResult
  final func advance(to target: UInt32) -> UInt32 {
    upcoming > 0 && document >= target ? document : move(to: max(target, upcoming))
  }

  private final func move(to target: UInt32) -> UInt32 {
    guard target < Matcher.end else { return Matcher.end }
    document = seek(target)
    upcoming = document == Matcher.end ? Matcher.end : document + 1
    return document
  }
}

/// The spans found in one document, by field.
struct FieldSpans {
  private(set) var fields: [(field: Field, spans: [Span])] = []

  mutating func removeAll() { fields.removeAll(keepingCapacity: true) }

  mutating func add(_ spans: [Span], field: Field) {
    guard !spans.isEmpty else { return }
    if let index = fields.firstIndex(where: { $0.field == field }) {
      fields[index].spans += spans
    } else {
      fields.append((field, spans))
    }
  }

  /// For each start the shortest span, in the order of fields.
  mutating func finish() {
    for index in fields.indices { SpanJoin.keepShortest(&fields[index].spans) }
    if fields.count > 1 { fields.sort { $0.field < $1.field } }
  }

  var count: Int { fields.reduce(0) { $0 + $1.spans.count } }
}
