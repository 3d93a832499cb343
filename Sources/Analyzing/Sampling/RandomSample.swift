// SPDX-License-Identifier: Apache-2.0

package import Querying
package import Segments

/// A random sample of documents, passages, sentences or hits that stays the same when the corpus is indexed anew.
///
/// Each unit has a hash of its document's id, its place and the seed; those with the lowest hashes are drawn, so that a
/// larger sample holds every smaller one of the same seed, and a changed document changes nothing about the others.
package struct RandomSample {
  package struct Unit: Sendable {
    /// The text that is drawn.
    package var place: HitPlace
    /// The hit it was drawn for.
    package var hit: Span?
    package var stratum: String?
    fileprivate var hash: UInt64

    fileprivate init(place: HitPlace, hit: Span?, stratum: String?, hash: UInt64) {
      (self.place, self.hit, self.stratum, self.hash) = (place, hit, stratum, hash)
    }
  }
  package struct Stratum: Sendable, Equatable {
    package var value: String?
    /// Units there are, and units drawn.
    package var units: Int
    package var drawn: Int
  }
  /// What is drawn: units that are counted, or hits with the unit that holds them.
  package enum Choice {
    case units(MeetingUnit)
    case hits(MeetingUnit)
  }
  /// For the units of a document the stratum of each.
  package typealias Strata = (_ segment: Int, _ document: UInt32, _ units: [Range<Int>]) throws -> [String?]

  /// In random order.
  package private(set) var drawn: [Unit] = []
  /// In the order of `GroupedCounts`.
  package private(set) var strata: [Stratum] = []

  /// - Parameters:
  ///   - plan: only units that hold a hit of it; nil for all. Hits need one.
  ///   - count: how many are drawn of each stratum.
  package init(
    _ choice: Choice, of plan: QueryPlan?, in subcorpus: Subcorpus, count: Int, seed: UInt64, by stratify: Strata?
  ) throws {
    var drawing = try Drawing(choice, subcorpus.searcher.segments, count: count, seed: seed, stratify)
    if let plan {
      try plan.forEachHitList { _, segment, document, lists in
        try drawing.add(segment, document, hits: lists.first { $0.field == .body }?.spans ?? [])
        return true
      }
    } else {
      try subcorpus.eachDocument { segment, document in try drawing.add(segment, document, hits: nil) }
    }
    for context in drawing.contexts { try context.throwIfFailed() }
    strata = drawing.urns.map { Stratum(value: $0.key, units: $0.value.seen, drawn: min($0.value.seen, count)) }
      .sorted { GroupedCounts.precedes($0.value, $1.value) }
    for urn in drawing.urns.values { drawn += urn.lowest(count, drawing.order) }
    drawn.sort { $0.precedes($1, drawing.order) }
  }
}

/// Units on their way into the sample, document by document.
private struct Drawing {
  private let choice: RandomSample.Choice
  private let count: Int
  private let seed: UInt64
  private let stratify: RandomSample.Strata?
  private let lengths: [DocumentLengths]
  private let ids: [DocumentIDs]
  let contexts: [SegmentContext]
  let order: DocumentOrder
  /// By stratum.
  private(set) var urns: [String?: Urn] = [:]

  init(
    _ choice: RandomSample.Choice, _ segments: [SegmentReader], count: Int, seed: UInt64,
    _ stratify: RandomSample.Strata?
  ) throws {
    (self.choice, self.count, self.seed, self.stratify) = (choice, count, seed, stratify)
    contexts = segments.map { SegmentContext($0) }
    lengths = try segments.map { try $0.lengths(.body) }
    ids = try segments.map { try $0.ids }
    order = try DocumentOrder(segments)
    if choice.cutting.needsStructure { for segment in segments { _ = try segment.forward() } }
  }

  mutating func add(_ segment: Int, _ document: UInt32, hits: [Span]?) throws {
    let tokens = Int(lengths[segment][document])
    let layout = try choice.cutting.layout(of: document, count: tokens, contexts[segment])
    let units = choice.units(layout, hits)
    let values = try stratify?(segment, document, units.map(\.tokens)) ?? units.map { _ in nil }
    var hash = StableHash(seed: seed)
    hash.add(ids[segment].utf8(document))
    for (unit, value) in zip(units, values) {
      let span = Span(UInt32(unit.tokens.lowerBound), UInt32(unit.tokens.upperBound))
      var own = hash
      own.add(UInt64(unit.hit?.start ?? span.start))
      let place = HitPlace(segment: segment, document: document, field: .body, span: span)
      let unit = RandomSample.Unit(place: place, hit: unit.hit, stratum: value, hash: own.value)
      urns[value, default: Urn()].add(unit, count, order)
    }
  }
}

extension RandomSample.Choice {
  fileprivate var cutting: MeetingUnit {
    switch self {
    case .units(let unit), .hits(let unit): unit
    }
  }

  /// The units of a document that may be drawn, in the order of the text.
  fileprivate func units(_ layout: UnitLayout, _ hits: [Span]?) -> [(tokens: Range<Int>, hit: Span?)] {
    guard let hits else { return layout.stretches(of: 0..<layout.count).map { ($0, nil) } }
    let held = hits.map { layout.units(holding: Int($0.start)..<Int($0.end)) }
    if case .hits = self {
      return zip(hits, held).compactMap { hit, units in
        let stretches = layout.stretches(of: units)
        guard let first = stretches.first, let last = stretches.last else { return nil }
        return (first.lowerBound..<last.upperBound, hit)
      }
    }
    return UnitSet(held).runs.flatMap(layout.stretches).map { ($0, nil) }
  }
}

extension RandomSample.Unit {
  fileprivate func precedes(_ other: Self, _ order: DocumentOrder) -> Bool {
    hash != other.hash ? hash < other.hash : order.precedes(place, other.place)
  }
}

/// The units of a stratum with the lowest hashes so far.
private struct Urn {
  private var kept: [RandomSample.Unit] = []
  private(set) var seen = 0

  mutating func add(_ unit: RandomSample.Unit, _ most: Int, _ order: DocumentOrder) {
    seen += 1
    kept.append(unit)
    if kept.count > 64, (kept.count - 64) / 2 >= most { kept = lowest(most, order) }
  }

  func lowest(_ count: Int, _ order: DocumentOrder) -> [RandomSample.Unit] {
    Array(kept.sorted { $0.precedes($1, order) }.prefix(count))
  }
}
