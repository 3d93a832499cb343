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
