// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `syntop build`, `status` and `verify` as outside programs rely on them.
@Suite struct BuildContractTests {
  @Test func endsWithOneLineOfTheContract() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write(Samples.lines, to: "corpus/three.jsonl")
    let run = try program.run("build", "--index", "ix", "--json", "--quiet", "corpus")
    #expect(run.status == 0, "\(run.errors)")
    let summary = try #require(run.objects.last)
    let documents = try #require(summary["documents"] as? [String: Int])
    #expect(
      documents == ["total": 3, "added": 3, "changed": 0, "removed": 0, "unchanged": 0, "quarantined": 0])
    #expect(summary["tokens"] as? Int == 25)
    #expect(summary["bytes"] as? Int == Samples.lines.utf8.count)
    #expect((summary["seconds"] as? [String: Double])?.isEmpty == false)
    #expect((summary["peak_memory"] as? Int ?? 0) > 0)
    let sizes = try #require(summary["index_bytes"] as? [String: Int])
    #expect(sizes["total"] == sizes.filter { $0.key != "total" }.values.reduce(0, +))
    #expect((summary["corpus_hash"] as? String)?.count == 64)
    #expect(summary.keys.contains("lexicon_hash"))
    #expect(summary["content_digest"] is String)
    #expect(summary["generation"] as? Int == 1)
  }

  @Test func aSecondRunTouchesNothingAndAChangeTouchesOneDocument() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write("Trust in public services.", to: "corpus/a.txt")
    try program.write("Neighbours run it.", to: "corpus/b.txt")
    let first = try #require(try program.run("build", "--index", "ix", "--json", "corpus").objects.last)
    let second = try #require(try program.run("build", "--index", "ix", "--json").objects.last)
    #expect((second["documents"] as? [String: Int])?["unchanged"] == 2)
    #expect(second["generation"] as? Int == first["generation"] as? Int)
    #expect(second["content_digest"] as? String == first["content_digest"] as? String)
    try program.write("Neighbours run it no longer.", to: "corpus/b.txt")
    try program.write("A third text.", to: "corpus/c.txt")
    try FileManager.default.removeItem(at: program.folder.appendingPathComponent("corpus/a.txt"))
    let third = try #require(try program.run("build", "--index", "ix", "--json").objects.last)
    #expect(
      third["documents"] as? [String: Int]
        == ["total": 2, "added": 1, "changed": 1, "removed": 1, "unchanged": 0, "quarantined": 0])
    let fresh = try #require(try program.run("build", "--index", "ix2", "--json", "corpus").objects.last)
    #expect(third["content_digest"] as? String == fresh["content_digest"] as? String)
    #expect(third["corpus_hash"] as? String == fresh["corpus_hash"] as? String)
  }

  @Test func metadataThatIsDamagedIsRefusedAndWhatIsOddIsTold() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    for name in ["a", "b", "c"] { try program.write("Trust in \(name).", to: "corpus/\(name).txt") }
    try program.write("path,title,year\na.txt,One,2001\nb.txt,Two,late\nd.txt,Three,2003\n", to: "m.csv")
    let first = try program.run("build", "--index", "ix", "--metadata", "m.csv", "--json", "corpus")
    #expect(first.status == 0)
    #expect(first.errors.contains("metadata: m.csv:3: 'late' is no year"))
    #expect(first.errors.contains("1 of 3 records join to no document:"))
    #expect(first.errors.contains("m.csv:4"))
    let before = try program.run("count", "--index", "ix", "trust", "--by", "year", "--csv").output
    try program.write("path,title,year\n\"a.txt,One,2001\nb.txt,Two,2002\n", to: "m.csv")
    let damaged = try program.run("build", "--index", "ix")
    #expect(damaged.status == 2)
    #expect(damaged.errors.contains("m.csv:2: the quote that is opened here is never closed"))
    #expect(try program.run("count", "--index", "ix", "trust", "--by", "year", "--csv").output == before)
    // A change of metadata alone adds no document and takes none away.
    try program.write("path,title,year\nx.txt,One,2001\n", to: "m.csv")
    let changed = try program.run("build", "--index", "ix", "--json")
    #expect(
      changed.objects.last?["documents"] as? [String: Int]
        == ["total": 3, "added": 0, "changed": 3, "removed": 0, "unchanged": 0, "quarantined": 0])
    #expect(changed.errors.contains("none of 1 records joins to a document"))
    try program.write("path,title,year\nx.txt,One,2002\n", to: "m.csv")
    try program.write("Trust in d.", to: "corpus/d.txt")
    try FileManager.default.removeItem(at: program.folder.appendingPathComponent("corpus/a.txt"))
    #expect(
      try program.run("build", "--index", "ix", "--json").objects.last?["documents"] as? [String: Int]
        == ["total": 3, "added": 1, "changed": 2, "removed": 1, "unchanged": 0, "quarantined": 0])
  }

  @Test func sameBytesWhateverTheNumberOfWorkers() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    for index in 0..<30 {
      try program.write("Text number \(index) about trust and word\(index % 7).", to: "corpus/\(index).txt")
    }
    try program.run("build", "--index", "one", "--workers", "1", "--quiet", "corpus")
    try program.run("build", "--index", "three", "--workers", "3", "--quiet", "corpus")
    #expect(try segmentFiles(program, "one") == segmentFiles(program, "three"))
    #expect(try !segmentFiles(program, "one").isEmpty)
  }

  @Test func aPlantedCrashCostsThatFileOnly() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    for index in 0..<6 { try program.write("Document \(index) speaks of trust.", to: "corpus/\(index).txt") }
    try program.write("This one kills the worker that reads it.", to: "corpus/3.crash-me")
    let run = try program.run(
      "build", "--index", "ix", "--json", "corpus", environment: ["SYNTOP_TEST_FAULT": "crash:.crash-me"])
    #expect(run.status == 0, "\(run.errors)")
    let documents = try #require(run.objects.last?["documents"] as? [String: Int])
    #expect(documents["total"] == 6)
    #expect(documents["quarantined"] == 1)
    let status = try #require(try program.run("status", "--index", "ix", "--json").objects.first)
    #expect(status["ok"] as? Bool == true)
    #expect("\(status["quarantine"] ?? "")".contains("3.crash-me"))
    #expect(try program.run("count", "--index", "ix", "--json", "trust").objects.first?["documents"] as? Int == 6)
    let limited = try program.run(
      "build", "--index", "ix3", "--max-quarantine", "0", "corpus",
      environment: ["SYNTOP_TEST_FAULT": "crash:.crash-me"])
    #expect(limited.status == 3)
  }

  @Test func verifyFindsAFlippedBit() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write(Samples.lines, to: "three.jsonl")
    try program.run("build", "--index", "ix", "--quiet", "three.jsonl")
    let sound = try program.run("verify", "--index", "ix", "--json")
    #expect(sound.status == 0)
    #expect(sound.objects.first?["ok"] as? Bool == true)
    let files = try segmentFiles(program, "ix").keys.sorted()
    let victim = try #require(files.first { $0.contains("seg") })
    let url = program.folder.appendingPathComponent("ix").appendingPathComponent(victim)
    var bytes = try Data(contentsOf: url)
    bytes[bytes.count / 2] ^= 0x10
    try bytes.write(to: url)
    let broken = try program.run("verify", "--index", "ix", "--json")
    #expect(broken.status == 2)
    #expect(broken.objects.first?["ok"] as? Bool == false)
  }

  @Test func aBuildMendsADamagedIndexAndALostNotebook() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write(Samples.lines, to: "three.jsonl")
    try program.run("build", "--index", "ix", "--quiet", "three.jsonl")
    try program.write("no database", to: "ix/catalogue.sqlite")
    let lost = try program.run("build", "--index", "ix", "--json")
    #expect(lost.status == 0, "\(lost.errors)")
    #expect((lost.objects.last?["documents"] as? [String: Int])?["total"] == 3)
    let segment = try #require(try segmentFiles(program, "ix").keys.first { $0.hasSuffix(".data") })
    try program.write("cut short", to: "ix/\(segment)")
    #expect(try program.run("search", "--index", "ix", "trust").status == 2)
    let mended = try program.run("build", "--index", "ix", "--json")
    #expect(mended.status == 0, "\(mended.errors)")
    #expect(mended.errors.contains("is damaged"))
    #expect(try program.run("verify", "--index", "ix").status == 0)
    #expect(try program.run("search", "--index", "ix", "trust").status == 0)
    let bad = try program.run("build", "--index", "never", "no-such-folder")
    #expect(bad.status == 2)
    #expect(!FileManager.default.fileExists(atPath: program.folder.appendingPathComponent("never").path))
  }

  /// An older generation may lie beside the newest one; its answers are those of an earlier corpus.
  @Test(arguments: ["generation-2", ".data"])
  func aDamagedNewestGenerationIsAFaultAndNoReasonToAnswerFromTheOneBefore(_ kind: String) throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write("Wells are dug.\n", to: "t/a.txt")
    try program.run("build", "--index", "ix", "--quiet", "t")
    try program.write("Canals are built.\n", to: "t/b.txt")
    try program.run("build", "--index", "ix", "--quiet", "t")
    #expect(FileManager.default.fileExists(atPath: program.folder.appendingPathComponent("ix/generation-1").path))
    #expect(try program.run("count", "canals", "--index", "ix").status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: program.folder.appendingPathComponent("ix").path)
    let victim = try #require(names.filter { $0.hasSuffix(kind) }.sorted().last)
    try program.write("cut short", to: "ix/\(victim)")
    let verified = try program.run("verify", "--index", "ix", "--json")
    #expect(verified.status == 2 && verified.objects.first?["ok"] as? Bool == false)
    #expect((verified.objects.first?["errors"] as? [String])?.first?.contains(victim) == true)
    let asked = try program.run("count", "canals", "--index", "ix")
    #expect(asked.status == 2 && asked.output.isEmpty && asked.errors.contains(victim))
    let mended = try program.run("build", "--index", "ix", "--json")
    #expect(mended.status == 0 && mended.errors.contains("goes on from the generation before"), "\(mended.errors)")
    #expect((mended.objects.last?["documents"] as? [String: Int])?["unchanged"] == 1)
    #expect(try program.run("verify", "--index", "ix").status == 0)
    #expect(try program.run("count", "canals", "--index", "ix").status == 0)
  }

  @Test func aNotebookDamagedInTheMiddleIsMadeAnew() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write(Samples.lines, to: "three.jsonl")
    try program.run("build", "--index", "ix", "--quiet", "three.jsonl")
    let notebook = program.folder.appendingPathComponent("ix/catalogue.sqlite")
    let sound = try Data(contentsOf: notebook)
    var (pages, other) = (sound, sound)
    for index in 4096..<pages.count { pages[index] = UInt8(truncatingIfNeeded: index) }
    // Another table of that name.
    let name = try #require(other.range(of: Data("modified INTEGER".utf8)))
    other.replaceSubrange(name, with: Data("modifiex INTEGER".utf8))
    for damaged in [pages, other] {
      try damaged.write(to: notebook)
      let run = try program.run("build", "--index", "ix", "--json")
      #expect(run.status == 0, "\(run.errors)")
      #expect((run.objects.last?["documents"] as? [String: Int])?["total"] == 3)
    }
  }

  @Test func settingsMayHaveTheLineEndsOfWindows() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write(Samples.lines, to: "three.jsonl")
    try program.run("build", "--index", "ix", "--quiet", "three.jsonl")
    let settings = program.folder.appendingPathComponent("ix/syntop.yml")
    let text = try String(contentsOf: settings, encoding: .utf8)
    try program.write(text.replacing("\n", with: "\r\n"), to: "ix/syntop.yml")
    let again = try program.run("build", "--index", "ix", "--json")
    #expect((again.objects.last?["documents"] as? [String: Int])?["unchanged"] == 3, "\(again.errors)")
  }

  @Test func aRecordedFolderThatIsGoneIsAFaultAndTheIndexStays() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write("Wells are dug.\n", to: "t/a.txt")
    try program.run("build", "--index", "ix", "--quiet", "t")
    let (folder, away) = (program.folder.appendingPathComponent("t"), program.folder.appendingPathComponent("away"))
    try FileManager.default.moveItem(at: folder, to: away)
    let run = try program.run("build", "--index", "ix", "--quiet")
    #expect(run.status == 2 && run.errors.contains("is not there; the index stays as it was"), "\(run.errors)")
    #expect(try program.run("count", "wells", "--index", "ix").status == 0)
  }

  /// Dangling links are no files: they come and go without any file that changes.
  @Test func whatCannotBeOpenedIsListedWhenItComesAndGoes() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write("Wells are dug.\n", to: "t/a.txt")
    func quarantined() throws -> [Int?] {
      let run = try program.run("build", "--index", "ix", "--json", "t")
      let documents = run.objects.last?["documents"] as? [String: Int]
      return [documents?["total"], documents?["quarantined"]]
    }
    #expect(try quarantined() == [1, 0])
    let link = program.folder.appendingPathComponent("t/dangling.txt").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "nowhere")
    #expect(try quarantined() == [1, 1])
    #expect(try program.run("build", "--index", "ix", "t").errors.contains("nothing has changed"))
    try FileManager.default.removeItem(atPath: link)
    #expect(try quarantined() == [1, 0])
  }

  /// Which file a name means depends on the files there are: an index kept up answers as a fresh one.
  @Test func aNameOfSeveralFilesJoinsNone() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write("One.\n", to: "t/a/index.txt")
    try program.write("path,title\nindex.txt,The title\n", to: "m.csv")
    func titles(_ index: String) throws -> [String: String] {
      let run = try program.run("build", "--index", index, "--metadata", "m.csv", "t")
      #expect(run.status == 0, "\(run.errors)")
      let lines = try program.run("export", "documents", "--index", index).objects
      return lines.reduce(into: [:]) { $0[$1["id"] as? String ?? ""] = $1["title"] as? String ?? "none" }
    }
    #expect(try titles("ix") == ["a/index.txt": "The title"])
    try program.write("Two.\n", to: "t/b/index.txt")
    let two = try titles("ix")
    #expect(two["a/index.txt"] != "The title" && two["b/index.txt"] != "The title")
    #expect(try titles("fresh") == two)
    try program.write("Root.\n", to: "t/index.txt")
    let three = try titles("ix")
    #expect(three["index.txt"] == "The title" && three["a/index.txt"] != "The title")
  }

  @Test func patternsLeaveFilesOutUntilTheyAreTakenBack() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    for path in ["a.txt", "b.bak", "x/a.txt", "x/b.bak", "old/c.txt", "x/old/c.txt"] {
      try program.write("Trust in \(path).\n", to: "t/" + path)
      try program.write("Trust in \(path).\n", to: "u/" + path)
    }
    func ids(_ arguments: String...) throws -> [String] {
      let run = try program.run(["build", "--index", "ix", "--quiet"] + arguments)
      #expect(run.status == 0, "\(run.errors)")
      return try program.run("export", "documents", "--index", "ix").objects.compactMap { $0["id"] as? String }.sorted()
    }
    let left = ["a.txt", "u/a.txt", "u/x/a.txt", "u/x/old/c.txt", "x/a.txt", "x/old/c.txt"]
    #expect(try ids("--exclude", "*.bak", "--exclude", "/old/", "t", "u") == left)
    #expect(try ids() == left)
    #expect(
      try program.run("status", "--index", "ix", "--json").objects.first?["exclude"] as? [String] == ["*.bak", "/old/"])
    let shown = try program.run("status", "--index", "ix").output
    #expect(shown.contains("without      *.bak\n") && shown.contains("root         t\n"), "\(shown)")
    #expect(try ids("--exclude", "").count == 12)
  }

  @Test func kindsThatAreNotReadAreCountedByThemselves() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write("Trust grows.\n", to: "t/a.txt")
    try program.write(Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]), to: "t/a.png")
    let run = try program.run("build", "--index", "ix", "--max-quarantine", "0", "--json", "t")
    #expect(run.status == 3 && run.objects.last?["skipped"] as? Int == 1)
    #expect((run.objects.last?["documents"] as? [String: Int])?["quarantined"] == 1)
    let status = try #require(try program.run("status", "--index", "ix", "--json").objects.first)
    #expect(status["skipped"] as? Int == 1 && (status["quarantine"] as? [Any])?.count == 1)
    #expect(
      try program.run("status", "--index", "ix").output.contains("quarantined  1, 1 of kinds that are not read\n"))
    try program.write("", to: "t/empty.html")
    let worse = try program.run("build", "--index", "ix", "--max-quarantine", "1", "t")
    #expect(worse.status == 3 && worse.errors.contains("2 could not be read, 1 of them of kinds"), "\(worse.errors)")
    let without = try program.run("build", "--index", "ix", "--max-quarantine", "1", "--exclude", "*.png", "t")
    #expect(without.status == 0, "\(without.errors)")
  }

  @Test func aFileThatTwoRootsReachIsOneDocument() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    for name in ["x.txt", "y.txt"] { try program.write("Trust in \(name).\n", to: "a/" + name) }
    for (roots, expected) in [(["a", "a/x.txt"], ["x.txt", "y.txt"]), (["a/x.txt", "a"], ["a/y.txt", "x.txt"])] {
      #expect(try program.run(["build", "--index", "ix", "--quiet"] + roots).status == 0)
      let ids = try program.run("export", "documents", "--index", "ix").objects.compactMap { $0["id"] as? String }
      #expect(ids.sorted() == expected)
    }
  }

  /// Such paths cannot be recorded, and a character in place of their bytes would name another file.
  @Test func pathsThatAreNotUTF8AreRefusedAndWhatLiesInFoldersIsRead() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let odd = program.folder.path + "/t"
    try FileManager.default.createDirectory(atPath: odd, withIntermediateDirectories: true)
    let line = "cd t && mkdir -p $(printf 'd\\351') && echo Trust. > $(printf 'd\\351')/a.txt && cd .. && "
    func shell(_ command: String) throws -> BuiltProgram.Run {
      try program.run(shell: line + command.replacing("syntop", with: BuiltProgram.programs.path + "/syntop"))
    }
    for command in [
      "build --index ix $(printf 't/d\\351')", "build --index=$(printf 'ix\\351') t",
      "init --index iy $(printf 't/d\\351')",
    ] {
      let run = try shell("syntop " + command)
      #expect(run.status == 2 && run.errors.contains("the path is not UTF-8"), "\(command): \(run.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: program.folder.appendingPathComponent("ix").path))
    #expect(
      try shell("syntop build --index ix --quiet t && syntop count --index ix --json trust").objects.first?["hits"]
        as? Int == 1)
    let listed = try shell("ls -d t/*/a.txt > $(printf 'l\\351') && syntop extract --list $(printf 'l\\351')")
    #expect(listed.output.contains(#""text":"Trust.""#), "\(listed.output)\(listed.errors)")
  }

  @Test func nothingIsMadeWhereNothingIsNamed() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    #expect(try program.run("build", "--index", "newix").status == 2)
    #expect(!FileManager.default.fileExists(atPath: program.folder.appendingPathComponent("newix").path))
    #expect(try program.run("build", "--index", "newix", "--columns", "word,pos,word", ".").status == 2)
  }

  @Test func cellsWithoutAColumnAreTold() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let head = "<!-- #vrt positional-attributes: word pos -->\n<text id=\"a\"><s>\n"
    try program.write(head + "Trust\tNN\ttrust\ngrows\tVB\n.\t.\t.\n</s></text>\n", to: "t/a.vrt")
    let run = try program.run("build", "--index", "ix", "--json", "t")
    #expect((run.objects.last?["documents"] as? [String: Int])?["total"] == 1)
    let status = try program.run("status", "--index", "ix").output
    #expect(
      status.contains("a.vrt: damaged: line 3: has more cells than the 2 columns; what stands behind them is left out")
        && status.contains("(lines of this kind: 2)"), "\(status)")
    #expect(try program.run("export", "documents", "--index", "ix").objects.first?["id"] as? String == "a")
  }

  @Test func missingIndexAndMissingFolderReadWell() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let search = try program.run("search", "trust")
    #expect(search.status == 2)
    #expect(search.errors.contains("syntop build"))
    let build = try program.run("build", "--index", "ix", "no-such-folder")
    #expect(build.status == 2)
    #expect(build.errors.contains("no-such-folder"))
  }

  /// Every file of the index but the notebook and the log: path and bytes.
  private func segmentFiles(_ program: BuiltProgram, _ index: String) throws -> [String: Data] {
    let root = program.folder.appendingPathComponent(index)
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: root.path) {
      let url = root.appendingPathComponent(path)
      guard path.contains("seg"), (try? url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true else {
        continue
      }
      files[path] = try Data(contentsOf: url)
    }
    return files
  }
}
