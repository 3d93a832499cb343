// SPDX-License-Identifier: Apache-2.0

/// Tests of the JSON-lines reader: documents, strays, places, long files and long lines.
import Foundation
import Testing

@testable import Documents

@Suite struct JSONLinesReaderTests {
  /// What the reader gives for a file of these bytes: documents' ids, or `line N: kind` for strays.
  static func read(_ data: Data, longestLine: Int = 64 << 20) throws -> (
    items: [String], documents: [Document], places: [JSONLinesReader.Place]
  ) {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("lines-\(UUID().uuidString).jsonl")
    try data.write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    var reader = try JSONLinesReader(path: Array(url.path.utf8), longestLine: longestLine)
    var (items, documents, places): ([String], [Document], [JSONLinesReader.Place]) = ([], [], [])
    while let item = try reader.next() {
      switch item {
      case .document(let document, let place):
        items.append(document.id)
        documents.append(document)
        places.append(place)
      case .stray(let failure, let place):
        items.append(failure.reason)
        places.append(place)
      }
    }
    return (items, documents, places)
  }

  @Test func fieldsGoWhereTheyBelong() throws {
    let line = #"""
      {"id": 7, "title": "On wells", "text": "First line\nsecond.\n\n  Next  paragraph.\r\n\r\n", "author": "A B; C D", "year": 1999, "kind": "essay", "tags": ["x", "y"], "lang": "NL", "open": true, "extra": null}
      """#
    let (_, documents, _) = try Self.read(Data((line + "\n").utf8))
    let document = try #require(documents.first)
    #expect(document.id == "7")
    #expect(document.blocks.map(\.text) == ["First line second.", "Next paragraph."])
    #expect(document.text == "First line second.\nNext paragraph.")
    #expect(document.metadata.title == "On wells")
    #expect(document.metadata.authors == ["A B", "C D"])
    #expect(document.metadata.kind == "essay")
    #expect(document.metadata.language == "nl")
    #expect(document.metadata.fields == ["year": .number(1999), "tags": .list(["x", "y"]), "open": .text("true")])
  }

  @Test func straysCostOnlyThemselves() throws {
    var data = Data("\u{FEFF}{\"id\":\"a\",\"text\":\"one\"}\n\n{\"id\":\"b\"}\nnot json\n".utf8)
    data.append(Data("{\"id\":\"c\",\"text\":\"".utf8) + Data([0xFF]) + Data("\"}\n".utf8))
    data.append(Data("[1]\n{\"text\":\"x\"}\n{\"id\":\"d\",\"text\":\"\"}".utf8))
    let (items, _, places) = try Self.read(data)
    #expect(
      items == [
        "a", "line 3: has no \"text\" that is a string", "line 4: not JSON at byte 0: an object expected",
        "line 5: is not UTF-8", "line 6: not JSON at byte 0: an object expected",
        "line 7: has no \"id\": give each line an id of its own", "d",
      ])
    #expect(places.map(\.line) == [1, 3, 4, 5, 6, 7, 8])
    for place in places.dropFirst() {
      let line = data[place.bytes]
      #expect(!line.contains(0x0A))
      #expect(data[place.bytes.lowerBound - 1] == 0x0A)
    }
  }

  @Test func linesCrossTheReadersBuffer() throws {
    var lines: [String] = []
    for number in 0..<40 {
      lines.append("{\"id\":\"\(number)\",\"text\":\"" + String(repeating: "word ", count: number * 1000) + "\"}")
    }
    let data = Data(lines.joined(separator: "\n").utf8)
    #expect(data.count > 3 << 20)
    let (items, documents, places) = try Self.read(data)
    #expect(items == (0..<40).map(String.init))
    #expect(documents[39].text.utf8.count == 39 * 1000 * 5 - 1)
    for (line, place) in zip(lines, places) { #expect(String(decoding: data[place.bytes], as: UTF8.self) == line) }
  }

  @Test func aLineThatIsTooLongIsPassedOver() throws {
    let longest = 2_500_000
    var data = Data("{\"id\":\"a\",\"text\":\"x\"}\n".utf8)
    data.append(Data(repeating: UInt8(ascii: "["), count: longest + 3_000_000))
    data.append(Data("\n{\"id\":\"b\",\"text\":\"y\"}\n".utf8))
    let (items, _, places) = try Self.read(data, longestLine: longest)
    #expect(items.first == "a")
    #expect(items.last == "b")
    #expect(items.count == 3)
    #expect(items[1].hasPrefix("line 2 has more than"))
    #expect(places[1].bytes.count == longest + 3_000_000)
    #expect(String(decoding: data[places[2].bytes], as: UTF8.self) == "{\"id\":\"b\",\"text\":\"y\"}")
  }

  @Test func aMissingFileIsUnreadable() {
    #expect(throws: FileFailure(.unreadable, "no such file or directory")) {
      _ = try JSONLinesReader(path: Array("/nonexistent/lines.jsonl".utf8))
    }
  }

  @Test func composedTextIsNFC() {
    #expect(ComposedText.compose("e\u{301}te\u{301}").unicodeScalars.elementsEqual("été".unicodeScalars))
    #expect(ComposedText.compose("\u{212B}").unicodeScalars.elementsEqual("Å".unicodeScalars))
    #expect(ComposedText.compose("\u{1100}\u{1161}").unicodeScalars.elementsEqual("가".unicodeScalars))
    #expect(ComposedText.compose("plain été – 公民").unicodeScalars.elementsEqual("plain été – 公民".unicodeScalars))
    let heap = "c" + String(repeating: "\u{316}\u{301}", count: 100_000) + "x"
    #expect(ComposedText.compose(heap).unicodeScalars.count <= 32)
  }
}
