// SPDX-License-Identifier: Apache-2.0

import Documents

/// PDF files become located blocks: poppler gives characters, boxes and fonts; all layout analysis is done here.
///
/// glyphs -> words -> running heads and feet set apart -> zones (columns) -> lines -> blocks -> kinds -> paragraphs joined
/// over columns and pages -> hyphens settled -> text.
package enum PDFExtractor {
  /// Extracts the document in `bytes`.
  package static func extract(
    _ bytes: [UInt8], limits: ExtractionLimits = ExtractionLimits()
  ) throws(ExtractionFailure) -> Extraction {
    try analyse(bytes, limits: limits, keepsBoxes: false).extraction
  }

  /// The extraction, with the place of every code point of every block if `keepsBoxes`.
  static func analyse(
    _ bytes: [UInt8], limits: ExtractionLimits, keepsBoxes: Bool
  ) throws(ExtractionFailure) -> (extraction: Extraction, places: [[PlacedScalar?]]) {
    guard bytes.count <= limits.inputBytes else {
      throw ExtractionFailure(
        .tooLarge, "the file has \(bytes.count) bytes, more than the limit of \(limits.inputBytes)")
    }
    // Text needs no outlines, and the pictures that are looked at for rules and frames are the clearer without letters.
    var opened = try PDFOpener.open(FontPrograms.cut(bytes))
    var (pages, styles) = try read(opened.file, limits: limits)
    if opened.isRepaired, !opened.isGuessed, pages.allSatisfy(\.words.isEmpty),
      let guessed = PDFOpener.repair(bytes, ignoringPages: true)
    {
      // The pages are there, but what they are set in is lost.
      opened = guessed
      (pages, styles) = try read(opened.file, limits: limits)
    }
    let count = opened.file.pageCount
    var extraction = Extraction(format: .pdf, pageCount: count, notes: opened.notes)
    if count > pages.count { extraction.notes.append("only the first \(pages.count) of \(count) pages were read") }
    guard pages.contains(where: { !$0.words.isEmpty }) else {
      throw ExtractionFailure(
        .noText, "none of the \(count) pages holds text: scanned? `syntop extract --ocr LANGUAGE` reads it")
    }
    guard !opened.isGuessed || holdsWords(pages) else {
      throw ExtractionFailure(.damaged, "the PDF is cut off before its pages and fonts, and its streams give no words")
    }
    noteEmptyPages(pages, in: &extraction)
    let file = opened.file
    let layout = DocumentLayout(pages: pages, styles: styles) { index in
      file.withPage(index) { Canvas(page: $0, scale: 1)?.picture() } ?? nil
    }
    let composed = layout.compose(keepsBoxes: keepsBoxes)
    extraction.blocks = composed.map(\.block)
    guard !extraction.blocks.isEmpty else {
      throw ExtractionFailure(
        .noText, "the \(count) pages hold only signs without meaning: scanned, or fonts without code points")
    }
    extraction.metadata = PDFMetadata.read(opened.file, blocks: extraction.blocks)
    return (extraction, composed.map(\.places))
  }

  /// The glyphs and words of all pages, and the styles they are set in.
  private static func read(
    _ file: PopplerFile, limits: ExtractionLimits
  ) throws(ExtractionFailure) -> (pages: [GlyphPage], styles: StyleTable) {
    var styles = StyleTable()
    var pages: [GlyphPage] = []
    var glyphs = 0
    var missing = 0
    for index in 0..<min(file.pageCount, limits.pages) {
      let read = file.glyphPage(index, styles: &styles)
      if read == nil { missing += 1 }
      var page = read ?? GlyphPage(number: index + 1, width: 0, height: 0)
      for word in page.words.indices { page.words[word].size = styles[page.words[word].style].size }
      EmptyBytes.remove(from: &page)
      SlantedText.setApart(on: &page)
      PageTurner.turn(&page)
      glyphs += page.glyphs.count
      guard glyphs <= limits.textBytes else {
        throw ExtractionFailure(.tooLarge, "the text has more than \(limits.textBytes) characters by page \(index + 1)")
      }
      pages.append(page)
    }
    guard missing < pages.count else {
      throw ExtractionFailure(
        .damaged, "the PDF's page tree leads to none of its \(pages.count) pages: it may point to itself")
    }
    return (pages, styles)
  }

  /// Whether enough of the words are commonest words of a language that the codes were read rightly.
  private static func holdsWords(_ pages: [GlyphPage]) -> Bool {
    var common = FunctionWords()
    var words = 0
    for page in pages {
      words += page.words.count
      for word in page.words { common.add(page.glyphs[word.range]) }
    }
    return words > 0 && common.total * 40 > words
  }

  private static func noteEmptyPages(_ pages: [GlyphPage], in extraction: inout Extraction) {
    let empty = pages.filter(\.words.isEmpty).count
    if empty > 0 {
      extraction.notes.append("\(empty) of \(pages.count) pages hold\(empty == 1 ? "s" : "") no text: scanned?")
    }
  }
}
