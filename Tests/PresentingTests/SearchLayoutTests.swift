// SPDX-License-Identifier: Apache-2.0

import Presenting
import Testing

/// A found document as an object, as a row and as lines.
@Suite struct SearchLayoutTests {
  private let hit = SearchHit(
    rank: 2, id: "é.pdf", score: 1.25, title: nil, date: "2012-03", snippet: "Trust in public services grows.",
    marks: [0..<5], concepts: [("a", 1), ("b", 3)], page: 4)

  @Test func theObjectHasTheFieldsOfTheContract() {
    var json = JSONWriter()
    hit.write(to: &json)
    #expect(
      json.string
        == #"{"rank":2,"id":"é.pdf","score":1.25,"title":null,"date":"2012-03","#
        + #""snippet":"Trust in public services grows.","concepts":{"a":1,"b":3},"page":4}"#)
  }

  @Test func theRowHasACellForEachHeading() {
    #expect(hit.cells.count == SearchHit.headings.count)
    #expect(hit.cells[6] == "a=1 b=3")
  }

  @Test func linesAreWrappedAndMarkedOnATerminalOnly() {
    let plain = hit.text(width: 23, style: .plain)
    #expect(plain.contains("   Trust in public\n   services grows.\n"))
    #expect(!plain.contains("\u{1B}"))
    #expect(plain.contains("b 3, a 1"))
    let coloured = hit.text(width: 80, style: TextStyle(isOn: true))
    #expect(coloured.contains("\u{1B}[1;31mTrust\u{1B}[0m in"))
  }
}
