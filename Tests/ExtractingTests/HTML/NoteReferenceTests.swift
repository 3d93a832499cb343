// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import Extracting

/// Marks of notes leave words whole; other raised text stays where it stands.
struct NoteReferenceTests {
  private func text(_ markup: String) throws -> String {
    try HTMLExtractor.extract(Array(markup.utf8)).blocks.map(\.text).joined(separator: "|")
  }

  @Test(arguments: [
    // Wikipedia, pandoc, kramdown, DocBook, journals, Word, docutils.
    (
      "coproduction<sup id=cite_ref-1 class=reference><a href=#n><span>[</span>2<span>]</span></a></sup> grows",
      "coproduction grows"
    ),
    ("volunteers<a href=\"#fn3\" class=\"footnote-ref\" role=\"doc-noteref\"><sup>3</sup></a>, too", "volunteers, too"),
    ("libraries<sup id=\"fnref:12\"><a href=\"#fn:12\" class=footnote>12</a></sup>.", "libraries."),
    ("trust<a href=#ftn.a class=footnote><sup class=footnote>[a]</sup></a> and care", "trust and care"),
    ("of 2015<sup><a href=#c1>1</a>,<a href=#c2>2</a></sup> and", "of 2015 and"),
    ("of care<sup><a href=#c1>1</a></sup><sup>,</sup><sup><a href=#c2>2</a></sup>; and", "of care; and"),
    ("services<a href=#_ftn1 name=_ftnref1><span class=MsoFootnoteReference>[1]</span></a> and", "services and"),
    ("owners<a class=\"footnote-reference brackets\" href=#id5>1</a>.", "owners."),
    ("services <sup><a href=#n1>1</a></sup>, and <sup><a href=#n2>2</a></sup> more", "services, and more"),
    ("Brook<sup><a href=#n1>1</a></sup>Ford<sup><a href=#n1>[note 1]</a></sup>\u{2019}s", "Brook Ford\u{2019}s"),
    ("\u{6F22}\u{5B57}<sup><a href=#n1>[1]</a></sup>\u{6F22}\u{3002}", "\u{6F22}\u{5B57}\u{6F22}\u{3002}"),
  ])
  func callsAreLeftOut(_ markup: String, _ expected: String) throws {
    #expect(try text("<p>\(markup)</p>") == expected)
  }

  @Test(arguments: [
    ("services<sup>1</sup> and volunteers<sup>2,3</sup>.", "services 1 and volunteers 2,3."),
    ("citizens<sup>1</sup>and", "citizens 1 and"),
    ("Harmony<sup>TM</sup> works", "Harmony TM works"),
  ])
  func raisedNumbersArePartedFromWords(_ markup: String, _ expected: String) throws {
    #expect(try text("<p>\(markup)</p>") == expected)
  }

  @Test(arguments: [
    ("30 m<sup>2</sup>, km<sup>2</sup>, 10<sup>6</sup>, 1<sup>st</sup>, CO<sub>2</sub>", "30 m2, km2, 106, 1st, CO2"),
    ("s<sup>-1</sup> and M<sup>me</sup> Brook, E=mc<sup>2</sup>", "s-1 and Mme Brook, E=mc2"),
    ("<a href=/u>m<sup>2</sup></a> and <a href=/v>10<sup>6</sup> wells</a>", "m2 and 106 wells"),
    ("see <a href=#n1>[1]</a> and <a href=/2>2</a>", "see [1] and 2"),
    ("see <a href=#n1 class=footnote-reference>[1]</a> for more", "see [1] for more"),
    ("<sup>14</sup>C and <sup>1</sup>/<sub>2</sub>", "14C and 1/2"),
  ])
  func otherRaisedTextStays(_ markup: String, _ expected: String) throws {
    #expect(try text("<p>\(markup)</p>") == expected)
  }

  @Test func aNoteKeepsItsNumberAndLosesItsWayBack() throws {
    let notes = """
      <p><sup>7</sup>Military graduates</p><p><a href=#r1><sup>1</sup></a>Text</p><p>a<br><sup><a href=#r2>2</a></sup>Next</p>
      <ol><li>The well <a href="#fnref1" class=footnote-back>\u{21A9}\u{FE0E}</a></li>
      <li><span class=mw-cite-backlink>^ <a href=#cite_ref-1>a</a></span> The rope <a href=#r4>\u{2191}</a></li></ol>
      <dl><dt><a class=fn-backref href=#id1>1</a></dt><dd>The spade</dd></dl>
      """
    #expect(try text(notes) == "7 Military graduates|1 Text|a\n2 Next|The well|The rope|1|The spade")
  }

  @Test func cellsAndCodeAreKept() throws {
    #expect(
      try text("<table><tr><td><sup>1</sup> a<td>b<sup><a href=#x>1</a></sup><tr><td>c<td>d</table>") == "1 a\tb\nc\td")
    let notes = "<div><p><a href=#a><sup>[a]</sup></a> One</p></div><div><p><a href=#b><sup>[b]</sup></a> Two</p></div>"
    #expect(
      try text("<table><tr><td>a<td>b<tr><td>c<td>d<tr><td colspan=2>\(notes)</table>") == "a\tb\nc\td\n[a] One [b] Two"
    )
    #expect(try text("<pre>word<sup>1</sup></pre>") == "word1")
  }
}
