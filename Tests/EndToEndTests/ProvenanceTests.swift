// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `methods` and `rerun`: what is published about numbers can be repeated.
@Suite struct ProvenanceTests {
  private func indexed() throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write(
      "name: strikes\nversion: \"1.2\"\nconcepts:\n  - {id: strike, definition: x}\n", to: "s/scheme.yml")
    try program.write(
      "language: en\nrules:\n  - {id: en.strike, concept: strike, patterns: \"strike\"}\n", to: "s/en.yml")
    try program.write("A strike began. The strike ended.\n", to: "c/a.txt")
    try program.write("No work.\n", to: "c/b.txt")
    try build(program, "ix")
    return program
  }

  private func build(_ program: BuiltProgram, _ index: String) throws {
    let run = try program.run("build", "--index", index, "--quiet", "--lexicon", "s", "c")
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test func theParagraphNamesWhatNumbersDependOn() throws {
    let program = try indexed()
    defer { program.remove() }
    let status = try #require(try program.run("status", "--index", "ix", "--json").objects.first)
    let text = try program.run("methods", "--index", "ix", "--", "keyness", "--target", "strike").output
    for name in ["corpus_hash", "lexicon_hash", "content_digest"] {
      #expect(text.contains(try #require(status[name] as? String)), "\(name)")
    }
    for part in [
      "2 documents with 8 words", "lexicon strikes, version 1.2 (concepts: 1; rules: 1;", "Dunning 1993", "SHA-256",
    ] {
      #expect(text.contains(part), "\(part): \(text)")
    }
    #expect(text.split(separator: "\n").count == 1)
    #expect(try program.run("methods", "--index", "ix").output.split(separator: "\n").count == 1)
  }

  @Test func aRecordIsRepeated() throws {
    let program = try indexed()
    defer { program.remove() }
    var records = ""
    for command in [
      ["count", "strike", "--json"], ["concepts"], ["kwic", "the", "--csv"], ["trends", "nothing here", "--over", "x"],
      ["search", "nowhere", "--jsonl"],
    ] {
      let run = try program.run(["methods", "--index", "ix", "--json", "--output", "out", "--"] + command)
      if command[0] == "trends" {
        #expect(run.status == 2 && run.output.isEmpty)
        continue
      }
      #expect(run.status == 0 && run.objects.count == 1, "\(run.errors)")
      let plain = try program.run(command + ["--index", "ix"])
      let written = try String(contentsOf: program.folder.appendingPathComponent("out"), encoding: .utf8)
      #expect(written == plain.output)
      let recorded = try #require(run.objects.first?["command"] as? [String: Any])
      #expect(recorded["bytes"] as? Int == plain.output.utf8.count && recorded["status"] as? Int == Int(plain.status))
      // A record does not change with the terminal.
      let again = try program.run(
        ["methods", "--index", "ix", "--json", "--"] + command, environment: ["COLUMNS": "40", "TERM": "dumb"])
      #expect(again.output == run.output)
      records += run.output
    }
    try program.write(records, to: "r.jsonl")
    let same = try program.run("rerun", "r.jsonl", "--index", "ix")
    #expect(same.status == 0 && same.output.components(separatedBy: "same ").count == 5, "\(same.output)")
    // Another index of the same corpus answers alike.
    try build(program, "other")
    #expect(try program.run("rerun", "r.jsonl", "--index", "other").status == 0)
    try program.write("No strike.\n", to: "c/b.txt")
    try build(program, "ix")
    let other = try program.run("rerun", "r.jsonl", "--index", "ix", "--json")
    let object = try #require(other.objects.first)
    let commands = try #require(object["commands"] as? [[String: Any]])
    #expect(other.status == 2 && object["ok"] as? Bool == false)
    #expect(commands.map { $0["same"] as? Bool } == [false, false, true, true])
    #expect(commands[0]["differences"] as? [String] == ["corpus_hash", "content_digest"])
    #expect(try program.run("rerun", "r.jsonl", "--index", "ix").output.contains("the index differs in corpus_hash"))
  }

  @Test func recordsThatCannotBeMeantAreRefused() throws {
    let program = try indexed()
    defer { program.remove() }
    try program.write("{}\n", to: "empty.jsonl")
    try program.write("\n", to: "none.jsonl")
    try program.write(#"{"index":{},"command":{"arguments":["build","c"],"sha256":""}}"# + "\n", to: "build.jsonl")
    for (name, arguments) in [("chart", #""trends","x","--svg=owned.svg""#), ("odd", #""count",5"#)] {
      let line = #"{"index":{},"command":{"arguments":[\#(arguments)],"sha256":""}}"#
      try program.write(line + "\n", to: "\(name).jsonl")
    }
    for (arguments, word) in [
      (["methods", "--", "build", "c"], "command to record"), (["methods", "--", "coun", "x"], "'count'"),
      (["methods", "--", "count", "x", "--index", "ix"], "before --"), (["methods", "--output", "o"], "--output"),
      (["methods", "--", "trends", "x", "--svg", "x.svg"], "--svg"), (["rerun", "chart.jsonl"], "--svg"),
      (["rerun", "odd.jsonl"], "texts"),
      (["rerun", "empty.jsonl"], "empty.jsonl:1"), (["rerun", "none.jsonl"], "no record"),
      (["rerun", "build.jsonl"], "command to record"), (["rerun", "absent.jsonl"], "absent.jsonl"),
    ] {
      let run = try program.run([arguments[0], "--index", "ix"] + arguments.dropFirst())
      #expect(run.status == 2 && run.errors.contains(word), "\(arguments): \(run.errors)")
    }
  }
}
