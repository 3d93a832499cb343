// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing

@testable import Extracting

/// Columns, paragraphs, running heads and footnotes on synthetic pages.
struct DocumentLayoutTests {
  private func compose(_ pages: [SyntheticPage]) -> [Block] {
    DocumentLayout(pages).compose(keepsBoxes: false).map(\.block)
  }

  @Test func twoColumnsAreReadOneAfterTheOther() {
    var page = SyntheticPage()
    let left = SyntheticPage.filler(12, width: 40, seed: 1)
    let right = SyntheticPage.filler(12, width: 40, seed: 2)
    page.print(lines: left, x: 50, y: 100)
    page.print(lines: right, x: 270, y: 103)
    let blocks = compose([page])
    #expect(blocks.map(\.text) == [left.joined(separator: " "), right.joined(separator: " ")])
    #expect(blocks.allSatisfy { $0.kind == .paragraph })
  }

  @Test func aTitleOverTwoColumnsComesFirst() {
    var page = SyntheticPage()
    page.print("The Commons of the Lower River and Its Wardens", x: 60, y: 50, size: 18)
    page.print(lines: SyntheticPage.filler(10, width: 40, seed: 1), x: 50, y: 100)
    page.print(lines: SyntheticPage.filler(10, width: 40, seed: 2), x: 270, y: 100)
    let blocks = compose([page])
    #expect(blocks.map(\.kind) == [.title, .paragraph, .paragraph])
    #expect(blocks[0].text == "The Commons of the Lower River and Its Wardens")
  }

  @Test func threeColumns() {
    var page = SyntheticPage()
    let texts = (1...3).map { SyntheticPage.filler(9, width: 28, seed: $0) }
    for (index, lines) in texts.enumerated() { page.print(lines: lines, x: 40 + Float(index) * 160, y: 100) }
    #expect(compose([page]).map(\.text) == texts.map { $0.joined(separator: " ") })
  }

  @Test func anOverlongHeadingDoesNotBreakTheColumns() {
    var page = SyntheticPage()
    let top = SyntheticPage.filler(9, width: 40, seed: 1)
    let bottom = SyntheticPage.filler(9, width: 40, seed: 2)
    let right = SyntheticPage.filler(20, width: 40, seed: 3)
    page.print(lines: top, x: 50, y: 100)
    // 31 signs of size 14 end two points before the right column, where the gutter is ten points wide.
    page.print("Efficient treatment of the poor", x: 50, y: 219, size: 14, font: "Serif-Bold")
    page.print(lines: bottom, x: 50, y: 244)
    page.print(lines: right, x: 269, y: 100)
    let blocks = compose([page])
    #expect(blocks.map(\.kind) == [.paragraph, .heading, .paragraph, .paragraph] || blocks.map(\.kind)[1] == .title)
    #expect(blocks.last?.text == right.joined(separator: " "))
    #expect(blocks[1].text == "Efficient treatment of the poor")
  }

  @Test func tableRowsStayRows() {
    var page = SyntheticPage()
    page.print(lines: SyntheticPage.filler(6, width: 80, seed: 1), x: 50, y: 60)
    for (row, cells) in [["provision", "287", "69.5"], ["services", "999", "60.5"], ["lighting", "12", "8.0"]]
      .enumerated()
    {
      for (column, cell) in cells.enumerated() {
        page.print(cell, x: 60 + Float(column) * 90, y: 160 + Float(row) * 14)
      }
    }
    page.print(lines: SyntheticPage.filler(6, width: 80, seed: 2), x: 50, y: 240)
    let blocks = compose([page])
    #expect(blocks.map(\.kind) == [.paragraph, .table, .paragraph])
    #expect(blocks[1].text == "provision\t287\t69.5\nservices\t999\t60.5\nlighting\t12\t8.0")
  }

  @Test func aTableWithNumbersBeforeTextIsNoPairOfColumns() {
    let rows = [
      ["No.", "Task", "Who does it in the lower villages"], ["1", "Mowing", "Everyone who owns a scythe and has time"],
      ["2", "Watching", "Two households each night by turns"], ["3", "Mending", "The warden and his paid labourers"],
      ["4", "Counting", "The clerk who writes the yearly book"],
      ["5", "Paying", "All members at the spring gathering"],
      ["6", "Settling", "The elders who hear both of the sides"],
      ["7", "Feasting", "Whoever brings bread to the long table"],
      ["8", "Sowing", "The school with the older neighbours"],
      ["9", "Felling", "Nobody but the foresters of the state"],
    ]
    var page = SyntheticPage()
    page.print(lines: SyntheticPage.filler(6, width: 80, seed: 1), x: 50, y: 60)
    for (row, cells) in rows.enumerated() {
      for (cell, x) in zip(cells, [60, 95, 170]) { page.print(cell, x: Float(x), y: 160 + Float(row) * 13) }
    }
    let blocks = compose([page])
    #expect(blocks.map(\.kind) == [.paragraph, .table])
    #expect(blocks.last?.text == rows.map { $0.joined(separator: "\t") }.joined(separator: "\n"))
  }

