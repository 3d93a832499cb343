// SPDX-License-Identifier: Apache-2.0

/// Metadata files in their four formats, and how they join to documents.
import Testing

@testable import Documents

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
    func title(_ id: String, doi: String? = nil) -> String? {
      var document = Document(id: id, source: id, format: .plain)
      document.metadata.doi = doi
      return join.metadata(of: document)?.title
    }
    #expect(title("a.html") == "Deeper")
    #expect(title("html/a.html") == "By path")
    #expect(title("x/html/a.html") == "By path")
    #expect(title("zzz.html", doi: "10.1/x") == "By DOI")
    #expect(title("k1") == "By key")
    #expect(title("nothing") == nil)
  }
}
