// SPDX-License-Identifier: Apache-2.0

/// Walks the ids of several segments together, in the order of their bytes.
internal import Bytes
internal import Documents
internal import Segments

/// A merged walk over the live documents of segments by id; among equal ids, the earlier segment and document first.
struct IDWalk: ~Copyable {
  private let tables: [DocumentIDs]
  private let segments: [SegmentReader]
  private var ranks: [Int]
  /// Segments by their next id, the lowest last.
  private var heap: [Int] = []

  init(_ segments: [SegmentReader]) throws {
    self.segments = segments
    tables = try segments.map { try $0.ids }
    ranks = Array(repeating: -1, count: segments.count)
    for segment in segments.indices where moveOn(segment) { insert(segment) }
  }

  /// The next live document, or nil.
  mutating func next() -> (segment: Int, document: UInt32)? {
    guard let segment = heap.popLast() else { return nil }
    let document = tables[segment].documentAt(rank: ranks[segment])
    if moveOn(segment) { insert(segment) }
    return (segment, document)
  }

  private mutating func moveOn(_ segment: Int) -> Bool {
    repeat {
      ranks[segment] += 1
      guard ranks[segment] < tables[segment].count else { return false }
    } while segments[segment].isDeleted(tables[segment].documentAt(rank: ranks[segment]))
    return true
  }

  private func id(_ segment: Int) -> UnsafeRawBufferPointer {
    tables[segment].utf8(tables[segment].documentAt(rank: ranks[segment]))
  }

  private mutating func insert(_ segment: Int) {
    let own = id(segment)
    var place = heap.count
    while place > 0 {
      let other = heap[place - 1]
      let order = Self.compare(id(other), own)
      if order > 0 || (order == 0 && other > segment) { break }
      place -= 1
    }
    heap.insert(segment, at: place)
  }

  static func compare(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
    for index in 0..<min(a.count, b.count) where a[index] != b[index] { return a[index] < b[index] ? -1 : 1 }
    return a.count - b.count
  }
}

enum RepeatedIDs {
  /// For each segment, ascending, the live documents whose id an earlier document has.
  static func find(_ segments: [SegmentReader]) throws -> [[UInt32]] {
    var found = Array(repeating: [UInt32](), count: segments.count)
    var walk = try IDWalk(segments)
    let tables = try segments.map { try $0.ids }
    var last: (segment: Int, document: UInt32)?
    while let next = walk.next() {
      let id = tables[next.segment].utf8(next.document)
      if let last, IDWalk.compare(tables[last.segment].utf8(last.document), id) == 0 {
        found[next.segment].append(next.document)
      } else {
        last = next
      }
    }
    return found.map { $0.sorted() }
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
    let tables = try segments.map { try $0.ids }
    let hashes = try segments.map { try $0.hashes() }
    var count = 0
    while let next = walk.next() {
      count += 1
      if count % Self.pagesKept == 0 { for segment in segments { segment.releasePages() } }
      let id = tables[next.segment].utf8(next.document)
      corpus.add(id: id, contentHash: hashes[next.segment].contentHash(next.document))
      sum.add(hashes[next.segment].digest(next.document))
      if let hits = try segments[next.segment].concepts?.hits(of: next.document), !hits.isEmpty {
        sum.add(HitDigest.share(of: hits, id: id))
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
