// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import Extracting

/// Title, authors, date and the rest, from what pages declare and show.
struct PageMetadataTests {
  private func metadata(_ html: String) throws -> Metadata { try HTMLExtractor.extract(Array(html.utf8)).metadata }

  @Test func scholarlyTagsComeFirst() throws {
    let data = try metadata(
      """
      <html lang="en"><head><title>Journal - A study of wells</title><meta name=citation_title content="A study of wells">
      <meta name=citation_author content="Ada Brook"><meta name=citation_author content="Ben Ford">
      <meta name=citation_publication_date content="2019/03/07"><meta name=citation_doi content="doi:10.1234/wells.7">
      <meta name=citation_journal_title content="Water Letters"><link rel=canonical href="https://example.org/wells">
      </head><body><p>Text</p></body></html>
      """)
    #expect(data.title == "A study of wells")
    #expect(data.authors == ["Ada Brook", "Ben Ford"])
    #expect(data.date == "2019-03-07")
    #expect(data.doi == "10.1234/wells.7")
    #expect(data.venue == "Water Letters")
    #expect(data.url == "https://example.org/wells")
    #expect(data.language == "en")
  }

  @Test func linkedDataIsFollowed() throws {
    let data = try metadata(
      """
      <title>Wells | The Spring</title><script type="application/ld+json">
      {"@context":"https://schema.org","@graph":[{"@type":"Article","headline":"Wells","datePublished":"2021-02-03T10:00:00Z",
      "author":{"@id":"#ada"},"publisher":{"@type":"Organization","name":"The Spring"},},{"@type":"Person","@id":"#ada","name":"Ada Br\\u00fcck"}]}
      </script><h1>Wells</h1><p>Text</p>
      """)
    #expect(data.authors == ["Ada Br\u{fc}ck"])
    #expect(data.date == "2021-02-03")
    #expect(data.title == "Wells")
    #expect(data.venue == "The Spring")
  }

  @Test(arguments: [
    ("Wells - The Spring", "<h1>Wells</h1>", "Wells"),
    ("The Spring: Wells and rivers", "<h1>The Spring</h1><h1>Wells and rivers</h1>", "The Spring: Wells and rivers"),
    ("Wells - old and new | The Spring", "", "Wells - old and new"),
    ("The Spring", "", "The Spring"),
    ("Well-being in wells", "<h1>Other words</h1>", "Well-being in wells"),
    ("", "<h1>Only a heading</h1>", "Only a heading"),
  ])
  func titleIsWithoutTheSite(title: String, heading: String, expected: String) throws {
    let site = "<meta property=og:site_name content='The Spring'>"
    #expect(try metadata("<title>\(title)</title>\(site)\(heading)<p>Text</p>").title == expected)
  }

  @Test(arguments: [
    ("June 4, 2025", "2025-06-04"), ("4. Juni 2025", "2025-06-04"), ("le 1er avril 2020", "2020-04-01"),
    ("3rd of May 2019", "2019-05-03"), ("Updated 2024-12-19 10:00", "2024-12-19"), ("19.12.2024", "2024-12-19"),
    ("12/19/2024", "2024-12-19"), ("19/12/2024", "2024-12-19"), ("04-06-2025", "2025-06-04"),
    ("5 de mayo de 2021", "2021-05-05"),
    ("December 2023", "2023-12"), ("30 maart 2022", "2022-03-30"),
  ])
  func shownDatesAreRead(text: String, expected: String) {
    #expect(DateReader.visible(text) == expected)
  }

  @Test(arguments: ["May I", "version 1.2.3", "1999 items", "13/13/2020", "2020-13-01", "phone 555-12-2020x", ""])
  func whatIsNoDateIsNotRead(text: String) {
    #expect(DateReader.visible(text) == nil)
  }

  @Test func bylineAndDateNearTheTitleAreRead() throws {
    let data = try metadata(
      "<h1>Wells</h1><div>By Ada Brook | 4 June 2025</div><p>Wells are dug by hand, and by many hands at that.</p>")
    #expect(data.authors == ["Ada Brook"])
    #expect(data.date == "2025-06-04")
  }

  @Test func declaredCharsetIsFound() {
    func name(_ text: String) -> String? { DeclaredCharset.name(in: Array(text.utf8)) }
    #expect(name("<meta charset=\"UTF-8\">") == "utf-8")
    #expect(name("<!-- <meta charset=koi8-r> --><META http-equiv=x CONTENT='text/html; charset = big5'>") == "big5")
    #expect(name("<?xml version='1.0' encoding='ISO-8859-15'?>") == "iso-8859-15")
    #expect(name("<meta name=charset-note content=none><p>charset=x</p>") == nil)
    #expect(name("<meta charset") == nil)
  }

  @Test func brokenJSONGivesWhatItCan() {
    #expect(LooseJSON(parsing: Array("{\"a\":[1,,2,],\"b\":\"x\ny\" \"c\"".utf8))["b"]?.string == "x y")
    #expect(LooseJSON(parsing: Array(String(repeating: "[", count: 100_000).utf8)).items.count == 1)
    #expect(LooseJSON(parsing: Array("\"\\ud83d\\ude00\\ud800\"".utf8)).string == "\u{1F600}\u{FFFD}")
  }
}
