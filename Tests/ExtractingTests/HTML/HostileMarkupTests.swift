// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import Extracting

/// Markup that other readers lose text of, hang on or die of.
struct HostileMarkupTests {
  private func body(_ bytes: [UInt8]) throws -> String {
    try HTMLExtractor.extract(bytes).blocks.filter { $0.kind.isBody }.map(\.text).joined(separator: "\n")
  }

  private func body(_ html: String) throws -> String { try body(Array(html.utf8)) }

  @Test func deepNestingIsRead() throws {
    let deep = String(repeating: "<div>", count: 2000) + "bottom" + String(repeating: "</div>", count: 2000)
    #expect(try body("<p>top</p>" + deep + "<p>end</p>") == "top\nbottom\nend")
  }

  @Test func nestingBeyondTheLimitKeepsTheTextAndSaysSo() throws {
    let deep = String(repeating: "<div><b>", count: 50_000) + "bottom"
    let page = try HTMLExtractor.extract(Array(("<p>top</p>" + deep).utf8))
    #expect(page.blocks.map(\.text) == ["top", "bottom"])
    #expect(page.notes.count == 1)
  }

  @Test func attributesBeyondCountingAreDropped() throws {
    let many = (0..<300_000).map { "a\($0)=\"x > y\"" }.joined(separator: " ")
    #expect(try body("<p>before</p><p class=lead \(many)>inside</p><p>after</p>") == "before\ninside\nafter")
  }

  @Test func aTagKeepsItsFirstAttributes() {
    let few = Array(("<p " + (0..<200).map { "attribute\($0)=1" }.joined(separator: " ") + ">x").utf8)
    #expect(MarkupSanitizer.sanitized(few) == few)
    let many = "<p " + (0..<400).map { "attribute\($0)=\"a b\"" }.joined(separator: "\n") + ">x"
    let kept = String(decoding: MarkupSanitizer.sanitized(Array(many.utf8)), as: UTF8.self)
    #expect(kept.contains("attribute255=") && !kept.contains("attribute256") && kept.hasSuffix(">x"))
  }

  @Test func scriptsAreNotTakenForTags() throws {
    let code = "if (a<b " + (0..<400).map { "x\($0)" }.joined(separator: " ") + " 'don"
    #expect(try body("<p>before</p><script>\(code)</script><p>after</p>") == "before\nafter")
  }

  @Test func bytesOfZeroAreDropped() throws {
    #expect(try body("<p>one</p><p cla\0ss=\"x\0y\">tw\0o</p><p>three</p>") == "one\ntwo\nthree")
  }

  @Test func theByteOrderMarkOutranksTheDeclaration() throws {
    let page = "<meta charset=iso-8859-1><p>caf\u{e9} \u{20ac}</p>"
    #expect(try body([0xEF, 0xBB, 0xBF] + Array(page.utf8)) == "caf\u{e9} \u{20ac}")
    #expect(try body(page.replacing("iso-8859-1", with: "utf-8")) == "caf\u{e9} \u{20ac}")
  }

  @Test func theDeclarationIsHeeded() throws {
    let page =
      Array("<meta http-equiv=Content-Type content='text/html; charset=iso-8859-2'><p>".utf8) + [0xB9, 0xEA, 0x62]
    #expect(try body(page) == "\u{161}\u{119}b")
  }

  @Test func aTextOfTwelveMegabytesIsWhole() throws {
    let text = String(repeating: "water ", count: 2_000_000)
    #expect(try body("<p>\(text)end</p>").utf8.count == 12_000_003)
  }

  @Test func brokenMarkupLosesNoText() throws {
    #expect(try body("<p>a<p>b</div>c<b>d<i>e</b>f</i><td>g</p></html>h").filter(\.isLetter) == "abcdefgh")
    #expect(try body("text < 5 && more > 3 <") == "text < 5 && more > 3 <")
  }

  @Test func cdataOfXHTMLIsText() throws {
    #expect(try body("<?xml version='1.0'?><html><body><p><![CDATA[a & b]]> c</p></body></html>") == "a & b c")
  }
}
