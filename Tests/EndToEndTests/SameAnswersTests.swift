// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// However an index came about, the answers are the same: from nothing, by many small builds with changes and deletes,
/// with one worker and with three, every command prints the same bytes.
@Suite struct SameAnswersTests {
  /// A corpus that grows to its final state, and the indexes that are built of it on the way.
  private struct Growth {
    let program: BuiltProgram
    private var random = SeededGenerator(seed: 7)
    private let names: [String]
    private var final: [String: String] = [:]
    private var lines: [String] = []

    private static let sentences = [
      "The miners went on strike in May.", "A walkout by nurses closed the ward.", "The owners locked out the crews.",
      "The miners have not gone on strike.", "Self-help and co-production of public services.",
    ]

    init(_ program: BuiltProgram) throws {
      self.program = program
      var random = random
      // Folders in another order than that of the ids in which documents come.
      names = (0..<40).map { "\("zxyab".randomElement(using: &random) ?? "a")/\($0).txt" }
      self.random = random
      for name in names { final[name] = text() }
      for number in 0..<20 {
        let year = number % 5 == 0 ? #""n.d.""# : "\(1990 + number % 4)"
        lines.append(#"{"id":"j\#(number)","title":"T \#(number)","text":"\#(text())","year":\#(year)}"#)
      }
      // Values that are numbers in one part of the corpus and texts in the whole.
      let values = ["1", "2.50", "1a", "9", "10", "nan", "007"]
      let rows = names.map { name in
        "\(name),\(1990 + number(4)),\(["k", "l", "m"][number(3)]),\(values[number(values.count)])"
      }
      try program.write("path,year,outlet,score\n" + rows.joined(separator: "\n") + "\n", to: "m.csv")
      try program.write(Self.scheme, to: "strikes/scheme.yml")
      try program.write(Self.english, to: "strikes/en.yml")
    }

    private mutating func number(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

    private mutating func text() -> String {
      (0...number(9)).map { _ in
        if number(3) == 0 { return Self.sentences[number(Self.sentences.count)] }
        // Few words are frequent, so that many have equal counts.
        return "So " + (0...number(12)).map { _ in "w\(40 / (1 + number(40)))" }.joined(separator: " ") + "."
      }.joined(separator: " ")
    }

    private func put(_ texts: [String: String], _ lines: ArraySlice<String>) throws {
      try? FileManager.default.removeItem(at: program.folder.appendingPathComponent("c"))
      for (name, text) in texts { try program.write(text, to: "c/" + name) }
      try program.write(lines.joined(separator: "\n") + "\n", to: "c/j.jsonl")
    }

    @discardableResult
    private func build(_ index: String, workers: Int = 2) throws -> [String: Any] {
      let run = try program.run(
        "build", "--index", index, "--lexicon", "strikes", "--metadata", "m.csv", "--workers", "\(workers)", "--json",
        "--quiet", "c")
      #expect(run.status == 0, "\(run.errors)")
      return try #require(run.objects.last)
    }

    /// Builds `many` and `few` step by step, then `fresh` and `three` from nothing.
    mutating func grow() throws {
      var texts = ["a/gone.txt": text(), "zz/gone.txt": text()]
      for (step, start) in stride(from: 0, to: names.count, by: 10).enumerated() {
        for name in names[start..<start + 10] { texts[name] = number(2) == 0 ? text() : final[name] }
        try put(texts, lines[..<(5 + 5 * step)])
        try build("many")
      }
      // What is left to do is little beside the first build, so that it stays apart in segments of its own.
      var nearly = final
      for name in names.prefix(3) { nearly[name] = text() }
      nearly["m/gone.txt"] = text()
      try put(nearly, lines[2...])
      try build("few")
      for name in names.prefix(3) {
        nearly[name] = final[name]
        try put(nearly, lines[1...])
        try build("few")
      }
      try put(final, lines[...])
      let digests = try [build("fresh", workers: 1), build("three", workers: 3), build("many"), build("few")]
        .map { $0["content_digest"] as? String }
      #expect(Set(digests).count == 1)
    }

    private static let scheme = """
      name: strikes
      version: "1.0"
      concepts:
        - {id: stoppage, definition: Work rests because of a dispute.}
        - {id: strike, broader: stoppage, definition: The workers stop work.}
        - {id: lockout, broader: stoppage, definition: The employer keeps the workers out.}
      classification:
        labels: [strike, lockout, none]
        otherwise: none
        decision: |
          strike told: strike - lockout
          lockout told: lockout - 0.5 * strike
      """
    private static let english = """
      language: en
      irregular: |
        go goes went gone going
      rules:
        - {id: en.strike, concept: strike, patterns: "(strike|walkout)"}
        - {id: en.lockout, concept: lockout, patterns: "locked out"}
      triggers:
        - {polarity: denied, window: 6, phrases: "(not|never|no)"}
      """
  }

  private static let queries = [
    "w1 w2 w4", "w3 OR w5 w1", #""w1 w1""#, "w13~1", "concept:stoppage", "coproduction",
    #"[word="w.*"] []{0,2} [concept="strike"] within s"#, "score:1..9 w1", "score:..b w1 -w3",
  ]

  private static var commands: [[String]] {
    let options: [String: [String]] = [
      "search": ["--match stem --jsonl --limit 99", "--match word --jsonl"],
      "kwic": [
        "--jsonl", "--sort L1,R1 --jsonl", "--sort score,node --csv", "--sort year --limit 9",
        "--sample 7 --seed 3 --json",
      ],
      "count": ["--json --by score", "--by year", "--by outlet --csv"],
      "dispersion": [
        "--json", "--parts year --json", "--parts score --json", "--parts =4 --json",
        "--where outlet:k --parts =7 --json",
      ],
      "collocates": ["--json", "--table node --of stem --sort MI", "--within s --of form --where outlet:k --csv"],
    ]
    var commands = options.sorted { $0.key < $1.key }.flatMap { command, lists in
      queries.flatMap { query in lists.map { [command, query] + words($0) } }
    }
    for unit in ["word", "form", "stem"] {
      for rest in [
        "frequency --json", "frequency --where year:1990", "ngrams --json", "ngrams --n 3 --within text --limit 10",
        "keyness --target outlet:k --json", "keyness --target year:1990 --reference year:1991 --sort BIC --csv",
      ] { commands.append(words(rest) + ["--of", unit]) }
    }
    return commands
      + [
        "cooccurrence --json", "cooccurrence --within text --by outlet --csv", "cooccurrence --within passage --jsonl",
        "cooccurrence w1 w2 concept:stoppage --within 5 --by score --sort logDice --tsv",
        "cooccurrence --within p --matrix LL", "cooccurrence w1 w2 w3 --within s --evidence --jsonl",
        "cooccurrence --within passage --graphml --where outlet:k", "cooccurrence w1 w4 --within 9 --evidence",
        "trends w1 w2 --json", "trends --bin 2 --csv", "trends w3 --over score --bin 4 --json",
        "trends w1 --concept strike --polarity asserted --where outlet:k",
        "sample --size 30", "sample --of sentence --by outlet --per 4 --json", "sample w1 w2 --of hit --seed 5 --csv",
        "sample --by label --per 3 --jsonl", "sample --of document --by score --per 2 --tsv --where year:1990..1991",
        "export documents", "export tokens", "export tokens --where outlet:k --csv", "export hits --json",
        "report --by outlet", "report w1 w2 w3 --where year:1990..1992 --over score --link-base ..",
        "methods --json -- concepts",
        "concepts", "concepts --json", "concepts --by score --csv", "concepts --by year --rate --tsv", "classify",
        "classify --passages", "classify --json", "classify --all --jsonl", "classify --passages --csv",
        "classify --tsv",
      ].map(words)
  }

  private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

  private static let modes = [
    #""top_count""#, #""kwic""#, #""kwic","sort":"R1,score","k":20"#, #""facet","by":"score""#, #""facet","by":"year""#,
    #""collocates""#, #""collocates","of":"form","table":"node","sort":"O11","k":9"#,
  ]

  /// Collocates asked of the resident process, and of the command.
  private static let collocations: [(fields: String, options: String)] = [
    (#""k":1000000"#, ""),
    (#""k":5,"left":2,"right":0,"sort":"logDice""#, "--limit 5 --left 2 --right 0 --sort logDice"),
    (
      #""k":1000000,"table":"node","of":"stem","sort":"MI","measures":"t,MI""#,
      "--table node --of stem --sort MI --measures t,MI"
    ),
    (
      #""k":1000000,"within":"s","of":"form","min":2,"sort":"O11","where":"outlet:k""#,
      "--within s --of form --min 2 --sort O11 --where outlet:k"
    ),
  ]

  @Test func everyCommandAnswersTheSame() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    var growth = try Growth(program)
    try growth.grow()
    try expectSameReplies(program)
    for index in ["fresh", "many", "few"] { try expectSameCollocates(program, index) }
    let segments = try ["fresh", "few"].map { index in
      try #require(try program.run("status", "--index", index, "--json").objects.first?["segments"] as? Int)
    }
    #expect(segments[0] == 1 && segments[1] > 1, "\(segments)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: program.folder.appendingPathComponent("few").path)
        .contains { $0.contains("deletes") })
    var without: [String] = []
    for command in Self.commands {
      let fresh = try program.run([command[0], "--index", "fresh"] + command.dropFirst())
      #expect(fresh.status < 2, "\(command): \(fresh.errors)")
      if fresh.status != 0 { without.append(command.joined(separator: " ")) }
      for index in ["many", "few"] {
        let other = try program.run([command[0], "--index", index] + command.dropFirst())
        #expect(other.output == fresh.output, "\(command) of \(index)")
        #expect(other.errors == fresh.errors && other.status == fresh.status, "\(command) of \(index)")
      }
    }
    #expect(without.count < Self.commands.count / 10, "nothing was found by \(without)")
  }

  private func expectSameReplies(_ program: BuiltProgram) throws {
    var requests = ""
    for query in Self.queries {
      let text = query.replacingOccurrences(of: "\"", with: "\\\"")
      for mode in Self.modes {
        requests += #"{"id":1,"query":"\#(text)","mode":\#(mode)}"# + "\n"
      }
    }
    func replies(_ index: String) throws -> String {
      try program.run("batch", "--index", index, input: requests).output
        .replacing(/"us":[0-9.]+/, with: "")
    }
    let fresh = try replies("fresh")
    #expect(fresh.split(separator: "\n").count == 1 + Self.modes.count * Self.queries.count)
    #expect(!fresh.contains(#""error""#))
    for index in ["three", "many", "few"] { #expect(try replies(index) == fresh, "\(index)") }
  }

  /// The rows of a reply are those that the command prints, byte for byte.
  private func expectSameCollocates(_ program: BuiltProgram, _ index: String) throws {
    var requests = ""
    for query in Self.queries {
      let text = query.replacingOccurrences(of: "\"", with: "\\\"")
      for (fields, _) in Self.collocations {
        requests += #"{"id":1,"query":"\#(text)","mode":"collocates",\#(fields)}"# + "\n"
      }
    }
    let replies = try program.run("batch", "--index", index, input: requests).output.split(separator: "\n").dropFirst()
    try #require(replies.count == Self.queries.count * Self.collocations.count)
    var (found, number) = (0, replies.startIndex)
    for query in Self.queries {
      for (fields, options) in Self.collocations {
        let run = try program.run(["collocates", "--index", index, query, "--jsonl"] + Self.words(options))
        let lines = run.output.split(separator: "\n")
        let rows = #""rows":[\#(lines.joined(separator: ","))]}"#
        #expect(replies[number].hasSuffix(rows), "\(query), \(fields) of \(index)")
        number += 1
        found += lines.count
      }
    }
    #expect(found > 500, "\(found)")
  }
}
