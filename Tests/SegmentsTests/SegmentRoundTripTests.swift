// SPDX-License-Identifier: Apache-2.0

import Bytes
import Documents
import Segments
import Testing

/// Everything a segment is given comes back out of it, held to a plain twin made from the same documents.
@Suite struct SegmentRoundTripTests {
  private static func build(
    _ documents: [TestDocument], complete: Bool = true, in directory: TestDirectory, name: String = "a"
  ) throws -> SegmentReader {
    let words = TestWords()
    let builder = SegmentBuilder(words: words, isComplete: complete)
    for document in documents { document.add(to: builder, words) }
    _ = try builder.write(to: directory(name))
    return try SegmentReader(path: directory(name))
  }

  /// For each folded word: documents with positions.
  private static func postings(_ documents: [TestDocument]) -> [String: [(UInt32, [UInt32])]] {
    var found: [String: [(UInt32, [UInt32])]] = [:]
    for (number, document) in documents.enumerated() {
      var own: [String: [UInt32]] = [:]
      for (index, token) in document.body.enumerated() {
        own[TestWords.fold(token.word), default: []].append(UInt32(index))
      }
      for (word, positions) in own { found[word, default: []].append((UInt32(number), positions)) }
    }
    return found
  }

  @Test(arguments: [1, 127, 128, 129, 700]) func wordsComeBack(count: Int) throws {
    let directory = TestDirectory()
    let documents = TestCorpus.documents(count, seed: UInt64(count))
    let segment = try Self.build(documents, in: directory)
    let lengths = try segment.lengths()
    var (long, single) = (0, 0)
    for (word, expected) in Self.postings(documents) {
      let info = try #require(try segment.lookup(word.utf8))
      #expect(info.documents == expected.count)
      #expect(info.occurrences == expected.reduce(0) { $0 + $1.1.count })
      if expected.count >= 128 { long += 1 }
      if expected.count == 1 { single += 1 }
      var cursor = try segment.postings(info)
      for (document, positions) in expected {
        #expect(cursor.document == document)
        #expect(cursor.frequency == UInt32(positions.count))
        #expect(Array(cursor.positions()) == positions)
        #expect(lengths[document] == UInt32(documents[Int(document)].body.count))
        cursor.next()
      }
      #expect(cursor.document == PostingsCursor.end)
      try Self.checkJumps(segment, info, expected, lengths)
    }
    #expect(try segment.lookup("nothing".utf8) == nil)
    #expect(single > 0)
    if count == 700 { #expect(long > 0) }
  }

  /// Jumps with positions read only now and then, and score bounds that hold.
  private static func checkJumps(
    _ segment: SegmentReader, _ info: TermInfo, _ expected: [(UInt32, [UInt32])], _ lengths: DocumentLengths
  ) throws {
    for step in [2, 7, 150] {
      var cursor = try segment.postings(info)
      for index in stride(from: 0, to: expected.count, by: step) {
        let (document, positions) = expected[index]
        let last = cursor.shallowAdvance(to: document)
        #expect(last >= document)
        if let bound = cursor.shallowImpacts {
          let holds = [bound.first, bound.second, bound.third].contains {
            $0.frequency >= UInt32(positions.count) && $0.length <= lengths[document]
          }
          #expect(holds)
        }
        #expect(cursor.advance(to: document) == document)
        if index % 3 == 0 { #expect(Array(cursor.positions()) == positions) }
      }
      #expect(cursor.advance(to: PostingsCursor.end - 1) == PostingsCursor.end)
    }
  }

  @Test(arguments: [false, true]) func textComesBack(wild: Bool) throws {
    let directory = TestDirectory()
    let documents = TestCorpus.documents(300, seed: 5, wild: wild)
    let segment = try Self.build(documents, in: directory)
    let forward = try segment.forward()
    if wild { #expect(try segment.gaps.count > 255) }
    for (number, document) in documents.enumerated() {
      let id = UInt32(number)
      #expect(try segment.text(id) == document.bodyText)
      #expect(try segment.ids.string(id) == document.id)
      #expect(try segment.ids.document(document.id) == id)
      let from = document.body.count / 3
      let run = try forward.tokens(of: id, from..<document.body.count)
      #expect(run.surfaces.map { forward.surfaces.string($0) } == document.body.dropFirst(from).map(\.word))
      let text = Array(document.bodyText.unicodeScalars)
      let bytes = Array(document.bodyText.utf8)
      for (index, token) in document.body.dropFirst(from).enumerated() {
        let (points, range) = (run.codePoints[index], run.bytes[index])
        #expect(text[Int(points.lowerBound)..<Int(points.upperBound)].elementsEqual(token.word.unicodeScalars))
        #expect(bytes[Int(range.lowerBound)..<Int(range.upperBound)].elementsEqual(token.word.utf8))
        #expect(forward.gaps.code(run.gaps[index]) == token.code)
      }
      let structure = try segment.structure(id)
      #expect(structure.barriers == (document.border.map { [UInt32($0)] } ?? []))
      #expect(try segment.barriers(id) == structure.barriers)
      #expect(structure.sentences.count == document.body.enumerated().filter { $0 == 0 || $1.code == 5 }.count)
    }
  }

  @Test func columnsComeBack() throws {
    let directory = TestDirectory()
    let documents = TestCorpus.documents(200, seed: 9)
    let segment = try Self.build(documents, in: directory)
    let year = try #require(try segment.column("year"))
    let venue = try #require(try segment.column("venue"))
    let author = try #require(try segment.column("author"))
    #expect(try segment.column("none") == nil)
    for (number, document) in documents.enumerated() {
      #expect(year.number(UInt32(number)) == document.year)
      #expect(venue.strings(UInt32(number)) == (document.venue.map { [$0] } ?? []))
      #expect(author.strings(UInt32(number)) == ["a\(document.body.count % 7)", "b"])
    }
    #expect(year.kind == .integer)
    #expect((1..<venue.valueCount).allSatisfy { venue.value($0 - 1) < venue.value($0) })
    #expect(venue.number(of: "v3") != nil)
    #expect(venue.number(of: "v400") == nil)
  }

  @Test func dictionaryIsOrdered() throws {
    let directory = TestDirectory()
    let documents = TestCorpus.documents(200, seed: 3)
    let segment = try Self.build(documents, in: directory)
    var cursor = try segment.dictionary.cursor(from: [])
    var (keys, count) = ([[UInt8]](), UInt32(0))
    while try cursor.next() {
      keys.append(cursor.key)
      let info = try cursor.info
      #expect(info.ordinal == count)
      #expect(try segment.dictionary.term(ordinal: count)?.key == cursor.key)
      count += 1
    }
    #expect(zip(keys, keys.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
    #expect(keys.contains { $0[0] == 2 })
    #expect(keys.contains { $0[1] == 1 })
    // A walk from anywhere starts at the first key that is not below.
    for probe in [[0, 0, 0x77], [0, 0, 0x77, 0x32, 0x30], [0, 9], [255]] as [[UInt8]] {
      var walk = try segment.dictionary.cursor(from: probe)
      let expected = keys.first { !$0.lexicographicallyPrecedes(probe) }
      #expect(try walk.next() == (expected != nil))
      if let expected { #expect(walk.key == expected) }
    }
  }

  @Test func stemsAndJoinedForms() throws {
    let directory = TestDirectory()
    let documents = TestCorpus.documents(300, seed: 21)
    let segment = try Self.build(documents, in: directory)
    let multilingual = documents.indices.filter { documents[$0].isMultilingual }.map { UInt32($0) }
    #expect(try segment.multilingual.documents == multilingual && multilingual.count > 10)
    var (shared, own, joined) = (0, 0, 0)
    for language in [1, 2] as [UInt8] {
      var expected: [String: [UInt32: UInt32]] = [:]
      for (number, document) in documents.enumerated() {
        for (index, token) in document.body.enumerated()
        where document.language(ofToken: index, document.border) == language {
          expected[TestWords.stem(token.word), default: [:]][UInt32(number), default: 0] += 1
        }
      }
      for (stem, counts) in expected {
        let info = try #require(try segment.lookup(stem.utf8, in: .body, .stem(language: language)))
        let words = try segment.dictionary.relations(of: info)
        if words.count == 1 { shared += 1 } else { own += 1 }
        var cursor = try segment.postings(info)
        for (document, count) in counts.sorted(by: { $0.key < $1.key }) {
          #expect(cursor.document == document)
          #expect(cursor.frequency == count)
          cursor.next()
        }
        #expect(cursor.document == PostingsCursor.end)
      }
    }
    for (number, document) in documents.enumerated() {
      for (index, token) in document.body.enumerated() where token.code == 2 {
        let (a, b) = (TestWords.fold(document.body[index - 1].word), TestWords.fold(token.word))
        let info = try #require(try segment.lookup((a + b).utf8, in: .body, .joined(parts: 2)))
        var cursor = try segment.postings(info)
        #expect(cursor.advance(to: UInt32(number)) == UInt32(number))
        #expect(cursor.positions().contains(UInt32(index - 1)))
        let parts = try segment.dictionary.relations(of: info).map { try segment.dictionary.term(ordinal: $0)?.key }
        #expect(parts.contains(TermKey.bytes(.word, .body, a.utf8)))
        joined += 1
      }
    }
    #expect(shared > 0 && own > 0 && joined > 0)
  }

  @Test func sameDocumentsSameBytes() throws {
    let directory = TestDirectory()
    let documents = TestCorpus.documents(80, seed: 2)
    _ = try Self.build(documents, in: directory, name: "a")
    _ = try Self.build(documents, in: directory, name: "b")
    #expect(try Files.read(directory("a")) == Files.read(directory("b")))
  }

  @Test func postingsLayerRefusesText() throws {
    let directory = TestDirectory()
    let segment = try Self.build(TestCorpus.documents(20, seed: 2), complete: false, in: directory)
    #expect(throws: IndexError.self) { try segment.text(0) }
    #expect(try segment.lookup("w2".utf8) != nil)
  }
}
