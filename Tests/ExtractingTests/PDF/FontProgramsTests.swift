// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import Extracting

/// Programs of Type 1 fonts, cut down to their readable part: what the letters are must not change.
struct FontProgramsTests {
  /// The readable part of a font in which `a` is an omega and `b` a thorn.
  private static let readable = """
    %!PS-AdobeFont-1.0: Mill 1.0
    12 dict begin
    /FontName /Mill def
    /Encoding 256 array
    0 1 255 {1 index exch /.notdef put} for
    dup 97 /omega put
    dup 98 /thorn put
    readonly def
    currentdict end
    currentfile eexec

    """

  /// A zlib stream that holds its content as it is.
  private static func stored(_ content: [UInt8]) -> [UInt8] {
    let (low, high) = (UInt8(content.count & 0xFF), UInt8(content.count >> 8))
    return [0x78, 0x01, 0x01, low, high, ~low, ~high] + content
  }

  private enum Form: CaseIterable { case packed, listed, plain, named }

  /// A page that shows "abab" in a font with a program of its own.
  private func file(_ form: Form = .packed, clear: Int? = nil, keys: String = "") -> [UInt8] {
    var generator = SeededGenerator(seed: 7)
    let cipher = (0..<4000).map { _ in UInt8.random(in: 128...255, using: &generator) }
    let content = Array(Self.readable.utf8) + cipher
    let program = form == .plain ? content : Self.stored(content)
    let filter = form == .plain ? "" : form == .listed ? "/Filter [ /FlateDecode ]" : "/Filter /FlateDecode"
    let length = form == .named ? "7   0 R" : "\(program.count)"
    let lengths = "/Length1 \(clear ?? Self.readable.utf8.count) /Length2 4000 /Length3 0 /Length \(length)"
    let text = "BT /F1 10 Tf 50 700 Td (abab) Tj ET"
    let objects: [[UInt8]] =
      [
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 8 0 R /Resources << /Font << /F1 4 0 R >> >> >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Mill /FirstChar 97 /LastChar 98 /Widths [500 500] /FontDescriptor 5 0 R >>",
        "<< /Type /FontDescriptor /FontName /Mill /Flags 4 /FontFile 6 0 R /Ascent 700 /Descent -200 >>",
      ].map { Array($0.utf8) } + [
        Array("<< \(lengths) \(filter) \(keys) >>\nstream\n".utf8) + program + Array("\nendstream".utf8),
        Array("\(program.count)".utf8), Array("<< /Length \(text.utf8.count) >>\nstream\n\(text)\nendstream".utf8),
      ]
    return TestPDF.file(of: objects)
  }

  private func text(_ bytes: [UInt8]) throws -> String {
    try PDFExtractor.extract(bytes).blocks.map(\.text).joined(separator: "\n")
  }

  @Test func theLettersStayWhatTheProgramSays() throws {
    for form in Form.allCases {
      let whole = file(form)
      let cut = FontPrograms.cut(whole)
      #expect(cut.count == whole.count)
      #expect(cut.holds(Array(Self.readable.utf8) + Array("\nendstream".utf8)))
      #expect(FontPrograms.cut(cut) == cut)
      // Poppler itself reads the same from both.
      for bytes in [whole, cut] {
        var styles = StyleTable()
        let page = try #require(try PopplerFile(bytes).glyphPage(0, styles: &styles))
        #expect(page.words.map(page.text) == ["\u{3C9}\u{FE}\u{3C9}\u{FE}"])
      }
      #expect(try text(whole) == "\u{3C9}\u{FE}\u{3C9}\u{FE}")
    }
  }

  @Test func whatIsNoPlainProgramStays() {
    // A length that is false, too long or beyond counting; a second dictionary; a filter that is not alone.
    let others = [
      file(clear: 90), file(clear: 100_000), file(clear: 99_999_999_999), file(keys: "/DecodeParms << /K 1 >>"),
      file(keys: "/Filter /ASCIIHexDecode /DecodeParms null"),
    ]
    for bytes in others { #expect(FontPrograms.cut(bytes) == bytes) }
    for text in [
      "/Length1", "<</Length1 70/Length2", "obj<</Length1 70/Length2 1/Length 9>>stream\n", "obj<<>>/Length1",
    ] {
      #expect(FontPrograms.cut(Array(text.utf8)) == Array(text.utf8))
    }
  }

  @Test func shortStreamsAndStreamsWithoutEndStay() {
    let short = "1 0 obj<</Length1 70/Length2 1/Length 9>>stream\nendstream "
    for text in [
      short, String(repeating: short, count: 3000), String(repeating: String(short.dropLast(10)), count: 3000),
    ] {
      #expect(FontPrograms.cut(Array(text.utf8)) == Array(text.utf8))
    }
  }

  @Test func damagedFilesAreCutWithoutHarm() {
    var generator = SeededGenerator(seed: 11)
    let whole = file()
    var changed = 0
    for _ in 0..<300 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...40, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
      let cut = FontPrograms.cut(bytes)
      #expect(cut.count == bytes.count)
      if cut != bytes { changed += 1 }
    }
    #expect(changed > 5 && changed < 295)
  }
}
