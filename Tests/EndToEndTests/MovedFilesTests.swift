// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Files that were moved, renamed, copied or touched: no extractor is asked, and the index is that of a fresh build.
@Suite struct MovedFilesTests {
  /// Every file that is sent to a worker ends it, and is quarantined.
  private static let noExtractors = ["SYNTOP_TEST_FAULT": "crash:.txt,crash:.html,crash:.pdf,crash:.moved"]

  private static let fields = ["corpus_hash", "content_digest", "bytes", "tokens"]

  /// Builds without extractors and holds the index to a fresh one.
  private func rebuilt(
    _ program: BuiltProgram, _ arguments: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String: Int] {
    let run = try program.run(["build", "--index", "ix", "--json"] + arguments, environment: Self.noExtractors)
    #expect(run.status == 0, "\(run.errors)", sourceLocation: sourceLocation)
    let roots = arguments.isEmpty ? ["t"] : arguments
    try? FileManager.default.removeItem(at: program.folder.appendingPathComponent("fresh"))
    let fresh = try program.run(["build", "--index", "fresh", "--json"] + roots)
    let (summary, other) = try (#require(run.objects.last), #require(fresh.objects.last))
    for field in Self.fields {
      #expect("\(summary[field] ?? "")" == "\(other[field] ?? "")", sourceLocation: sourceLocation)
    }
    let lines = try ["ix", "fresh"].map {
      try program.run("export", "documents", "--index", $0).output.split(separator: "\n")
    }
    #expect(lines[0].sorted() == lines[1].sorted(), sourceLocation: sourceLocation)
    return summary["documents"] as? [String: Int] ?? [:]
  }

  private func move(_ program: BuiltProgram, _ from: String, _ to: String) throws {
    let (from, to) = (program.folder.appendingPathComponent(from), program.folder.appendingPathComponent(to))
    try FileManager.default.createDirectory(at: to.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.moveItem(at: from, to: to)
  }

  private func corpus() throws -> BuiltProgram {
    let program = try BuiltProgram()
    for name in ["journal-hosts-and-guests.html", "council-home-library.html"] {
      try program.write(
        Data(contentsOf: BuiltProgram.sourceRoot.appendingPathComponent("Corpus/html/" + name)), to: "t/" + name)
    }
    try program.write(
      Data(contentsOf: BuiltProgram.sourceRoot.appendingPathComponent("Corpus/pdf/who-could-stop-it.pdf")),
      to: "t/who.pdf")
    // Its language is found from the text, and is no declared one afterwards either.
    try program.write("De bewoners beslissen zelf.\n\nThe council pays for it, and nothing else.\n", to: "t/two.txt")
    return program
  }

  @Test func areTakenFromTheIndex() throws {
    let program = try corpus()
    defer { program.remove() }
    let lexicon = BuiltProgram.sourceRoot.appendingPathComponent("Lexicons/coproduction").path
    #expect(try program.run("build", "--index", "ix", "--quiet", "t").status == 0)
    // Renamed, moved into a folder, and two that change their names with each other.
    try move(program, "t/two.txt", "t/three.txt")
    try move(program, "t/who.pdf", "t/sub/who.pdf")
    try move(program, "t/council-home-library.html", "t/x.html")
    try move(program, "t/journal-hosts-and-guests.html", "t/council-home-library.html")
    try move(program, "t/x.html", "t/journal-hosts-and-guests.html")
    #expect(
      try rebuilt(program)
        == ["total": 4, "added": 2, "changed": 2, "removed": 2, "unchanged": 0, "quarantined": 0])
    // A copy of one that stays, and a second root.
    try FileManager.default.copyItem(
      at: program.folder.appendingPathComponent("t/sub/who.pdf"),
      to: program.folder.appendingPathComponent("t/copy.pdf"))
    try move(program, "t/three.txt", "u/sub/three.moved")
    #expect(
      try rebuilt(program, ["t", "u"])
        == ["total": 5, "added": 2, "changed": 0, "removed": 1, "unchanged": 3, "quarantined": 0])
    // With a lexicon, and records that join to the new name.
    try move(program, "t/copy.pdf", "t/named.pdf")
    try program.write("path,title,language\nnamed.pdf,The named one,\nthree.moved,Drie,nl\n", to: "m.csv")
    let more = ["--metadata", "m.csv", "--lexicon", lexicon, "t", "u"]
    #expect(try rebuilt(program, more)["quarantined"] == 0)
    try program.write("path,title\nnamed.pdf,Another title\n", to: "m.csv")
    #expect(try rebuilt(program, more)["quarantined"] == 0)
    #expect(try program.run("verify", "--index", "ix").status == 0)
  }

  @Test func touchedOnesMakeNoGeneration() throws {
    let program = try corpus()
    defer { program.remove() }
    try program.write(Samples.lines, to: "t/three.jsonl")
    #expect(try program.run("build", "--index", "ix", "--quiet", "t").status == 0)
    for _ in 0..<2 {
      for name in ["three.jsonl", "two.txt", "who.pdf"] {
        try FileManager.default.setAttributes(
          [.modificationDate: Date()], ofItemAtPath: program.folder.appendingPathComponent("t/" + name).path)
      }
      let run = try program.run(["build", "--index", "ix", "--json", "t"], environment: Self.noExtractors)
      #expect(run.objects.last?["generation"] as? Int == 1)
      #expect(
        run.objects.last?["documents"] as? [String: Int]
          == ["total": 7, "added": 0, "changed": 0, "removed": 0, "unchanged": 7, "quarantined": 0])
    }
    // A file of the same content under another name is a change.
    try move(program, "t/two.txt", "t/zwei.txt")
    #expect(try rebuilt(program)["added"] == 1)
  }

  /// As `cp -p`, `rsync -t` and `tar` leave them.
  @Test func anotherContentOfTheSameSizeAndTimeIsSeen() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write("alpha one\n", to: "t/a.txt")
    try program.write("other one\n", to: "b.txt")
    try program.run("build", "--index", "ix", "--quiet", "t")
    let path = program.folder.appendingPathComponent("t/a.txt").path
    func take() throws -> Any? { try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] }
    let time = try #require(try take() as? Date)
    try program.write("delta one\n", to: "t/a.txt")
    try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
    let other = program.folder.appendingPathComponent("b.txt").path
    #expect(try program.run("build", "--index", "ix", "--quiet", "t").status == 0)
    #expect(try program.run("count", "delta", "--index", "ix").status == 0)
    let now = try #require(try take() as? Date)
    try FileManager.default.setAttributes([.modificationDate: now], ofItemAtPath: other)
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.moveItem(atPath: other, toPath: path)
    #expect(try program.run("build", "--index", "ix", "--quiet", "t").status == 0)
    #expect(try program.run("count", "other", "--index", "ix").status == 0)
  }
}
