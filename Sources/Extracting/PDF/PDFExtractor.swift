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
    let opened = try PDFOpener.open(bytes)
    var extraction = Extraction(format: .pdf, notes: opened.notes)
    let count = opened.file.pageCount
    extraction.pageCount = count
    if count > limits.pages { extraction.notes.append("only the first \(limits.pages) of \(count) pages were read") }
    var styles = StyleTable()
    var pages: [GlyphPage] = []
    var glyphs = 0
    for index in 0..<min(count, limits.pages) {
      var page =
        opened.file.glyphPage(index, styles: &styles) ?? GlyphPage(number: index + 1, width: 0, height: 0)
      for word in page.words.indices { page.words[word].size = styles[page.words[word].style].size }
      glyphs += page.glyphs.count
      guard glyphs <= limits.textBytes else {
        throw ExtractionFailure(.tooLarge, "the text has more than \(limits.textBytes) characters by page \(index + 1)")
      }
      pages.append(page)
    }
    guard glyphs > 0 else {
      throw ExtractionFailure(
        .noText, "none of the \(count) pages holds text: scanned? Run it through a text recogniser first")
    }
    noteEmptyPages(pages, in: &extraction)
    let layout = DocumentLayout(pages: pages, styles: styles)
    let composed = layout.compose(keepsBoxes: keepsBoxes)
    extraction.blocks = composed.map(\.block)
    guard !extraction.blocks.isEmpty else {
      throw ExtractionFailure(
        .noText, "the \(count) pages hold only signs without meaning: scanned, or fonts without code points")
    }
    extraction.metadata = PDFMetadata.read(opened.file, blocks: extraction.blocks)
    return (extraction, composed.map(\.places))
  }

  private static func noteEmptyPages(_ pages: [GlyphPage], in extraction: inout Extraction) {
    let empty = pages.filter(\.words.isEmpty).count
    if empty > 0 {
      extraction.notes.append("\(empty) of \(pages.count) pages hold\(empty == 1 ? "s" : "") no text: scanned?")
    }
  }
}
