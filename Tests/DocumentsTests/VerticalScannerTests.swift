// SPDX-License-Identifier: Apache-2.0

import Testing
import TestSupport
@testable import Documents

/// Tests of what the lines of vertical text are taken for, and of telling it from other files.
@Suite struct VerticalScannerTests {
  private func name(_ line: String) -> String {
    switch Array(line.utf8).withUnsafeBufferPointer({ VerticalScanner.line($0) }) {
    case .token: "token"
    case .openText(let id, let metadata): "text \(id ?? "-") \(metadata.title ?? "-") \(metadata.fields.count)"
    case .closeText: "end"
    case .openBlock(let kind): "block \(kind.name)"
    case .closeBlock: "end of block"
    case .sentence: "sentence"
    case .glue: "glue"
    case .columns(let names): names.joined(separator: "+")
    case .nothing: "nothing"
    case .stray: "stray"
    }
  }

  @Test(arguments: [
    ("word\tNN\tword", "token"), ("<", "token"), ("<\tX\t>", "token"), ("<odd x>", "token"), ("<3>", "token"),
    ("<s>", "sentence"), ("</s>", "sentence"), ("<s n=\"4\">", "sentence"), ("<g/>", "glue"), ("", "nothing"),
    ("<text id=\"a\" title='On &quot;wells&quot;' year=\"1999\">", "text a On \"wells\" 1"), ("<text>", "text - - 0"),
    ("<doc id=\"b\">", "text b - 0"), ("</text>", "end"), ("<p>", "block paragraph"), ("<head>", "block heading"),
    ("<item>", "block list-item"), ("</p>", "end of block"), ("<strange>", "stray"),
    ("<text id=\"x\"><s>", "text x - 0"), ("</s></text>", "end"), ("</p><p n=\"1\"><s>", "block paragraph"),
    ("</text><text id='a><b'>", "text a><b - 0"), ("<g/><strange/>", "stray"), ("<s>word</s>", "token"),
    ("<s><3>", "token"), ("<text id=\"q\" =\"v\">", "text q - 1"), ("<text id=q>", "stray"), ("<doc id=\"q>", "stray"),
    ("<?xml version=\"1.0\"?>", "nothing"),
    ("<!-- a remark -->", "nothing"), ("<!-- #vrt positional-attributes: word pos lemma -->", "word+pos+lemma"),
  ])
  func lines(_ line: String, _ expected: String) { #expect(name(line) == expected) }

  @Test(arguments: [
    ("<text id=\"a\">\nThe\tDT\nwell\tNN\n", false, true),
    ("<text id=\"a\">\nThe\nwell\n", true, true),
    ("<text id=\"a\">\nThe\nwell\n", false, false),
    ("<html>\n<p>\nSome text here\n</p>\n", false, false),
    ("a\tb\nc\td\n", false, false),
    ("The\tDT\n", true, true),
    ("<p>\nsome running text\n</p>\n", false, false),
    ("", true, false),
  ])
  func vertical(_ text: String, _ isNamedSo: Bool, _ expected: Bool) {
    #expect(VerticalFile.isVertical(Array(text.utf8), isNamedSo: isNamedSo) == expected)
  }

  @Test func valuesOfATextsAttributes() {
    let line = "<text id=\"\u{301}a\" title='\u{200D}x' n=\"-2.6\" code=\"007\" m=\"2.50\" k=\"&lt;\u{301}&amp;lt;\">"
    guard case .openText(let id, let metadata) = Array(line.utf8).withUnsafeBufferPointer({ VerticalScanner.line($0) })
    else {
      Issue.record("no text")
      return
    }
    #expect(id == "\u{301}a" && metadata.title == "\u{200D}x")
    #expect(
      metadata.fields == [
        "n": .number(-2.6), "code": .text("007"), "m": .text("2.50"), "k": .text("<\u{301}&lt;"),
      ])
  }

  @Test func randomLinesNeverTrap() {
    var random = SeededGenerator(seed: 41)
    let pieces = ["<", ">", "text", " id", "=", "\"", "s", "/", "!--", "?", "&amp;", "\t", "é", "'", "-"]
    var tokens = 0
    for _ in 0..<5000 {
      let line = (0..<Int.random(in: 1...9, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
      if name(line.joined()) == "token" { tokens += 1 }
    }
    #expect((1000..<5000).contains(tokens))
  }
}
