// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import Extracting

/// Pages of the programs that make documentation, cut down to their frames.
struct GeneratedPageTests {
  /// The body of a page, a line for each block.
  private func body(_ markup: String) throws -> [String] {
    try HTMLExtractor.extract(Array(markup.utf8)).blocks.filter(\.kind.isBody).map(\.text)
  }

  private func generator(_ name: String) -> String { "<meta name=generator content='\(name)'>" }

  private let short = "Rows are counted from one."

  @Test func tablesThatLeadFromPageToPageInDocBookAreFurniture() throws {
    let links = "<tr><td><a accesskey=p href=a>Prev</a></td><td><a href=b>Up</a></td><th>Chapter 6</th></tr>"
    let page = """
      \(generator("DocBook XSL Stylesheets Vsnapshot"))<body>\
      <div class=navheader><table summary='Navigation header'><tr><th colspan=3>6.2. Counting</th></tr>\(links)</table></div>\
      <div class=sect1><div class=titlepage><h2>6.2. Counting</h2></div>\
      <div class=toc><dl><dt><a href=x>6.2.1. From zero</a></dt></dl></div>\
      <p>\(String(repeating: "A row is a line of a table. ", count: 9))</p><p>\(short)</p></div>\
      <div class=navfooter><table summary='Navigation footer'>\(links)</table></div>
      """
    let texts = try body(page)
    #expect(texts.first == "6.2. Counting" && texts.last == short)
    #expect(texts.count == 3, "\(texts)")
  }

  @Test func whatStandsBetweenEntriesOfASphinxManualIsText() throws {
    let repeated = "Changed in version 2: the path may be an object of any kind that names a file."
    let entries = (0..<6).map { entry in
      """
      <dl class=function><dt class=sig id=f\(entry)><code>read_\(entry)</code>(<em>path</em>)\
      <a href='m.html#f'><span class=viewcode-link>[source]</span></a>\
      <a class=headerlink href='#a-long-name-of-an-entry-\(entry)' title=Permalink>¶</a></dt>\
      <dd><p>Reads.</p><div class=versionchanged><p>\(repeated)</p></div></dd></dl>
      """
    }
    let page = """
      <body><div class=related><ul><li><a href=i>index</a></li></ul></div>\
      <div class=document><div class=documentwrapper><div class=bodywrapper><div class=body role=main>\
      <section><h1>Files<a class=headerlink href=#files>¶</a></h1>\(entries.joined())\
      <p class=comments-are-words>\(short)</p></section></div></div></div>\
      <div class=sphinxsidebar><h3>Table of Contents</h3><ul><li><a href=#x>Files</a></li></ul></div></div>\
      <div class=footer>Made with Sphinx.</div>
      """
    let texts = try body(page)
    #expect(texts.prefix(4) == ["Files", "read_0(path)", "Reads.", repeated])
    #expect(texts.filter { $0 == repeated }.count == 6 && texts.last == short && texts.count == 20, "\(texts)")
  }

  @Test(arguments: [
    (
      "Doxygen 1.9.1",
      """
      <div id=top><div id=titlearea>A library</div></div>\
      <div class=header><div class=summary><a href=#f>Fields</a></div>\
      <div class=headertitle><div class=title>row Struct</div></div></div>\
      <div class=contents><p>One row.</p><table><tr><td>int</td><td>count</td></tr></table></div>\
      <address class=footer>Generated on Monday by a program</address>
      """, ["row Struct", "One row.", "int", "count"]
    ),
    (
      "makeinfo",
      """
      <div class=header><p>Next: <a href=b>Rows</a>, Up: <a href=t>Top</a></p></div>\
      <h2>2 Tables</h2><p>A table has rows.</p><div class=nav-panel><p>Next: <a href=b>Rows</a></p></div>
      """, ["2 Tables", "A table has rows."]
    ),
    (
      "Asciidoctor 2.0",
      """
      <div id=header><h1>rows(1)</h1><div class=details><span>version 1</span></div></div>\
      <div id=content><h2>NAME</h2><p>rows - count</p><h2>SEE ALSO</h2><p><a href=c>cells(1)</a></p></div>\
      <div id=footer>Last updated on Monday</div>
      """, ["rows(1)", "NAME", "rows - count", "SEE ALSO", "cells(1)"]
    ),
    (
      "javadoc/17",
      """
      <header role=banner><nav><div class=topNav><ul><li>Class</li></ul></div></nav></header>\
      <main><h1>Class Row</h1><p>No usage of Row</p></main><footer role=contentinfo><p>Copyright of all.</p></footer>
      """, ["Class Row", "No usage of Row"]
    ),
  ])
  func partsAreKnownByTheirNames(generator name: String, frame: String, expected: [String]) throws {
    #expect(try body("<html><head>\(generator(name))</head><body>\(frame)</body></html>") == expected)
  }

