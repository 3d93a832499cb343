// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `report`: one page whose numbers are those of the other commands and open into lines of text.
@Suite struct ReportTests {
  private func indexed() throws -> BuiltProgram {
    let lines = [
      #"{"id":"a<1>","text":"The miners & the \"owners\" met. A strike began, and miners went on strike.","year":2001,"src":"x"}"#,
      #"{"id":"b","text":"No strike.","year":2003,"src":"y & z"}"#,
    ]
    return try BuiltProgram.indexingStrikes(lines, in: "c d.jsonl")
  }

  @Test func numbersAreThoseOfTheOtherCommands() throws {
    let program = try indexed()
    defer { program.remove() }
    let page = try program.run("report", "--index", "ix", "--by", "src", "--title", "A & B", "--link-base", "../c")
    #expect(page.status == 0, "\(page.errors)")
    let html = page.output
    for part in [
      "<title>A &amp; B</title>", "<td>documents</td><td class=\"n\">2</td>", "<td>words</td><td class=\"n\">15</td>",
      "<a href=\"#item-1\">strike</a></td><td class=\"n\">3</td><td class=\"n\">2</td><td class=\"n\">200000.0</td>",
      "<td>y &amp; z</td><td class=\"n\">2</td><td class=\"n\">1</td><td class=\"n\">500000.0</td>",
      "<h3 id=\"item-2\">miner</h3>",
      "<mark>strike</mark>", "<a href=\"../c/c%20d.jsonl\">a&lt;1&gt;</a>", "id=\"trends\"", "<svg", "id=\"pairs\"",
      "The corpus holds 2 documents with 15 words",
    ] { #expect(html.contains(part), "\(part)") }
    // Nothing is loaded from elsewhere.
    #expect(!html.contains("src=") && !html.contains("<script") && !html.contains("<link"))
    #expect(html.components(separatedBy: "<mark>").count == 6)
  }

  @Test func queriesAreReported() throws {
    let program = try indexed()
    defer { program.remove() }
    let page = try program.run(
      "report", "strike", #""the owners""#, "--concept", "miner", "--index", "ix", "--where", "year:2001", "--evidence",
      "1")
    #expect(page.status == 0, "\(page.errors)")
    #expect(page.output.contains("Only documents that match: year:2001"))
    #expect(page.output.contains(">strike</a></td><td class=\"n\">2</td><td class=\"n\">1</td>"))
    #expect(page.output.contains(">&quot;the owners&quot;</a></td><td class=\"n\">1</td>"))
    #expect(page.output.components(separatedBy: "<mark>").count == 4 && !page.output.contains("id=\"trends\""))
    #expect(try program.run("report", "nowhere", "--index", "ix").status == 1)
    for arguments in [["--by", "yeer"], ["--concept", "strik"], ["--evidence", "-1"], ["strike", "strike"], ["(a"]] {
      #expect(try program.run(["report", "--index", "ix"] + arguments).status == 2, "\(arguments)")
    }
  }
}
