// SPDX-License-Identifier: Apache-2.0

/// Merges the dictionaries and postings of segments.
///
/// A walk over all terms collects them in chunks; chunks are encoded side by side while the walk goes on to the next ones,
/// then written in order: the bytes do not depend on the number of threads.
internal import Bytes

struct TermMerger: ~Copyable {
  /// Chunks that are encoded at a time; as many more are being filled.
  private static let chunksAtOnce = 4
  /// What threads have freed is given back this often: each keeps its own.
  private static let roundsBetweenReleases = 32
  private let merger: SegmentMerger
  private let starts: [Field: [UInt32]]
  private let walk: TermWalk
  private var dictionary = TermDictionaryWriter()

  init(_ merger: SegmentMerger, _ starts: [Field: [UInt32]]) throws {
    (self.merger, self.starts) = (merger, starts)
    walk = try TermWalk(merger)
  }

  /// Writes the sections of postings and terms; returns for each segment the new ordinals of its words.
  @discardableResult
  consuming func write(to file: inout SectionFileWriter, _ sharing: SegmentMerger.Sharing) throws -> [OrdinalMap] {
    try file.begin(SegmentSection.postings)
    var (filled, next) = (Self.chunks(), Self.chunks())
    let (merger, starts, walk, piece) = (self.merger, self.starts, self.walk, sharing.piece)
    try walk.fill(filled, weight: piece)
    var rounds = 0
    while !filled[0].isEmpty {
      let (chunks, others) = (filled, next)
      try sharing.each(chunks.count + 1) { number in
        if number == 0 {
          try walk.fill(others, weight: piece)
        } else {
          try chunks[number - 1].encode(merger, starts)
        }
      }
      for chunk in chunks { try write(chunk, to: &file) }
      merger.releasePages()
      swap(&filled, &next)
      rounds += 1
      if rounds % Self.roundsBetweenReleases == 0 { FreedMemory.release() }
    }
    try dictionary.write(to: &file, terms: SegmentSection.terms, index: SegmentSection.termIndex)
    return walk.ordinals
  }

  private static func chunks() -> [TermChunk] { (0..<chunksAtOnce).map { _ in TermChunk() } }

  private mutating func write(_ chunk: TermChunk, to file: inout SectionFileWriter) throws {
    try file.append(chunk.bytes.bytes)
    chunk.enter(in: &dictionary)
  }
}
