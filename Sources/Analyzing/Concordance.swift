// SPDX-License-Identifier: Apache-2.0

package import Querying
package import Segments

/// The hits of a query as lines of text, each with what opens it into its evidence.

/// Where a hit is; enough to find its text again.
package struct HitPlace: Sendable, Hashable {
  package var segment: Int
  package var document: UInt32
  package var field: Field
  package var span: Span

  package init(segment: Int, document: UInt32, field: Field, span: Span) {
    (self.segment, self.document, self.field, self.span) = (segment, document, field, span)
  }
}

/// A hit with its text. Offsets are code points of the field's text, end exclusive.
package struct ConcordanceLine: Sendable, Equatable {
  package var place: HitPlace
  package var id: String
  /// From 1; nil where there are no pages.
  package var page: Int?
  /// Index of the sentence in its field, from 1.
  package var sentence: Int
  package var start: Int
  package var end: Int
  package var before: String
  package var match: String
  package var after: String
  /// Ids of the concepts with a hit that overlaps this one.
  package var concepts: [String]
  /// Whether the hit starts in a block of quotation or between quotation marks (`InlineQuotations`).
  package var isQuoted: Bool

  /// The name of the field whose text the offsets are into; nil for the body.
  package var field: String? { place.field == .body ? nil : place.field.name }
}

/// What a concordance shows, in which order, and how much of it.
package struct ConcordanceOptions: Sendable {
  /// Tokens on each side.
  package var context = 10
  package var order = ConcordanceOrder.position
  package var limit: Int?
  /// Only so many hits, drawn by a hash of document id, position and seed: the same hits after re-indexing.
  package var sample: Int?
  package var seed: UInt64 = 1
  /// Whether quotation marks are looked for, for which the whole block of a hit is read.
  package var readsQuotationMarks = false

  package init() {}
}

package struct Concordance {
  package let plan: QueryPlan
  package let options: ConcordanceOptions

  package init(_ plan: QueryPlan, _ options: ConcordanceOptions) { (self.plan, self.options) = (plan, options) }

  private var segments: [SegmentReader] { plan.searcher.segments }

  /// How many hits there are, and the places of those to be shown, in the order asked for.
  package func places() throws -> (hits: Int, documents: Int, places: [HitPlace]) {
    var (all, documents): ([HitPlace], Int) = ([], 0)
    var hits = 0
    let order = try DocumentOrder(segments)
    // Without sampling and sorting, hits beyond the last that can be shown are only counted.
    let keep = options.sample == nil && options.order == .position ? options.limit ?? .max : .max
    var last: HitPlace?
    try plan.forEachHitList { _, segment, document, lists in
      documents += 1
      hits += lists.reduce(0) { $0 + $1.spans.count }
      for (field, spans) in lists {
        for span in spans {
          let place = HitPlace(segment: segment, document: document, field: field, span: span)
          if let last, order.precedes(last, place) { break }
          all.append(place)
        }
      }
      if all.count / 2 > max(keep, 512) {
        order.sort(&all)
        all.removeLast(all.count - keep)
        last = all.last
      }
      return true
    }
    order.sort(&all)
    if let sample = options.sample, sample < all.count { all = try sampled(all, sample) }
    let sorting = ConcordanceSorting(segments: segments)
    return (hits, documents, try sorting.sorted(all, by: options.order, limit: options.limit))
  }

  /// The hits with the lowest hashes, in their former order.
  private func sampled(_ places: [HitPlace], _ count: Int) throws -> [HitPlace] {
    let ids = try segments.map { try $0.ids }
    let hashed = places.enumerated().map { index, place -> (UInt64, Int) in
      var hash = StableHash(seed: options.seed)
      hash.add(ids[place.segment].utf8(place.document))
      hash.add(UInt64(place.field.rawValue) << 32 | UInt64(place.span.start))
      return (hash.value, index)
    }
    let chosen = hashed.sorted { $0 < $1 }.prefix(count).map(\.1)
    return chosen.sorted().map { places[$0] }
  }

  /// The lines of some places.
  package func lines(_ places: [HitPlace]) throws -> [ConcordanceLine] {
    let contexts = segments.map { SegmentContext($0) }
    var (segment, reader): (Int, LineReader?) = (-1, nil)
    return try places.map { place in
      if place.segment != segment || place.field != reader?.field {
        segment = place.segment
        reader = try LineReader(context: contexts[segment], field: place.field)
      }
      guard let line = try reader?.line(place, options.context, options.readsQuotationMarks) else {
        throw QueryError("a hit is in no segment")
      }
      try contexts[segment].throwIfFailed()
      return line
    }
  }
}

/// FNV-1a with a final mix: the same on every machine and in every version.
struct StableHash {
  private var state: UInt64

  init(seed: UInt64) { state = 0xCBF2_9CE4_8422_2325 ^ (seed &* 0x9E37_79B9_7F4A_7C15) }

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }

  mutating func add(_ number: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) { state = (state ^ (number >> UInt64(shift) & 255)) &* 0x100_0000_01B3 }
  }

  var value: UInt64 {
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
