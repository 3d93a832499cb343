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
    (
      "The Daily Spring",
      "<script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"Wells and ropes\"}</script>"
        + "<h1>Wells and ropes</h1>", "Wells and ropes"
    ),
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
    #expect(DateReader.visible(text, order: .dayFirst) == expected)
  }

  @Test(arguments: ["May I", "version 1.2.3", "1999 items", "13/13/2020", "2020-13-01", "phone 555-12-2020x", ""])
  func whatIsNoDateIsNotRead(text: String) {
    #expect(DateReader.visible(text, order: .dayFirst) == nil)
  }

  @Test func bylineAndDateNearTheTitleAreRead() throws {
    let data = try metadata(
      "<h1>Wells</h1><div>By Ada Brook | 4 June 2025</div><p>Wells are dug by hand, and by many hands at that.</p>")
    #expect(data.authors == ["Ada Brook"])
    #expect(data.date == "2025-06-04")
  }

  @Test(arguments: [
    ("By Ada Brook, 4 March 2015", "Ada Brook", "2015-03-04"),
    ("By Ada Brook, March 4, 2015", "Ada Brook", "2015-03-04"),
    ("By Ada Brook, Mar. 4 2015", "Ada Brook", "2015-03-04"),
    ("By Ada Brook, Wed, 04 Mar 2015 10:00:00 GMT", "Ada Brook", "2015-03-04"),
    ("Par Ada Brook, le 1er mars 2015", "Ada Brook", "2015-03-01"),
    ("By Ada Brook on Friday March 6, 2015", "Ada Brook", "2015-03-06"),
    ("By Ada Brook, yesterday", "Ada Brook", nil),
    ("By Ada Brook, March 2015", "Ada Brook", "2015-03"),
    ("By Ada Brook, 2015-03", "Ada Brook", "2015-03"),
    ("By Ada Brook, 03/04/2015", "Ada Brook", "2015"),
    ("By Ada Brook, 23/04/2015", "Ada Brook", "2015-04-23"),
    ("By Ada May and Jan Brook, 4 March 2015", "Ada May; Jan Brook", "2015-03-04"),
    ("By Ada van der Brook, Staff Writer", "Ada van der Brook", nil),
    ("Posted on 3 May 2012 by Ada Brook", "Ada Brook", "2012-05-03"),
    ("Geplaatst op 12 september 2018 door Ada Brook", "Ada Brook", "2018-09-12"),
    ("Published: 3 May 2012 | Updated: 4 June 2013", nil, "2012-05-03"),
    ("3 May 2012 (last updated)", nil, nil),
  ])
  func bylinesAreReadToTheirEnd(line: String, authors: String?, date: String?) throws {
    let data = try metadata("<h1>Wells</h1><div>\(line)</div><p>Wells are dug by hand, and by many hands at that.</p>")
    #expect(data.authors.joined(separator: "; ") == authors ?? "")
    #expect(data.date == date)
  }

  @Test(arguments: [
    ("<p>The next meeting of the members is on <time datetime=2031-05-04>4 May 2031</time>.", nil),
    ("<p>It was founded on 2001-03-04 in the hall.</p>", nil),
    ("<p>Wells are dug by hand.</p><p>Last updated: 5 June 2017</p>", "2017-06-05"),
    ("<p>Published on <time datetime=2015-03-04>4 March 2015</time> by the members of the club.", "2015-03-04"),
  ])
  func datesThatSentencesSpeakOfAreNotThePages(text: String, date: String?) throws {
    let lead = String(repeating: "<p>Wells are dug by hand, and by many hands at that.</p>", count: 5)
    #expect(try metadata("<h1>Wells</h1>\(lead)\(text)").date == date)
    #expect(try metadata("<h1>Minutes of 3 May 2016</h1>\(lead)").date == "2016-05-03")
  }

  @Test func handlesOfForumsEndAtTheDate() throws {
    let data = try metadata(
      "<h1>Wells</h1><p class=author>by <b>ada_b</b> &raquo; Sat Jan 14, 2012 9:12 am</p><p>Text</p>")
    #expect(data.authors == ["ada_b"])
    #expect(data.date == "2012-01-14")
  }

  @Test(arguments: [
    ("<html lang=en-US>", "", "2015-03-04"), ("<html lang=en-GB>", "", "2015-04-03"),
    ("<html lang=nl>", "", "2015-04-03"),
    ("<html lang=en>", "", "2015"), ("<html>", "", "2015"),
    ("<html lang=en>", "<p>Seen on 23/5/2014</p>", "2015-04-03"),
    ("<html lang=en>", "<p>Seen on May 3, 2014</p>", "2015-03-04"),
    ("<html lang=en><link rel=canonical href=https://www.example.co.uk/a>", "", "2015-04-03"),
    ("<html lang=en><link rel=canonical href=https://www.example.gov/a>", "", "2015-03-04"),
    ("<html lang=en><link rel=canonical href=https://www.example.org/a>", "", "2015"),
  ])
  func slashedDatesFollowOneRule(head: String, text: String, expected: String) throws {
    #expect(
      try metadata("\(head)<meta name=DC.date content=03/04/2015>\(text)<h1>Wells</h1><p>Text</p>").date == expected)
    #expect(try metadata("\(head)\(text)<h1>Wells</h1><p>By Ada Brook, 03/04/2015</p><p>Text</p>").date == expected)
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
