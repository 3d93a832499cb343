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

  @Test func marksThatOverlapAreDrawnInLayers() throws {
    func layers(_ ranges: [Range<Int>]) -> [Int] {
      PageDrawing.layers(of: ranges.map { PageDrawing.Mark(range: $0, colour: PageDrawing.Colour.palette[0]) })
    }
    #expect(layers([4..<11, 12..<20]) == [0, 0])
    #expect(layers([4..<11, 4..<11, 2..<20, 15..<18]) == [1, 2, 0, 1])
    #expect(layers([]) == [])
  }

  @Test func wordsMarkedByManyConceptsStayReadable() throws {
    // Of the pixels of a word most are its ground, which is as light under four marks as under one.
    func darkest(_ count: Int) throws -> Int {
      let marks = (0..<count).map { PageDrawing.Mark(range: 4..<11, colour: PageDrawing.Colour.palette[$0]) }
      let places = try PDFExtractor.analyse(Self.pdf, limits: ExtractionLimits(), keepsBoxes: true).places[0]
      let box = try #require(PageDrawing.boxes(of: 4..<11, in: places, page: 1).first)
      let picture = try PDFOpener.open(Self.pdf).file.withPage(0) { page -> PagePicture? in
        guard let canvas = Canvas(page: page, scale: 1) else { return nil }
        for (mark, layer) in zip(marks, PageDrawing.layers(of: marks)) {
          canvas.highlight(box, mark.colour, layer: layer)
        }
        return canvas.picture()
      }
      return Int(try #require(picture ?? nil).ground(box))
    }
    #expect(try darkest(4) == darkest(1))
    #expect(try darkest(1) > 170)
  }

  @Test func marksBeyondTheTextAreLeftOut() throws {
    let mark = PageDrawing.Mark(range: 5_000..<6_000, colour: PageDrawing.Colour.palette[1])
    #expect(
      try PageDrawing.draw(Self.pdf, page: 1, scale: 1, marks: [mark])
        == PageDrawing.draw(Self.pdf, page: 1, scale: 1, marks: []))
  }
}
