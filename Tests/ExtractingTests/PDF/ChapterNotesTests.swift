// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing

@testable import Extracting

/// Footnotes of books, gathered at the end of each chapter, and notes known by their numbers.
struct ChapterNotesTests {
  /// Chapters of two pages; the first page of each opens with a heading, if asked, and ends with a note, nowhere at one
  /// height, for those would be running feet.
  private func book(chapters: Int, headed: Bool = true, note: (Int) -> String = { "\($0)Told by the warden." })
    -> [Block]
  {
    let names = ["mills", "the river path", "wardens and their keys", "grain"]
    var pages: [SyntheticPage] = []
    for chapter in 1...chapters {
      for half in 0..<2 {
        var page = SyntheticPage(number: pages.count + 1, styles: pages.last?.styles ?? StyleTable())
        if half == 0, headed { page.print("Of \(names[chapter % 4])", x: 50, y: 60, size: 18, font: "Serif-Bold") }
        for part in 0..<2 {
          let seed = pages.count * 2 + part
          page.print(
            lines: SyntheticPage.filler(14, width: 80, seed: seed), x: 50, y: 110 + Float(part) * 220)
        }
        if half == 0 { page.print(note(chapter), x: 50, y: 640 + Float(chapter) * 20, size: 8) }
        pages.append(page)
      }
    }
    return DocumentLayout(pages).compose(keepsBoxes: false).map(\.block)
  }

  @Test func notesStandAtTheEndOfTheirChapter() {
    // The first heading of a document is its title.
    let blocks = book(chapters: 4)
    let notes = blocks.indices.filter { blocks[$0].kind == .footnote }
    #expect(notes.map { blocks[$0].text } == (1...4).map { "\($0) Told by the warden." })
    // Each keeps its page, and what follows it opens the next chapter.
    #expect(notes.map { blocks[$0].page } == [1, 3, 5, 7])
    #expect(notes.dropFirst().allSatisfy { blocks[$0 - 1].page == blocks[$0].page.map { $0 + 1 } })
    #expect(notes.dropLast().allSatisfy { blocks[$0 + 1].kind == .heading })
    #expect(notes.last == blocks.indices.last)
  }

  @Test func withoutChaptersNotesStayOnTheirPage() {
    for blocks in [book(chapters: 3, headed: false), book(chapters: 2)] {
      let notes = blocks.indices.filter { blocks[$0].kind == .footnote }
      #expect(!notes.isEmpty)
      #expect(notes.allSatisfy { blocks[$0 - 1].page == blocks[$0].page })
    }
  }

  @Test func aNumberNextToThatOfANoteIsANotesToo() {
    // The second note is called by a raised figure, the others by nothing that shows.
    func note(_ number: Int) -> String { number == 2 ? "2Told by the warden." : "\(number). Told by the warden." }
    #expect(book(chapters: 3, note: note).count { $0.kind == .footnote } == 1)
    var pages: [SyntheticPage] = []
    for number in 1...3 {
      var page = SyntheticPage(number: number, styles: pages.last?.styles ?? StyleTable())
      page.print(lines: SyntheticPage.filler(14, width: 80, seed: number), x: 50, y: 60)
      page.print(number == 2 ? "It was the warden\u{B2}" : "It was the warden", x: 50, y: 400)
      page.print("\(number). Told at the lower mill.", x: 50, y: 640 + Float(number) * 20, size: 8)
      pages.append(page)
    }
    let notes = DocumentLayout(pages).compose(keepsBoxes: false).map(\.block).filter { $0.kind == .footnote }
    #expect(notes.map(\.page) == [1, 2, 3])
  }
}
