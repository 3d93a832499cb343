// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing

@testable import Extracting

/// Listings: wrapped lines, and the signs that typesetting programs leave in them.
struct ListingTests {
  /// The text of the code among prose.
  private func code(_ lines: [String]) -> String? {
    var page = SyntheticPage()
    page.print(lines: SyntheticPage.filler(12, width: 80, seed: 1), x: 50, y: 60)
    page.print(lines: lines, x: 50, y: 300, font: "Courier")
    page.print(lines: SyntheticPage.filler(12, width: 80, seed: 2), x: 50, y: 500)
    var glyphs = page.page
    EmptyBytes.remove(from: &glyphs)
    let layout = DocumentLayout(pages: [glyphs], styles: page.styles)
    return layout.compose(keepsBoxes: false).map(\.block).first { $0.kind == .code }?.text
  }

  @Test func wrappedLinesAreJoined() {
    #expect(code(["set language=fr  \u{2190}-", "quiet", "exit"]) == "set language=fr quiet\nexit")
    #expect(code(["set desktop=mate- \u{2190}-", "desktop", "exit"]) == "set desktop=mate-desktop\nexit")
    #expect(code(["a \u{2190} b", "exit"]) == "a \u{2190} b\nexit")
  }

  @Test func aBlankThatOpensAContinuationParts() {
    let lines = [
      "# the gen_ \u{2190}-", "    erators in \u{2190}-", "     apt and the \u{2190}-", "    n exit", "exit",
    ]
    #expect(code(lines) == "# the gen_erators in apt and then exit\nexit")
  }

  @Test func codeKeepsItsIndents() {
    #expect(code(["if mill:", "    grind()", "      (twice)", "exit"]) == "if mill:\n    grind()\n      (twice)\nexit")
    // What goes on from a wrapped line is no line of its own.
    #expect(code(["  a = b \u{21A9}", "    + c", "  d", "exit"]) == "a = b+ c\n  d\nexit")
  }

  @Test func escapesPrintedAroundLettersAreTakenOut() {
    let q = "b\u{2019}\u{2019}"
    #expect(code(["cp \(q)\u{444}\(q)\(q)\u{430}\(q).txt", "exit"]) == "cp \u{444}\u{430}.txt\nexit")
    // Broken by the end of the line inside the escape.
    let broken = "cp \(q)\u{444}\(q)b\u{2019} \u{2190}-"
    #expect(code([broken, "\u{2019}\u{430}\(q) \(q)\u{436}\(q)", "exit"]) == "cp \u{444}\u{430} \u{436}\nexit")
  }

  @Test func theSameSignsElsewhereStay() {
    #expect(
      code(["x = b\u{2019}\u{2019} + b\u{2019}\u{2019}", "exit"])?.hasPrefix("x = b\u{2019}\u{2019} + b") == true)
    #expect(code(["x = b''q b''", "exit"]) == "x = b''q b''\nexit")
  }

  @Test func aNameBrokenAfterALowLineIsOneWord() {
    var page = SyntheticPage()
    var lines = SyntheticPage.filler(6, width: 80, seed: 1)
    lines[2] = String(lines[2].prefix(72)) + " social_"
    lines[3] = "contract " + lines[3].dropFirst(9)
    page.print(lines: lines, x: 50, y: 60)
    let text = DocumentLayout([page]).compose(keepsBoxes: false).map(\.block.text).joined()
    #expect(text.contains(" social_contract "))
  }

  @Test func aSectionNumberTooWideForItsPlaceIsSetApart() {
    var page = SyntheticPage()
    for row in 0..<6 {
      page.print(
        "1\(row).1\(row)How the mill came" + String(repeating: " .", count: 20) + " 1\(row)", x: 50,
        y: 60 + Float(row) * 14)
    }
    let texts = DocumentLayout([page]).compose(keepsBoxes: false).map(\.block.text)
    #expect(texts.joined(separator: "|").contains("12.12 How the mill came"))
  }
}
