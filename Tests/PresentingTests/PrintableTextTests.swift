// SPDX-License-Identifier: Apache-2.0

import Presenting
import Testing

/// No control character of a document or file name reaches a terminal.
@Suite struct PrintableTextTests {
  private let name = "a\u{1B}[31mb\nc\td\u{9B}e\u{7F}\u{2028}é"

  @Test func controlCharactersAreShownAsReplacements() {
    #expect(PrintableText.line(name) == "a\u{FFFD}[31mb\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}\u{FFFD}é")
    #expect(PrintableText.lines(name) == "a\u{FFFD}[31mb\nc\td\u{FFFD}e\u{FFFD}\u{FFFD}é")
    #expect(PrintableText.line("plain, é") == "plain, é")
  }

  @Test func whatTurnsALineRoundIsReplaced() {
    for value in [0x202A, 0x202E, 0x2066, 0x2069] as [UInt32] {
      let turned = "safe" + String(Unicode.Scalar(value)!) + "fdp.exe"
      #expect(
        PrintableText.line(turned) == "safe\u{FFFD}fdp.exe" && PrintableText.lines(turned) == "safe\u{FFFD}fdp.exe")
    }
    for value in [0x200E, 0x200F, 0x061C, 0x202F, 0x2065, 0x206A] as [UInt32] {
      let text = "a" + String(Unicode.Scalar(value)!) + "b"
      #expect(PrintableText.line(text) == text)
    }
  }

  @Test func layoutsUseIt() {
    var table = TextTable([.init("id"), .init(name)])
    table.add([name, name])
    let hit = SearchHit(
      rank: 1, id: name, score: 1, title: name, date: nil, snippet: name, marks: [], concepts: [], page: nil)
    for text in [table.text(), hit.text(width: 80, style: .plain)] {
      #expect(text.contains("a\u{FFFD}[31m"))
      #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" || $0 == "\t" })
    }
  }
}
