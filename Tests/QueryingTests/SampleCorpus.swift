// SPDX-License-Identifier: Apache-2.0

import Bytes
import Documents
import Glibc
import Segments
import Tokenizing
import TestSupport
@testable import Indexing

/// Random documents, an index of them in several segments with deletes, and the tokens as a plain reader sees them.

/// A token as written by the generator, which knows it without any tokenizer.
struct PlainToken {
  var surface: String
  var folded: String { surface.lowercased() }
  var joinsLast: Bool
  var kind: BlockKind
  var block: Int
  var sentence: Int
  var language: Language
  /// From 1; 0 where the document has no pages.
  var page = 0
  /// Values of the columns of a `.vrt` file.
  var attributes: [String: String] = [:]
}

struct PlainDocument {
  var id: String
  var fields: [Field: [PlainToken]] = [:]
  var year: Int?
  var source: String

  /// Body tokens at which the kind changes.
  var barriers: Set<Int> {
    let body = fields[.body] ?? []
    return Set(body.indices.dropFirst().filter { body[$0].kind != body[$0 - 1].kind })
  }
}

/// What the tests search: an index, and the same documents as plain values.
struct SampleCorpus {
  var segments: [SegmentReader]
  var documents: [PlainDocument]
  var deleted: Int

  /// Words, the most frequent first; several share a stem, some are parts of compounds.
  static let words = [
    "the", "service", "public", "services", "of", "co", "production", "trust", "citizen", "citizens", "coproduction",
    "serving", "Trust", "value", "values", "produced", "user", "users", "led", "self", "help", "council", "councils",
    "run", "running", "volunteer", "volunteers", "budget", "library", "libraries",
  ]

  static func make(
    count: Int, segments: Int, deleting: Int, longest: Int = 60, seed: UInt64, tagging: ConceptTagging? = nil
  ) throws -> SampleCorpus {
    var random = SeededGenerator(seed: seed)
    var made: [(Document, PlainDocument)] = []
    for number in 0..<count { made.append(document(number, longest, &random)) }
    let folder = try TemporaryFolder()
    var readers: [SegmentReader] = []
    var live: [PlainDocument] = []
    var deletedCount = 0
    for part in 0..<segments {
      let range = (count * part / segments)..<(count * (part + 1) / segments)
      let indexer = DocumentIndexer(WorkerWords(tagging), isComplete: true, tagging: tagging)
      for (document, _) in made[range] { indexer.add(document, contentHash: [UInt8](repeating: 0, count: 32)) }
      let path = folder.path + "/segment-\(part)"
      _ = try indexer.builder.write(to: path)
      let written = try SegmentReader(path: path)
      for number in range { try readLanguages(&made[number].1, UInt32(number - range.lowerBound), written) }
      let layer = indexer.queue?.finish()
      let concepts = layer.map { _ in path + ".concepts" }
      if let concepts { _ = try layer?.write(to: concepts) }
      var deletes: Set<UInt32> = []
      for number in range.indices where Int.random(in: 0..<100, using: &random) < deleting {
        deletes.insert(UInt32(number - range.lowerBound))
      }
      if deletes.isEmpty {
        readers.append(try SegmentReader(path: path, concepts: concepts))
      } else {
        let whole = try SegmentReader(path: path)
        try DeleteFile.write(deletes, of: whole, to: path + ".deletes")
        readers.append(try SegmentReader(path: path, deletes: path + ".deletes", concepts: concepts))
      }
      deletedCount += deletes.count
      for number in range where !deletes.contains(UInt32(number - range.lowerBound)) { live.append(made[number].1) }
    }
    return SampleCorpus(segments: readers, documents: live, deleted: deletedCount)
  }

  /// Tells the tokens the language that was made out for their block: it is no more than a key to their stems here.
  private static func readLanguages(
    _ plain: inout PlainDocument, _ document: UInt32, _ segment: SegmentReader
  ) throws {
    for field in plain.fields.keys {
      let structure = try segment.structure(document, field)
      for index in plain.fields[field, default: []].indices {
        guard let block = structure.block(of: UInt32(index)) else { continue }
        plain.fields[field]?[index].language = Language(rawValue: structure.blocks[block].language) ?? .unknown
      }
    }
  }

