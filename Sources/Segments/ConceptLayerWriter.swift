// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// Gathers the hits of a segment's documents and writes them as a concept file; see `ConceptLayer` for the format.
package final class ConceptLayerWriter {
  private let names: ConceptNames
  private var hits = ByteBuffer(capacity: 1 << 12)
  private var places: [UInt32] = [0]
  private var lengths: [UInt32] = []
  private let postings: [ConceptPostings]

  package init(names: ConceptNames) {
    self.names = names
    postings = names.concepts.map { _ in ConceptPostings() }
  }

  package var documentCount: Int { places.count - 1 }

  /// Adds the hits of the next document, whose body has `length` tokens.
  package func endDocument(_ found: [StoredHit], length: Int) {
    let document = UInt32(places.count - 1)
    let sorted = found.sorted { ($0.start, $0.end, $0.concept, $0.rule) < ($1.start, $1.end, $1.concept, $1.rule) }
    var last: UInt32 = 0
    for hit in sorted where Int(hit.concept) < postings.count && hit.end >= hit.start {
      append(hit, after: last)
      last = hit.start
      postings[Int(hit.concept)].append(hit.start, in: document)
    }
    places.append(UInt32(truncatingIfNeeded: hits.count))
    lengths.append(UInt32(clamping: length))
  }

  private func append(_ hit: StoredHit, after last: UInt32) {
    hits.append(varint: hit.start - last)
    hits.append(varint: hit.end - hit.start)
    hits.append(varint: hit.concept)
    hits.append(varint: hit.rule)
    hits.append(hit.strength & 3 | (hit.polarity & 31) << 2 | (hit.roles.isEmpty ? 0 : 128))
    guard !hit.roles.isEmpty else { return }
    hits.append(varint: hit.roles.count)
    for role in hit.roles {
      hits.append(varint: role.role)
      hits.append(zigzag: Int(role.start) - Int(hit.start))
      hits.append(varint: role.end &- role.start)
    }
  }

  /// Writes the file, syncs it unless that is done later, and returns its length.
  package func write(to path: String, syncs: Bool = true) throws -> Int {
    var file = try SectionFileWriter(path: path, kind: .concepts)
    var table = ByteBuffer()
    table.append(string: names.lexiconHash)
    for list in [names.concepts, names.rules, names.roles, names.broader] {
      table.append(varint: list.count)
      for name in list { table.append(string: name) }
    }
    try file.section(1, table)
    try file.section(2, places)
    try file.section(3, hits)
    try file.begin(6)
    var writer = PostingsWriter()
    let order = names.concepts.indices.sorted {
      names.concepts[$0].utf8.lexicographicallyPrecedes(names.concepts[$1].utf8)
    }
    for concept in order where !postings[concept].isEmpty {
      postings[concept].forEach { document, starts in
        writer.encoder.add(document: document, frequency: UInt32(starts.count), length: lengths[Int(document)])
        var previous = UInt32.max
        for start in starts {
          writer.encoder.add(positionGap: start &- previous &- 1)
          previous = start
        }
      }
      try writer.finishTerm(TermKey.bytes(.word, .body, names.concepts[concept].utf8), to: &file)
    }
    try writer.finish(to: &file, terms: 4, index: 5)
    return try file.finish(syncs: syncs).length
  }
}

/// Where the hits of one concept start, ascending, each distinct start once: a few bytes each.
private final class ConceptPostings {
  /// For each start two varints: how far its document is from the last one's, and the start.
  private var bytes = ByteBuffer(capacity: 16)
  private var document: UInt32 = 0
  private var last: UInt32?

  var isEmpty: Bool { bytes.count == 0 }

  func append(_ start: UInt32, in document: UInt32) {
    if last != nil, self.document == document, last == start { return }
    bytes.append(varint: document - self.document)
    bytes.append(varint: start)
    (self.document, last) = (document, start)
  }

  /// Calls `body` with each document and the starts in it.
  func forEach(_ body: (_ document: UInt32, _ starts: [UInt32]) -> Void) {
    var cursor = ByteCursor(bytes.bytes)
    var (document, starts): (UInt32, [UInt32]) = (0, [])
    while !cursor.isAtEnd {
      let (step, start) = (cursor.varint32(), cursor.varint32())
      if step > 0, !starts.isEmpty {
        body(document, starts)
        starts.removeAll(keepingCapacity: true)
      }
      document += step
      starts.append(start)
    }
    if !starts.isEmpty { body(document, starts) }
  }
}
