// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import Querying
internal import Segments
internal import Tagging

/// Counts the hits of every concept, a row a document or a row a value of a metadata field.
struct ConceptCounts {
  struct Row {
    /// The document's id, or the field's value; nil for documents without one.
    var value: String?
    /// Hits by number of concept.
    var counts: [Int: Int] = [:]
    /// Tokens of the body.
    var tokens = 0
    var documents = 0

    /// The value as people read it.
    var key: String { value ?? "(none)" }
  }

  /// Which hits count.
  struct Choice {
    var strength: Strength?
    var polarity: Polarity?

    func admits(_ hit: StoredHit) -> Bool {
      (strength == nil || hit.strength == strength?.rawValue) && (polarity == nil || hit.polarity == polarity?.rawValue)
    }
  }

  /// Ids of the concepts, in the lexicon's order.
  private(set) var concepts: [String] = []
  private(set) var rows: [Row] = []
  /// All documents together, each once.
  private(set) var all = Row(value: "all")

  /// Rows by document, in the order of ids.
  static func byDocument(_ reader: IndexReader, _ choice: Choice) throws -> ConceptCounts {
    var counts = try by(field: "id", reader, choice)
    counts.rows.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return counts
  }

  /// Rows by the values of a field, in the order of `GroupedCounts`; a document with several values counts in each.
  static func by(field: String, _ reader: IndexReader, _ choice: Choice) throws -> ConceptCounts {
    var counts = ConceptCounts()
    var rows: [String?: Row] = [:]
    for segment in reader.segments {
      guard let layer = segment.concepts else { continue }
      counts.concepts = layer.names.concepts
      let (lengths, values) = (try segment.lengths(), try FieldValues(field, of: segment))
      for document in 0..<UInt32(segment.documentCount) where !segment.isDeleted(document) {
        let hits = try layer.hits(of: document).filter(choice.admits)
        for value in GroupedCounts.values(values, document) {
          rows[value, default: Row(value: value)].add(hits, tokens: Int(lengths[document]))
        }
        counts.all.add(hits, tokens: Int(lengths[document]))
      }
    }
    counts.rows = rows.values.sorted { GroupedCounts.precedes($0.value, $1.value) }
    return counts
  }

  /// Hits of a concept in all documents.
  func total(_ concept: Int) -> Int { all.counts[concept] ?? 0 }

  /// The concepts that occur at all, in the lexicon's order.
  var present: [Int] { concepts.indices.filter { total($0) > 0 } }
}

extension ConceptCounts.Row {
  fileprivate mutating func add(_ hits: [StoredHit], tokens: Int) {
    documents += 1
    self.tokens += tokens
    for hit in hits { counts[Int(hit.concept), default: 0] += 1 }
  }

  /// Hits per 10,000 tokens; 0 where there are no tokens.
  func rate(_ concept: Int) -> Double {
    tokens == 0 ? 0 : Double(counts[concept] ?? 0) * 10_000 / Double(tokens)
  }
}
