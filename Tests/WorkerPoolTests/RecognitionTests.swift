// SPDX-License-Identifier: Apache-2.0

import Documents
import Foundation
import Testing
@testable import WorkerPool

/// Scanned pages: tesseract's table read by hand-made rows, and, where tesseract is installed, a page read by it.
@Suite struct RecognitionTests {
  /// Whether tesseract and its English are installed; `Scripts/install-packages.sh test` installs both.
  static let isInstalled = (try? TextRecognizer(languages: ["en"])) != nil

  private func row(_ place: String, _ box: String, _ confidence: String, _ text: String) -> String {
    "5\t1\t\(place)\t\(box)\t\(confidence)\t\(text)".replacing(" ", with: "\t")
  }

  @Test func wordsBecomeParagraphsWithABoxForEachLine() throws {
    let table = [
      "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext",
      "1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t",
      row("1 1 1 1", "300 600 150 50", "96.5", "Rules"), row("1 1 1 2", "500 590 100 60", "93.5", "self-"),
      row("1 1 2 1", "300 700 120 50", "90", "made"), row("1 2 1 1", "300 900 60 50", "80", "End."),
      row("2 1 1 1", "10 10 5 5", "12", "~"), row("2 1 1 2", "20 10 5 5", "-1", "#"),
    ].joined(separator: "\n")
    let page = RecognizedPage(table, page: 7, resolution: 300)
    #expect(page.blocks.map(\.text) == ["Rules self-\nmade", "End."])
    #expect(page.blocks.allSatisfy { $0.kind == .paragraph && $0.page == 7 })
    #expect(
      page.blocks[0].lines == [
        LineBox(start: 0, page: 7, left: 72, top: 141.6, right: 144, bottom: 156),
        LineBox(start: 12, page: 7, left: 72, top: 168, right: 100.8, bottom: 180),
      ])
    #expect(page.confidence == 90 && page.worst == 80)
  }

  @Test func rowsThatAreNotWordsAreSkipped() {
    let page = RecognizedPage("5\t1\t1\n\n5\tx\t1\t1\t1\t1\ta\tb\tc\td\t90\tword\nnothing", page: 1, resolution: 300)
    #expect(page.blocks.isEmpty && page.confidence == 0)
  }

  @Test func languagesHaveTesseractsNames() {
    #expect(["en", "nl", "fr", "de", "frk"].map(TextRecognizer.name) == ["eng", "nld", "fra", "deu", "frk"])
  }

  @Test(.enabled(if: isInstalled, "needs tesseract-ocr and tesseract-ocr-eng"))
  func aMissingLanguageIsNamed() {
    #expect {
      _ = try TextRecognizer(languages: ["en", "xx-none"])
    } throws: { error in
      (error as? FileFailure)?.reason.contains("no language xx-none; it has eng") == true
    }
  }

  @Test(.enabled(if: isInstalled, "needs tesseract-ocr and tesseract-ocr-eng"))
  func aScannedPageIsReadWithPlaces() throws {
    let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Quality/pdf")
    let path = Array(folder.appending(path: "scanned/ferry-page-1.pdf").path.utf8)
    let plain = try ExtractorPool(workers: 1, program: ExtractorPoolTests.program)
    #expect(throws: FileFailure.self) { try plain.extract(path).get() }
    let pool = try ExtractorPool(
      workers: 1, program: ExtractorPoolTests.program, recognizer: try TextRecognizer(languages: ["en"]))
    let document = try pool.extract(path).get()
    #expect(document.pageCount == 1 && document.format == .pdf && document.contentHash.count == 64)
    #expect(document.notes.count == 1 && document.notes[0].contains("page 1 is scanned"))
    // The page holds the first four paragraphs and a heading of the ferry's truth.
    let truth = try String(contentsOf: folder.appending(path: "ferry-libreoffice.truth"), encoding: .utf8)
    func words(_ text: some StringProtocol) -> [String] {
      text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
    let wanted = words(truth.split(separator: "\n").prefix(4).joined(separator: " ").replacing("\t", with: " "))
    let found = Set(words(document.text.replacing("-\n", with: "")) + words(document.text))
    #expect(wanted.count { found.contains($0) } * 100 >= wanted.count * 95)
    let lines = document.blocks.flatMap(\.lines)
    #expect(lines.count > 20)
    #expect(lines.allSatisfy { $0.left >= 0 && $0.right <= 421 && $0.top >= 0 && $0.bottom <= 597 })
  }
}
