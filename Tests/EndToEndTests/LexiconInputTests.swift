// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What `tag`, `evaluate` and `lexicon` say of input that is not quite as it should be: nothing is passed over in silence.
@Suite struct LexiconInputTests {
  private func program() throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write(
      """
      name: small
      actors:
        WORKERS: {}
      concepts:
        - {id: strike}
        - {id: strike_cue, internal: true}
      classification:
        labels: [strike, none]
        otherwise: none
        decision: |
          strike told: strike
      """, to: "small/scheme.yml")
    try program.write(
      """
      language: en
      classes:
        WORKERS: ~miner
      rules:
        - {id: walk, concept: strike, patterns: ["WORKERS>~strike"], matches: [The miners struck.]}
      irregular: strike strikes struck striking
      cues: |
        picket :: strike_cue 0.5
      """, to: "small/en.yml")
    return program
  }

  @Test func linesOfTag() throws {
    let program = try program()
    defer { program.remove() }
    var input = Data([0xEF, 0xBB, 0xBF]) + Data(#"{"id":"a","text":"The miners strike.","lang":"nl"}"#.utf8)
    input += Data("\n\u{0}\u{0}\u{0}\n  \n".utf8)
    input += Data(#"{"id":"b","lang":"nl","text":"The miners strike, caf"#.utf8) + Data([0xE9]) + Data("\"}\n".utf8)
    try program.write(input, to: "lines.jsonl")
    let run = try program.run("tag", "--lexicon", "small", "--jsonl", "lines.jsonl")
    #expect(run.objects.map { $0["id"] as? String } == ["a", "lines.jsonl:2", "b"])
    #expect(run.objects.map { ($0["spans"] as? [Any])?.count } == [1, 0, 1])
    #expect(run.objects[1]["error"] != nil)
    let remarks = run.errors.split(separator: "\n")
    #expect(remarks.contains { $0.contains("lines.jsonl:4: bytes that are not UTF-8") })
    #expect(remarks.count { $0.contains("small has no rules for the language 'nl', only for en") } == 1)
    #expect(remarks.count == 3)
    let quiet = try program.run("tag", "--lexicon", "small", "--jsonl", "--quiet", "lines.jsonl")
    #expect(quiet.output == run.output && !quiet.errors.contains("not UTF-8"))
  }

  @Test func withoutAClassificationThereIsNoLabel() throws {
    let program = try program()
    defer { program.remove() }
    try program.write("name: bare\nactors:\n  WORKERS: {}\nconcepts:\n  - {id: strike}\n", to: "bare/scheme.yml")
    try program.write(
      "language: en\nclasses:\n  WORKERS: ~miner\nrules:\n  - {id: walk, concept: strike, patterns: [\"WORKERS>~strike\"]}\n",
      to: "bare/en.yml")
    let run = try program.run(
      "tag", "--lexicon", "bare", "--jsonl", input: #"{"id":"a","text":"The miners strike.","lang":"en"}"# + "\n")
    let line = try #require(run.objects.first, "\(run.errors)")
    #expect(Set(line.keys) == ["id", "confidence", "scores", "roles", "attributes", "spans"])
    #expect(line["confidence"] is NSNull && (line["scores"] as? [String: Any])?.isEmpty == true)
    #expect((line["spans"] as? [Any])?.count == 1)
  }

  @Test func brokenLinesOfACorpus() throws {
    let program = try program()
    defer { program.remove() }
    let lines = (0..<8).map { _ in "{" } + [#"{"txt":"x"}"#, #"{"text":"The miners struck."}"#]
    try program.write(lines.joined(separator: "\n"), to: "corpus.jsonl")
    let run = try program.run("lexicon", "check", "small", "--corpus", "corpus.jsonl")
    #expect(run.status == 0)
    #expect(!run.output.contains("no hit"))
    #expect(run.errors.contains("corpus.jsonl:1: not JSON"))
    #expect(run.errors.contains("9 lines in all are passed over"))
  }

  @Test func goldWithByteOrderMark() throws {
    let program = try program()
    defer { program.remove() }
    try program.write(
      "\u{FEFF}" + #"{"id":"1","lang":"en","text":"The miners struck.","label":"strike"}"#, to: "gold.jsonl")
    let run = try program.run("evaluate", "gold.jsonl", "--lexicon", "small", "--json")
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test func errorsNameTheFolder() throws {
    let program = try program()
    defer { program.remove() }
    try program.write("A text.", to: "corpus/a.txt")
    try program.write("name: other\nconcepts: [{id: a}]", to: "other/scheme.yml")
    try program.write("language: en\nrules: [", to: "other/en.yml")
    for command in [["tag"], ["lexicon", "check", "other"], ["build", "--index", "ix", "corpus"]] {
      let lexicons = command[0] == "lexicon" ? [] : ["--lexicon", "small", "--lexicon", "other"]
      let run = try program.run(command + lexicons)
      #expect(run.status == 2)
      #expect(run.errors.contains("other/en.yml:"), "\(command[0]): \(run.errors)")
    }
  }

  @Test func buildTellsOfFailingExamplesAndWhatStays() throws {
    let program = try program()
    defer { program.remove() }
    let line = #"{"id":"a","text":"The miners struck."}"#
    try program.write(line, to: "corpus.jsonl")
    let english = try String(contentsOf: program.folder.appendingPathComponent("small/en.yml"), encoding: .utf8)
    try program.write(english.replacing("The miners struck", with: "A pit, The miners struck"), to: "small/en.yml")
    let build = ["build", "--index", "ix", "--lexicon", "small", "corpus.jsonl"]
    let first = try program.run(build)
    #expect(first.status == 0)
    #expect(first.errors.contains("1 of the 2 examples of the lexicon small fail, the first at line 5 of en.yml"))
    #expect(try !program.run(build).errors.contains("examples"))
    try program.write(english + "rules: [", to: "small/en.yml")
    let broken = try program.run(build)
    #expect(broken.status == 2)
    #expect(broken.errors.contains("small/en.yml:"))
    #expect(broken.errors.contains("ix stays as it was, at generation 1"), "\(broken.errors)")
  }

  @Test func patternTriedWithALexiconThatHasCues() throws {
    let program = try program()
    defer { program.remove() }
    let run = try program.run("lexicon", "try", "WORKERS>~strike", "--lexicon", "small", input: "The miners struck.")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("[miners struck]"))
  }

  @Test func longSumInADecision() throws {
    let program = try program()
    defer { program.remove() }
    let scheme = try String(contentsOf: program.folder.appendingPathComponent("small/scheme.yml"), encoding: .utf8)
    let sum = "strike" + String(repeating: " + strike", count: 60_000)
    try program.write(scheme.replacing("told: strike", with: "told: " + sum), to: "small/scheme.yml")
    let line = #"{"id":"1","lang":"en","text":"The miners struck."}"#
    let run = try program.run("tag", "--lexicon", "small", "--jsonl", input: line)
    #expect(run.status == 0, "\(run.errors)")
    #expect((run.objects.first?["scores"] as? [String: Double])?["strike"] == 60_001)
  }
}
