// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing

@testable import Extracting

/// Pictures of pages, and the places of marks on them.
struct PageDrawingTests {
  private static let lines = [
    "The wardens of the river met on Tuesday to settle", "the flood defences of the lower town.",
  ]
  private static let pdf = TestPDF(pages: [TestPDF.page(lines)]).bytes()
  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  private func size(_ png: [UInt8]) -> (width: Int, height: Int) {
    func number(_ at: Int) -> Int { png[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) } }
    return (number(16), number(20))
  }

  @Test func aPageWithAMark() throws {
    let mark = PageDrawing.Mark(range: 4..<11, colour: PageDrawing.Colour.palette[0])
    let plain = try PageDrawing.draw(Self.pdf, page: 1, scale: 1, marks: [])
    let marked = try PageDrawing.draw(Self.pdf, page: 1, scale: 1, marks: [mark])
    #expect(Array(marked.prefix(8)) == Self.signature)
    #expect(size(marked) == (600, 800))
    #expect(plain != marked)
    #expect(try PageDrawing.draw(Self.pdf, page: 1, scale: 1, marks: [mark]) == marked)
  }

  @Test func theOutlineDiffersFromThePage() throws {
    let outline = try PageDrawing.outline(Self.pdf, page: 1, scale: 0.5)
    #expect(size(outline) == (300, 400))
    #expect(try outline != PageDrawing.draw(Self.pdf, page: 1, scale: 0.5, marks: []))
  }

  @Test func aPageThatIsNotThere() {
    #expect(throws: ExtractionFailure.self) { try PageDrawing.draw(Self.pdf, page: 2, scale: 1, marks: []) }
    #expect(throws: ExtractionFailure.self) { try PageDrawing.outline(Self.pdf, page: 0, scale: 1) }
  }

  @Test func hugeScalesAreHeldBack() throws {
    let png = try PageDrawing.outline(Self.pdf, page: 1, scale: 1e9)
    #expect(size(png).width * size(png).height <= 64_000_000)
  }

  @Test func marksFallOnTheirLetters() throws {
    let found = try PDFExtractor.analyse(Self.pdf, limits: ExtractionLimits(), keepsBoxes: true)
    let text = Array(found.extraction.blocks[0].text.unicodeScalars)
    let places = found.places[0]
    #expect(places.count == text.count)
    for (scalar, place) in zip(text, places) { #expect((scalar == " ") == (place == nil)) }
    // From "settle" on the first line to "flood" on the second: a box on each.
    let boxes = PageDrawing.boxes(of: 43..<59, in: places, page: 1)
    #expect(boxes.count == 2)
    #expect(boxes[0].bottom <= boxes[1].top + 4 && boxes[0].left > boxes[1].left)
  }

  @Test func marksBeyondTheTextAreLeftOut() throws {
    let mark = PageDrawing.Mark(range: 5_000..<6_000, colour: PageDrawing.Colour.palette[1])
    #expect(
      try PageDrawing.draw(Self.pdf, page: 1, scale: 1, marks: [mark])
        == PageDrawing.draw(Self.pdf, page: 1, scale: 1, marks: []))
  }
}
