// SPDX-License-Identifier: Apache-2.0

import Bytes
import Segments
import Synchronization
import Testing
import TestSupport

/// Merged segments answer as one segment that was built from the same documents; deleted documents are as if never there.
@Suite struct MergeTests {
  private static func build(_ documents: [TestDocument], to path: String, complete: Bool) throws {
    let words = TestWords()
    let builder = SegmentBuilder(words: words, isComplete: complete)
    for document in documents { document.add(to: builder, words) }
    _ = try builder.write(to: path)
  }

  /// Everything that queries can see, as text.
  private static func answers(_ segment: SegmentReader, relations: Bool = true) throws -> [String] {
    var lines: [String] = []
    var numbers: [UInt32: Int] = [:]
    for document in 0..<UInt32(segment.documentCount) where !segment.isDeleted(document) {
      numbers[document] = numbers.count
    }
    var terms = try segment.dictionary.cursor(from: [])
    while try terms.next() {
      let info = try terms.info
      if info.documents == 0 { continue }
      var line = "\(terms.key) \(info.documents) \(info.occurrences):"
      let related = try segment.dictionary.relations(of: info).compactMap { try segment.dictionary.term(ordinal: $0) }
      if relations {
        line += related.filter { $0.info.documents > 0 }.map { String(decoding: $0.key, as: UTF8.self) }.joined(
          separator: ",")
      }
      var cursor = try segment.postings(info)
      while cursor.document != PostingsCursor.end {
        if let number = numbers[cursor.document] {
          line += " \(number)/\(cursor.frequency)"
          if info.namespace.hasPositions { line += "\(Array(cursor.positions()))" }
        }
        cursor.next()
      }
      lines.append(line)
    }
    for (document, number) in numbers.sorted(by: { $0.key < $1.key }) {
      var line = "\(number) \(try segment.ids.string(document)) \(try segment.lengths()[document])"
      line += " \(try segment.barriers(document)) \(try segment.multilingual.documents.contains(document))"
      line += " \(try segment.contentHash(document))"
      for name in ["year", "venue", "author"] { line += " \(try segment.column(name)?.strings(document) ?? [])" }
      if segment.meta.isComplete {
        let structure = try segment.structure(document)
        line +=
          try segment.text(document) + segment.text(document, .title) + "\(structure.blocks) \(structure.sentences)"
      }
      lines.append(line)
    }
    for field in [Field.body, .title] { lines.append("\(segment.totals(field))") }
    return lines
  }

  @Test(arguments: [true, false]) func mergedIsAsBuiltInOne(complete: Bool) throws {
    let directory = TestDirectory()
    let documents = TestCorpus.documents(420, seed: 77, wild: complete)
    try Self.build(documents, to: directory("whole"), complete: complete)
    for (number, part) in [documents[..<200], documents[200..<201], documents[201...]].enumerated() {
      try Self.build(Array(part), to: directory("part\(number)"), complete: complete)
    }
    let parts = try (0..<3).map { try SegmentReader(path: directory("part\($0)")) }
    _ = try SegmentMerger(parts).write(to: directory("merged"))
    let merged = try SegmentReader(path: directory("merged"))
    let whole = try SegmentReader(path: directory("whole"))
    #expect(try Self.answers(merged) == Self.answers(whole))
  }

  @Test func piecesInAnyOrderGiveTheSameBytes() throws {
    let directory = TestDirectory()
    let documents = TestCorpus.documents(200, seed: 78)
    try Self.build(Array(documents[..<90]), to: directory("a"), complete: true)
    try Self.build(Array(documents[90...]), to: directory("b"), complete: true)
    let merger = SegmentMerger(try ["a", "b"].map { try SegmentReader(path: directory($0)) })
    _ = try merger.write(to: directory("whole"))
    let pieces = Mutex(0)
    var backwards = SegmentMerger.Sharing(threads: 2) { count, body in
      pieces.withLock { $0 += count }
      for number in (0..<count).reversed() { try body(number) }
    }
    backwards.piece = 300
    _ = try merger.write(to: directory("pieces"), sharing: backwards)
    #expect(pieces.withLock { $0 } > 20)
    #expect(try Files.read(directory("whole")) == Files.read(directory("pieces")))
  }

