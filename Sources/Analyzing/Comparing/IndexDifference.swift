// SPDX-License-Identifier: Apache-2.0

package import Segments

/// What differs between two indexes: documents by their ids and hashes, and mentions of concepts.
package struct IndexDifference: Sendable {
  package enum Change: String, Sendable, CaseIterable {
    case added, removed
    /// The source has other bytes.
    case source
    /// The same bytes were read otherwise, or have other metadata.
    case content
    /// The same text has other mentions of concepts.
    case concepts
  }
  /// By id.
  package private(set) var documents: [(id: String, change: Change)] = []
  /// Documents that are equal in everything.
  package private(set) var equal = 0
  /// Mentions before and after, of the concepts that have not as many in both; in the order of ids.
  package private(set) var concepts: [(concept: String, before: Int, after: Int)] = []

  /// - Precondition: both indexes have all layers.
  package init(from before: IndexReader, to after: IndexReader) throws {
    var (old, new) = ([String: Int](), [String: Int]())
    let oldHashes = try before.segments.map { try $0.hashes() }
    let newHashes = try after.segments.map { try $0.hashes() }
    try Self.each(before) { segment, document, id in
      let hits = try Self.hits(before.segments[segment], document)
      for hit in hits { old[hit.concept, default: 0] += 1 }
      guard let place = try after.document(id) else { return documents.append((id, .removed)) }
      let (one, other) = (oldHashes[segment], newHashes[place.segment])
      if !Self.isEqual(one.contentHash(document), other.contentHash(place.document)) {
        documents.append((id, .source))
      } else if !Self.isEqual(one.digest(document), other.digest(place.document)) {
        documents.append((id, .content))
      } else if try hits != Self.hits(after.segments[place.segment], place.document) {
        documents.append((id, .concepts))
      } else {
        equal += 1
      }
    }
    try Self.each(after) { segment, document, id in
      for hit in try Self.hits(after.segments[segment], document) { new[hit.concept, default: 0] += 1 }
      if try before.document(id) == nil { documents.append((id, .added)) }
    }
    documents.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    for name in Set(old.keys).union(new.keys) where old[name] != new[name] {
      concepts.append((name, old[name] ?? 0, new[name] ?? 0))
    }
    concepts.sort { $0.concept.utf8.lexicographicallyPrecedes($1.concept.utf8) }
  }

  package var isEmpty: Bool { documents.isEmpty && concepts.isEmpty }

  package func count(_ change: Change) -> Int { documents.count { $0.change == change } }

  private static func each(_ reader: IndexReader, _ body: (Int, UInt32, String) throws -> Void) throws {
    for (number, segment) in reader.segments.enumerated() {
      let ids = try segment.ids
      for document in 0..<UInt32(clamping: segment.documentCount) where !segment.isDeleted(document) {
        try body(number, document, ids.string(document))
      }
    }
  }

  /// A mention by names: numbers of concepts and rules belong to one lexicon.
  private struct NamedHit: Equatable {
    var concept: String
    var rule: String
    var hit: StoredHit
  }

  private static func hits(_ segment: SegmentReader, _ document: UInt32) throws -> [NamedHit] {
    guard let layer = segment.concepts else { return [] }
    func name(_ names: [String], _ number: UInt32) -> String { Int(number) < names.count ? names[Int(number)] : "?" }
    return try layer.hits(of: document).map { hit in
      var plain = hit
      (plain.concept, plain.rule) = (0, 0)
      // Roles by the places alone: their names are those of the rule.
      plain.roles = hit.roles.map { StoredRole(role: 0, start: $0.start, end: $0.end) }
      return NamedHit(
        concept: name(layer.names.concepts, hit.concept), rule: name(layer.names.rules, hit.rule), hit: plain)
    }
  }

  private static func isEqual(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
    one.elementsEqual(other)
  }
}
