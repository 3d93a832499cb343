// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `log`, `diff` and `export`: what an index has been through, what differs from another, and what comes out of it.
@Suite struct BookkeepingTests {
  private func folder() throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write("name: s\nconcepts:\n  - {id: strike, definition: x}\n", to: "s/scheme.yml")
    try program.write(
      """
      language: en
      rules:
        - {id: en.strike, concept: strike, patterns: "strike"}
      """, to: "s/en.yml")
    try program.write("# A strike\n\nThe miners \"<b>\" & co-owners met. They left; a strike began.\n", to: "c/a.md")
    try program.write("Nothing. Of the kind.\n\nAt all.\n", to: "c/b.txt")
    try program.write(
      #"{"id":"j","title":"T \"1\"","text":"One strike.\n\nTwo.","year":1999,"tags":["x","y z"],"authors":["A B","C D"]}"#
        + "\n", to: "c/j.jsonl")
    try build(program)
    return program
  }

  private func build(_ program: BuiltProgram, _ arguments: String..., index: String = "ix") throws {
    let run = try program.run(
      ["build", "--index", index, "--quiet"] + (arguments.isEmpty ? ["--lexicon", "s", "c"] : arguments))
    #expect(run.status == 0, "\(run.errors)")
  }

  // MARK: log

  @Test func everyBuildIsLogged() throws {
    let program = try folder()
    defer { program.remove() }
    try build(program)
    try program.write("Nothing of the kind.\n", to: "c/b.txt")
    try program.write("New.\n", to: "c/n.txt")
    try program.write(Data("%PDF-1.7 cut short".utf8), to: "c/bad.pdf")
    try build(program)
    let run = try program.run("log", "--index", "ix", "--jsonl")
    #expect(run.status == 0 && run.objects.map { $0["generation"] as? Int } == [2, 1], "\(run.errors)")
    let (last, first) = (try #require(run.objects.first), try #require(run.objects.last))
    let counts = ["documents", "added", "changed", "removed", "unchanged", "quarantined"]
    #expect(counts.map { first[$0] as? Int } == [3, 3, 0, 0, 0, 0])
    #expect(counts.map { last[$0] as? Int } == [4, 1, 1, 0, 2, 1])
    let status = try #require(try program.run("status", "--index", "ix", "--json").objects.first)
    for name in ["corpus_hash", "lexicon_hash", "content_digest"] {
      #expect(last[name] as? String == status[name] as? String && last[name] != nil)
    }
    #expect((last["time"] as? String)?.wholeMatch(of: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/) != nil)
    #expect(try program.run("log", "--index", "ix", "--limit", "1", "--csv").output.split(separator: "\r\n").count == 2)
    // A notebook that is lost, or none, is told.
    try FileManager.default.removeItem(at: program.folder.appendingPathComponent("ix/catalogue.sqlite"))
    let lost = try program.run("log", "--index", "ix")
    #expect(lost.status == 2 && lost.errors.contains("no notebook"))
    try program.write("no database, whatever it is called", to: "ix/catalogue.sqlite")
    let broken = try program.run("log", "--index", "ix")
    #expect(broken.status == 2 && broken.errors.contains("catalogue.sqlite cannot be read"))
  }

  @Test func aNotebookOfBeforeIsRead() throws {
    let program = try folder()
    defer { program.remove() }
    let path = program.folder.appendingPathComponent("ix/catalogue.sqlite").path
    let sqlite = Process()
    sqlite.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    sqlite.arguments = [
      "python3", "-c",
      """
      import sqlite3,sys
      d=sqlite3.connect(sys.argv[1]); d.execute("DROP TABLE run")
      d.execute("CREATE TABLE run (generation INTEGER PRIMARY KEY, started TEXT NOT NULL, seconds REAL NOT NULL, documents INTEGER NOT NULL)")
      d.execute("INSERT INTO run VALUES (1, '2020-01-02 03:04:05', 1.5, 3), (9, '2020-01-02 03:04:05', 1, 3)"); d.commit()
      """, path,
    ]
    try sqlite.run()
    sqlite.waitUntilExit()
    #expect(sqlite.terminationStatus == 0)
    let old = try program.run("log", "--index", "ix", "--jsonl")
    #expect(old.status == 0 && old.objects.count == 1, "\(old.errors)")
    #expect(old.objects.first?["documents"] as? Int == 3 && old.objects.first?["content_digest"] is NSNull)
    try program.write("New.\n", to: "c/n.txt")
    try build(program)
    let new = try program.run("log", "--index", "ix", "--jsonl")
    #expect(new.objects.map { $0["added"] as? Int } == [1, nil], "\(new.errors)")
  }

  // MARK: diff

  @Test func differencesAreToldByTheirCause() throws {
    let program = try folder()
    defer { program.remove() }
    try FileManager.default.copyItem(
      at: program.folder.appendingPathComponent("ix"), to: program.folder.appendingPathComponent("old"))
    #expect(try program.run("diff", "old", "ix").status == 1)
    // However an index came about.
    try build(program, "--lexicon", "s", "c", index: "other")
    #expect(try program.run("diff", "ix", "other").status == 1)
    try program.write("Nothing of the kind.\n", to: "c/b.txt")
    try program.write("New strike.\n", to: "c/n.txt")
    try FileManager.default.removeItem(at: program.folder.appendingPathComponent("c/a.md"))
    try build(program)
    let run = try program.run("diff", "old", "ix", "--tsv")
    #expect(
      run.status == 0 && run.output == "id\tchange\na.md\tremoved\nb.txt\tsource\nn.txt\tadded\n", "\(run.errors)")
    let object = try #require(try program.run("diff", "old", "ix", "--json").objects.first)
    #expect(object["equal"] as? Int == 1)
    let concepts = try #require(object["concepts"] as? [[String: Any]])
    #expect(concepts.count == 1 && concepts[0]["before"] as? Int == 3 && concepts[0]["after"] as? Int == 2)
    // Another lexicon marks the same text otherwise; other metadata are another content.
    try program.write("language: en\nrules:\n  - {id: en.strike, concept: strike, patterns: \"one\"}\n", to: "s/en.yml")
    try build(program, index: "new")
    #expect(try program.run("diff", "ix", "new", "--tsv").output == "id\tchange\nj\tconcepts\nn.txt\tconcepts\n")
    try program.write("path,outlet\nb.txt,k\n", to: "m.csv")
    try build(program, "--lexicon", "s", "--metadata", "m.csv", "c", index: "meta")
    #expect(try program.run("diff", "new", "meta", "--csv").output == "id,change\r\nb.txt,content\r\n")
    #expect(try program.run("diff", "new", "nowhere").status == 2)
    try build(program, "--layers", "postings", "c", index: "postings")
    let postings = try program.run("diff", "new", "postings")
    #expect(postings.status == 2 && postings.errors.contains("postings alone"))
  }

  // MARK: export

  private func answers(_ program: BuiltProgram, _ index: String) throws -> [String] {
    try [
      ["frequency", "--of", "form", "--tsv"], ["ngrams", "--n", "2", "--within", "p", "--tsv"],
      ["count", "strike", "--by", "year", "--tsv"], ["count", "strike tags:\"y z\"", "--tsv"],
      ["count", "author:\"C D\"", "--tsv"],
    ].map { try program.run($0 + ["--index", index]).output }
  }

  @Test func whatIsExportedCanBeBuiltAgain() throws {
    let program = try folder()
    defer { program.remove() }
    let documents = try program.run("export", "documents", "--index", "ix")
    #expect(documents.objects.map { $0["id"] as? String } == ["a.md", "b.txt", "j"])
    #expect(documents.objects.last?["authors"] as? [String] == ["A B", "C D"])
    #expect(documents.objects.last?["text"] as? String == "One strike.\n\nTwo.")
    try program.write(documents.output, to: "d.jsonl")
    try build(program, "--lexicon", "s", "d.jsonl", index: "again")
    #expect(try answers(program, "again") == answers(program, "ix"))
    #expect(
      try program.run("concepts", "--index", "again", "--tsv").output
        == program.run("concepts", "--index", "ix", "--tsv").output)
    let tokens = try program.run("export", "tokens", "--index", "ix")
    #expect(tokens.output.contains("<text id=\"j\"") && tokens.output.contains("title=\"T &quot;1&quot;\""))
    try program.write(tokens.output, to: "t.vrt")
    try build(program, "t.vrt", index: "vertical")
    #expect(try Array(answers(program, "vertical").prefix(3)) == Array(answers(program, "ix").prefix(3)))
    let sentences = try ["ix", "vertical"].map {
      try program.run("export", "tokens", "--index", $0, "--tsv").output.split(separator: "\n").dropFirst().map {
        line in
        let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
        return [cells[0], cells[2], cells[3], cells[6]].joined(separator: " ")
      }
    }
    #expect(sentences[0] == sentences[1] && sentences[0].count == 22)
  }

  @Test func attributesComeThrough() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let text =
      "<!-- #vrt positional-attributes: word lemma pos -->\n<text id=\"v\" date=\"1999\" year=\"1999\">\n<head>\n<s>\nA&lt;B\ta\tX\n<g/>\nis\tbe\tV&amp;\n</s>\n</head>\n<p>\n<s>\nlost\tlose\tV\n</s>\n<s>\nis\tis\tN\n</s>\n</p>\n</text>\n"
    try program.write(text, to: "v.vrt")
    try build(program, "v.vrt")
    let run = try program.run("export", "tokens", "--index", "ix")
    #expect(run.output == text, "\(run.output)")
    let rows = try program.run("export", "tokens", "--index", "ix", "--csv").output
    #expect(rows.hasPrefix("document,page,sentence,position,start,end,word,lemma,pos\r\nv,,1,0,0,3,A<B,a,X\r\n"))
  }

  @Test func mentionsHaveTheirPlaces() throws {
    let program = try folder()
    defer { program.remove() }
    let run = try program.run("export", "hits", "--index", "ix", "--where", "year:1999")
    #expect(run.objects.count == 1 && run.objects.first?["text"] as? String == "strike")
    #expect(run.objects.first?["start"] as? Int == 4 && run.objects.first?["concept"] as? String == "strike")
    #expect(try program.run("export", "hits", "--index", "ix", "--csv").output.split(separator: "\r\n").count == 4)
    #expect(try program.run("export", "hits", "--index", "ix", "--where", "nowhere").status == 1)
    #expect(try program.run("export", "words", "--index", "ix").status == 2)
    try build(program, "c/b.txt", index: "plain")
    let none = try program.run("export", "hits", "--index", "plain")
    #expect(none.status == 2 && none.errors.contains("no concepts"))
  }
}
