// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing

@testable import Extracting

/// Cells that run over several lines, and what is no table.
struct TableRowsTests {
  private func blocks(_ page: SyntheticPage) -> [Block] {
    DocumentLayout([page]).compose(keepsBoxes: false).map(\.block)
  }

  @Test func aWrappedCellIsReadThrough() {
    var page = SyntheticPage()
    page.print(lines: SyntheticPage.filler(6, width: 80, seed: 1), x: 50, y: 60)
    for (row, cells) in [
      ["Water", "the district", "1996"], ["Light", "a guild of the", "2004"], ["Roads", "nobody yet", "2011"],
    ]
    .enumerated() {
      for (column, cell) in cells.enumerated() {
        page.print(cell, x: 60 + Float(column) * 120, y: 160 + Float(row) * 12 + (row == 2 ? 12 : 0))
      }
    }
    page.print("lamp lighters", x: 180, y: 184)
    let table = blocks(page).filter { $0.kind == .table }
    #expect(
      table.map(\.text) == [
        "Water\tthe district\t1996\nLight\ta guild of the lamp lighters\t2004\nRoads\tnobody yet\t2011"
      ])
  }

  @Test func aStretchedLineIsNoTable() {
    var page = SyntheticPage()
    // Narrow justified lines with few words and wide spaces, then plain ones.
    page.print(lines: SyntheticPage.filler(4, width: 30, seed: 1), x: 50, y: 60)
    for (row, words) in [["Efficient", "keeping", "of", "it"], ["providers", "of", "water", "so"]].enumerated() {
      var x: Float = 50
      let gap = (Float(150) - Float(words.joined().count) * 5) / Float(words.count - 1)
      for word in words {
        page.print(word, x: x, y: 130 + Float(row) * 12)
        x += Float(word.count) * 5 + gap
      }
    }
    #expect(!blocks(page).contains { $0.kind == .table })
  }

  @Test func cellsAlignedBehindNarrowWhiteArePartedAndTheHeadIsARow() {
    var page = SyntheticPage()
    page.print(lines: SyntheticPage.filler(6, width: 80, seed: 1), x: 50, y: 60)
    page.print("Name", x: 62, y: 146, font: "Serif-Bold")
    page.print("2010", x: 88, y: 146, font: "Serif-Bold")
    page.print("2011", x: 119, y: 146, font: "Serif-Bold")
    for (row, name) in ["A", "i", "C", "D", "E"].enumerated() {
      // Ordinary spaces are three points wide here, and one name is narrower than the others.
      page.print(name, x: 78, y: 160 + Float(row) * 14, size: name == "i" ? 7 : 10)
      for (cell, x) in [("Row", 60), ("\(row)", 88), ("\(row * 2)", 119)] {
        page.print(cell, x: Float(x), y: 160 + Float(row) * 14)
      }
    }
    page.print(lines: SyntheticPage.filler(6, width: 80, seed: 2), x: 50, y: 250)
    let found = blocks(page)
    #expect(found.map(\.kind) == [.paragraph, .table, .paragraph])
    #expect(
      found[1].text
        == "Name\t2010\t2011\nRow A\t0\t0\nRow i\t1\t2\nRow C\t2\t4\nRow D\t3\t6\nRow E\t4\t8")
  }

  @Test func lettersInCellsNextToEachOtherAreNoSpacedWord() {
    var page = SyntheticPage()
    page.print(lines: SyntheticPage.filler(6, width: 80, seed: 1), x: 50, y: 60)
    for (row, cells) in [["a b c", "d e f", "12"], ["g h", "no more", "13"], ["i", "k l", "14"]].enumerated() {
      for (cell, x) in zip(cells, [60, 90, 160]) { page.print(cell, x: Float(x), y: 160 + Float(row) * 14) }
    }
    #expect(blocks(page).last?.text == "a b c\td e f\t12\ng h\tno more\t13\ni\tk l\t14")
  }

  @Test func spacedLettersAreWords() {
    var page = SyntheticPage()
    var x: Float = 50
    for word in ["COMMON", "GROUND"] {
      for letter in word {
        page.print(String(letter), x: x, y: 60)
        x += 7
      }
      x += 6
    }
    page.print(lines: SyntheticPage.filler(6, width: 80, seed: 1), x: 50, y: 100)
    #expect(blocks(page).first?.text == "COMMON GROUND")
  }
}
