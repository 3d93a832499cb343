// SPDX-License-Identifier: Apache-2.0

import Testing
@testable import Documents

/// Tests of documents as lines of JSON, and of composed text.
@Suite struct JSONLinesDocumentTests {
  static func document(_ line: String) throws -> Document {
    try Array(line.utf8).withUnsafeBufferPointer { try JSONLine.document($0.span, source: "lines.jsonl") }
  }

  @Test func fieldsGoWhereTheyBelong() throws {
    let line = #"""
      {"id": 7, "title": "On wells", "text": "First line\nsecond.\n\n  Next  paragraph.\r\n\r\n", "author": "A B; C D", "year": 1999, "kind": "essay", "tags": ["x", "y"], "lang": "NL", "open": true, "extra": null}
      """#
    let document = try Self.document(line)
    #expect(document.id == "7")
    #expect(document.blocks.map(\.text) == ["First line second.", "Next paragraph."])
    #expect(document.text == "First line second.\nNext paragraph.")
    #expect(document.metadata.title == "On wells")
    #expect(document.metadata.authors == ["A B", "C D"])
    #expect(document.metadata.kind == "essay")
    #expect(document.metadata.language == "nl")
    #expect(document.metadata.fields == ["year": .number(1999), "tags": .list(["x", "y"]), "open": .text("true")])
  }

  /// Crossref gives titles as lists and dates in parts, OpenAlex authors as objects.
  @Test func listsAndObjectsAreKept() throws {
    let line = #"""
      {"id":"a","text":"x","title":["T one","T two"],"venue":{"name":"J Doc","issn":["1-2","3"]},"language":["EN","nl"],"date":{"date-parts":[[2010,5]]},"author":[{"given":"J.","family":"Doe"},{"name":"Roe"},{"author":{"display_name":"Poe"}},"Moe",5],"deep":{"a":{"b":1},"c":null},"rows":[{"k":1},{"k":"two","l":true}]}
      """#
    let metadata = try Self.document(line).metadata
    #expect(metadata.title == "T one; T two" && metadata.venue == "J Doc" && metadata.language == "en")
    #expect(metadata.date == "2010-05" && metadata.authors == ["J. Doe", "Roe", "Poe", "Moe", "5"])
    #expect(
      metadata.fields == [
        "venue.name": .text("J Doc"), "venue.issn": .list(["1-2", "3"]), "deep.a.b": .number(1),
        "rows.k": .list(["1", "two"]), "rows.l": .list(["true"]),
      ])
  }

  @Test(arguments: [
    ("\"2011/5/24\"", "2011-05-24"), ("\"2015-1-2\"", "2015-01-02"), ("\"20110720\"", "2011-07-20"),
    ("20110720", "2011-07-20"), ("\"201107\"", "2011-07"), ("\"2010.05.17\"", "2010-05-17"), ("\"2010/5\"", "2010-05"),
    ("\"2010-05-17T12:00:00Z\"", "2010-05-17T12:00:00Z"), ("\"2011/5/24 10:00\"", "2011-05-24 10:00"), ("2010", "2010"),
    ("\"2008-13-45\"", "2008-13-45"), ("\"May 2010\"", "May 2010"), ("1262304000", "1262304000"),
    ("\"2010-2015\"", "2010-2015"), ("\"2010 May\"", "2010 May"), ("\"a-b\"", "a-b"), ("\"2010--5\"", "2010--5"),
  ])
  func datesWithTheYearFirstAreBroughtToOneForm(_ given: String, _ date: String) throws {
    #expect(try Self.document(#"{"id":"1","text":"x","date":\#(given)}"#).metadata.date == date)
  }

  @Test func aYearAloneIsTheDate() throws {
    for (fields, date) in [
      (#""year":2010"#, "2010"), (#""year":"2010""#, "2010"), (#""year":"c2010""#, nil), (#""year":20101"#, nil),
      (#""year":2010.5"#, nil), (#""date":"2009-01","year":2010"#, "2009-01"), (#""year":2010,"date":"2009""#, "2009"),
    ] as [(String, String?)] {
      #expect(try Self.document("{\"id\":\"1\",\"text\":\"x\",\(fields)}").metadata.date == date, "\(fields)")
    }
  }

  @Test func namedFieldsStandOnOneLineAndAllHaveNames() throws {
    let line = #"""
      {"id":"a","text":"x","title":"One\tTwo\n  Three  four","authors":["A\nB"],"venue":"two  spaces","":"v","note":"a\nb"}
      """#
    let metadata = try Self.document(line).metadata
    #expect(metadata.title == "One Two Three four" && metadata.authors == ["A B"] && metadata.venue == "two  spaces")
    #expect(metadata.fields == ["_": .text("v"), "note": .text("a\nb")])
  }

  @Test func aHyphenAtTheEndOfALineJoinsItsWords() throws {
    let text = #"The co-\nproduction, co\u2011 \r\n production, 12-\n13, a -\nb, self-\n\nhelp, x-\n, y- z."#
    let document = try Self.document(#"{"id":"1","text":"\#(text)"}"#)
    #expect(
      document.blocks.map(\.text) == [
        "The co-\nproduction, co\u{2011}\nproduction, 12- 13, a - b, self-", "help, x- , y- z.",
      ])
  }

  @Test(arguments: [
    ("{\"id\":\"b\"}", "has no \"text\" that is a string"),
    ("{\"id\":\"b\",\"text\":[\"x\"]}", "has no \"text\" that is a string"),
    ("not json", "not JSON at byte 0: an object expected"), ("[1]", "not JSON at byte 0: an object expected"),
    ("{\"text\":\"x\"}", "has no \"id\": give each line an id of its own"),
    ("{\"id\":\"\",\"text\":\"x\"}", "has no \"id\": give each line an id of its own"),
  ])
  func aLineThatHoldsNoDocumentSaysWhy(_ line: String, _ reason: String) {
    #expect(throws: FileFailure(.damaged, reason)) { _ = try Self.document(line) }
  }

  @Test func composedTextIsNFC() {
    #expect(ComposedText.compose("e\u{301}te\u{301}").unicodeScalars.elementsEqual("été".unicodeScalars))
    #expect(ComposedText.compose("\u{212B}").unicodeScalars.elementsEqual("Å".unicodeScalars))
    #expect(ComposedText.compose("\u{1100}\u{1161}").unicodeScalars.elementsEqual("가".unicodeScalars))
    #expect(ComposedText.compose("plain été – 公民").unicodeScalars.elementsEqual("plain été – 公民".unicodeScalars))
    #expect(ComposedText.compose("\u{2126}" as Unicode.Scalar) == "\u{3A9}")
    #expect(ComposedText.compose("\u{2329}" as Unicode.Scalar) == "\u{3008}")
    // Canonically two code points.
    #expect(ComposedText.compose("\u{958}" as Unicode.Scalar) == "\u{958}")
    #expect(ComposedText.compose("\u{AC00}" as Unicode.Scalar) == "\u{AC00}")
    let heap = "c" + String(repeating: "\u{316}\u{301}", count: 100_000) + "x"
    #expect(ComposedText.compose(heap).unicodeScalars.count <= 32)
  }
}
