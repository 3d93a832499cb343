// SPDX-License-Identifier: Apache-2.0

package import Querying
package import Segments

/// Things that are looked for together, such as several queries or concepts, and where each document holds them.
package struct SoughtItem {
  package enum Kind {
    /// The mentions of a concept, without those of narrower ones.
    case concept(String)
    case query(QueryPlan)
  }
  package var name: String
  package var kind: Kind

  /// The id, where the item is a concept.
  package var concept: String? { if case .concept(let id) = kind { id } else { nil } }

  package init(name: String, _ kind: Kind) { (self.name, self.kind) = (name, kind) }

  /// The documents that hold the item, with how often they do; those of queries are limited by the query itself.
  func eachDocument(
    in subcorpus: Subcorpus, _ admits: (StoredHit) -> Bool, _ body: (Int, UInt32, _ hits: Int) throws -> Void
  ) throws {
    switch kind {
    case .query(let plan): try plan.forEachCountedMatch { try body($0, $1, $2) }
    case .concept(let id):
      let segments = subcorpus.searcher.segments
      try subcorpus.eachDocument { segment, document in
        guard let layer = segments[segment].concepts, let concept = layer.concept(id) else { return }
        let hits = try layer.hits(of: document).count { $0.concept == concept && admits($0) }
        if hits > 0 { try body(segment, document, hits) }
      }
    }
  }
}

/// Where the items stand in the bodies of documents. Queries are run once; concepts are read document by document.
struct ItemPlaces {
  /// A mention of an item: its number, and the tokens.
  typealias Mention = (item: Int, tokens: Range<Int>)

  private let segments: [SegmentReader]
  /// By segment and document, what queries found.
  private var found: [[UInt32: [Mention]]]
  /// By segment and number of a concept, the items that it is.
  private var concepts: [[UInt32: [Int]]]
  private let admits: (StoredHit) -> Bool

  /// - Parameter admits: which mentions of concepts count.
  init(_ items: [SoughtItem], _ segments: [SegmentReader], admits: @escaping (StoredHit) -> Bool) throws {
    (self.segments, self.admits) = (segments, admits)
    found = segments.map { _ in [:] }
    concepts = segments.map { _ in [:] }
    for (number, item) in items.enumerated() {
      switch item.kind {
      case .concept(let id):
        for (index, segment) in segments.enumerated() {
          if let concept = segment.concepts?.concept(id) { concepts[index][concept, default: []].append(number) }
        }
      case .query(let plan): try gather(plan, number)
      }
    }
  }

  private mutating func gather(_ plan: QueryPlan, _ number: Int) throws {
    try plan.forEachHitList { _, segment, document, lists in
      for span in lists.first(where: { $0.field == .body })?.spans ?? [] {
        found[segment][document, default: []].append((number, Int(span.start)..<Int(span.end)))
      }
      return true
    }
  }

  /// The mentions in one document, those of each item by their starts.
  func mentions(_ segment: Int, _ document: UInt32) throws -> [Mention] {
    let own = found[segment][document] ?? []
    guard !concepts[segment].isEmpty, let layer = segments[segment].concepts else { return own }
    return try layer.hits(of: document).reduce(into: own) { all, hit in
      guard let items = concepts[segment][hit.concept], hit.start < hit.end, admits(hit) else { return }
      for item in items { all.append((item, Int(hit.start)..<Int(hit.end))) }
    }
  }
}
