// SPDX-License-Identifier: Apache-2.0

internal import Bytes
package import Segments
internal import Synchronization
package import Tokenizing

/// Tags the stored tokens of a segment with another lexicon; no file is read again.
enum Retagging {
  /// Documents are shared out in runs of about so many tokens.
  private static let tokensInRun = 1 << 18

  /// Writes a new concept file and tells of it; nil where there is no lexicon any more.
  static func retag(
    _ segment: SegmentReader, _ entry: Manifest.Segment, _ options: BuildOptions
  ) throws -> Manifest.File? {
    guard let tagging = options.tagging else { return nil }
    let runs = try runs(of: segment)
    let taggers = TaggerShelf(tagging)
    let found = Mutex<[[(hits: [StoredHit], length: Int)]]>(Array(repeating: [], count: runs.count))
    try WorkerThreads.each(runs.count, threads: options.workers) { number in
      let tagger = try taggers.take(segment)
      let forward = try segment.forward()
      var tokens = Tokens()
      let documents = try runs[number].map { document in
        try StoredTokens.fill(&tokens, document, forward, in: segment)
        return (hits: tagger.hits(in: tokens), length: tokens.count)
      }
      taggers.give(tagger)
      found.withLock { $0[number] = documents }
    }
    let writer = ConceptLayerWriter(names: tagging.names)
    for (hits, length) in found.withLock({ $0 }).joined() { writer.endDocument(hits, length: length) }
    let name = SegmentNames.concepts(entry.number, lexicon: tagging.names.lexiconHash)
    return .init(name: name, length: try writer.write(to: options.directory + "/" + name))
  }

  private static func runs(of segment: SegmentReader) throws -> [Range<UInt32>] {
    let forward = try segment.forward()
    var runs: [Range<UInt32>] = []
    var (first, tokens) = (UInt32(0), 0)
    for document in 0..<UInt32(segment.documentCount) {
      tokens += forward.count(document)
      if tokens >= tokensInRun {
        runs.append(first..<document + 1)
        (first, tokens) = (document + 1, 0)
      }
    }
    if first < UInt32(segment.documentCount) { runs.append(first..<UInt32(segment.documentCount)) }
    return runs
  }
}

/// The taggers of one segment's vocabulary, between two runs of documents.
///
/// Unchecked: each is used by one thread at a time, from `take` to `give`.
private final class TaggerShelf: @unchecked Sendable {
  private let lock = Mutex<Void>(())
  private var free: [any ConceptTagger] = []
  private let tagging: ConceptTagging

  init(_ tagging: ConceptTagging) { self.tagging = tagging }

  func take(_ segment: SegmentReader) throws -> any ConceptTagger {
    if let tagger = lock.withLock({ _ in free.popLast() }) { return tagger }
    return tagging.makeTagger(try StoredTokens.vocabulary(of: segment))
  }

  func give(_ tagger: any ConceptTagger) { lock.withLock { _ in free.append(tagger) } }
}

/// The tokens of a stored document in the form in which the tokenizer gave them.
package enum StoredTokens {
  /// The segment's surface forms as a vocabulary in which each has its stored number.
  package static func vocabulary(of segment: SegmentReader) throws -> Vocabulary {
    let vocabulary = Vocabulary(capacity: 1 << 15)
    let surfaces = try segment.surfaces
    // Interned in order, each form gets its own id again.
    for surface in 0..<UInt32(surfaces.count) {
      _ = vocabulary.surfaces.intern(surfaces.utf8(surface).bindMemory(to: UInt8.self))
    }
    return vocabulary
  }

  /// Puts a document's words, gaps, sentences and blocks into `tokens`, without their places in the text.
  static func fill(
    _ tokens: inout Tokens, _ document: UInt32, _ forward: ForwardField, in segment: SegmentReader
  ) throws {
    let all = 0..<forward.count(document)
    var symbols: [UInt32] = []
    tokens.surfaces.removeAll(keepingCapacity: true)
    try forward.appendSurfaces(of: document, all, to: &tokens.surfaces)
    try forward.appendGapSymbols(of: document, all, to: &symbols)
    tokens.gaps = symbols.map { forward.gaps.code($0) }
    let structure = try segment.structure(document)
    tokens.sentences = structure.sentences
    tokens.blocks = blocks(structure)
  }

  package static func tokens(of document: UInt32, in segment: SegmentReader) throws -> Tokens {
    let forward = try segment.forward()
    let run = try forward.tokens(of: document, 0..<forward.count(document))
    let structure = try segment.structure(document)
    var tokens = Tokens()
    tokens.surfaces = run.surfaces
    tokens.gaps = run.gaps.map { forward.gaps.code($0) }
    tokens.starts = run.bytes.map(\.lowerBound)
    tokens.ends = run.bytes.map(\.upperBound)
    tokens.sentences = structure.sentences
    tokens.blocks = blocks(structure)
    return tokens
  }

  private static func blocks(_ structure: DocumentStructure) -> [TokenBlock] {
    structure.blocks.map {
      TokenBlock(
        firstToken: $0.firstToken, kind: $0.kind, language: Language(rawValue: $0.language) ?? .unknown, page: $0.page,
        textStart: $0.textStart)
    }
  }
}
