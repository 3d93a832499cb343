// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Documents
internal import Segments

/// Documents with one id, and the hashes of all documents in the order of their ids.
enum RepeatedIDs {
  /// For each segment, ascending, the live documents whose id an earlier document keeps.
  ///
  /// - Parameter rank: where the file of a document stands in the corpus; among documents of one file the earlier segment
  ///   and document is first.
  static func find(
    _ segments: [SegmentReader], rank: (_ segment: Int, _ document: UInt32) throws -> Int
  ) throws -> [[UInt32]] {
    var found = Array(repeating: [UInt32](), count: segments.count)
    var walk = try IDWalk(segments)
    var keeper: (segment: Int, document: UInt32) = (0, 0)
    while let next = walk.next() {
      guard walk.isRepeated else {
        keeper = next
        continue
      }
      let isBefore = try rank(next.segment, next.document) < rank(keeper.segment, keeper.document)
      let later = isBefore ? keeper : next
      if isBefore { keeper = next }
      found[later.segment].append(later.document)
    }
    return found.map { $0.sorted() }
  }

  /// A document that is left out, as another one keeps its id.
  struct LeftOut {
    let source: String
    let id: String
  }

  /// What is told of the documents that are left out, by their lines where they stand in files of lines: a file keeps an id
  /// for its first line or, where an earlier file has it, for none.
  static func entries(_ leftOut: [LeftOut], _ files: [CorpusFile]) -> [QuarantineEntry] {
    guard !leftOut.isEmpty else { return [] }
    let bySource = Dictionary(grouping: leftOut, by: \.source)
    let places = Dictionary(files.map { ($0.id, $0) }) { first, _ in first }
    return bySource.flatMap { source, documents in
      let times = documents.reduce(into: [String: Int]()) { $0[$1.id, default: 0] += 1 }
      let lines = places[source].map { LineDocument.numbers(of: Set(times.keys), in: $0) } ?? [:]
      return times.flatMap { id, count in
        let numbers = (lines[id] ?? []).suffix(count).map { "line \($0): " }
        return (0..<count).map { index in
          let place = numbers.count == count ? numbers[numbers.startIndex + index] : ""
          return QuarantineEntry(source: source, kind: "damaged", reason: "\(place)the id \"\(id)\"\(tail)")
        }
      }
    }
  }

  private static let tail = " is used twice; the first document keeps it"

  /// The files of documents that were left out: what keeps their ids may be gone now.
  static func sources(_ quarantine: [QuarantineEntry]) -> Set<String> {
    Set(quarantine.filter { $0.reason.hasSuffix(tail) }.map(\.source))
  }
}

/// The hashes of a whole generation.
enum CorpusHashes {
  /// Documents between two times that mapped pages, which count as memory, are given back.
  private static let pagesKept = 1 << 17

  static func compute(_ segments: [SegmentReader], lexicon: String) throws -> (corpus: String, content: String) {
    var corpus = CorpusHash()
    var sum = DigestSum()
    var walk = try IDWalk(segments)
    // Opening the hashes of a segment compares their checksums, which touches them all.
    let hashes = try segments.map { segment in
      defer { segment.releasePages() }
      let hashes = try segment.hashes()
      // Their sum does not depend on an order.
      for document in 0..<UInt32(segment.documentCount) where !segment.isDeleted(document) {
        sum.add(hashes.digest(document))
      }
      return hashes
    }
    var count = 0
    while let next = walk.next() {
      count += 1
      if count % Self.pagesKept == 0 { for segment in segments { segment.releasePages() } }
      let hits = try segments[next.segment].concepts?.hits(of: next.document) ?? []
      walk.id.withUnsafeBytes { id in
        corpus.add(id: id, contentHash: hashes[next.segment].contentHash(next.document))
        if !hits.isEmpty { sum.add(HitDigest.share(of: hits, id: id)) }
      }
    }
    var content = SHA256()
    content.add(sum.bytes)
    content.add(lexicon)
    return (corpus.finish(), Hexadecimal.string(content.finish()))
  }
}

/// A document's second share in the content digest: the first 16 bytes of the SHA-256 of its id and of all hits, each as
/// concept, start, end, rule, strength, polarity, then role, start and end of each role: 4 bytes each, little-endian.
enum HitDigest {
  static func share(of hits: [StoredHit], id: UnsafeRawBufferPointer) -> [UInt8] {
    var state = SHA256()
    var buffer = ByteBuffer()
    for hit in hits {
      for value in [hit.concept, hit.start, hit.end, hit.rule, UInt32(hit.strength), UInt32(hit.polarity)] {
        buffer.append(little: value)
      }
      for role in hit.roles { for value in [role.role, role.start, role.end] { buffer.append(little: value) } }
    }
    state.add(id)
    state.add(buffer.bytes)
    return Array(state.finish().prefix(16))
  }
}
