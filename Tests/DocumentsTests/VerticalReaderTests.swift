// SPDX-License-Identifier: Apache-2.0

/// Tests of the reader of vertical text: tokens as given, structure, attributes, lines that are neither.
import Testing

@testable import Documents

@Suite struct VerticalReaderTests {
  static let sample = """
    <?xml version="1.0"?>
    <text id="t1" title="On &quot;wells&quot;" year="1999" author='A B; C D'>
    <head>
    <s>
    Wells\tNNS\twell
    </s>
    </head>
    <p>
    <s>
    The\tDT\tthe
    co-production\tNN\tcoproduction
    <g/>
    .\tSENT\t.
    </s>
    <s>
    &lt;b&gt;\tX\tX
    <\tX\t<
    </s>
    </p>
    </text>
    <text id="t2">
    One\tCD\tone
    </text>

    """

  @Test func tokensStructureAndAttributes() throws {
    let reader = VerticalReader(Array(Self.sample.utf8), fallbackID: "file")
    #expect(reader.texts.map(\.id) == ["t1", "t2"])
    let text = try #require(reader.texts.first)
    #expect(text.metadata.title == "On \"wells\"")
    #expect(text.metadata.authors == ["A B", "C D"])
    #expect(text.metadata.fields == ["year": .number(1999)])
    #expect(text.passages.map(\.kind) == [.heading, .paragraph])
    #expect(text.passages[1].tokens.map(\.word) == ["The", "co-production", ".", "<b>", "<"])
    #expect(text.passages[1].tokens[1].columns == ["co-production", "NN", "coproduction"])
    #expect(text.passages[1].sentenceStarts == [0, 3])
    let document = text.document(source: "x.vrt")
    #expect(document.text == "Wells\nThe co-production. <b> <")
    #expect(document.format == .vertical)
    #expect(reader.remarks.isEmpty)
  }

  @Test func tokensWithoutATextBelongToTheFile() {
    let reader = VerticalReader(Array("One\r\n\r\nTwo\r\n<odd x>\r\n<strange>\r\n".utf8), fallbackID: "file.vrt")
    #expect(reader.texts.map(\.id) == ["file.vrt"])
    #expect(reader.texts[0].passages[0].tokens.map(\.word) == ["One", "Two", "<odd x>"])
    #expect(reader.remarks.map(\.line) == [5])
  }

  @Test func linesThatAreNotUTF8CostOnlyThemselves() {
    let reader = VerticalReader(Array("One\n".utf8) + [0xFF, 0x0A] + Array("Two\n".utf8), fallbackID: "f")
    #expect(reader.texts[0].passages[0].tokens.map(\.word) == ["One", "Two"])
    #expect(reader.remarks.map(\.reason) == ["is not UTF-8"])
  }

  @Test func randomLinesNeverTrapAndKeepTheirTokens() {
    var random = SeededGenerator(seed: 41)
    let pieces = [
      "<text id=\"a\">", "</text>", "<s>", "</s>", "<g/>", "<p>", "</p>", "word\tNN", "<", "<x", "&amp;", "<text",
      "<a b=c>", "",
    ]
    var words = 0
    for _ in 0..<500 {
      let lines = (0..<40).map { _ in pieces.randomElement(using: &random) ?? "" }
      let reader = VerticalReader(Array(lines.joined(separator: "\n").utf8), fallbackID: "f")
      let found = reader.texts.flatMap(\.passages).flatMap(\.tokens).filter { $0.word == "word" }.count
      #expect(found == lines.filter { $0 == "word\tNN" }.count)
      words += found
      for passage in reader.texts.flatMap(\.passages) {
        #expect(passage.sentenceStarts.first == 0)
        #expect(passage.sentenceStarts.allSatisfy { $0 < passage.tokens.count })
      }
    }
    #expect(words > 500)
  }
}
