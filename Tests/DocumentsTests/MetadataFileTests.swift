// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
@testable import Documents

/// Metadata files in their four formats, and how they join to documents.
@Suite struct MetadataFileTests {
  @Test func readsCSVWithQuotesAndFindsTheSeparator() throws {
    let text = "path;title;author;year;note\r\na/b.html;\"One; \"\"two\"\"\nlines\";Ada Example; 2004;x\r\n"
    let record = try #require(try MetadataFile.records(text, name: "m.csv").first)
    #expect(record.path == "a/b.html")
    #expect(record.metadata.title == "One; \"two\" lines")
    #expect(record.metadata.authors == ["Ada Example"])
    #expect(record.metadata.date == "2004")
    #expect(record.metadata.fields["note"] == .text("x"))
  }

  @Test func keepsACommaInsideANameOfACSVFile() throws {
    let text = "path,author\nx.txt,\"Netherwick Council, Libraries and Learning; Bo Sample\"\n"
    let record = try #require(try MetadataFile.records(text, name: "m.csv").first)
    #expect(record.metadata.authors == ["Netherwick Council, Libraries and Learning", "Bo Sample"])
  }

  /// Separators and quotes are signs whatever mark stands behind them.
  @Test func cellsMayBeginWithMarksThatJoin() throws {
    let text =
      "path,title,kind\na.txt,\u{301}odd,book\nb.txt,\"\u{301}quoted, title\",\u{200C}paper\r\nc.txt,\"\u{200C}\"\"x\",y\n"
    let records = try MetadataFile.records(text, name: "m.csv")
    #expect(records.map(\.metadata.title) == ["\u{301}odd", "\u{301}quoted, title", "\u{200C}\"x"])
    #expect(records.map(\.metadata.kind) == ["book", "\u{200C}paper", "y"])
    #expect(records.map(\.place) == ["m.csv:2", "m.csv:3", "m.csv:4"])
  }

  /// Bodies stand in braces of their own; long lists are broken over lines.
  @Test(arguments: [
    ("{Department of Health and Social Care}", ["Department of Health and Social Care"]),
    ("{Smith, Jones and Partners, Ltd}", ["Smith, Jones and Partners, Ltd"]),
    ("Doe, Jane and\n   Roe, Richard", ["Jane Doe", "Richard Roe"]),
    ("Example, Ada and\n {Ministry of Works and Days} and others", ["Ada Example", "Ministry of Works and Days"]),
    ("King, Jr, Martin and Anderson\tand\tvan der Berg, A.", ["Martin King Jr", "Anderson", "A. van der Berg"]),
    ("{\\'E}cole, Anne and Andr{\\'e} and", ["Anne École", "André"]),
  ])
  func namesOfBibTeX(_ value: String, _ wanted: [String]) throws {
    let records = try MetadataFile.records("@book{k, author = {\(value)}}", name: "m.bib")
    #expect(records.first?.metadata.authors == wanted)
  }

