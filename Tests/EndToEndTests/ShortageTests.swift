// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What the system does to a build is not put down to the files: no document leaves the index for it, and what could not be
/// read is tried again although it has not changed.
@Suite struct ShortageTests {
  private func counts(_ run: BuiltProgram.Run) -> [String: Int] {
    run.objects.last?["documents"] as? [String: Int] ?? [:]
  }

  @Test func tooFewOpenFilesEndTheBuild() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    for number in 0..<40 { try program.write("Trust number \(number).", to: "corpus/\(number).txt") }
    #expect(try program.run("build", "--index", "ix", "--quiet", "corpus").status == 0)
    for number in 0..<40 { try program.write("Trust, changed, number \(number).", to: "corpus/\(number).txt") }
    let syntop = BuiltProgram.programs.appendingPathComponent("syntop").path
    let short = try program.run(shell: "ulimit -n 20; exec '\(syntop)' build --index ix --workers 16 --quiet")
    #expect(short.status == 2)
    #expect(short.errors.contains("Too many open files"), "\(short.errors)")
    #expect(try program.run("count", "--index", "ix", "--json", "trust").objects.first?["documents"] as? Int == 40)
    let next = counts(try program.run("build", "--index", "ix", "--json", "--quiet"))
    #expect(next["changed"] == 40 && next["total"] == 40 && next["quarantined"] == 0)
    // A soft limit is raised.
    for number in 0..<40 { try program.write("Trust, changed again, number \(number).", to: "corpus/\(number).txt") }
    let soft = try program.run(shell: "ulimit -S -n 20; exec '\(syntop)' build --index ix --workers 16 --quiet")
    #expect(soft.status == 0, "\(soft.errors)")
  }

  @Test func aReaderThatWasKilledCostsNoDocumentAndIsTriedAgain() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write("Trust grows.", to: "corpus/a.txt")
    try program.write("Trust wanes.", to: "corpus/b.txt.hit")
    #expect(try program.run("build", "--index", "ix", "--quiet", "corpus").status == 0)
    try program.write("Trust wanes and waxes.", to: "corpus/b.txt.hit")
    let killing = ["SYNTOP_TEST_FAULT": "kill:.hit"]
    let killed = try program.run("build", "--index", "ix", "--json", "--quiet", environment: killing)
    #expect(killed.status == 0)
    #expect(counts(killed) == ["total": 2, "added": 0, "changed": 0, "removed": 0, "unchanged": 2, "quarantined": 1])
    #expect(killed.errors.contains("b.txt.hit") && killed.errors.contains("stays in the index"), "\(killed.errors)")
    // The same again makes no generation.
    let twice = try program.run("build", "--index", "ix", "--json", "--quiet", environment: killing)
    #expect(twice.objects.last?["generation"] as? Int == killed.objects.last?["generation"] as? Int)
    let next = counts(try program.run("build", "--index", "ix", "--json", "--quiet"))
    #expect(next["changed"] == 1 && next["quarantined"] == 0)
    #expect(try program.run("count", "--index", "ix", "--json", "waxes").objects.first?["hits"] as? Int == 1)
    // A new file has nothing that could stay, and is tried again as well.
    try program.write("Trust is new.", to: "corpus/c.hit")
    #expect(counts(try program.run("build", "--index", "ix", "--json", environment: killing))["quarantined"] == 1)
    #expect(counts(try program.run("build", "--index", "ix", "--json"))["added"] == 1)
  }

  @Test func anEmptyFolderIsRefusedUnlessItIsMeant() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write("Trust grows.", to: "corpus/a.txt")
    #expect(try program.run("build", "--index", "ix", "--quiet", "corpus").status == 0)
    try FileManager.default.removeItem(at: program.folder.appendingPathComponent("corpus/a.txt"))
    let refused = try program.run("build", "--index", "ix", "--quiet")
    #expect(refused.status == 2)
    #expect(
      refused.errors.contains("no file in corpus") && refused.errors.contains("--allow-empty"), "\(refused.errors)")
    #expect(try program.run("count", "--index", "ix", "--json", "trust").objects.first?["documents"] as? Int == 1)
    let meant = try program.run("build", "--index", "ix", "--json", "--allow-empty")
    #expect(meant.status == 0 && counts(meant)["removed"] == 1)
    // A folder that is named is the corpus, whatever it holds.
    try program.write("Trust grows.", to: "corpus/a.txt")
    #expect(counts(try program.run("build", "--index", "ix", "--json"))["added"] == 1)
    try FileManager.default.removeItem(at: program.folder.appendingPathComponent("corpus/a.txt"))
    let named = try program.run("build", "--index", "ix", "--json", "corpus")
    #expect(named.status == 0 && counts(named)["removed"] == 1, "\(named.errors)")
  }

  @Test func theLexiconsFolderIsNoPartOfTheCorpus() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write("name: s\nversion: 1\nconcepts:\n  - {id: trust}\n", to: "lex/scheme.yml")
    try program.write("language: en\nrules:\n  - {id: r, concept: trust, patterns: [trust]}\n", to: "lex/en.yml")
    try program.write("Trust grows.", to: "a.txt")
    let run = try program.run("build", "--index", "ix", "--json", "--lexicon", "lex", ".")
    #expect(run.status == 0, "\(run.errors)")
    #expect(counts(run)["total"] == 1)
    // A corpus that is the lexicon's own folder is left without the lexicon's files.
    try program.write("Trust beside the rules.", to: "lex/b.txt")
    let beside = try program.run("build", "--index", "iy", "--json", "--lexicon", "lex", "lex")
    #expect(beside.status == 0, "\(beside.errors)")
    #expect(counts(beside)["total"] == 1)
  }

  @Test func namesOfFoldersMayHoldAnyEndOfLine() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    for folder in ["a\u{2028}b", "a\u{85}b", "a\u{0B}b\r", "\u{301}c"] {
      try program.write("Trust grows.", to: folder + "/a.txt")
      #expect(try program.run("build", "--index", "ix", "--quiet", folder).status == 0)
      let again = try program.run("build", "--index", "ix", "--json", "--quiet")
      #expect(counts(again)["unchanged"] == 1, "\(again.errors)")
    }
    // Settings that cannot be read are not taken for none.
    try FileManager.default.removeItem(at: program.folder.appendingPathComponent("ix/syntop.yml"))
    try FileManager.default.createDirectory(
      at: program.folder.appendingPathComponent("ix/syntop.yml"), withIntermediateDirectories: true)
    #expect(try program.run("build", "--index", "ix", "\u{301}c").status == 2)
  }

  @Test func reasonsAreCountedWithoutTheirPlaces() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let lines = (0..<50).map { "{\"id\":\"\($0)\",\"text\":\"\(String(repeating: "x", count: $0))\"" }
    try program.write("{\"id\":\"a\",\"text\":\"Trust.\"}\n" + lines.joined(separator: "\n"), to: "corpus/a.jsonl")
    #expect(try program.run("build", "--index", "ix", "--quiet", "corpus").status == 0)
    let status = try program.run("status", "--index", "ix").output
    #expect(status.contains("  50 x damaged: not JSON"), "\(status)")
    #expect(status.contains("such as a.jsonl, line "))
  }
}