  @Test func deletedDocumentsLeaveNoTrace() throws {
    let directory = TestDirectory()
    let documents = TestCorpus.documents(300, seed: 31)
    try Self.build(documents, to: directory("all"), complete: true)
    let deleted = (0..<UInt32(300)).filter { $0 % 7 == 2 || $0 > 280 }
    let kept = documents.indices.filter { !deleted.contains(UInt32($0)) }.map { documents[$0] }
    try Self.build(kept, to: directory("kept"), complete: true)
    _ = try DeletesWriter.write(deleted, of: SegmentReader(path: directory("all")), to: directory("deletes"))
    let segment = try SegmentReader(path: directory("all"), deletes: directory("deletes"))
    let fresh = try SegmentReader(path: directory("kept"))
    #expect(segment.liveDocumentCount == fresh.documentCount)
    // Which words a stem has, and how a form was joined, may outlive the documents that showed it.
    let expected = try Self.answers(fresh, relations: false)
    #expect(try Self.answers(segment, relations: false) == expected)
    _ = try SegmentMerger([segment]).write(to: directory("merged"))
    let merged = try SegmentReader(path: directory("merged"))
    #expect(merged.documentCount == fresh.documentCount)
    #expect(try Self.answers(merged, relations: false) == expected)
  }

  @Test func conceptsComeBackAndMerge() throws {
    let directory = TestDirectory()
    let documents = TestCorpus.documents(200, seed: 4)
    var random = SeededGenerator(seed: 8)
    let names = ConceptNames(
      lexiconHash: "h", concepts: ["z", "a", "m"], rules: ["r0", "r1"], roles: ["who"], broader: ["", "z", "a"])
    let hits = documents.map { document -> [StoredHit] in
      guard document.body.count > 3 else { return [] }
      return (0..<Int.random(in: 0..<6, using: &random)).map { _ in
        let start = UInt32.random(in: 0..<UInt32(document.body.count - 2), using: &random)
        let roles =
          Bool.random(using: &random) ? [StoredRole(role: 0, start: start > 0 ? start - 1 : 0, end: start + 1)] : []
        return StoredHit(
          concept: UInt32.random(in: 0..<3, using: &random), start: start, end: start + 2, rule: 1, strength: 1,
          polarity: UInt8.random(in: 0..<4, using: &random), roles: roles)
      }.sorted { ($0.start, $0.end, $0.concept) < ($1.start, $1.end, $1.concept) }
    }
    var parts: [SegmentReader] = []
    for (number, range) in [0..<90, 90..<200].enumerated() {
      try Self.build(Array(documents[range]), to: directory("part\(number)"), complete: true)
      let writer = ConceptLayerWriter(names: names)
      for document in range { writer.endDocument(hits[document], length: documents[document].body.count) }
      _ = try writer.write(to: directory("concepts\(number)"))
      parts.append(try SegmentReader(path: directory("part\(number)"), concepts: directory("concepts\(number)")))
    }
    let merger = SegmentMerger(parts)
    _ = try merger.write(to: directory("merged"))
    #expect(try merger.writeConcepts(to: directory("concepts")) != nil)
    let merged = try SegmentReader(path: directory("merged"), concepts: directory("concepts"))
    let layer = try #require(merged.concepts)
    var found = 0
    for (document, expected) in hits.enumerated() {
      let stored = try layer.hits(of: UInt32(document))
      #expect(Set(stored) == Set(expected))
      #expect(stored.map(\.start) == expected.map(\.start))
      found += stored.count
    }
    #expect(found > 100)
    for (number, concept) in names.concepts.enumerated() {
      let info = try #require(try layer.lookup(concept))
      var cursor = try layer.postings(info)
      for (document, expected) in hits.enumerated() {
        let starts = Set(expected.filter { $0.concept == UInt32(number) }.map(\.start)).sorted()
        if starts.isEmpty { continue }
        #expect(cursor.document == UInt32(document))
        #expect(Array(cursor.positions()) == starts)
        cursor.next()
      }
      #expect(cursor.document == PostingsCursor.end)
    }
  }
}
