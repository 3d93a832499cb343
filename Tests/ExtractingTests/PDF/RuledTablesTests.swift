// SPDX-License-Identifier: Apache-2.0
import Documents
import TestSupport
import Testing

@testable import Extracting

/// Tables drawn with rules, on pictures made of lines.
struct RuledTablesTests {
  /// A page of paper with black lines, one pixel thick.
  private struct Drawing {
    var levels = [UInt8](repeating: 255, count: 600 * 800)

    mutating func level(_ y: Int, _ x: ClosedRange<Int>) { for x in x { levels[y * 600 + x] = 0 } }
    mutating func upright(_ x: Int, _ y: ClosedRange<Int>) { for y in y { levels[y * 600 + x] = 0 } }

    /// All lines of a grid.
    mutating func grid(columns: [Int], rows: [Int]) {
      for y in rows { level(y, columns[0]...columns[columns.count - 1]) }
      for x in columns { upright(x, rows[0]...rows[rows.count - 1]) }
    }

    var picture: PagePicture { PagePicture(width: 600, height: 800, levels: levels) }
  }

  /// Three columns whose last cells are wrapped over three lines, the others standing beside their middles.
  private func page() -> SyntheticPage {
    var page = SyntheticPage()
    page.print(lines: SyntheticPage.filler(8, width: 90, seed: 3), x: 50, y: 60)
    page.print("Level         Spare place               What it gives", x: 60, y: 205)
    for row in 0..<4 {
      let y = Float(230 + row * 45)
      page.print(lines: ["Size of the", "part \(row) taken", "row \(row) times"], x: 260, y: y)
      page.print("RAID\(row)         optional", x: 60, y: y + 12)
    }
    page.print(lines: SyntheticPage.filler(8, width: 90, seed: 4), x: 50, y: 450)
    return page
  }

  private let columns = [55, 120, 250, 400]
  private let rows = [200, 225, 270, 315, 360, 405]

  private func blocks(_ page: SyntheticPage, _ drawing: Drawing) -> [Block] {
    DocumentLayout(pages: [page.page], styles: page.styles) { _ in drawing.picture }.compose(keepsBoxes: false)
      .map(\.block)
  }

  private let read = """
    Level\tSpare place\tWhat it gives
    RAID0\toptional\tSize of the part 0 taken row 0 times
    RAID1\toptional\tSize of the part 1 taken row 1 times
    RAID2\toptional\tSize of the part 2 taken row 2 times
    RAID3\toptional\tSize of the part 3 taken row 3 times
    """

  @Test func cellsAreReadAsTheRulesPartThem() {
    var drawing = Drawing()
    drawing.grid(columns: columns, rows: rows)
    let blocks = blocks(page(), drawing)
    #expect(blocks.map(\.kind) == [.paragraph, .table, .paragraph])
    #expect(blocks.count == 3 && blocks[1].text == read)
  }

  @Test func tablesMayBeOpenAtTheSides() {
    var drawing = Drawing()
    drawing.grid(columns: columns, rows: rows)
    for y in 201..<405 where !rows.contains(y) {
      drawing.levels[y * 600 + 55] = 255
      drawing.levels[y * 600 + 400] = 255
    }
    #expect(blocks(page(), drawing).first { $0.kind == .table }?.text == read)
  }

  @Test func aCellOverTwoRowsStandsInTheFirst() {
    var drawing = Drawing()
    drawing.grid(columns: columns, rows: rows)
    for x in 56..<120 { drawing.levels[270 * 600 + x] = 255 }
    let lines = blocks(page(), drawing).first { $0.kind == .table }?.text.split(separator: "\n") ?? []
    let wanted = [
      "RAID0 RAID1\toptional\tSize of the part 0 taken row 0 times", "optional\tSize of the part 1 taken row 1 times",
    ]
    #expect(lines.count == 5 && lines[1...2].map(String.init) == wanted)
  }

  @Test func rulesUnderTheHeadAloneLeaveTheRowsToTheirLines() {
    var page = SyntheticPage()
    for row in 0..<5 { page.print("place \(row)         \(row)0 km         wet", x: 60, y: 230 + Float(row) * 12) }
    page.print("Name            Distance      Ground", x: 60, y: 205)
    var drawing = Drawing()
    drawing.grid(columns: [55, 120, 210, 300], rows: [200, 222, 300])
    let rules = Rules(drawing.picture)
    let tables = RuledTables.tables(rules, of: Array(page.page.words.indices.map { Int32($0) }), on: page.page)
    #expect(
      tables.count == 1 && tables.first?.rows.count == 6 && tables.first?.rows.allSatisfy { $0.count == 3 } == true)
  }

  @Test func framesChartsAndUnderlinesAreNoTables() {
    let words = Array(page().page.words.indices.map { Int32($0) })
    var frame = Drawing()
    frame.grid(columns: [40, 560], rows: [190, 420])
    var chart = Drawing()
    chart.grid(
      columns: Array(stride(from: 40, through: 560, by: 10)), rows: Array(stride(from: 500, through: 760, by: 10)))
    var underlines = Drawing()
    for y in [217, 243, 288] { underlines.level(y, 60...200) }
    for drawing in [frame, chart, underlines] {
      #expect(RuledTables.tables(Rules(drawing.picture), of: words, on: page().page).isEmpty)
    }
  }

  @Test func linesAreFoundThroughLettersThatTouchThem() {
    var drawing = Drawing()
    drawing.grid(columns: columns, rows: rows)
    for x in stride(from: 60, to: 110, by: 4) { drawing.upright(x, 265...269) }
    let rules = Rules(drawing.picture)
    #expect(
      rules.level.count == rows.count && rules.level.contains { $0.position == 270 && $0.from == 55 && $0.to == 400 })
    #expect(Set(rules.upright.map(\.position)) == Set(columns))
  }

  /// No lines, however thrown, may trap.
  @Test func anyLinesAreSurvived() {
    var generator = SeededGenerator(seed: 7)
    func next(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }
    let page = page()
    var found = 0
    for _ in 0..<30 {
      var drawing = Drawing()
      let columns = (0..<(2 + next(5))).map { _ in 40 + next(500) }.sorted()
      let rows = (0..<(2 + next(6))).map { _ in 190 + next(230) }.sorted()
      drawing.grid(columns: columns, rows: rows)
      for _ in 0..<next(8) { drawing.upright(next(600), next(400)...(400 + next(400))) }
      let blocks = blocks(page, drawing)
      if blocks.contains(where: { $0.kind == .table && $0.text.contains("Level") }) { found += 1 }
      // Nothing is lost, whatever the lines.
      let words = blocks.flatMap { $0.text.split(whereSeparator: \.isWhitespace) }
      #expect(words.count == page.page.words.count)
    }
    #expect(found > 0)
  }
}
