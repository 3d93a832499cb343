// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing

@testable import Extracting

/// Pages in Hebrew, alone and amid Latin letters.
struct WritingDirectionTests {
  /// A page whose font shows small Latin letters as the letters of Hebrew: "a" is alef.
  private func blocks(_ lines: [(x: Int, y: Int, size: Int, text: String)]) throws -> [Block] {
    let codes = (0..<26).map { code -> String in
      func digits(_ number: Int, _ count: Int) -> String {
        let hex = String(number, radix: 16)
        return String(repeating: "0", count: count - hex.count) + hex
      }
      return "<\(digits(0x61 + code, 2))> <\(digits(0x5D0 + code, 4))>"
    }
    let map =
      "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def "
      + "1 begincodespacerange <00> <ff> endcodespacerange 26 beginbfchar \(codes.joined(separator: " ")) endbfchar "
      + "endcmap end end"
    let content = lines.map { "BT /F1 \($0.size) Tf \($0.x) \($0.y) Td (\(Self.escaped($0.text))) Tj ET\n" }.joined()
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R "
        + "/Resources << /Font << /F1 4 0 R >> >> >>",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding /ToUnicode 6 0 R >>",
      "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
      "<< /Length \(map.utf8.count) >>\nstream\n\(map)\nendstream",
    ]
    return try PDFExtractor.extract(TestPDF.file(of: objects.map { Array($0.utf8) })).blocks
  }

  private static func escaped(_ text: String) -> String {
    String(text.flatMap { "()\\".contains($0) ? ["\\", $0] : [$0] })
  }

  /// Small letters as those of Hebrew.
  private func hebrew(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      let isSmall = (0x61...0x7A).contains(scalar.value)
      shown.unicodeScalars.append(isSmall ? Unicode.Scalar(scalar.value - 0x61 + 0x5D0) ?? scalar : scalar)
    }
    return shown
  }

  /// A line that ends at the right margin, as the page shows it: what it says reads from the right.
  private func line(_ logical: String, y: Int, size: Int = 10) -> (x: Int, y: Int, size: Int, text: String) {
    let shown = String(logical.reversed())
    return (540 - shown.count * size * 6 / 10, y, size, shown)
  }

  @Test func linesReadFromTheRightAndNoneIsLost() throws {
    let found = try blocks([
      line("abc defg", y: 740, size: 20),
      line("the quick brown fox jumps over the lazy dog and runs away from", y: 700),
      line("every hunter of the town (5102) until it is late.", y: 688),
      line("the second paragraph begins here and is set", y: 650),
      line("in two lines.", y: 638),
    ])
    #expect(found.map(\.kind) == [.title, .paragraph, .paragraph])
    #expect(
      found.map(\.text)
        == [
          "abc defg",
          "the quick brown fox jumps over the lazy dog and runs away from every hunter of the town (2015) until it is late.",
          "the second paragraph begins here and is set in two lines.",
        ].map(hebrew))
    // Boxes are those of the page as shown.
    #expect(found[0].lines.allSatisfy { $0.right > 530 && $0.left > 430 })
  }

  @Test func aPageOfOneLine() throws {
    #expect(try blocks([line("abc defg hij", y: 700)]).map(\.text) == [hebrew("abc defg hij")])
  }

  @Test func columnsAreReadFromTheRight() throws {
    let words = ["the first column goes on", "down to the foot of it all", "before the second is read"]
    var lines: [(x: Int, y: Int, size: Int, text: String)] = []
    for row in 0..<12 {
      lines.append(line("right " + words[row % 3], y: 700 - 12 * row))
      var second = line("left " + words[row % 3], y: 700 - 12 * row)
      second.x -= 250
      lines.append(second)
    }
    let text = try blocks(lines).map(\.text).joined(separator: " ")
    let sides = text.split(separator: " ").filter { $0 == hebrew("right") || $0 == hebrew("left") }
    #expect(
      sides.map(String.init) == Array(repeating: hebrew("right"), count: 12)
        + Array(repeating: hebrew("left"), count: 12))
  }

  @Test(arguments: [
    (")2015(", "(2015)"), ("(2015)", "(2015)"), ("50%", "50%"), ("cba", "abc"), ("DEF", "DEF"), (".cba", "abc."),
    ("3.5", "3.5"), ("2010-2015", "2010-2015"), ("DEF-cba", "abc-DEF"), (",DEF", "DEF,"), ("9)3", "3)9"),
    (")cba(", "(abc)"), ("(cba)", "(abc)"),
  ])
  func signsOfAWord(shown: String, read: String) {
    let visual = Array(hebrew(shown).unicodeScalars)
    let ordered = WritingDirection.logical(visual).map { visual[$0] }
    var text = ""
    text.unicodeScalars.append(contentsOf: WritingDirection.facing(ordered))
    #expect(text == hebrew(read))
  }

  @Test func latinWordsAmidHebrewReadFromTheLeft() throws {
    // "the", two words in capitals, "end of it." as shown.
    let shown = ".ti fo dne OPEN ACCESS eht"
    #expect(
      try blocks([(200, 700, 10, shown), line("abc defg", y: 688)]).first?.text.hasPrefix(hebrew("the OPEN ACCESS"))
        == true)
  }

  @Test func hebrewWordsAmidLatinReadFromTheRight() throws {
    let found = try blocks([(72, 700, 10, "THE WORD gfed cba IS HEBREW, AND THE REST IS NOT.")])
    #expect(found.map(\.text) == ["THE WORD \(hebrew("abc defg")) IS HEBREW, AND THE REST IS NOT."])
  }
}
