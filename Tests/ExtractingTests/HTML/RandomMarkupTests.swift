// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing
import TestSupport

@testable import Extracting

/// Random markup, from a fixed seed: nothing traps, and no shown word of a simple page is lost or doubled.
struct RandomMarkupTests {
  private static let blocks = ["p", "div", "section", "li", "blockquote", "h2", "dd", "article", "pre", "center"]
  private static let inlines = ["b", "i", "span", "em", "code", "u", "font", "abbr", "x-box"]

  @Test func noWordOfASimplePageIsLost() throws {
    var dice = SeededGenerator(seed: 20_240_611)
    var wordsSeen = 0
    var inlineSeen = 0
    for _ in 0..<300 {
      var html = "<body>"
      var words: [String] = []
      var open: [String] = []
      for _ in 0..<Int.random(in: 1...60, using: &dice) {
        switch Int.random(in: 0..<6, using: &dice) {
        case 0:
          open.append(Self.blocks.randomElement(using: &dice) ?? "p")
          html += "<\(open.last ?? "p")>"
        case 1:
          let inline = Self.inlines.randomElement(using: &dice) ?? "b"
          words.append("w\(words.count)")
          html += " <\(inline)>\(words.last ?? "")</\(inline)> "
          inlineSeen += 1
        case 2: if let last = open.popLast() { html += "</\(last)>" }
        case 3: html += ["<br>", "<hr>", "<!-- x -->", "<wbr>", "&nbsp;", "\n"].randomElement(using: &dice) ?? ""
        default:
          words.append("w\(words.count)")
          html += " \(words.last ?? "") "
        }
      }
      wordsSeen += words.count
      guard !words.isEmpty else { continue }
      let blocks = try HTMLExtractor.extract(Array(html.utf8)).blocks
      let found = blocks.filter { $0.kind.isBody }.flatMap { $0.text.split(whereSeparator: \.isWhitespace) }
      #expect(found.map(String.init) == words, "\(html)")
    }
    #expect(wordsSeen > 1000 && inlineSeen > 300)
  }

  @Test func noWordIsLostAmongMarksOfNotes() throws {
    var dice = SeededGenerator(seed: 31)
    let pieces = [
      "w\u{F6}rd", "w\u{F6}rd", " ", ".", "<sup>1</sup>", "<sup><a href=#n>2</a></sup>", "<a class=noteref href=#n>3",
      "</a>", "<br>", "<br><br>", "<sup>", "</sup>", "<p>", "<table><tr><td>", "<td>", "</table>", "<span id=fnref>",
      "</span>", "<a href=#r>\u{21A9}</a>", "<sup>,</sup>", "&nbsp;", "\u{E000}", "<pre>", "</pre>", "<blockquote>",
    ]
    var (left, cut) = (0, 0)
    for _ in 0..<1500 {
      let html = (0..<Int.random(in: 1...40, using: &dice)).map { _ in pieces.randomElement(using: &dice) ?? "" }
        .joined()
      guard html.contains("w") else { continue }
      let texts = try HTMLExtractor.extract(Array(html.utf8)).blocks.map(\.text)
      let words = texts.joined(separator: " ").split { !$0.isLetter }
      #expect(words.joined() == String(repeating: "w\u{F6}rd", count: html.count { $0 == "\u{F6}" }), "\(html)")
      #expect(texts.allSatisfy { $0.first?.isWhitespace == false && $0.last?.isWhitespace == false })
      left += html.contains("#n>2") && !texts.joined().contains("2") ? 1 : 0
      cut += html.contains("<br><br>") && texts.count > 1 ? 1 : 0
    }
    #expect(left > 100 && cut > 100)
  }

  @Test func randomBytesOfMarkupNeverTrap() {
    var dice = SeededGenerator(seed: 7)
    let pieces = [
      "<", ">", "</", "/>", "<p", "<table", "<tr><td", "</table>", "<script", "</script>", "<!--", "-->", "<![CDATA[",
      "]]>", "<select", "<meta charset=", "utf-16", "<html lang=", "'", "\"", "=", "&", "&#x1F600;", "&#0;", "&amp",
      "\0",
      "<frameset", "<noscript", "<body", "<head", "<title", "<h1>", "\u{301}", "\u{FEFF}", " ", "word", "class=nav",
      "<script type=application/ld+json>", "{\"@type\":\"Article\",\"author\":[", "\\u12", "2024-13-45",
      "style=display:none",
      "<svg", "<math", "<a href", "<li", "<plaintext", "<textarea", "<nav", "<pre>", "\r\n", "xml:lang=", "<x-y",
    ]
    var thrown = 0
    var passed = 0
    for _ in 0..<1500 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...80, using: &dice) {
        bytes += (pieces.randomElement(using: &dice) ?? "").utf8
        if Int.random(in: 0..<8, using: &dice) == 0 { bytes.append(UInt8.random(in: 0...255, using: &dice)) }
      }
      do {
        let page = try HTMLExtractor.extract(bytes)
        #expect(page.blocks.allSatisfy { !$0.text.isEmpty && $0.text.first?.isWhitespace == false })
        passed += 1
      } catch {
        thrown += 1
      }
    }
    #expect(thrown > 0 && passed > 700)
  }
}
