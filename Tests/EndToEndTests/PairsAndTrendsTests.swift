// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `cooccurrence` and `trends` as outside programs rely on them, on texts small enough to count by hand.
@Suite struct PairsAndTrendsTests {
  private static let lines = [
    #"{"id":"a","text":"Miners strike. Miners and owners met.\n\nThe owners left.","year":2001,"src":"x"}"#,
    #"{"id":"b","text":"Owners met miners. A strike began.","year":2002,"src":"y"}"#,
    #"{"id":"c","text":"Nothing of the kind.","year":2005,"src":"x"}"#,
    #"{"id":"d","text":"Miners of no year.","src":"y"}"#,
  ]

  private func indexed() throws -> BuiltProgram {
    try BuiltProgram.indexingStrikes(Self.lines, in: "c.jsonl")
  }

  private func figures(_ run: BuiltProgram.Run, _ names: [String]) -> [[Int]] {
    ((run.objects.first?["rows"] as? [[String: Any]]) ?? []).map { row in names.map { row[$0] as? Int ?? -1 } }
  }

  /// Seven sentences; miners are in four of them, owners in three, both in two.
  @Test func pairsAreCountedByUnit() throws {
    let program = try indexed()
    defer { program.remove() }
    let wanted: [(String, [Int])] = [
      ("s", [2, 4, 3, 7]), ("p", [2, 3, 3, 5]), ("text", [2, 3, 2, 4]),
      // Of three words: seven windows in a, four in b, two each in c and d.
      ("3", [2, 7, 6, 15]),
    ]
    for (unit, figures) in wanted {
      let run = try program.run(
        "cooccurrence", "--index", "ix", "miners", "owners", "--within", unit, "--json", "--min", "0")
      #expect(run.status == 0)
      #expect(self.figures(run, ["O11", "R1", "C1", "N"]) == [figures], "\(unit): \(run.output)")
    }
    let mixed = try program.run("cooccurrence", "--index", "ix", "--concept", "strike", "miners", "--jsonl")
    #expect(mixed.objects.first?["a"] as? String == "strike" && mixed.objects.first?["b"] as? String == "miners")
    #expect(mixed.objects.first?["O11"] as? Int == 1 && mixed.objects.count == 1)
    let parts = try program.run("cooccurrence", "--index", "ix", "miners", "owners", "--by", "src", "--csv")
    #expect(parts.output.hasPrefix("src,a,b,O11,R1,C1,N,E11,MI,"))
    #expect(parts.output.components(separatedBy: "\r\n")[1].hasPrefix("x,miners,owners,1,2,2,4,1.0,0.0,"))
    #expect(parts.output.components(separatedBy: "\r\n")[2].hasPrefix("y,miners,owners,1,2,1,3,"))
  }

  @Test func everyPairOpensIntoItsEvidence() throws {
    let program = try indexed()
    defer { program.remove() }
    let run = try program.run("cooccurrence", "--index", "ix", "miners", "owners", "--evidence", "--jsonl")
    #expect(run.objects.map { $0["text"] as? String } == ["Miners and owners met", "Owners met miners"])
    #expect(run.objects.map { $0["document"] as? String } == ["a", "b"])
    #expect(run.objects.map { $0["start"] as? Int } == [15, 0])
    #expect(run.objects.map { $0["end"] as? Int } == [36, 17])
    #expect(run.objects.map { $0["sentence"] as? Int } == [2, 1])
  }

