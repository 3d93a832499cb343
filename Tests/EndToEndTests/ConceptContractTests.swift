// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `tag`, `concepts`, `classify` and `show` as outside programs rely on them.
@Suite struct ConceptContractTests {
  private let lexicon = BuiltProgram.sourceRoot.appendingPathComponent("Lexicons/coproduction").path

  /// Four texts, one of them a page of PDF; the third holds every spelling of the term.
  private func indexed() throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write(
      """
      Parents started the playgroup in 1998. They elect the committee, keep the keys and decide who is hired. The \
      council pays the rent and has no vote.

      The study calls this citizen-owned co-production of a public service.
      """, to: "corpus/owned.txt")
    try program.write(
      """
      The library was threatened with closure after budget cuts: take it over or lose it, the council said. In March the \
      council hands over the library to the residents, who had no choice.
      """, to: "corpus/enforced.txt")
    try program.write(
      "Co-production, coproduction, co\u{2011}production and co production of public services are one thing.",
      to: "corpus/spellings.txt")
    try program.write(
      TinyPDF.document(text: "The citizen-owned co-production of public services has a page."), to: "corpus/page.pdf")
    let run = try program.run("build", "--index", "ix", "--quiet", "--lexicon", lexicon, "corpus")
    #expect(run.status == 0, "\(run.errors)")
    return program
  }

  private func slice(_ text: String, _ span: [String: Any]) throws -> String {
    let scalars = Array(text.unicodeScalars)
    let start = try #require(span["start"] as? Int)
    let end = try #require(span["end"] as? Int)
    try #require(0 <= start && start < end && end <= scalars.count)
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[start..<end])
    return String(view)
  }

  @Test func tagLinesHoldTheFieldsOfTheContract() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let text = "Café 😀: the parents started the group; citizen-owned co-production, they said."
    let input = #"{"id":"p1","text":"\#(text)","lang":"en"}"# + "\n" + #"{"id":"p2","text":""}"# + "\nbroken\n"
    let run = try program.run("tag", "--lexicon", lexicon, "--jsonl", input: input)
    #expect(run.status == 0)
    #expect(run.objects.count == 3)
    let line = try #require(run.objects.first)
    #expect(line["id"] as? String == "p1")
    let labels: Set<String> = ["citizen-owned", "citizen-driven", "transitional", "none"]
    #expect(labels.contains(line["label"] as? String ?? ""))
    #expect(line["confidence"] is Double)
    #expect(Set((line["scores"] as? [String: Any] ?? [:]).keys) == labels)
    #expect(line["roles"] is [String: String])
    #expect((line["attributes"] as? [String: Any])?["mood"] is String)
    let spans = try #require(line["spans"] as? [[String: Any]])
    for span in spans {
      #expect(Set(span.keys).isSuperset(of: ["start", "end", "concept", "rule", "strength", "polarity", "roles"]))
      _ = try slice(text, span)
    }
    let term = try #require(spans.first { $0["concept"] as? String == "typology_term" })
    #expect(try slice(text, term) == "citizen-owned co-production")
    #expect(run.objects[2]["error"] is String)
    #expect(try program.run("tag", "--lexicon", "no-such-folder", input: "{}").status == 2)
  }

  /// Pages declare a language that is not theirs as often as not: `tag` and an index read them by the same one.
  @Test func tagAndIndexReadTextsByOneLanguage() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let dutch =
      "De bewoners zijn zelf een bibliotheek begonnen in de oude school. Zij beslissen zelf over de aankopen en de gemeente "
      + "heeft niets te zeggen."
    let english =
      "The residents began a library of their own. They decide what is bought, and the council has no say in it."
    var lines: [String] = []
    var pages: [String] = []
    for (name, text) in [("nl", dutch), ("en", english)] {
      for declared in ["", "en", "nl", "en-US", "German", "fr"] {
        let id = "\(name)\(pages.count)"
        lines.append(#"{"id":"\#(id)","text":"\#(text)","lang":"\#(declared)"}"#)
        pages.append("\(id).html")
        let paragraphs = String(repeating: "<p>\(text)</p>", count: 4)
        try program.write(
          #"<html lang="\#(declared)"><head><title>T</title></head><body><h1>Kop</h1>\#(paragraphs)</body></html>"#,
          to: "pages/\(id).html")
      }
    }
    try program.write(lines.joined(separator: "\n") + "\n", to: "lines/texts.jsonl")
    let tagged =
      try program.run("tag", "--lexicon", lexicon, "--jsonl", "lines/texts.jsonl", "--quiet").objects
      + program.run(["tag", "--lexicon", lexicon, "--quiet"] + pages.map { "pages/\($0)" }).objects
    for (folder, ids) in [("lines", nil), ("pages", pages)] as [(String, [String]?)] {
      #expect(
        try program.run("build", "--index", "ix-\(folder)", "--quiet", "--lexicon", lexicon, folder).status == 0)
      let indexed = try program.run("classify", "--index", "ix-\(folder)", "--jsonl", "--all").objects
      let own = ids == nil ? tagged.prefix(lines.count) : tagged.suffix(pages.count)
      for line in own {
        let id = try #require(line["id"] as? String).split(separator: "/").last.map(String.init)
        let parts = indexed.filter { $0["document"] as? String == id }
        #expect(Self.spans([line]) == Self.spans(parts), "\(id ?? "")")
        #expect(Self.spans([line]).contains { $0.contains("citizen_controls") }, "\(id ?? "")")
        // The rules are those of the text's language, whatever is declared.
        let language = id?.prefix(2) ?? ""
        #expect(Self.spans([line]).allSatisfy { $0.contains(" \(language).") }, "\(id ?? "")")
      }
    }
  }

  /// Place, concept and rule of each span.
  private static func spans(_ lines: [[String: Any]]) -> [String] {
    lines.flatMap { $0["spans"] as? [[String: Any]] ?? [] }.map {
      "\($0["start"] ?? "")-\($0["end"] ?? "") \($0["concept"] ?? "") \($0["rule"] ?? "")"
    }
  }

  @Test func conceptsCountEachDocument() throws {
    let program = try indexed()
    defer { program.remove() }
    let run = try program.run("concepts", "--index", "ix", "--json")
    let rows = try #require(run.objects.first?["rows"] as? [[String: Any]])
    #expect(rows.map { $0["document"] as? String } == ["enforced.txt", "owned.txt", "page.pdf", "spellings.txt"])
    #expect((rows[3]["counts"] as? [String: Int])?["coproduction"] == 4)
    #expect((rows[1]["counts"] as? [String: Int])?["citizen-owned"] == 1)
    #expect(rows[3]["tokens"] as? Int == 14)
    let byLanguage = try program.run("concepts", "--index", "ix", "--json", "--by", "language")
    #expect((byLanguage.objects.first?["rows"] as? [[String: Any]])?.first?["language"] as? String == "en")
    let unknown = try program.run("concepts", "--index", "ix", "--concept", "citizen-ownd")
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("did you mean 'citizen-owned'"))
    let field = try program.run("concepts", "--index", "ix", "--by", "yeer")
    #expect(field.status == 2)
    #expect(field.errors.contains("the fields are"))
  }

  @Test func conceptsAreFoundByQueries() throws {
    let program = try indexed()
    defer { program.remove() }
    let plain = try program.run("count", "--index", "ix", "--json", "concept:citizen-owned")
    #expect((plain.objects.first?["documents"] as? Int ?? 0) == 2)
    let cql = try program.run(
      "kwic", "--index", "ix", "--jsonl", #"[concept="citizen-owned"] [word="of"] within s"#)
    #expect(cql.objects.count == 2)
    #expect(cql.objects.allSatisfy { ($0["concepts"] as? [String])?.contains("citizen-owned") == true })
    let unknown = try program.run("search", "--index", "ix", "concept:citizen-ownd")
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("citizen-owned"))
  }

  @Test func classifyNamesDocumentAndPage() throws {
    let program = try indexed()
    defer { program.remove() }
    let run = try program.run("classify", "--index", "ix", "--jsonl", "--all")
    #expect(run.status == 0)
    let page = try #require(run.objects.first { $0["document"] as? String == "page.pdf" })
    #expect(page["page"] as? Int == 1)
    for key in ["id", "label", "confidence", "scores", "roles", "attributes", "spans", "start", "end"] {
      #expect(page.keys.contains(key), "\(key)")
    }
    let labels = Dictionary(grouping: run.objects) { $0["document"] as? String ?? "" }
    #expect(labels["owned.txt"]?.contains { $0["label"] as? String == "citizen-owned" } == true)
    #expect(labels["enforced.txt"]?.contains { $0["subtype"] as? String == "enforced" } == true)
  }

  @Test func aChangedLexiconRetagsWithoutReadingFiles() throws {
    let program = try indexed()
    defer { program.remove() }
    let copy = program.folder.appendingPathComponent("lexicon")
    try FileManager.default.copyItem(atPath: lexicon, toPath: copy.path)
    let english = copy.appendingPathComponent("en.yml")
    let text = try String(contentsOf: english, encoding: .utf8)
    // A word more in the rule of the term.
    try Data(text.replacing("|co-produce|", with: "|thing|co-produce|").utf8).write(to: english)
    let before = try program.run("concepts", "--index", "ix", "--json").output
    // Any file that is given to an extractor ends it, and would be quarantined.
    let run = try program.run(
      "build", "--index", "ix", "--json", "--lexicon", "lexicon",
      environment: ["SYNTOP_TEST_FAULT": "crash:.txt,crash:.html,crash:.pdf"])
    #expect(run.status == 0, "\(run.errors)")
    #expect((run.objects.last?["documents"] as? [String: Int])?["unchanged"] == 4)
    let after = try program.run("concepts", "--index", "ix", "--json").output
    #expect(after != before && after.contains("citizen-owned"))
    let fresh = try program.run("build", "--index", "fresh", "--quiet", "--lexicon", "lexicon", "corpus")
    #expect(fresh.status == 0)
    #expect(try program.run("concepts", "--index", "fresh", "--json").output == after)
  }

  @Test func showPrintsAPageWithItsConceptsAndDrawsIt() throws {
    let program = try indexed()
    defer { program.remove() }
    let text = try program.run("show", "--index", "ix", "page.pdf", "--page", "1")
    #expect(text.status == 0)
    #expect(text.output.contains("]{citizen-owned}"))
    let object = try #require(
      try program.run("show", "--index", "ix", "page.pdf", "--page", "1", "--json").objects.first)
    #expect(object["pages"] as? Int == 1)
    #expect((object["hits"] as? [[String: Any]])?.isEmpty == false)
    let drawn = try program.run(
      "show", "--index", "ix", "page.pdf", "--page", "1", "--image", "out.png", "--mark", "services")
    #expect(drawn.status == 0, "\(drawn.errors)")
    let png = try Data(contentsOf: program.folder.appendingPathComponent("out.png"))
    #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    try program.run("show", "--index", "ix", "page.pdf", "--page", "1", "--image", "bare.png", "--mark", "nowhere")
    #expect(try Data(contentsOf: program.folder.appendingPathComponent("bare.png")) != png)
    #expect(try program.run("show", "--index", "ix", "page.pdf", "--page", "9").status == 2)
    try program.write(TinyPDF.document(text: "Another text stands here now."), to: "corpus/page.pdf")
    let stale = try program.run("show", "--index", "ix", "page.pdf", "--page", "1", "--image", "stale.png")
    #expect(stale.status == 2 && stale.errors.contains("has changed since it was indexed"))
    #expect(try program.run("show", "--index", "ix", "no-such.pdf").status == 2)
    #expect(try program.run("show", "--index", "ix", "owned.txt", "--page", "1", "--image", "x.png").status == 2)
  }
}
