// SPDX-License-Identifier: Apache-2.0

/// Tags the stored tokens of a segment with another lexicon; no file is read again.
internal import Bytes
package import Segments
package import Tokenizing

enum Retagging {
  /// Writes a new concept file and tells of it; nil where there is no lexicon any more.
  static func retag(
    _ segment: SegmentReader, _ entry: Manifest.Segment, _ options: BuildOptions
  ) throws -> Manifest.File? {
    guard let tagging = options.tagging else { return nil }
    let tagger = tagging.makeTagger(try StoredTokens.vocabulary(of: segment))
    let writer = ConceptLayerWriter(names: tagging.names)
    for document in 0..<UInt32(segment.documentCount) {
      let tokens = try StoredTokens.tokens(of: document, in: segment)
      writer.endDocument(tagger.hits(in: tokens), length: tokens.count)
    }
    let name = SegmentNames.concepts(entry.number, lexicon: tagging.names.lexiconHash)
    return .init(name: name, length: try writer.write(to: options.directory + "/" + name))
  }
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
    tokens.blocks = structure.blocks.map {
      TokenBlock(
        firstToken: $0.firstToken, kind: $0.kind, language: Language(rawValue: $0.language) ?? .unknown, page: $0.page,
        textStart: $0.textStart)
    }
    return tokens
  }
}
