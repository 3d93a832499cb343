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
    #expect(
      report.quarantine.contains { $0.source == "b.jsonl" && $0.reason.contains("line 1: the id \"d2\" is used twice") }
    )
    #expect(report.quarantine.contains { $0.source == "a.jsonl" && $0.reason.contains("line 6: the id \"d1\" is") })
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

  /// A stored document that its file holds again may now stand behind another one of its id, or twice; and parts of a file
  /// are read in any order.
  @Test func whichLineKeepsAnIDDoesNotDependOnHistoryNorOnWorkers() throws {
    var random = SeededGenerator(seed: 31)
    let place = try Place()
    var (leftOut, unchanged, overtaken) = (0, 0, 0)
    var last: [String: String] = [:]
    for step in 0..<14 {
      let lines = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        Self.line(Int.random(in: 0...11, using: &random), version: Int.random(in: 0...2, using: &random) * 5)
      }
      try place.write("a.jsonl", lines)
      if step % 4 == 0 { try place.write("b.jsonl", (8...14).map { Self.line($0) }) }
      let reports = try [("one", 1), ("four", 4)].map {
        try IndexBuild(place.options($0.0, workers: $0.1, batch: 700)).run()
      }
      let fresh = try IndexBuild(place.options("fresh\(step)")).run()
      for index in ["one", "four"] {
        #expect(try Self.answers(place.path + "/" + index) == Self.answers(place.path + "/fresh\(step)"))
      }
      #expect(reports[0].quarantine == fresh.quarantine && reports[1].quarantine == fresh.quarantine)
      let (one, four) = try (Self.segmentFiles(place.path + "/one"), Self.segmentFiles(place.path + "/four"))
      let areSame = one == four
      #expect(areSame)
      let counts = reports[0].documents
      #expect(counts == reports[1].documents && counts.added + counts.changed + counts.unchanged == counts.total)
      leftOut += counts.quarantined
      unchanged += counts.unchanged
      var first: [String: String] = [:]
      for line in lines where first[String(line.prefix { $0 != "," })] == nil {
        first[String(line.prefix { $0 != "," })] = line
      }
      overtaken += last.count { first[$0.key] != nil && first[$0.key] != $0.value && lines.contains($0.value) }
      last = first
    }
    #expect(leftOut > 50 && unchanged > 20 && overtaken > 10)
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
        kept: KeptDocuments(previous.segments), stored: nil, pool: nil, shelf: WordShelf(nil),
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