  @Test func entriesOfAListOfContentsLoseTheirPageNumbersAndAreJoined() {
    var page = SyntheticPage()
    func entry(_ words: String, _ number: String, y: Float, dots: Bool, x: Float = 60) {
      page.print(words, x: x, y: y)
      let room = 80 - words.count - Int((x - 50) / 5)
      if dots { page.print(String(repeating: ".", count: room - 2), x: x + Float(words.count + 1) * 5, y: y) }
      page.print(number, x: 460 - Float(number.count) * 5, y: y)
    }
    entry("1 Commons", "3", y: 100, dots: false, x: 50)
    entry("1.1 The river", "3", y: 112, dots: true)
    entry("1.2 The mill", "5", y: 124, dots: true)
    page.print("1.3 How the villages of the upper valley came to keep one watch to-", x: 60, y: 136)
    entry("gether", "7", y: 148, dots: true, x: 80)
    // Dots may follow without a space.
    page.print("1.4 Wells" + String(repeating: ".", count: 60), x: 60, y: 160)
    page.print("8", x: 455, y: 160)
    entry("2 Wardens", "9", y: 172, dots: false, x: 50)
    #expect(
      compose([page]).map(\.text) == [
        "1 Commons", "1.1 The river", "1.2 The mill",
        "1.3 How the villages of the upper valley came to keep one watch together", "1.4 Wells",
        "2 Wardens",
      ])
  }

  @Test func wordsBrokenInsideCellsAreJoined() {
    var page = SyntheticPage()
    page.print(lines: SyntheticPage.filler(6, width: 80, seed: 1), x: 50, y: 60)
    page.print("The neighbourhood paid.", x: 50, y: 140)
    for (row, cells) in [["Who", "the neigh-"], ["", "bourhood"], ["When", "in spring"], ["Why", "for bread"]]
      .enumerated()
    {
      for (cell, x) in zip(cells, [60, 150]) { page.print(cell, x: Float(x), y: 180 + Float(row) * 12) }
    }
    #expect(compose([page]).last?.text == "Who\tthe neighbourhood\nWhen\tin spring\nWhy\tfor bread")
  }

  @Test func indentsAndShortLinesPartParagraphs() {
    var page = SyntheticPage()
    page.print(lines: SyntheticPage.filler(3, width: 80, seed: 1), x: 50, y: 60)
    page.print("Secundo " + String(repeating: "m", count: 69), x: 65, y: 96)
    page.print(
      lines: ["mora vel tantum.", "Tertio " + String(repeating: "v", count: 73), "sed perge lumen."], x: 50, y: 108)
    let texts = compose([page]).map(\.text)
    #expect(texts.count == 3)
    #expect(texts[1].hasPrefix("Secundo") && texts[1].hasSuffix("mora vel tantum."))
    #expect(texts[2].hasPrefix("Tertio"))
  }

  @Test func runningHeadsFeetAndNumbersAreSetApart() {
    var pages: [SyntheticPage] = []
    for number in 1...5 {
      var page = SyntheticPage(number: number, styles: pages.last?.styles ?? StyleTable())
      page.print("Annals of Mutual Aid", x: 50, y: 30)
      page.print(lines: SyntheticPage.filler(20, width: 80, seed: number), x: 50, y: 80)
      page.print("\(number + 41)", x: 300, y: 760)
      pages.append(page)
    }
    let blocks = compose(pages)
    #expect(blocks.count { $0.kind == .pageHeader && $0.text == "Annals of Mutual Aid" } == 5)
    #expect(blocks.filter { $0.kind == .pageNumber }.map(\.text) == ["42", "43", "44", "45", "46"])
    #expect(blocks.filter(\.kind.isBody).allSatisfy { $0.kind == .paragraph })
  }

  @Test func aLineOfTextThatOpensSeveralPagesIsNoHead() {
    let line = "It was opened in the spring after a long debate in the parish hall and many came"
    let pages = (1...4).map { number in
      var page = SyntheticPage(number: number)
      page.print(line, x: 50, y: 50)
      page.print(lines: SyntheticPage.filler(20, width: 80, seed: number), x: 50, y: 62)
      return page
    }
    #expect(compose(pages).allSatisfy { $0.kind == .paragraph })
    #expect(compose(pages).count { $0.text.contains(line) } == 4)
  }

  @Test func norWhereItsParagraphEndsInTheNextLine() {
    let line = "It was opened in the spring after a long debate in the parish hall and they said"
    let pages = (1...4).map { number in
      var page = SyntheticPage(number: number)
      page.print(lines: [line, "that many would come."], x: 50, y: 50)
      page.print(lines: SyntheticPage.filler(20, width: 80, seed: number), x: 50, y: 86)
      return page
    }
    #expect(compose(pages).allSatisfy { $0.kind == .paragraph })
  }

  @Test func sectionsThatOpenPagesAreNoHeadsThoughTheirNumbersGrow() {
    func kinds(_ heading: (Int) -> String) -> [BlockKind] {
      let pages = (1...5).map { number in
        var page = SyntheticPage(number: number)
        page.print(heading(number), x: 50, y: 50)
        page.print(lines: SyntheticPage.filler(20, width: 80, seed: number), x: 50, y: 76)
        return page
      }
      return compose(pages).filter { $0.text.contains("Wells") }.map(\.kind)
    }
    #expect(kinds { "5.6.\($0) Wells \(String(repeating: "m", count: $0))" }.allSatisfy { $0.isBody })
    #expect(kinds { "Wells \($0).3 \("of the town".prefix(3 + $0))" } == Array(repeating: .pageHeader, count: 5))
    #expect(kinds { "Wells \($0)/10" } == Array(repeating: .pageHeader, count: 5))
    #expect(kinds { "Page \($0 + 7) Wells" } == Array(repeating: .pageHeader, count: 5))
  }

  @Test func linesThatComeAgainHereAndThereAtTheFootAreText() {
    func feet(gap: Float, every step: Int) -> Int {
      let pages = (1...24).map { number in
        var page = SyntheticPage(number: number)
        page.print(lines: SyntheticPage.filler(50, width: 80, seed: number), x: 50, y: 80)
        page.print(
          number % step == 0 ? "None." : "No \(SyntheticPage.filler(1, width: 30, seed: number)[0])", x: 50,
          y: 678 + gap)
        return page
      }
      return compose(pages).count { $0.kind == .pageFooter && $0.text == "None." }
    }
    #expect(feet(gap: 2, every: 6) == 0)
    #expect(feet(gap: 30, every: 6) == 2)
    #expect(feet(gap: 2, every: 2) == 12)
  }

  @Test func numbersOfAFormulaAreNotThoseOfPages() {
    let pages = (1...4).map { number in
      var page = SyntheticPage(number: number)
      page.print(lines: SyntheticPage.filler(50, width: 80, seed: number), x: 50, y: 80)
      page.print(number < 3 ? "[\(number), 0; 0, 2]" : "none", x: 50, y: 690)
      return page
    }
    #expect(!compose(pages).contains { $0.kind == .pageNumber })
  }

  @Test func aManualPageHasNoTitleCalledName() {
    var page = SyntheticPage()
    page.print("NAME", x: 50, y: 60, font: "Serif-Bold")
    page.print(lines: SyntheticPage.filler(6, width: 80, seed: 1), x: 50, y: 80)
    #expect(compose([page]).map(\.kind) == [.heading, .paragraph])
  }

  @Test func aNumberAloneAtTheEdgeIsKnownAlsoWhereTheFirstPageSetsItHigher() {
    let pages = (1...2).map { number in
      var page = SyntheticPage(number: number)
      page.print(lines: SyntheticPage.filler(20, width: 80, seed: number), x: 50, y: 80)
      page.print("-\(number)-", x: 300, y: 760 - (number == 1 ? 7.6 : 0))
      return page
    }
    #expect(compose(pages).filter { $0.kind == .pageNumber }.map(\.text) == ["-1-", "-2-"])
  }

  @Test func inAPaperOfTwoPagesTheHeadSaysTheTitleAgain() {
    func head(of second: String) -> BlockKind? {
      var first = SyntheticPage(number: 1)
      first.print("Keys and Doors of the Commons", x: 150, y: 60, size: 16)
      first.print("Ann Marlow", x: 250, y: 90)
      first.print(lines: SyntheticPage.filler(20, width: 80, seed: 1), x: 50, y: 130)
      var next = SyntheticPage(number: 2, styles: first.styles)
      next.print(second, x: 50, y: 40)
      next.print(lines: SyntheticPage.filler(20, width: 80, seed: 2), x: 50, y: 80)
      return compose([first, next]).first { $0.text == second }?.kind
    }
    #expect(head(of: "Marlow: Keys and Doors") == .pageHeader)
    #expect(head(of: "Windows and Doors again") == .paragraph)
  }

  @Test func headsThatChangeWithTheSectionAreKnownByTheHeadingsTheyRepeat() {
    func pages(_ heads: [String]) -> [SyntheticPage] {
      var pages: [SyntheticPage] = []
      for (index, name) in ["Keys", "Doors", "Gardens", "Wells", "Roofs"].enumerated() {
        var page = SyntheticPage(number: index + 1, styles: pages.last?.styles ?? StyleTable())
        page.print(heads[index], x: 350, y: 40)
        page.print(lines: SyntheticPage.filler(8, width: 80, seed: index), x: 50, y: 80)
        page.print("\(index + 2) \(name) of the town", x: 50, y: 200, size: 14, font: "Serif-Bold")
        page.print(lines: SyntheticPage.filler(20, width: 80, seed: index + 9), x: 50, y: 230)
        pages.append(page)
      }
      return pages
    }
    let heads = ["2 KEYS OF THE TOWN", "3 DOORS OF THE TOWN", "4 GARDENS OF THE TOWN", "WELLS OF THE TOWN", "6 ROOFS"]
    #expect(compose(pages(heads)).filter { $0.kind == .pageHeader }.map(\.text) == heads)
    // Lines at one height that say nothing again are text.
    let lines = ["First of all.", "On the next day.", "Three years later.", "Again in spring.", "At long last."]
    #expect(!compose(pages(lines)).contains { $0.kind == .pageHeader })
  }

  @Test func aNoteIsWholeHoweverHighItsMarkIsRaised() {
    func notes(raised: Float) -> [Block] {
      var page = SyntheticPage()
      page.print(lines: SyntheticPage.filler(20, width: 80, seed: 1), x: 50, y: 80)
      page.print("1", x: 60, y: 700 - raised, size: 5)
      page.print("A note in small type that says where it was seen.", x: 64, y: 700, size: 8)
      return Array(compose([page]).dropFirst())
    }
    for raised: Float in [0, 1, 2, 3] {
      #expect(notes(raised: raised).map(\.text) == ["1 A note in small type that says where it was seen."], "\(raised)")
      #expect(notes(raised: raised).map(\.kind) == [.footnote], "\(raised)")
    }
    // A figure in a line of its own is none.
    #expect(notes(raised: 9).count == 2)
  }

  @Test func aPageOfNothingButWhatRepeatsKeepsItsText() {
    let pages = (1...4).map { number in
      var page = SyntheticPage(number: number)
      page.print("The same form on every page.", x: 50, y: 60)
      return page
    }
    #expect(compose(pages).allSatisfy { $0.kind.isBody })
  }

  @Test func paragraphsGoOnOverThePageAndTheFootnoteFollows() {
    var first = SyntheticPage(number: 1)
    let opening = SyntheticPage.filler(20, width: 80, seed: 1).map { String($0.dropLast()) + "m" }
    first.print(lines: opening, x: 50, y: 80)
    first.print("1A note in small type that says where it was seen.", x: 50, y: 700, size: 8)
    var second = SyntheticPage(number: 2, styles: first.styles)
    second.print(lines: ["sed perge lumen ita corde."], x: 50, y: 80)
    second.print(lines: SyntheticPage.filler(10, width: 80, seed: 2), x: 50, y: 104)
    first = SyntheticPage(number: 1, styles: second.styles)
    first.print(lines: opening, x: 50, y: 80)
    first.print("1A note in small type that says where it was seen.", x: 50, y: 700, size: 8)
    let blocks = compose([first, second])
    #expect(blocks.map(\.kind) == [.paragraph, .footnote, .paragraph])
    #expect(blocks[0].text.hasSuffix("sed perge lumen ita corde."))
    #expect(blocks[1].text == "1 A note in small type that says where it was seen.")
    #expect(blocks[0].lines.map(\.page).contains(2))
  }

  @Test func referencesAreTheirOwnKind() {
    var page = SyntheticPage()
    page.print(lines: SyntheticPage.filler(8, width: 80, seed: 1), x: 50, y: 60)
    page.print("References", x: 50, y: 180, size: 14, font: "Serif-Bold")
    page.print(lines: ["Offer, A. (1997). Between the gift and the market. Economic History Review 50."], x: 50, y: 210)
    page.print(lines: ["Ostrom, E. (1996). Crossing the great divide. World Development 24."], x: 50, y: 230)
    let blocks = compose([page])
    #expect(blocks.count { $0.kind == .reference } == 2)
  }
}
