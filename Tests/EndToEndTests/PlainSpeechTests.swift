// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Questions that cannot be meant as they stand are told so, and every form of output that a command lists is what it says.
@Suite struct PlainSpeechTests {
  private static let scheme = """
    name: strikes
    concepts:
      - {id: strike, definition: The workers stop work.}
    classification:
      labels: [strike, none]
      otherwise: none
      decision: |
        strike told: strike
    """
  private static let english = """
    language: en
    rules:
      - {id: en.strike, concept: strike, patterns: "strike"}
    """

  /// Two texts, indexed with a lexicon of one word.
  private func indexed() throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write(Self.scheme, to: "strikes/scheme.yml")
    try program.write(Self.english, to: "strikes/en.yml")
    let lines = [
      #"{"id":"a","text":"A strike, \"long\" as it was, and a strike again.","year":2010}"#,
      #"{"id":"b","text":"No work was done.","year":2011}"#,
    ]
    try program.write(lines.joined(separator: "\n") + "\n", to: "c.jsonl")
    let run = try program.run("build", "--index", "ix", "--lexicon", "strikes", "--quiet", "c.jsonl")
    #expect(run.status == 0, "\(run.errors)")
    return program
  }

  // MARK: Forms of output

  @Test func classifyListsPassagesInEveryForm() throws {
    let program = try indexed()
    defer { program.remove() }
    let table = try program.run("classify", "--index", "ix", "--passages", "--csv").output
    let rows = table.components(separatedBy: "\r\n")
    #expect(rows[0] == "document,page,start,end,label,subtype,confidence,roles,text")
    #expect(
      rows[1].hasPrefix("a,,0,46,strike,,")
        && rows[1].hasSuffix(#","A strike, ""long"" as it was, and a strike again""#))
    #expect(rows.count == 3)
    #expect(
      try program.run("classify", "--index", "ix", "--tsv").output.hasPrefix("document\tpassages\tstrike\tnone\t"))
    let objects = try program.run("classify", "--index", "ix", "--json", "--all").objects
    #expect(objects.count == 1)
    #expect((objects.first?["passages"] as? [[String: Any]])?.map { $0["document"] as? String } == ["a", "b"])
  }

  @Test func aLexiconIsShownInEveryForm() throws {
    let program = try indexed()
    defer { program.remove() }
    let objects = try program.run("lexicon", "show", "strikes", "--json").objects
    #expect(objects.count == 1 && (objects.first?["concepts"] as? [Any])?.count == 1)
    #expect(try program.run("lexicon", "show", "strikes", "--jsonl").objects.first?["id"] as? String == "strike")
    #expect(
      try program.run("lexicon", "show", "strikes", "--tsv").output
        == "id\tbroader\tlabel\tdefinition\tsource\tnote\trules\nstrike\t\t\tThe workers stop work.\t\t\t1\n")
  }

  @Test(arguments: [["evaluate", "g.jsonl", "--lexicon", "strikes"], ["show", "a"], ["lexicon", "check", "strikes"]])
  func reportsListNoTables(command: [String]) throws {
    let program = try indexed()
    defer { program.remove() }
    let name = Array(command.prefix { $0.allSatisfy(\.isLetter) && $0 != "a" && $0 != "strikes" })
    #expect(!(try program.run(name + ["--help"]).output.contains("--csv")))
    #expect(try program.run(command + ["--csv"]).status == 2)
  }

  @Test func theRowOfAllRatesIsARate() throws {
    let program = try indexed()
    defer { program.remove() }
    let lines = try program.run("concepts", "--index", "ix", "--rate").output.split(separator: "\n")
    let row = try #require(lines.first { $0.hasPrefix("strike") })
    // 2 in 10 tokens, 0 in 4, 2 in 14.
    #expect(row.split(separator: " ").map(String.init) == ["strike", "2000.0", ".", "1428.6"])
  }

  // MARK: Questions that cannot be meant

  @Test func aYearIsANumber() throws {
    let program = try indexed()
    defer { program.remove() }
    for query in ["year:abc", "year:2010..late", "work year:n.d."] {
      let run = try program.run("search", "--index", "ix", query)
      #expect(run.status == 2 && run.errors.contains("a year is a number, not '"), "\(query): \(run.errors)")
    }
    #expect(try program.run("search", "--index", "ix", "year:..2010").status == 0)
  }

  @Test func keynessWantsTwoPartsThatDiffer() throws {
    let program = try indexed()
    defer { program.remove() }
    let empty = try program.run("keyness", "--index", "ix", "--target", "year:1900..1950")
    #expect(empty.status == 1 && empty.errors.contains("no document with words matches --target"))
    let whole = try program.run("keyness", "--index", "ix", "--target", "year:2010..2011")
    #expect(whole.status == 2 && whole.errors.contains("the whole corpus"))
    let nothing = try program.run("keyness", "--index", "ix", "--target", "year:2010", "--reference", "year:1900")
    #expect(nothing.status == 2 && nothing.errors.contains("--reference year:1900"))
    let same = try program.run("keyness", "--index", "ix", "--target", "strike", "--reference", "year:2010")
    #expect(same.status == 0 && same.errors.contains("target and reference hold the same words"))
    #expect(try program.run("keyness", "--index", "ix", "--target", "strike").errors.contains("same words") == false)
  }

  @Test func slicesAreNoMoreThanTokens() throws {
    let program = try indexed()
    defer { program.remove() }
    for count in ["15", "9223372036854775807"] {
      let run = try program.run("dispersion", "strike", "--index", "ix", "--parts", "=\(count)")
      #expect(run.status == 2 && run.errors.contains("14 tokens cannot be cut into \(count) slices"))
    }
    #expect(try program.run("dispersion", "strike", "--index", "ix", "--parts", "=14").status == 0)
  }

  @Test func aNegativeNumberIsRefusedByName() throws {
    let program = try indexed()
    defer { program.remove() }
    for command in [["kwic", "strike"], ["frequency"], ["ngrams"], ["search", "strike"]] {
      let run = try program.run(command + ["--index", "ix", "--limit", "-1"])
      #expect(run.status == 2 && run.errors.contains("--limit takes a number above 0"), "\(command): \(run.errors)")
    }
  }

  @Test func aLongQueryIsShownAroundItsFault() throws {
    let program = try indexed()
    defer { program.remove() }
    let run = try program.run("search", "--index", "ix", String(repeating: "work ", count: 5_000) + ")" + " strike")
    #expect(run.status == 2)
    #expect(run.errors.utf8.count < 600, "\(run.errors.utf8.count)")
    let lines = run.errors.split(separator: "\n").map { Array($0) }
    let caret = try #require(lines.firstIndex { $0.last == "^" })
    #expect(lines[caret - 1][lines[caret].count - 1] == ")")
  }

  @Test func extractSaysWhatFailed() throws {
    let program = try indexed()
    defer { program.remove() }
    try program.write("Work stopped at noon.\n", to: "note.txt")
    let run = try program.run("extract", "nosuch.html", "note.txt", "c.jsonl")
    #expect(run.status == 0 && run.objects.count == 3)
    #expect(run.errors.contains("2 of 3 could not be read"))
  }

  // MARK: Hand-coded passages

  private func evaluated(_ lines: String..., options: String...) throws -> BuiltProgram.Run {
    let program = try indexed()
    defer { program.remove() }
    try program.write(lines.joined(separator: "\n") + "\n", to: "g.jsonl")
    return try program.run(["evaluate", "g.jsonl", "--lexicon", "strikes", "--boot", "10"] + options)
  }

  @Test(arguments: [
    (#"{"start":2,"end":40,"concept":"strike"}"#, "reaches from 2 to 40 in a text of 9 characters"),
    (#"{"start":8,"end":2,"concept":"strike"}"#, "reaches from 8 to 2"),
    (#"{"start":-4,"end":2,"concept":"strike"}"#, "reaches from -4 to 2"),
    (#"{"start":4.5,"end":8,"concept":"strike"}"#, "wants whole numbers"),
    (#"{"start":2,"end":8}"#, "wants a \"concept\""),
  ])
  func aSpanThatIsNoneIsRefusedWithItsLine(span: String, message: String) throws {
    let run = try evaluated(
      #"{"id":"1","text":"A strike.","label":"strike"}"#,
      #"{"id":"2","text":"A strike.","label":"strike","evidence":[\#(span)]}"#)
    #expect(run.status == 2)
    #expect(run.errors.contains("g.jsonl:2:") && run.errors.contains(message), "\(run.errors)")
  }

  @Test func whatIsOddInHandCodingIsTold() throws {
    let odd = try evaluated(
      #"{"id":"1","text":"A strike.","label":"strike","evidence":[{"start":2,"end":8,"concept":"walkout"}]}"#,
      #"{"id":"1","text":"A strike.","label":"strike","evidence":[{"start":2,"end":8,"concept":"strike"}]}"#)
    #expect(odd.status == 0)
    #expect(odd.errors.contains("g.jsonl:2: the id '1' stands in line 1 already"))
    #expect(odd.errors.contains("g.jsonl:1: the lexicon has no concept 'walkout'"))
    #expect(odd.output.contains("1 of 2"))
    let none = try evaluated(#"{"id":"1","text":"A strike.","label":"strike"}"#)
    #expect(none.output.contains("no evidence spans are coded by hand"))
    let json = try evaluated(#"{"id":"1","text":"A strike.","label":"strike"}"#, options: "--json")
    #expect(json.objects.first?["characters_f1"] is NSNull)
    let label = try evaluated(#"{"id":"1","text":"A strike.","label":"strik"}"#)
    #expect(label.status == 2 && label.errors.contains("g.jsonl:1: there is no label 'strik'; did you mean 'strike'?"))
  }
}
