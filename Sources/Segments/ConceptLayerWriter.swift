// SPDX-License-Identifier: Apache-2.0

/// Gathers the hits of a segment's documents and writes them as a concept file; see `ConceptLayer` for the format.
package import Bytes

package final class ConceptLayerWriter {
  private struct Posting {
    var document: UInt32
    var starts: [UInt32]
  }
  private let names: ConceptNames
  private var hits = ByteBuffer(capacity: 1 << 12)
  private var places: [UInt32] = [0]
  private var lengths: [UInt32] = []
  private var postings: [[Posting]]

  package init(names: ConceptNames) {
    self.names = names
    postings = Array(repeating: [], count: names.concepts.count)
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
      post(hit, document)
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

  private func post(_ hit: StoredHit, _ document: UInt32) {
    let concept = Int(hit.concept)
    if let index = postings[concept].indices.last, postings[concept][index].document == document {
      if postings[concept][index].starts.last != hit.start { postings[concept][index].starts.append(hit.start) }
    } else {
      postings[concept].append(Posting(document: document, starts: [hit.start]))
    }
  }

  /// Writes the file and returns its length.
  package func write(to path: String) throws -> Int {
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
      for posting in postings[concept] {
        writer.encoder.add(
          document: posting.document, frequency: UInt32(posting.starts.count),
          length: lengths[Int(posting.document)])
        var previous = UInt32.max
        for start in posting.starts {
          writer.encoder.add(positionGap: start &- previous &- 1)
          previous = start
        }
      }
      try writer.finishTerm(TermKey.bytes(.word, .body, names.concepts[concept].utf8), to: &file)
    }
    try writer.finish(to: &file, terms: 4, index: 5)
    return try file.finish().length
  }
}