  /// Paths are matched by their ends as comparing every record with every file would.
  @Test func pathsAreMatchedAsByComparingAll() {
    var random = SeededGenerator(seed: 7)
    func path(_ depth: ClosedRange<Int>) -> String {
      (0..<Int.random(in: depth, using: &random)).map { _ in ["a", "b", "c.txt"].randomElement(using: &random) ?? "a" }
        .joined(separator: "/")
    }
    var seen: [String: Int] = [:]
    for _ in 0..<400 {
      let files = Array(Set((0..<6).map { _ in path(1...4) }))
      let endings = PathEndings(files)
      for _ in 0..<10 {
        let path = path(1...5)
        let above = files.filter { path.hasSuffix("/" + $0) }.max { $0.utf8.count < $1.utf8.count }
        let below = files.filter { $0.hasSuffix("/" + path) }
        let wanted: PathEndings.Match =
          if files.contains(path) { .whole } else if let above { .one(above) } else if below.count == 1 {
            .one(below[0])
          } else { below.isEmpty ? .none : .several(below.count) }
        #expect(endings.match(path) == wanted, "\(path) among \(files)")
        let border =
          switch wanted {
          case .whole: "whole"
          case .one: above == nil ? "below" : "above"
          case .several: "several"
          case .none: "none"
          }
        seen[border, default: 0] += 1
      }
    }
    for border in ["whole", "above", "below", "several", "none"] { #expect(seen[border] ?? 0 > 20, "\(border)") }
  }

  @Test func readsBibTeX() throws {
    let text = """
      % a comment
      @article{muster2020, author = {Muster, J{\\"u}rgen and Ada Example}, title = "The {Library} Case",
        year = 2020, month = mar, journal = {Journal of } # "Cases", doi = {https://doi.org/10.1000/x.1},
        file = {papers/muster.pdf}, langid = {ngerman}}
      @book{other, title={Caf\\'e \\ss{} life}}
      """
    let records = try MetadataFile.records(text, name: "m.bib")
    #expect(records.count == 2)
    let first = records[0]
    #expect(first.key == "muster2020")
    #expect(first.path == "papers/muster.pdf")
    #expect(first.metadata.authors == ["Jürgen Muster", "Ada Example"])
    #expect(first.metadata.title == "The Library Case")
    #expect(first.metadata.date == "2020-03")
    #expect(first.metadata.venue == "Journal of Cases")
    #expect(first.metadata.doi == "10.1000/x.1")
    #expect(first.metadata.language == "de")
    #expect(first.metadata.kind == "article")
    #expect(records[1].metadata.title == "Café ß life")
  }

  @Test(arguments: [
    ("papers/a.pdf", "papers/a.pdf"), (":a.pdf:PDF", "a.pdf"),
    ("Full Text:files/7/a b.pdf:application/pdf", "files/7/a b.pdf"),
    (":one.pdf:PDF;:two.pdf:PDF", "one.pdf"), ("x:y", "x:y"),
  ])
  func pathsOfAttachedFiles(_ value: String, _ path: String) throws {
    #expect(try MetadataFile.records("@book{k, file = {\(value)}}", name: "m.bib").map(\.path) == [path])
  }

  @Test func readsRISAndCSL() throws {
    let ris = "TY  - RPRT\nAU  - Example, Ada\nTI  - A Report\nPY  - 2011\nDO  - 10.1/ab\nL1  - r.pdf\nER  - \n"
    let report = try #require(try MetadataFile.records(ris, name: "m.ris").first)
    #expect(report.metadata.kind == "report")
    #expect(report.metadata.authors == ["Ada Example"])
    #expect(report.metadata.date == "2011")
    #expect(report.path == "r.pdf")
    let csl = """
      [{"id":"k1","type":"article-journal","title":"T","author":[{"family":"Example","given":"Ada"},{"literal":"The Group"}],
        "issued":{"date-parts":[[2019,7,3]]},"DOI":"10.1/cd"}]
      """
    let item = try #require(try MetadataFile.records(csl, name: "m.json").first)
    #expect(item.key == "k1")
    #expect(item.metadata.authors == ["Ada Example", "The Group"])
    #expect(item.metadata.date == "2019-07-03")
    #expect(item.metadata.doi == "10.1/cd")
  }

  @Test func saysWhatIsWrong() {
    #expect(throws: MetadataFile.Failure.self) { try MetadataFile.records("title,year\nA,2001\n", name: "m.csv") }
    #expect(throws: MetadataFile.Failure.self) { try MetadataFile.records("[{]", name: "m.json") }
    #expect(throws: MetadataFile.Failure.self) { try MetadataFile.records("", name: "m.csv") }
  }

  private func failure(_ text: String, _ name: String) -> String {
    do throws(MetadataFile.Failure) { _ = try MetadataFile.records(text, name: name) } catch {
      return error.description
    }
    return "none"
  }

  @Test func aQuoteOrBraceThatIsNotClosedIsAFailureWithItsLine() {
    #expect(
      failure("path,title\na,x\n\"html/b,unclosed\nc,y\n", "m.csv")
        == "m.csv:3: the quote that is opened here is never closed")
    // The next quote closes it, and its own text stands behind.
    let swallowed = failure("path,title\n\"html/a,One\nb,Two\nc,\"Three, Four\"\n", "m.csv")
    #expect(swallowed.hasPrefix("m.csv:4: text follows the quote that closes the cell begun in line 2"), "\(swallowed)")
    #expect(
      failure("path,title\n\"a\nb\",One\n", "m.csv")
        == "m.csv:2: the path reaches over a line end; is its quote closed?")
    let entry = failure("@book{a, title={One}}\n\n@book{b, title={{{Two},\n}\n@book{c, title={Three}}\n", "m.bib")
    #expect(entry == "m.bib:3: a brace or quote in the entry 'b' is never closed")
    #expect(failure("path,title\n\"a\" ,\"One \"\"1\"\"\"\n", "m.csv") == "none")
  }

  @Test func bytesThatAreNoUTF8AreAFailureWithTheirLine() {
    #expect(throws: MetadataFile.Failure(description: "m.csv:2: a byte that is no UTF-8; save the file as UTF-8")) {
      try MetadataFile.records(Array("path,title\na,".utf8) + [0xE9, 0x0A], name: "m.csv")
    }
    #expect(throws: Never.self) {
      try MetadataFile.records([0xEF, 0xBB, 0xBF] + Array("path\na\n".utf8), name: "m.csv")
    }
  }

  @Test func remarksOnRowsAndRepeatedPaths() throws {
    let text = "path,title,year\na.txt,One,abcd\nb.txt,Two\n\"./a.txt\",\"Three\nlines\",2001\nc.txt,Four,2002,x\n"
    let records = try MetadataFile.records(text, name: "m.csv")
    let join = MetadataJoin(records)
    #expect(
      join.remarks == [
        "m.csv:2: 'abcd' is no year or date (YYYY, YYYY-MM, YYYY-MM-DD) and is left out",
        "m.csv:3: the row has 2 cells, the heading 3",
        "m.csv:4: the path 'a.txt' stands at m.csv:2 already, which is used",
        "m.csv:6: the row has 4 cells, the heading 3",
      ])
    join.settle(among: ["a.txt"])
    #expect(join.metadata(of: Document(id: "a.txt", source: "a.txt", format: .plain))?.title == "One")
    #expect(join.unused == ["m.csv:3", "m.csv:4", "m.csv:6"])
    let ris = "TY  - BOOK\nTI  - One\nTY  - BOOK\nTI  - Two\nID  - k\n"
    let open = try MetadataFile.records(ris, name: "m.ris")
    #expect(open.map(\.metadata.title) == ["One", "Two"])
    #expect(
      MetadataJoin(open).remarks == ["m.ris:1: no line ER ends the record", "m.ris:3: no line ER ends the record"])
  }

  @Test func macrosNamesAndDashesOfBibTeX() throws {
    let text = """
      @string{jot = "Journal of Tests"} @String(b = {B})
      @article{k, author = {van der Berg, Piet and Smith, Jr., John and others}, journal = jot # " " # b,
        title = {The ``open'' question -- it's 1---2}, note = "007"}
      """
    let record = try #require(try MetadataFile.records(Array(text.utf8), name: "m.bib").first)
    #expect(record.metadata.authors == ["Piet van der Berg", "John Smith Jr."])
    #expect(record.metadata.venue == "Journal of Tests B")
    #expect(record.metadata.title == "The “open” question – it's 1—2")
    #expect(record.metadata.fields["note"] == .text("007"))
    let item = #"[{"id":"k","author":[{"family":"Berg","given":"Piet","non-dropping-particle":"van der"}]}]"#
    #expect(try MetadataFile.records(Array(item.utf8), name: "m.json").first?.metadata.authors == ["Piet van der Berg"])
  }

  @Test(arguments: [
    ("nl", "nl"), ("nl-BE", "nl"), ("NL_be", "nl"), ("nld", "nl"), ("Dutch", "nl"), ("ngerman", "de"), ("fre", "fr"),
    ("gsw", "gsw"), ("zh-Hans", "zh"), ("klingon", "klingon"),
  ])
  func languagesHaveOneName(_ given: String, _ wanted: String) { #expect(LanguageName.code(given) == wanted) }

  @Test func anEntryThatEndsAmissIsTold() throws {
    let text = "@book{a, title={One\n}\n@book{b, title={Two}, od:d={x}, year=2001}\n@book(c, title={Three},)\n"
    let records = try MetadataFile.records(text, name: "m.bib")
    #expect(records.map(\.metadata.title) == ["One", "Two", "Three"])
    #expect(
      MetadataJoin(records).remarks == [
        "m.bib:1: the entry 'a' cannot be read to its end", "m.bib:3: the entry 'b' cannot be read to its end",
      ])
  }

  @Test func joinsByPathThenDOIThenKey() {
    var byPath = MetadataRecord(path: "html/a.html")
    byPath.metadata.title = "By path"
    var deeper = MetadataRecord(path: "other/html/a.html")
    deeper.metadata.title = "Deeper"
    var byDOI = MetadataRecord()
    byDOI.metadata.doi = "10.1/X"
    byDOI.metadata.title = "By DOI"
    var byKey = MetadataRecord(key: "k1")
    byKey.metadata.title = "By key"
    let join = MetadataJoin([byPath, deeper, byDOI, byKey])
    func title(_ id: String, doi: String? = nil, beside others: [String] = []) -> String? {
      var document = Document(id: id, source: id, format: .plain)
      document.metadata.doi = doi
      join.settle(among: [id] + others)
      return join.metadata(of: document)?.title
    }
    #expect(title("a.html") == "By path")
    #expect(title("html/a.html") == "By path")
    #expect(title("x/html/a.html") == "By path")
    #expect(title("other/html/a.html") == "Deeper")
    #expect(title("zzz.html", doi: "10.1/x") == "By DOI")
    // A name joins only where one file has it.
    #expect(title("x/html/a.html", beside: ["html/a.html"]) == nil)
    #expect(title("x/html/a.html", beside: ["y/html/a.html"]) == nil)
    #expect(join.doubtful.count == 1 && join.doubtful[0].contains("the path 'html/a.html' fits 2 files"))
    #expect(title("a.html", beside: ["html/a.html"]) == nil)
    #expect(title("deep/k1.pdf", beside: ["k1.txt"]) == nil)
    #expect(title("k1") == "By key")
    #expect(title("deep/k1.pdf") == "By key")
    #expect(title("k1.x/other.pdf") == nil)
    #expect(join.metadata(of: Document(id: "k1.pdf", source: "lines.jsonl", format: .jsonLines)) == nil)
    #expect(title("nothing") == nil)
  }
}
