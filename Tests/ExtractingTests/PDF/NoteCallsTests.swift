// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing

@testable import Extracting

/// Calls of footnotes that their type does not show.
struct NoteCallsTests {
  /// Six lines, one of them ending as given, and a note 1 in small type at the foot.
  private func blocks(_ endings: [String], note: String = "1Told by the warden of the lower mill.") -> [Block] {
    var page = SyntheticPage()
    page.print(lines: SyntheticPage.filler(12, width: 80, seed: 1), x: 50, y: 60)
    for (row, ending) in endings.enumerated() {
      page.print("The villagers kept the river path by \(ending)", x: 50, y: 240 + Float(row) * 40)
    }
    page.print(note, x: 50, y: 700, size: 8)
    return DocumentLayout([page]).compose(keepsBoxes: false).map(\.block)
  }

  @Test func aPlainFigureIsACallIfTheNoteStandsOnThePage() {
    let blocks = blocks(["themselves.1"])
    #expect(blocks.contains { $0.text == "The villagers kept the river path by themselves." })
    #expect(blocks.last?.text == "1 Told by the warden of the lower mill.")
  }

  @Test func aFigureOnItsOwnAfterAStopIsACall() {
    #expect(blocks(["themselves. 1"]).contains { $0.text == "The villagers kept the river path by themselves." })
    #expect(blocks(["section 1"]).contains { $0.text == "The villagers kept the river path by section 1" })
  }

  @Test func twoFiguresThatMayCallTheNoteAreBothKept() {
    let texts = blocks(["plan1", "plan1"]).map(\.text)
    #expect(texts.count { $0 == "The villagers kept the river path by plan1" } == 2)
  }

  @Test func noNoteNoCall() {
    let texts = blocks(["themselves.1"], note: "2Told by the warden of the lower mill.").map(\.text)
    #expect(texts.contains("The villagers kept the river path by themselves.1"))
  }

  @Test func raisedFiguresWithCodePointsOfTheirOwnAreCalls() {
    let blocks = blocks(["hand\u{B9}", "law\u{2074}", "9 km\u{B2}", "10\u{B2}"], note: "\u{B9}Told by the warden.")
    let texts = blocks.map { $0.text.replacing("The villagers kept the river path by ", with: "") }
    for kept in ["hand", "law", "9 km\u{B2}", "10\u{B2}"] { #expect(texts.contains(kept)) }
    #expect(blocks.last?.kind == .footnote && blocks.last?.text == "1 Told by the warden.")
  }

  @Test func punctuationMayFollowACall() {
    let blocks = blocks(["hand\u{B9}, then", "law1:", "9 km\u{B2}.", "10\u{B2})"], note: "\u{B9}Told by the warden.")
    let texts = blocks.map { $0.text.replacing("The villagers kept the river path by ", with: "") }
    for kept in ["hand, then", "law1:", "9 km\u{B2}.", "10\u{B2})"] { #expect(texts.contains(kept)) }
  }

  /// A font may give only some of its raised figures code points of their own.
  @Test func figuresRaisedByHalfAreACallOfANoteThatIsThere() {
    let note = "1\u{2076}Told by the warden."
    #expect(blocks(["it 1\u{2076}, then"], note: note).contains { $0.text.hasSuffix("by it, then") })
    #expect(blocks(["it 1\u{2077}, then"], note: note).contains { $0.text.hasSuffix("by it 1\u{2077}, then") })
  }

  @Test func notesThatOpenWithAStopAreKnownByTheirCalls() {
    let called = blocks(["themselves\u{2074}\u{2078}."], note: "48. Told by the warden of the lower mill.")
    #expect(called.last?.kind == .footnote && called.last?.text == "48. Told by the warden of the lower mill.")
    #expect(called.contains { $0.text == "The villagers kept the river path by themselves." })
    let uncalled = blocks(["themselves."], note: "48. Told by the warden of the lower mill.")
    #expect(uncalled.last?.kind == .listItem)
  }
}
