// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing

@testable import Extracting

/// Watermarks, aslant and level, among the lines of a page.
struct SlantedTextTests {
  private static let lines = SyntheticPage.filler(30, width: 70, seed: 3)

  private func blocks(_ marks: [TestPDF.Text]) throws -> [Block] {
    let text = Self.lines.enumerated().map { TestPDF.Text(x: 72, y: 700 - 14 * $0, text: $1) }
    return try PDFExtractor.extract(TestPDF(pages: [marks + text]).bytes()).blocks
  }

  /// That a page with a mark reads as it does without, and has the mark beside the body.
  private func check(_ mark: TestPDF.Text) throws {
    let found = try blocks([mark])
    let plain = try blocks([])
    #expect(found.filter(\.kind.isBody).map(\.text) == plain.map(\.text))
    #expect(found.filter { $0.kind == .furniture }.map(\.text) == [mark.text])
  }

  @Test(arguments: ["0.7 0.7 -0.7 0.7", "0.85 0.5 -0.5 0.85", "0.5 0.85 -0.85 0.5", "0.7 -0.7 0.7 0.7"])
  func theLettersOfASlantedWatermarkAreReadAlongIt(matrix: String) throws {
    let climbs = !matrix.hasPrefix("0.7 -")
    let mark = TestPDF.Text(
      x: 150, y: climbs ? 350 : 650, size: 60, font: "F2", text: "DRAFT COPY", matrix: matrix)
    try check(mark)
  }

  @Test func alsoInTheTypeOfTheText() throws {
    try check(TestPDF.Text(x: 200, y: 150, text: "not for sale", matrix: "0.8 0.6 -0.6 0.8"))
  }

  @Test func aLargeWordBehindTheTextIsNoPartOfIt() throws {
    try check(TestPDF.Text(x: 100, y: 450, size: 60, font: "F2", text: "CONFIDENTIAL"))
  }

  @Test func lettersThatStandAloneInLevelTextStay() throws {
    let rows = [
      "a I o a", " b a I o", "I a o a", "How do I load the font", "and can I make a mark", "as if a b c d e f",
    ]
    let text = rows.enumerated().map { TestPDF.Text(x: 72 + $0, y: 700 - 11 * $0, text: $1) }
    let found = try PDFExtractor.extract(TestPDF(pages: [text]).bytes()).blocks
    #expect(!found.contains { $0.kind == .furniture })
    let read = found.reduce(0) { $0 + $1.text.count { $0.isLetter } }
    #expect(read == rows.reduce(0) { $0 + $1.count { $0.isLetter } })
  }

  @Test func aPageThatIsAslantKeepsItsText() throws {
    let text = TestPDF.Text(x: 100, y: 100, size: 20, text: "Nothing else is said here", matrix: "0.7 0.7 -0.7 0.7")
    let found = try PDFExtractor.extract(TestPDF(pages: [[text]]).bytes()).blocks
    #expect(found.contains { $0.kind.isBody })
  }
}
