// SPDX-License-Identifier: Apache-2.0

import Bytes
import Documents
import Glibc
import Segments
import Synchronization
import TestSupport
import Testing
import Tokenizing
@testable import Indexing

/// Builds over files that cannot be read, lines that are none, and files that were only touched.
extension IndexBuildTests {
  @Test func bytesOfUnreadableFilesDoNotCount() throws {
    let place = try Place()
    let (first, second) = ([Self.line(1), Self.line(2)], [Self.line(3)])
    try place.write("a.jsonl", first)
    try place.write("b.jsonl", second)
    let gone = place.path + "/corpus/b.jsonl"
    var options = place.options("i")
    options.progress = { _ in unlink(gone) }
    let report = try IndexBuild(options).run()
    #expect(report.quarantine.map(\.source) == ["b.jsonl"])
    let size = Files.size(place.path + "/corpus/a.jsonl") ?? 0
    #expect(report.bytes == size && size > 0)
    try place.write("b.jsonl", second)
    #expect(try IndexBuild(place.options("i")).run().bytes == size + (Files.size(gone) ?? 0))
  }

  @Test func strayLinesAndRepeatedIDsAreQuarantined() throws {
    let place = try Place()
    try place.write("a.jsonl", [Self.line(1), "{broken", "", #"{"id":"x"}"#, Self.line(2), Self.line(1, version: 2)])
    try place.write("b.jsonl", [Self.line(2, version: 1), Self.line(3)])
    let report = try IndexBuild(place.options("i", batch: 100)).run()
    #expect(report.documents.total == 3)
    #expect(report.documents.quarantined == 4)
    #expect(report.quarantine.contains { $0.source == "a.jsonl" && $0.reason.hasPrefix("line 2: not JSON") })
    #expect(report.quarantine.contains { $0.source == "a.jsonl" && $0.reason.hasPrefix("line 4: has no \"text\"") })
    #expect(report.quarantine.contains { $0.source == "b.jsonl" && $0.reason.contains("\"d2\" is used twice") })
    let reader = try IndexReader.open(place.path + "/i")
    #expect(QuarantineFile.read(place.path + "/i", reader.manifest) == report.quarantine)
    #expect(IndexCheck.check(reader).faults == [])
    let list = place.path + "/i/" + reader.manifest["quarantine"]
    var bytes = try Files.read(list)
    bytes[3] ^= 1
    try bytes.withUnsafeBytes { try Files.replace(list, with: $0) }
    #expect(IndexCheck.check(reader).faults == ["\(list): its checksum differs"])
    unlink(list)
    #expect(IndexCheck.check(reader).faults == ["\(list): cannot be read"])
    let kept = try #require(try reader.document("d2"))
    #expect(try reader.segments[kept.segment].column("source")?.strings(kept.document) == ["a.jsonl"])
  }

  @Test func aDamagedListOfStraysIsMadeAnew() throws {
    let place = try Place()
    try place.write("a.jsonl", [Self.line(1), "{broken"])
    let report = try IndexBuild(place.options("i")).run()
    let index = place.path + "/i"
    #expect(try IndexBuild(place.options("i")).run().isUntouched)
    try Files.replace(index + "/" + IndexReader.open(index).manifest["quarantine"], with: "")
    let healed = try IndexBuild(place.options("i")).run()
    #expect(healed.quarantine == report.quarantine && report.quarantine.count == 1)
    let reader = try IndexReader.open(index)
    #expect(QuarantineFile.read(index, reader.manifest) == report.quarantine)
    #expect(IndexCheck.check(reader).faults == [])
  }

  @Test func aFileThatWasOnlyTouchedIsNotExtractedAgain() throws {
    let place = try Place()
    // A file of one line without its end has the bytes of its document.
    let bytes = #"{"id":"a.jsonl","text":"public service"}"#
    try Files.replace(place.path + "/corpus/a.jsonl", with: bytes)
    let options = place.options("i")
    _ = try IndexBuild(options).run()
    let previous = try IndexReader.open(options.directory)
    let files = CorpusRoots.list(options.roots).files
    func index(mayKeep: Bool = true) throws -> BatchOutcome {
      let indexer = BatchIndexer(
        options: options, files: files, previous: previous, mayKeep: mayKeep, rejoined: [],
        kept: KeptDocuments(segments: previous.segments.count), stored: nil, pool: nil, shelf: WordShelf(nil),
        didRead: { _ in })
      return try indexer.index(Batch(items: [.whole(file: 0)]), number: 9)
    }
    // Without extractors, nothing but what is in the index can be given.
    let outcome = try index()
    #expect(outcome.unchanged == 1 && outcome.added == 0 && outcome.changed == 0 && outcome.segment == nil)
    #expect(outcome.files.map(\.documents) == [1])
    #expect(outcome.files.map(\.hash) == [ContentHash.hexadecimal(Array(bytes.utf8))])
    #expect(try index(mayKeep: false).unchanged == 0)
    try Files.replace(place.path + "/corpus/a.jsonl", with: bytes.replacing("service", with: "serving"))
    #expect(try index().files.isEmpty)
  }
}