  @Test func networksAreXML() throws {
    let program = try indexed()
    defer { program.remove() }
    let run = try program.run("cooccurrence", "--index", "ix", "miners", #""owners met""#, "strike", "--graphml")
    #expect(run.output.components(separatedBy: "<node ").count == 4)
    #expect(run.output.components(separatedBy: "<edge ").count == 3)
    #expect(run.output.contains("&quot;owners met&quot;"))
    try program.write(run.output, to: "net.xml")
    #expect(try program.run("cooccurrence", "--index", "ix", "strike", "left", "--graphml").status == 1)
  }

  @Test func questionsThatCannotBeMeantAreRefused() throws {
    let program = try indexed()
    defer { program.remove() }
    let wrong: [([String], String)] = [
      (["cooccurrence", "trust"], "two or more"), (["cooccurrence", "--within", "1"], "--within"),
      (["cooccurrence", "--concept", "strikes", "--concept", "miner"], "strike"),
      (["cooccurrence", "miners", "miners"], "twice"), (["cooccurrence", "--by", "yeer"], "year"),
      (["trends", "miners", "--over", "src"], "number"), (["trends", "miners", "--over", "yeer"], "year"),
      (["trends", "miners", "--bin", "0"], "--bin"), (["cooccurrence", "--sort", "logdise"], "logDice"),
    ]
    for (arguments, word) in wrong {
      let run = try program.run(arguments + ["--index", "ix"])
      #expect(run.status == 2 && run.errors.contains(word), "\(arguments): \(run.errors)")
    }
    #expect(try program.run("trends", "--index", "ix", "nowhere").status == 1)
    #expect(try program.run("cooccurrence", "--index", "ix", "nowhere", "miners").status == 1)
  }

  @Test func filesThatAUserNamesAreWrittenWhereTheyLead() throws {
    let program = try indexed()
    defer { program.remove() }
    let link = program.folder.appendingPathComponent("link.svg")
    try program.write("old", to: "real.svg")
    try program.write("a neighbour", to: "link.svg.new")
    try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "real.svg")
    func trend(_ file: String) throws -> BuiltProgram.Run {
      try program.run("trends", "owners", "--index", "ix", "--quiet", "--csv", "--svg", file)
    }
    #expect(try trend("link.svg").status == 0)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "real.svg")
    let folder = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
    #expect(folder.filter { $0.contains("svg") }.sorted() == ["link.svg", "link.svg.new", "real.svg"])
    let real = try String(contentsOf: program.folder.appendingPathComponent("real.svg"), encoding: .utf8)
    #expect(real.hasPrefix("<svg"))
    #expect(try trend("/dev/stdout").output.hasPrefix("<svg"))
    #expect(try trend("no-such-folder/x.svg").status == 2)
  }

  @Test func trendsCountEachBin() throws {
    let program = try indexed()
    defer { program.remove() }
    let run = try program.run("trends", "--index", "ix", "--concept", "miner", "owners", "--json", "--svg", "t.svg")
    #expect(run.status == 0, "\(run.errors)")
    let rows = try #require(run.objects.first?["rows"] as? [[String: Any]])
    #expect(rows.map { $0["year"] as? String } == ["2001", "2002", "2005", "2001", "2002", "2005"])
    #expect(rows.map { $0["item"] as? String } == ["miner", "miner", "miner", "owners", "owners", "owners"])
    #expect(rows.map { $0["hits"] as? Int } == [2, 1, 0, 2, 1, 0])
    #expect(rows.map { $0["tokens"] as? Int } == [9, 6, 4, 9, 6, 4])
    #expect(rows.map { $0["documents_searched"] as? Int } == [1, 1, 1, 1, 1, 1])
    let parameters = try #require(run.objects.first?["parameters"] as? [String: Any])
    #expect(parameters["without_number"] as? Int == 1)
    let tests = try #require(run.objects.first?["tests"] as? [[String: Any]])
    #expect(tests.count == 2 && tests[0]["kendall_tau"] as? Double == -1)
    let svg = try String(contentsOf: program.folder.appendingPathComponent("t.svg"), encoding: .utf8)
    #expect(svg.hasPrefix("<svg") && svg.contains(">miner</text>"))
    let wide = try program.run("trends", "--index", "ix", "miners", "--bin", "5", "--csv")
    #expect(wide.output.hasPrefix("year,item,hits,documents,documents_searched,tokens,per_million,low,high\r\n"))
    #expect(wide.output.contains("\r\n2000-2004,miners,3,2,2,15,200000.0,"))
    let narrow = try program.run("trends", "--index", "ix", "miners", "--bin", "0.3", "--csv")
    #expect(narrow.output.contains("\r\n2001-2001.3,miners,2,1,1,9,"), "\(narrow.output)")
  }
}
