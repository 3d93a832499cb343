// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `search`, `kwic`, `count` and `batch` as outside programs rely on them.
@Suite struct QueryContractTests {
  /// A folder with an index of three documents made from JSON lines.
  private func indexed() throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write(Samples.lines, to: "three.jsonl")
    let run = try program.run("build", "--index", "ix", "--quiet", "three.jsonl")
    #expect(run.status == 0, "\(run.errors)")
    return program
  }

  @Test func searchLinesHoldTheFieldsOfTheContract() throws {
    let program = try indexed()
    defer { program.remove() }
    let run = try program.run("search", "--index", "ix", "--jsonl", "trust")
    #expect(run.status == 0)
    let hit = try #require(run.objects.first)
    #expect(run.objects.count == 1)
    #expect(Set(hit.keys) == ["rank", "id", "score", "title", "date", "snippet", "concepts", "page"])
    #expect(hit["rank"] as? Int == 1)
    #expect(hit["id"] as? String == "a")
    #expect(hit["title"] as? String == "First")
    #expect((hit["score"] as? Double ?? 0) > 0)
    #expect((hit["snippet"] as? String)?.contains("trust") == true)
    #expect(try program.run("search", "--index", "ix", "--jsonl", "nowhere").status == 1)
  }

  @Test func kwicOffsetsPointIntoTheText() throws {
    let program = try indexed()
    defer { program.remove() }
    let run = try program.run("kwic", "--index", "ix", "--jsonl", "\"public services\"")
    #expect(run.status == 0)
    #expect(run.objects.count == 3)
    let texts = [
      "a": "Public services need trust. Trust grows slowly.",
      "b": "Co-production of public services.\nPublic money and public services.",
    ]
    for line in run.objects {
      #expect(
        Set(line.keys).isSuperset(
          of: ["id", "page", "sentence", "start", "end", "before", "match", "after", "concepts", "quoted"]))
      let id = try #require(line["id"] as? String)
      let scalars = Array(try #require(texts[id]).unicodeScalars)
      let start = try #require(line["start"] as? Int)
      let end = try #require(line["end"] as? Int)
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[start..<end])
      #expect(String(view) == line["match"] as? String)
      #expect(String(view).lowercased() == "public services")
    }
  }

  @Test func countTellsHitsAndDocumentsApart() throws {
    let program = try indexed()
    defer { program.remove() }
    let run = try program.run("count", "--index", "ix", "--json", "--by", "year", "public")
    let counts = try #require(run.objects.first)
    #expect(counts["hits"] as? Int == 4)
    #expect(counts["documents"] as? Int == 2)
    #expect(counts["tokens"] as? Int == 25)
    let perMillion = try #require(counts["per_million"] as? Double)
    #expect(abs(perMillion - 4.0 / 25 * 1_000_000) < 0.01)
    let groups = try #require(counts["groups"] as? [[String: Any]])
    #expect(groups.count == 2)
  }

  @Test func allSpellingsOfACompoundAreOne() throws {
    let program = try indexed()
    defer { program.remove() }
    let queries = [
      "coproduction", "co-production", "co production", "co\u{2011}production", "Coproduction", "\"co production\"",
      "\"co-production\"",
    ]
    for query in queries {
      let run = try program.run("count", "--index", "ix", "--json", query)
      #expect(run.objects.first?["documents"] as? Int == 2, "\(query)")
      #expect(run.objects.first?["hits"] as? Int == 2, "\(query)")
    }
  }

  @Test func batchAnswersEachLineAndOutlivesBadOnes() throws {
    let program = try indexed()
    defer { program.remove() }
    let requests = """
      {"id":1,"query":"public services","mode":"top","k":10}
      {"id":2,"query":"public","mode":"count"}
      {"id":3,"query":"\\"public services\\"","mode":"top_count","k":1}
      {"id":4,"query":"public","mode":"facet","by":"src"}
      {"id":5,"query":"((","mode":"count"}
      not json at all
      {"id":6,"query":"trust","mode":"kwic","context":3}
      {"id":7,"query":"[word=\\"public\\"] [word=\\"services\\"]","mode":"count"}
      {"id":8,"query":"public year:2012..","mode":"count"}
      {"id":9,"query":"public","mode":"count","where":"src:y"}
      {"id":10,"query":"public","mode":"no-such-mode"}
      {"id":11,"query":"public","mode":"count","where":"[word=\\"trust\\"]"}
      {"id":12,"query":"public","mode":"count","where":5}
      {"id":13,"query":"public","mode":"facet","by":"id"}
      {"id":15,"query":"public","mode":5}
      {"id":16,"query":"public","mode":"count","match":["word"]}
      {"id":17,"query":"public","mode":"facet","by":5}
      {"id":{"n":[14,null,"x"]},"query":"public","mode":"count"}
      {"id":18,"query":"services","mode":"collocates","left":1,"right":0,"measures":"MI","k":null}
      {"id":19,"query":"services","mode":"collocates","left":"1"}
      {"id":20,"query":"services","mode":"collocates","left":0,"right":0}
      {"id":21,"query":"services","mode":"collocates","table":"round"}
      {"id":22,"query":"services","mode":"collocates","of":"lemma"}
      {"id":23,"query":"services","mode":"collocates","sort":"logDise"}
      {"id":24,"query":"services","mode":"collocates","of":["word"]}
      {"id":25,"query":"services","mode":"collocates","within":3}
      {"id":26,"query":"services","mode":"collocates","measures":","}
      {"id":27,"query":"services","mode":"collocates","where":"year:"}
      {"id":28,"query":"services","mode":"collocates","min":0}
      {"id":29,"query":"public","mode":"kwic","sort":"document,R1","context":0}
      {"id":30,"query":"public","mode":"kwic","sort":5}
      {"id":31,"query":"public","mode":"kwic","sort":"nofield"}
      {"id":32,"query":"public","mode":"kwic","sort":", "}

      """
    let run = try program.run("batch", "--index", "ix", input: requests)
    #expect(run.status == 0)
    let ready = try #require(run.objects.first)
    #expect(ready["ready"] as? Bool == true)
    #expect(ready["version"] is String)
    #expect(ready["documents"] as? Int == 3)
    #expect(run.objects.count == 34)
    #expect(run.output.contains(#"{"id":{"n":[14,null,"x"]},"us":"#))
    let replies = Dictionary(
      run.objects.dropFirst().compactMap { reply in (reply["id"] as? Int).map { ($0, reply) } },
      uniquingKeysWith: { first, _ in first })
    #expect(replies[1]?["ids"] as? [String] == ["b", "a"] || replies[1]?["ids"] as? [String] == ["a", "b"])
    #expect((replies[1]?["scores"] as? [Double])?.count == 2)
    #expect((replies[1]?["us"] as? Double ?? 0) > 0)
    #expect(replies[2]?["count"] as? Int == 2)
    #expect(replies[2]?["hits"] as? Int == 4)
    #expect(replies[3]?["count"] as? Int == 2)
    #expect(replies[3]?["hits"] as? Int == 3)
    #expect((replies[3]?["ids"] as? [String])?.count == 1)
    #expect(replies[4]?["facets"] as? [String: Int] == ["x": 1, "y": 1])
    #expect(replies[5]?["error"] is String)
    let lines = try #require(replies[6]?["lines"] as? [[String: Any]])
    #expect(lines.count == 2)
    #expect(
      Set(lines[0].keys).isSuperset(of: ["id", "page", "start", "end", "before", "match", "after"]))
    #expect(replies[7]?["hits"] as? Int == 3)
    #expect(replies[8]?["count"] as? Int == 1)
    #expect(replies[9]?["count"] as? Int == 1)
    for number in [10, 11, 12, 15, 16, 17] + Array(19...28) + Array(30...32) {
      #expect(replies[number]?["error"] is String, "\(number)")
    }
    #expect(replies[13]?["facets"] as? [String: Int] == ["a": 1, "b": 1])
    let collocates = try #require(replies[18])
    #expect(collocates["hits"] as? Int == 3)
    #expect(collocates["hits_outside"] as? Int == 0)
    #expect(collocates["table"] as? String == "surface")
    #expect(collocates["window_tokens"] as? Int == 3)
    #expect(collocates["collocates"] as? Int == 1)
    #expect(collocates["unfitting"] as? Int == 0)
    #expect((collocates["us"] as? Double ?? 0) > 0)
    let row = try #require((collocates["rows"] as? [[String: Any]])?.first)
    #expect(Set(row.keys) == ["key", "O11", "R1", "C1", "N", "E11", "MI"])
    #expect(row["key"] as? String == "public")
    #expect(row["O11"] as? Int == 3 && row["R1"] as? Int == 3 && row["C1"] as? Int == 4)
    #expect((collocates["tokens"] as? Int).map { $0 - 3 } == row["N"] as? Int)
    let sorted = try #require(replies[29]?["lines"] as? [[String: Any]])
    #expect(sorted.map { $0["start"] as? Int } == [0, 34, 17, 51])
  }

  @Test func whatAnIndexOfPostingsCannotAnswerIsSaid() throws {
    let program = try indexed()
    defer { program.remove() }
    #expect(try program.run("build", "--index", "px", "--layers", "postings", "three.jsonl").status == 0)
    #expect(try program.run("search", "--index", "px", "--match", "word", "public").status == 0)
    for arguments in [["search", "public"], ["count", "stem:public"], ["count", "--match", "stem", "public"]] {
      let run = try program.run(arguments + ["--index", "px"])
      #expect(run.status == 2)
      #expect(run.errors.contains("stems (--match word finds words)"))
    }
  }

  @Test(arguments: [
    (["-public"], 2), (["-hello"], 2), (["-trust", "public"], 0), (["-trust public"], 0), (["--", "-trust public"], 0),
    (["--bogus", "public"], 2),
  ])
  func aQueryMayBeginWithAnExclusion(_ words: [String], _ status: Int) throws {
    let program = try indexed()
    defer { program.remove() }
    let run = try program.run(["search", "--index", "ix"] + words)
    #expect(Int(run.status) == status, "\(run.errors)")
    #expect(run.errors.contains("OVERVIEW") == false && !run.output.contains("OVERVIEW"))
  }

  @Test func valuesOfOptionsMayBeginWithAnExclusionInEveryCommandThatTakesQueries() throws {
    let program = try indexed()
    defer { program.remove() }
    let help = try program.run("--help").output
    let names = help.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
    var tried: Set<String> = []
    for name in names.compactMap({ $0.split(separator: " ").first.map(String.init) }) {
      let help = try program.run(name, "--help").output
      guard help.contains("--where <") else { continue }
      tried.insert(name)
      let wanted = name == "export" ? ["documents"] : help.contains("<query>") ? ["public"] : []
      let run = try program.run([name] + wanted + ["--index", "ix", "--where", "-hello"])
      #expect(run.status == 2 && run.errors.contains("-hello") && !run.output.contains("OVERVIEW"), "\(name): \(run)")
    }
    #expect(tried.isSuperset(of: ["export", "frequency", "kwic", "ngrams", "report", "sample", "search", "trends"]))
    let target = try program.run("keyness", "--index", "ix", "--target", "-hello")
    #expect(target.status == 2 && target.errors.contains("-hello"))
  }

  @Test func whatStandsBesideTheBodyIsCountedWithItsOwnTokensOrToldOf() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write(
      "# Beta\n\nFirst alpha here.\n\n## References\n\nSmith, J. (2010). Alpha gamma studies.\n", to: "c/a.md")
    try program.write(
      #"{"id":"x","text":"Alpha.","date":"2010-05-17T10:00:00Z","year":"c2010","tags":["r","g"]}"# + "\n"
        + #"{"id":"y","text":"Alpha beta.","date":"2010-05-17","tags":["g","r"]}"# + "\n", to: "c/b.jsonl")
    #expect(try program.run("build", "--index", "ix", "--quiet", "c").status == 0)
    func count(_ arguments: String...) throws -> [Int?] {
      let found = try program.run(["count", "--index", "ix", "--json"] + arguments).objects.first
      return ["hits", "documents", "tokens"].map { found?[$0] as? Int }
    }
    let body = try count("alpha")
    let all = try count("alpha", "--include", "reference")
    #expect(body[0] == 3 && all[0] == 4 && (all[2] ?? 0) == (body[2] ?? 0) + 6)
    #expect(try count("alpha", "--include", "reference", "--by", "format") == all)
    for command in ["collocates", "dispersion"] {
      let run = try program.run(command, "block:reference alpha", "--index", "ix")
      #expect(run.errors.contains("1 hits in titles or blocks beside the body are not counted"), "\(run.errors)")
      #expect(try program.run(command, "alpha", "--index", "ix", "--include", "reference").status == 2)
    }
    #expect(try count("alpha date:2010-05-17")[1] == 2)
    #expect(try count("alpha year:2010")[1] == 2)
    let parts = try program.run("dispersion", "alpha", "--index", "ix", "--parts", "tags", "--json")
    #expect(((parts.objects.first?["rows"] as? [[String: Any]])?.first?["parts"]) as? Int == 2)
    let wide = try program.run("collocates", "beta", "--index", "ix", "--table", "node", "--left", "9")
    #expect(!wide.errors.contains("left out"))
    let met = try program.run("collocates", "gamma OR first", "--index", "ix", "--table", "node", "--quiet")
    #expect(met.errors.isEmpty)
  }

  @Test func rangesOfNumbersHoldNumbersAndDates() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let values = ["2000", #""abc""#, "true", #""2010-05""#, #""-7,5""#]
    let lines = values.enumerated().map { #"{"id":"\#($0)","text":"alpha","num":\#($1)}"# + "\n" }
    try program.write(lines.joined(), to: "c.jsonl")
    #expect(try program.run("build", "--index", "ix", "--quiet", "c.jsonl").status == 0)
    func ids(_ filter: String) throws -> [String] {
      let run = try program.run("search", "--index", "ix", "--match", "word", "--jsonl", "alpha", "--where", filter)
      return run.objects.compactMap { $0["id"] as? String }.sorted()
    }
    #expect(try ids("num:1000..") == ["0", "3"])
    #expect(try ids("num:..0") == [])
    #expect(try ids("num:2009..2011") == ["3"])
    #expect(try ids("num:a..b") == ["1"])
  }

  @Test func fieldsAreAskedForByAnyNameAndValuesByTheirOwnSpelling() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let fields = [
      #""année":2010,"Größe":"klein","2nd":"two","my field":"v","big":12345678901234567,"date":"1999-01-01","source":"me""#,
      #""année":2011,"my field":"w","s":"007","big":12345678901234568,"year":2010"#,
      #""s":7,"big":12345678901234569,"date":"20100517","":"v""#,
    ]
    let lines = zip("abc", fields).map {
      #"{"id":"\#($0)","text":"Les «\#u{202F}mots\#u{202F}» alpha.",\#($1)}"# + "\n"
    }
    try program.write(lines.joined(), to: "c.jsonl")
    let build = try program.run("build", "--index", "ix", "c.jsonl")
    #expect(build.status == 0 && build.errors.contains("field source is kept as source_"), "\(build.errors)")
    func ids(_ query: String) throws -> String {
      let run = try program.run("kwic", "--index", "ix", "--jsonl", "--sort", "document", query)
      return run.objects.compactMap { $0["id"] as? String }.joined()
    }
    for (query, wanted) in [
      ("mots", "abc"), ("alpha année:2010", "a"), ("alpha année:2010..2012", "ab"), ("alpha Größe:klein", "a"),
      ("alpha 2nd:two", "a"), (#"alpha "my field":v"#, "a"), ("alpha big:12345678901234568", "b"), ("alpha s:007", "b"),
      ("alpha s:7", "c"), ("alpha _:v", "c"), ("alpha date:2010", "bc"), ("alpha date:2010-05..2010-06", "c"),
      ("alpha source_:me", "a"), (#"[word="alpha"] :: année >= 2011"#, "b"),
      (#"[word="alpha"] :: "my field" = w"#, "b"),
    ] {
      #expect(try ids(query) == wanted, "\(query)")
    }
    let wrong = try program.run("count", "--index", "ix", "alpha my-field:v")
    #expect(wrong.status == 2 && wrong.errors.contains(#"Did you mean "my field"?"#), "\(wrong.errors)")
    let sorted = try program.run("kwic", "--index", "ix", "--jsonl", "--sort", "date", "alpha")
    #expect(sorted.objects.compactMap { $0["id"] as? String } == ["a", "b", "c"])
    let rows = try program.run("count", "--index", "ix", "--by", "date", "--csv", "alpha").output.split(
      separator: "\r\n")
    #expect(rows.dropFirst().map { $0.prefix { $0 != "," } } == ["1999-01-01", "2010", "2010-05-17"])
    try program.write("roots:\n", to: "new/syntop.yml")
    let unbuilt = try program.run("count", "--index", "new", "alpha")
    #expect(unbuilt.status == 2 && unbuilt.errors.contains("nothing has been built yet"), "\(unbuilt.errors)")
  }

  @Test func optionsThatNameNothingAreRefused() throws {
    let program = try indexed()
    defer { program.remove() }
    for arguments in [
      ["kwic", "public", "--sort", ","], ["collocates", "public", "--measures", ","], ["build", "--max-quarantine=-1"],
      ["show", "a", "--page", "1"], ["show", "a", "--resolution", "1200"],
    ] {
      let run = try program.run(arguments + ["--index", "ix"])
      #expect(run.status == 2 && !run.errors.isEmpty, "\(arguments)")
    }
    let wide = try program.run(["kwic", "public", "--index", "ix"], environment: ["COLUMNS": "9223372036854775807"])
    #expect(wide.status == 0 && wide.output.contains("public"))
  }

  @Test func errorsShowTheQueryWithACaret() throws {
    let program = try indexed()
    defer { program.remove() }
    let run = try program.run("search", "--index", "ix", "(trust OR")
    #expect(run.status == 2)
    #expect(run.errors.contains("(trust OR"))
    #expect(run.errors.contains("^"))
    let field = try program.run("search", "--index", "ix", "trust yeer:2012")
    #expect(field.status == 2)
    #expect(field.errors.contains("yeer"))
    #expect(field.errors.contains("year"))
    let first = try program.run("count", "--index", "ix", "--json", "-trust public")
    #expect(first.objects.first?["documents"] as? Int == 1)
    let only = try program.run("search", "--index", "ix", "-trust")
    #expect(only.status == 2)
  }
}