  private static func document(
    _ number: Int, _ longest: Int, _ random: inout SeededGenerator
  ) -> (Document, PlainDocument) {
    let id = "d\(Int.random(in: 0..<100_000, using: &random))-\(number)"
    var document = Document(id: id, source: "made", format: .jsonLines)
    var plain = PlainDocument(id: id, source: ["x", "y", "z"].randomElement(using: &random)!)
    document.metadata.fields["src"] = .text(plain.source)
    if number % 4 != 0 {
      plain.year = 2000 + Int.random(in: 0..<20, using: &random)
      document.metadata.fields["year"] = .number(Double(plain.year!))
    }
    // Half of the documents have pages, which turn anywhere; by numbers of their own, so that texts are the same without.
    var turns = SeededGenerator(seed: UInt64(number))
    var page = number % 2
    let kinds: [BlockKind] = [.paragraph, .paragraph, .paragraph, .heading, .quote, .reference]
    for block in 0..<Int.random(in: 0...4, using: &random) {
      let kind = kinds.randomElement(using: &random)!
      let language: Language = Int.random(in: 0..<6, using: &random) == 0 ? .dutch : .english
      let field = Field.of(kind)
      var (text, tokens, starts) = text(
        Int.random(in: 1...longest, using: &random), kind, block, language, plain.fields[field]?.last?.sentence ?? 0,
        &random)
      let lines = page > 0 ? lines(&tokens, starts, &page, &turns) : []
      document.blocks.append(
        Block(kind: kind, text: text, page: lines.first?.page, language: language.code, lines: lines))
      plain.fields[field, default: []] += tokens
    }
    if number % 3 == 0 {
      let (text, tokens, _) = text(3, .title, 0, .english, 0, &random)
      document.metadata.title = text
      document.metadata.language = "en"
      plain.fields[.title] = tokens
    }
    return (document, plain)
  }

  /// Lines of a few tokens each, some of them the first of a page, which its tokens are told.
  private static func lines(
    _ tokens: inout [PlainToken], _ starts: [Int], _ page: inout Int, _ random: inout SeededGenerator
  ) -> [LineBox] {
    var lines: [LineBox] = []
    for index in tokens.indices {
      if index == 0 || Int.random(in: 0..<8, using: &random) == 0 {
        if Int.random(in: 0..<3, using: &random) == 0 { page += 1 }
        lines.append(LineBox(start: starts[index], page: page, left: 0, top: 0, right: 100, bottom: 10))
      }
      tokens[index].page = page
    }
    return lines
  }

  private static func text(
    _ count: Int, _ kind: BlockKind, _ block: Int, _ language: Language, _ lastSentence: Int,
    _ random: inout SeededGenerator
  ) -> (String, [PlainToken], starts: [Int]) {
    var (text, tokens, starts, sentence) = ("", [PlainToken](), [Int](), lastSentence + 1)
    for index in 0..<count {
      let rank = Int(Double(words.count) * pow(Double.random(in: 0..<1, using: &random), 2.2))
      let word = words[rank]
      let gap = index == 0 ? "" : [" ", " ", " ", " ", " ", "-", ", "].randomElement(using: &random)!
      text += gap
      starts.append(text.unicodeScalars.count)
      text += word
      tokens.append(
        PlainToken(
          surface: word, joinsLast: gap == "-", kind: kind, block: block, sentence: sentence, language: language))
    }
    sentence += 1
    return (text, tokens, starts)
  }
}

/// Writes a delete file as `DeletedDocuments` documents it, by looking at every posting.
enum DeleteFile {
  static func write(_ deleted: Set<UInt32>, of segment: SegmentReader, to path: String) throws {
    var bits = [UInt8](repeating: 0, count: (segment.documentCount + 7) / 8)
    for document in deleted { bits[Int(document / 8)] |= 1 << UInt8(document % 8) }
    var totals: [UInt64] = [UInt64(deleted.count)]
    for field in segment.meta.fields.keys.sorted() {
      let lengths = try segment.lengths(field)
      let gone = deleted.map { Int(lengths[$0]) }
      totals += [UInt64(field.rawValue), UInt64(gone.reduce(0, +)), UInt64(gone.filter { $0 > 0 }.count)]
    }
    var ordinals: [UInt32] = []
    var losses: [UInt32] = []
    var cursor = try segment.dictionary.cursor(from: [])
    while try cursor.next() {
      let info = try cursor.info
      var postings = try segment.postings(info)
      var (documents, occurrences): (UInt32, UInt32) = (0, 0)
      while postings.document != PostingsCursor.end {
        if deleted.contains(postings.document) {
          (documents, occurrences) = (documents + 1, occurrences + postings.frequency)
        }
        postings.next()
      }
      if documents > 0 {
        ordinals.append(info.ordinal)
        losses += [documents, occurrences]
      }
    }
    var file = try SectionFileWriter(path: path, kind: .deletes)
    try file.section(1, bits)
    try file.section(2, totals)
    try file.section(3, ordinals)
    try file.section(4, losses)
    _ = try file.finish()
  }
}
