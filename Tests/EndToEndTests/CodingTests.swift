// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `sample` and `agreement` as people who code by hand use them.
@Suite struct CodingTests {
  private static let texts = [
    "A strike began. \u{201C}No work,\u{201D} they said.\n\nThe owners (both) left! Then a strike again.",
    "« Pas de grève », dit-il. Une grève commence.", "Nothing here.",
  ]

  private func indexed() throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write(
      """
      name: s
      concepts:
        - {id: strike, definition: x}
      classification:
        labels: [strike, none]
        otherwise: none
        decision: |
          strike told: strike
      """, to: "s/scheme.yml")
    try program.write(
      "language: en\nrules:\n  - {id: en.strike, concept: strike, patterns: \"strike\"}\n", to: "s/en.yml")
    let lines = try Self.texts.enumerated().map { number, text in
      let object: [String: Any] = ["id": "t\(number)", "text": text, "outlet": number == 0 ? "k" : "l"]
      return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }
    try program.write(lines.joined(separator: "\n") + "\n", to: "c.jsonl")
    let run = try program.run("build", "--index", "ix", "--lexicon", "s", "--quiet", "c.jsonl")
    #expect(run.status == 0, "\(run.errors)")
    return program
  }

  private func slice(_ text: String, _ start: Int, _ end: Int) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: Array(text.unicodeScalars)[start..<end])
    return String(view)
  }

  @Test func sampledTextsAreThoseOfTheDocuments() throws {
    let program = try indexed()
    defer { program.remove() }
    var found: Set<String> = []
    for kind in ["document", "passage", "sentence"] {
      let run = try program.run("sample", "--index", "ix", "--of", kind, "--size", "50")
      #expect(run.status == 0 && run.objects.count > 2, "\(run.errors)")
      for line in run.objects {
        let (document, text) = (try #require(line["document"] as? String), try #require(line["text"] as? String))
        let (start, end) = (try #require(line["start"] as? Int), try #require(line["end"] as? Int))
        let whole = Self.texts[Int(document.dropFirst()) ?? 0].replacingOccurrences(of: "\n\n", with: "\n")
        #expect(slice(whole, start, end) == text, "\(kind)")
        #expect(line["label"] as? String == "" && (line["evidence"] as? [Any])?.isEmpty == true)
        #expect(line["id"] as? String == (kind == "document" ? document : "\(document)#\(start)"))
        if kind == "document" { #expect(text == whole) }
        if kind == "sentence" { found.insert(text) }
      }
    }
    #expect(
      found.isSuperset(of: [
        "A strike began.", "\u{201C}No work,\u{201D} they said.", "The owners (both) left!", "Une grève commence.",
      ]), "\(found)")
  }

  @Test(arguments: [["--size", "9223372036854775807"], ["--by", "label", "--per", "4611686018427387904"]])
  func aSampleOfAnySizeIsAllThereIs(_ size: [String]) throws {
    let program = try indexed()
    defer { program.remove() }
    let all = try program.run("sample", "--index", "ix", "--size", "1000")
    let run = try program.run(["sample", "--index", "ix"] + size)
    #expect(run.status == 0 && run.objects.count == all.objects.count, "\(run.errors)")
  }

  @Test func hitsStandInTheirText() throws {
    let program = try indexed()
    defer { program.remove() }
    let run = try program.run("sample", "strike OR grève", "--index", "ix", "--of", "hit", "--json")
    let object = try #require(run.objects.first)
    let rows = try #require(object["rows"] as? [[String: Any]])
    #expect(rows.count == 4)
    for row in rows {
      let (text, hit) = (try #require(row["text"] as? String), try #require(row["hit"] as? [String: Int]))
      #expect(["strike", "grève"].contains(slice(text, hit["start"] ?? 0, hit["end"] ?? 0)))
    }
    let strata = try #require(object["strata"] as? [[String: Any]])
    #expect(strata.count == 1 && strata[0]["units"] as? Int == 4 && strata[0]["drawn"] as? Int == 4)
  }

  @Test func strataAreDrawnApart() throws {
    let program = try indexed()
    defer { program.remove() }
    let parts = try program.run("sample", "--index", "ix", "--of", "sentence", "--by", "outlet", "--per", "1")
    #expect(Set(parts.objects.compactMap { ($0["stratum"] as? [String: String])?["outlet"] }) == ["k", "l"])
    #expect(parts.errors.contains("outlet k: 1 of 4") && parts.errors.contains("outlet l: 1 of 3"))
    let labels = try program.run("sample", "--index", "ix", "--by", "label", "--per", "1")
    #expect(labels.objects.count == 2 && !labels.output.contains("stratum"))
    #expect(labels.errors.contains("label none: 1 of") && labels.errors.contains("label strike: 1 of"))
    for arguments in [
      ["--by", "outlet"], ["--per", "3"], ["--of", "hit"], ["--by", "yeer", "--per", "1"], ["--size", "0"],
      ["--of", "document", "--by", "label", "--per", "1"],
    ] { #expect(try program.run(["sample", "--index", "ix"] + arguments).status == 2, "\(arguments)") }
    #expect(try program.run("sample", "nowhere", "--index", "ix").status == 1)
  }

  /// A sample is filled in and read by `evaluate` and `agreement`.
  @Test func aSampleComesBackCoded() throws {
    let program = try indexed()
    defer { program.remove() }
    let drawn = try program.run("sample", "--index", "ix", "--of", "sentence", "--quiet").output
    #expect(try program.run("agreement", "a.jsonl", "b.jsonl").status == 2)
    try program.write(drawn, to: "a.jsonl")
    try program.write(drawn, to: "b.jsonl")
    let empty = try program.run("agreement", "a.jsonl", "b.jsonl")
    #expect(empty.status == 2 && empty.errors.contains("no item has a label"))
    func coded(_ labels: (Bool) -> String) -> String {
      drawn.split(separator: "\n").map { line in
        line.replacing("\"label\":\"\"", with: "\"label\":\"\(labels(line.contains("strike")))\"")
      }.joined(separator: "\n")
    }
    try program.write(coded { $0 ? "strike" : "none" }, to: "a.jsonl")
    try program.write(coded { _ in "none" }, to: "b.jsonl")
    let evaluated = try program.run("evaluate", "a.jsonl", "--lexicon", "s", "--json")
    #expect(
      (evaluated.objects.first?["scores"] as? [[String: Any]])?.first?["accuracy"] as? Double == 1,
      "\(evaluated.errors)")
    let run = try program.run("agreement", "a.jsonl", "b.jsonl", "--json", "--by", "lang")
    let object = try #require(run.objects.first)
    #expect((object["disagreements"] as? [Any])?.count == 2)
    let scores = try #require(object["scores"] as? [[String: Any]])
    let percent = try #require(scores[0]["percent"] as? [String: Double])
    #expect(percent["value"] == 5.0 / 7 && scores[0]["items"] as? Int == 7)
    #expect((scores[0]["cohen_kappa"] as? [String: Double])?["value"] == 0)
    #expect(scores.dropFirst().reduce(0) { $0 + ($1["items"] as? Int ?? 0) } == 7)
    let text = try program.run("agreement", "a.jsonl", "b.jsonl", "--disagreements")
    #expect(text.output.contains("a.jsonl: strike") && text.output.contains("no evidence spans"))
  }

  @Test func codersFilesThatDoNotFitAreRefused() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    func line(_ text: String, _ rest: String = "") -> String {
      #"{"id":"x","text":"\#(text)","label":"a"\#(rest)}"# + "\n"
    }
    try program.write(line("one"), to: "a.jsonl")
    try program.write(line("two"), to: "b.jsonl")
    try program.write(line("one") + line("one"), to: "twice.jsonl")
    try program.write(line("one", #","evidence":[{"start":1,"end":9,"concept":"c"}]"#), to: "long.jsonl")
    try program.write("{\"text\":\"one\"}\n", to: "none.jsonl")
    try program.write("nonsense\n", to: "bad.jsonl")
    for (file, word) in [
      ("b.jsonl", "one text in"), ("twice.jsonl", "line 1 already"), ("long.jsonl", "9"), ("none.jsonl", "\"id\""),
      ("bad.jsonl", "bad.jsonl:1"), ("a.jsonl", "twice"), ("absent.jsonl", "absent.jsonl"),
    ] {
      let run = try program.run("agreement", "a.jsonl", file)
      #expect(run.status == 2 && run.errors.contains(word), "\(file): \(run.errors)")
    }
  }
}
