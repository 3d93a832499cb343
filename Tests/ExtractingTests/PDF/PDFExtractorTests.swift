// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing
import TestSupport

@testable import Extracting

/// Whole PDFs, sound and broken, through poppler.
struct PDFExtractorTests {
  private static let lines = [
    "The wardens of the river met on Tuesday to settle the co-",
    "production of flood defences, and nobody objected to the",
    "proposal, which had been read to the members twice.",
  ]
  private static let text =
    "The wardens of the river met on Tuesday to settle the co-production of flood defences, "
    + "and nobody objected to the proposal, which had been read to the members twice."

  private func failure(_ bytes: [UInt8]) -> ExtractionFailure.Kind? {
    do throws(ExtractionFailure) {
      _ = try PDFExtractor.extract(bytes)
      return nil
    } catch {
      #expect(!error.reason.isEmpty)
      return error.kind
    }
  }

  /// What must hold of every block.
  private func checkInvariants(_ extraction: Extraction, width: Float, height: Float) {
    for block in extraction.blocks {
      let length = block.text.unicodeScalars.count
      #expect(block.lines.first?.start == 0)
      #expect(block.page == block.lines.first?.page)
      for (line, next) in zip(block.lines, block.lines.dropFirst()) { #expect(line.start < next.start) }
      for line in block.lines {
        #expect(line.start < length)
        #expect(line.left >= 0 && line.left < line.right && line.right <= width)
        #expect(line.top >= 0 && line.top < line.bottom && line.bottom <= height)
      }
      #expect(!block.text.hasPrefix(" ") && !block.text.hasSuffix(" "))
    }
  }

  @Test func aSoundFile() throws {
    let extraction = try PDFExtractor.extract(TestPDF(pages: [TestPDF.page(Self.lines)]).bytes())
    #expect(extraction.format == .pdf)
    #expect(extraction.pageCount == 1)
    #expect(extraction.blocks.map(\.text) == [Self.text])
    #expect(extraction.blocks[0].lines.map(\.start) == [0, 57, 114])
    checkInvariants(extraction, width: 600, height: 800)
  }

  @Test func codesOfTheBitmapFontsOfTeXAreTheirLigatures() throws {
    // Glyphs of such fonts are named by their codes.
    let codes = 0..<127
    let names = codes.map { "/a\($0)" }.joined(separator: " ")
    let glyphs = codes.map { "/a\($0) 6 0 R" }.joined(separator: " ")
    let widths = codes.map { _ in "500" }.joined(separator: " ")
    // The last is a sign of a formula.
    let content = "BT /F1 10 Tf 72 700 Td (The \u{1C}rst o\u{1E}ce \u{1D}ies a\u{1F}uently: x, y, z, 1 = \u{1F}.) Tj ET"
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>",
      "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 700] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 0 "
        + "/LastChar 126 /Widths [\(widths)] /Encoding << /Type /Encoding /Differences [0 \(names)] >> "
        + "/CharProcs << \(glyphs) >> >>",
      "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
      "<< /Length 34 >>\nstream\n500 0 0 0 500 700 d1 0 0 400 700 re f\nendstream",
    ]
    let extraction = try PDFExtractor.extract(TestPDF.file(of: objects.map { Array($0.utf8) }))
    #expect(extraction.blocks.map(\.text) == ["The first office flies affluently: x, y, z, 1 ="])
  }

  @Test(arguments: [90, 180, 270]) func rotatedPages(rotation: Int) throws {
    var pdf = TestPDF(pages: [TestPDF.page(Self.lines)])
    pdf.rotation = rotation
    let extraction = try PDFExtractor.extract(pdf.bytes())
    #expect(extraction.blocks.map(\.text) == [Self.text])
    checkInvariants(extraction, width: rotation == 180 ? 600 : 800, height: rotation == 180 ? 800 : 600)
    // The first line stands where a turned page has it: at the right, the foot, the left.
    let line = extraction.blocks[0].lines[0]
    switch rotation {
    case 90: #expect(line.left > 600 && line.bottom - line.top > 200)
    case 180: #expect(line.top > 600 && line.right > 500)
    default: #expect(line.right < 200 && line.bottom - line.top > 200)
    }
  }

  @Test func junkTitlesGiveWayToThePage() throws {
    var page = TestPDF.page(Self.lines)
    page.insert(TestPDF.Text(x: 72, y: 740, size: 20, font: "F2", text: "Who keeps the river?"), at: 0)
    var pdf = TestPDF(pages: [page])
    pdf.title = "Microsoft Word - draft3"
    #expect(try PDFExtractor.extract(pdf.bytes()).metadata.title == "Who keeps the river?")
    pdf.title = "Rivers and their keepers"
    #expect(try PDFExtractor.extract(pdf.bytes()).metadata.title == "Rivers and their keepers")
  }

  @Test func pagesWithoutTextAreNoted() throws {
    let extraction = try PDFExtractor.extract(TestPDF(pages: [TestPDF.page(Self.lines), [], []]).bytes())
    #expect(extraction.pageCount == 3)
    #expect(extraction.notes == ["2 of 3 pages hold no text: scanned?"])
  }

  @Test func filesWithoutText() {
    #expect(failure([]) == .empty)
    #expect(failure(Array("GIF89a, not a PDF".utf8)) == .damaged)
    #expect(failure(TestPDF(pages: [[], []]).bytes()) == .noText)
  }

  @Test func encryptedFalseCountAndLoops() {
    var pdf = TestPDF(pages: [TestPDF.page(Self.lines)])
    pdf.isEncrypted = true
    #expect(failure(pdf.bytes()) == .encrypted)
    pdf.isEncrypted = false
    pdf.count = 2_147_483_647
    #expect(failure(pdf.bytes()) == .damaged)
    pdf.count = -7
    #expect(failure(pdf.bytes()) == .damaged)
    pdf.count = nil
    pdf.isLooped = true
    #expect(failure(pdf.bytes()) == .damaged)
  }

  @Test func aFileCutOffIsRepaired() throws {
    let whole = TestPDF(pages: [
      TestPDF.page(Self.lines), TestPDF.page(["A second page that is lost with the end of the file."]),
    ]).bytes()
    let cut = try #require(whole[...].position(of: "7 0 obj"))
    let extraction = try PDFExtractor.extract(Array(whole[..<cut]))
    #expect(extraction.blocks.map(\.text) == [Self.text])
    #expect(extraction.notes.contains { $0.contains("rebuilt") })
  }

  @Test func cuttingAnywhereNeverTraps() {
    let whole = TestPDF(pages: [TestPDF.page(Self.lines)]).bytes()
    var recovered = 0
    for end in stride(from: 0, to: whole.count, by: 7) where failure(Array(whole[..<end])) == nil { recovered += 1 }
    #expect(recovered > 5)
  }

  @Test func flippedBytesNeverTrap() {
    let whole = TestPDF(pages: [TestPDF.page(Self.lines)]).bytes()
    var random = SeededGenerator(seed: 7)
    var sound = 0
    for _ in 0..<200 {
      var bytes = whole
      for _ in 0..<8 {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if failure(bytes) == nil { sound += 1 }
    }
    #expect(sound > 0 && sound < 200)
  }

  @Test func limitsAreKept() {
    var limits = ExtractionLimits()
    limits.inputBytes = 100
    #expect(throws: ExtractionFailure.self) {
      try PDFExtractor.extract(TestPDF(pages: [TestPDF.page(Self.lines)]).bytes(), limits: limits)
    }
  }
}
