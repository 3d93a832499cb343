// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A folder of broken and hostile files beside sound ones: each bad file costs itself only, and says why.
@Suite struct BadInputTests {
  /// Two sound texts that every bad neighbour must leave alone.
  private func folder() throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write("Trust grows where neighbours meet.", to: "corpus/a-first.txt")
    try program.write("Trust again, at the end of the alphabet.", to: "corpus/z-last.txt")
    return program
  }

  /// Builds, and tells the summary's document counts and the quarantine as `status` lists it.
  private func build(_ program: BuiltProgram) throws -> (documents: [String: Int], quarantine: [[String: Any]]) {
    let run = try program.run("build", "--index", "ix", "--json", "--quiet", "corpus")
    #expect(run.status == 0, "\(run.errors)")
    let documents = try #require(run.objects.last?["documents"] as? [String: Int])
    let status = try #require(try program.run("status", "--index", "ix", "--json").objects.first)
    let found = try program.run("count", "--index", "ix", "--json", "trust").objects.first
    #expect((found?["documents"] as? Int ?? 0) >= 2)
    return (documents, status["quarantine"] as? [[String: Any]] ?? [])
  }

  private func reason(_ quarantine: [[String: Any]], _ name: String) -> String? {
    quarantine.first { "\($0["source"] ?? "")".hasSuffix(name) }.flatMap { $0["reason"] as? String }
  }

  /// Nanoseconds since 1970 fill 64 bits in 2262; a line feed in a folder's name stands in syntop.yml.
  @Test func filesOfTheFarFutureAndFoldersOfTwoLines() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write("Trust grows.", to: "two\nli\\nes/a.txt")
    let file = program.folder.appendingPathComponent("two\nli\\nes/a.txt").path
    try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 13e9)], ofItemAtPath: file)
    #expect(try program.run("build", "--index", "ix", "--quiet", "two\nli\\nes").status == 0)
    let again = try program.run("build", "--index", "ix", "--json", "--quiet")
    #expect(again.status == 0, "\(again.errors)")
    #expect((again.objects.last?["documents"] as? [String: Int])?["unchanged"] == 1)
  }

  @Test func brokenPlainFiles() throws {
    let program = try folder()
    defer { program.remove() }
    try program.write(Data(), to: "corpus/empty.txt")
    var binary = Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) })
    binary.insert(contentsOf: [0, 0, 1, 0xFE, 0], at: 10)
    try program.write(binary, to: "corpus/binary.txt")
    try program.write(Data(#"{\rtf1\ansi Hello}"#.utf8), to: "corpus/letter.txt")
    let (documents, quarantine) = try build(program)
    #expect(documents["total"] == 2)
    #expect(documents["quarantined"] == 3)
    #expect(reason(quarantine, "empty.txt")?.contains("empty") == true)
    #expect(reason(quarantine, "binary.txt") != nil)
    #expect(reason(quarantine, "letter.txt")?.contains("RTF") == true)
  }

  @Test func aSparseFileOfTwoGigabytes() throws {
    let program = try folder()
    defer { program.remove() }
    let url = try program.write(Data("start".utf8), to: "corpus/sparse.txt")
    let handle = try FileHandle(forWritingTo: url)
    try handle.truncate(atOffset: 2 << 30)
    try handle.close()
    let (documents, quarantine) = try build(program)
    #expect(documents["total"] == 2)
    #expect(reason(quarantine, "sparse.txt") != nil)
  }

  @Test func brokenPDFs() throws {
    let program = try folder()
    defer { program.remove() }
    let sound = TinyPDF.document(text: "The citizen-owned cooperative has trust.")
    try program.write(sound, to: "corpus/sound.pdf")
    try program.write(TinyPDF.document(text: "x", trailer: TinyPDF.unreadableEncryption), to: "corpus/encrypted.pdf")
    try program.write(sound.prefix(40), to: "corpus/truncated.pdf")
    try program.write(TinyPDF.pageTreeLoop, to: "corpus/loop.pdf")
    let (documents, quarantine) = try build(program)
    #expect(documents["total"] == 3)
    #expect(documents["quarantined"] == 3)
    for name in ["encrypted.pdf", "truncated.pdf", "loop.pdf"] {
      #expect(reason(quarantine, name)?.isEmpty == false, "\(name)")
    }
  }

  @Test func deeplyNestedMarkup() throws {
    let program = try folder()
    defer { program.remove() }
    let deep = String(repeating: "<div>", count: 100_000) + "<p>Trust at the bottom.</p>"
    try program.write("<!DOCTYPE html><html><body><p>On top.</p>" + deep, to: "corpus/deep.html")
    let (documents, quarantine) = try build(program)
    let bottom = try program.run("count", "--index", "ix", "--json", "bottom").objects.first?["hits"] as? Int
    #expect(reason(quarantine, "deep.html") != nil || documents["total"] == 3 && bottom == 1)
  }

  @Test func loopsAndOddNames() throws {
    let program = try folder()
    defer { program.remove() }
    let corpus = program.folder.appendingPathComponent("corpus")
    try FileManager.default.createSymbolicLink(
      at: corpus.appendingPathComponent("loop"), withDestinationURL: corpus)
    try FileManager.default.createSymbolicLink(
      atPath: corpus.appendingPathComponent("dangling.txt").path, withDestinationPath: "nowhere")
    try program.write("Trust with a newline in its name.", to: "corpus/new\nline.txt")
    try program.writeRaw("Trust in bytes.", toName: Array("bad-".utf8) + [0xFF, 0xFE], in: "corpus")
    mkfifo(corpus.appendingPathComponent("pipe.txt").path, 0o600)
    try FileManager.default.createSymbolicLink(
      atPath: corpus.appendingPathComponent("zero.txt").path, withDestinationPath: "/dev/zero")
    let (documents, quarantine) = try build(program)
    #expect(documents["total"] == 4)
    // Listed by the ids they would have, as every other file.
    let listed = Set(quarantine.compactMap { $0["source"] as? String })
    #expect(listed == ["dangling.txt", "pipe.txt", "zero.txt"])
    let ids = try program.run("search", "--index", "ix", "--jsonl", "trust").objects.compactMap { $0["id"] as? String }
    #expect(ids.contains("new\nline.txt"))
    #expect(ids.count == 4)
  }

  /// The first file holds the only worker until it is longer, and meanwhile two of those behind it change.
  @Test func filesRemovedAndGrownDuringTheBuild() throws {
    let program = try folder()
    defer { program.remove() }
    let corpus = program.folder.appendingPathComponent("corpus")
    let first = try program.write("Trust holds the worker up.", to: "corpus/0.pause-me")
    try program.write("Trust that goes.", to: "corpus/gone.txt")
    let grown = try program.write("Trust that grows.", to: "corpus/grown.txt")
    let run = try program.run(
      ["build", "--index", "ix", "--json", "--quiet", "--workers", "1", "corpus"],
      environment: ["SYNTOP_TEST_FAULT": "pause:.pause-me"]
    ) { process in
      try program.waitForWorker(of: process)
      try FileManager.default.removeItem(at: corpus.appendingPathComponent("gone.txt"))
      try Data("Trust that grows, and has grown longer.".utf8).write(to: grown)
      try Data(String(repeating: "Trust holds the worker up no more. ", count: 5).utf8).write(to: first)
    }
    #expect(run.status == 0, "\(run.errors)")
    let counts = try #require(run.objects.last?["documents"] as? [String: Int])
    #expect(counts["quarantined"] == 1)
    #expect(counts["total"] == 4)
    let second = try build(program)
    #expect(second.documents["total"] == 4)
    #expect(second.documents["quarantined"] == 0)
    let longer = try program.run("count", "--index", "ix", "--json", "longer").objects.first
    #expect(longer?["documents"] as? Int == 1)
  }

  @Test func aFolderNamedAsFileAndAFileNamedTwice() throws {
    let program = try folder()
    defer { program.remove() }
    let run = try program.run("extract", "corpus", "corpus/a-first.txt", "corpus/a-first.txt")
    #expect(run.status == 0)
    #expect(run.objects.count == 3)
    #expect((run.objects.first { $0["path"] as? String == "corpus" }?["error"] as? String)?.isEmpty == false)
  }

  @Test func anUnreadableFileIsListedAndTriedAgainWhenItChanges() throws {
    let program = try folder()
    defer { program.remove() }
    try program.write(Data(), to: "corpus/later.txt")
    #expect(try build(program).documents["quarantined"] == 1)
    let run = try program.run("build", "--index", "ix", "--json")
    #expect(run.status == 0)
    let again = run.objects.last?["documents"] as? [String: Int]
    #expect(again?["quarantined"] == 1)
    try program.write("Now it speaks of trust.", to: "corpus/later.txt")
    let (documents, quarantine) = try build(program)
    #expect(documents["total"] == 3)
    #expect(documents["added"] == 1)
    #expect(quarantine.isEmpty)
  }
}