  @Test func aPageThatListsContentsAloneKeepsTheList() throws {
    let list = "<div class=toc><dl>" + (0..<30).map { "<dt><a href=\($0)>Part \($0)</a></dt>" }.joined() + "</dl></div>"
    let frame = "\(generator("DocBook XSL Stylesheets V1.79"))<div class=book><h1>Rows</h1>"
    #expect(try body(frame + list + "</div>").count == 31)
    let prose = "<p>" + String(repeating: "A row is a line. ", count: 20) + "</p>"
    #expect(try body(frame + list + prose + "</div>").count == 2)
  }

  @Test func aPageWhoseWordsStandElsewhereIsJudgedAsOthersAre() {
    let prose = "<p>" + String(repeating: "A row is a line. ", count: 20) + "</p>"
    func text(_ markup: String) -> [Bool]? {
      let tree = MarkupParser.parse(Array(markup.utf8), depth: 100)
      return GeneratedPage.textBlocks(BlockGatherer.gather(tree, textLimit: 10_000).page, in: tree)
    }
    #expect(text(generator("Doxygen") + "<div class=contents>a</div>\(prose)") == nil)
    #expect(text(generator("Doxygen") + "<div class=contents>\(prose)</div><p>a</p>") == [true, false])
    #expect(text(generator("WordPress 6") + "<div class=contents>\(prose)</div>") == nil)
    #expect(text(generator("Doxygen") + prose) == nil)
  }

  @Test(arguments: [
    (
      "LaTeX2HTML v2022.2",
      "<div class=navigation><b>Next:</b> <a href=n>Endian</a> <b>Up:</b> <a href=u>Binary</a></div>"
    ),
    (
      "Modular DocBook HTML Stylesheet Version 1.79",
      "<div class=NAVHEADER><table><tr><td><a href=p>Prev</a></td></tr></table></div>"
    ),
    (
      "publican v4.3.2",
      "<ul class='docnav top'><li class=previous><a href=p>Prev</a></li><li class=home>The guide</li></ul>"
    ),
  ])
  func linksFromPageToPageAreFurniture(name: String, links: String) throws {
    let text = String(repeating: "A row is a line of a table. ", count: 9)
    let page =
      "\(generator(name))<body>\(links)<div class=section><h3>Rows</h3><p>\(text)</p><p>\(short)</p></div>\(links)"
    let texts = try body(page)
    #expect(texts.count == 3 && texts.last == short, "\(texts)")
  }

  @Test func aListOfLinksToTheNextChapterIsFurniture() throws {
    let links =
      "<ul><li><a href=a>Table of Contents</a><li><a href=b>Previous Chapter</a><li><a href=c>Next Chapter</a></ul>"
    let text = String(repeating: "A row is a line of a table, and a table has two of them. ", count: 9)
    let page = "<body><hr>\(links)<hr><h1>Rows</h1><p>\(text)</p><p>\(text)It ends.</p><hr>\(links)"
    let texts = try body(page)
    #expect(texts.count == 3, "\(texts)")
  }
}
