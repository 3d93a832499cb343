// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Synchronization

/// Merges the dictionaries and postings of segments.
///
/// A walk over all terms collects them in chunks; chunks are encoded side by side while the walk goes on to the next ones,
/// then written in order: the bytes do not depend on the number of threads.
struct TermMerger: ~Copyable {
  /// Chunks that are encoded at a time; as many more are being filled.
  private static let chunksAtOnce = 4
  /// What threads have freed is given back this often: each keeps its own.
  private static let roundsBetweenReleases = 32
  private let merger: SegmentMerger
  private let sizes: [Field: DocumentSizes]
  private let walk: TermWalk
  private var dictionary = TermDictionaryWriter()

  init(_ merger: SegmentMerger, _ sizes: [Field: DocumentSizes]) throws {
    (self.merger, self.sizes) = (merger, sizes)
    walk = try TermWalk(merger)
  }

  /// Writes the sections of postings and terms; returns for each segment the new ordinals of its words.
  @discardableResult
  consuming func write(to file: inout SectionFileWriter, _ sharing: SegmentMerger.Sharing) throws -> [OrdinalMap] {
    try file.begin(SegmentSection.postings)
    var (filled, next) = (Self.chunks(), Self.chunks())
    let (merger, sizes, walk, piece) = (self.merger, self.sizes, self.walk, sharing.piece)
    let shelf = try InputShelf(merger.segments.map(\.postingsSection))
    try walk.fill(filled, weight: piece)
    var rounds = 0
    while !filled[0].isEmpty {
      let (chunks, others) = (filled, next)
      try sharing.each(chunks.count + 1) { number in
        if number == 0 {
          try walk.fill(others, weight: piece)
        } else {
          let input = shelf.take()
          defer { shelf.give(input) }
          try chunks[number - 1].encode(merger, sizes, input)
        }
      }
      for chunk in chunks { try write(chunk, to: &file) }
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

/// Readers of postings that wait for the next thread.
private final class InputShelf: Sendable {
  private let sections: [SectionInput]
  private let idle = Mutex<[PostingsInput]>([])

  init(_ sections: [Section]) throws { self.sections = try sections.map { try SectionInput($0) } }

  func take() -> PostingsInput { idle.withLock { $0.popLast() } ?? PostingsInput(sections) }

  func give(_ input: PostingsInput) { idle.withLock { $0.append(input) } }
}
