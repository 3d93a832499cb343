// SPDX-License-Identifier: Apache-2.0

internal import Documents
@testable internal import Extracting

/// The extractors, and the parts of the PDF extractor that need no PDF library: its repair of broken files and its layout
/// analysis on made-up pages.
extension FuzzTarget {
  static let extractors: [FuzzTarget] = [
    FuzzTarget("html", longest: 20_000) { check { try HTMLExtractor.extract($0) }($0) },
    FuzzTarget("pdf", longest: 60_000) { check { try PDFExtractor.extract($0) }($0) },
    FuzzTarget("plain", longest: 8_000) { check { try PlainExtractor.extract($0) }($0) },
    FuzzTarget("any", longest: 20_000) { check { try Extractors.extract($0) }($0) },
    FuzzTarget("repair", longest: 20_000) { _ = PDFRepair.repair($0) },
    FuzzTarget("layout", longest: 4_000) { bytes in
      var (pages, styles) = MadePages.read(bytes)
      for index in pages.indices { PageTurner.turn(&pages[index]) }
      let layout = DocumentLayout(pages: pages, styles: styles)
      for block in layout.compose(keepsBoxes: true) {
        check(block.block)
        // Every code point has an entry of its own.
        if block.places.count != block.block.text.unicodeScalars.count { finding("places do not fit the text") }
      }
    },
  ]

  private static func check(_ extract: @escaping ([UInt8]) throws -> Extraction) -> ([UInt8]) -> Void {
    { bytes in
      guard let extraction = try? extract(bytes) else { return }
      for block in extraction.blocks { check(block) }
    }
  }

  /// What every block promises; see `Block`.
  private static func check(_ block: Block) {
    guard let first = block.text.unicodeScalars.first, let last = block.text.unicodeScalars.last else {
      finding("a block without text")
    }
    if first.value == 0x20 || first.value == 0x0A || last.value == 0x20 || last.value == 0x0A {
      finding("white space at an end of \(block.kind.name) '\(block.text)'")
    }
    let control = block.text.unicodeScalars.first { $0.value < 0x20 && $0 != "\t" && $0 != "\n" || $0.value == 0x7F }
    if let control { finding("control character \(control.value) in \(block.kind.name) '\(block.text)'") }
  }
}

/// Pages read off the fuzzer's bytes: seven for each glyph, then words from neighbours.
enum MadePages {
  static func read(_ bytes: [UInt8]) -> (pages: [GlyphPage], styles: StyleTable) {
    var styles = StyleTable()
    var pages = [GlyphPage(number: 1, width: 600, height: 800)]
    var start = 0
    var (x, y): (Float, Float) = (0, 0)
    for place in stride(from: 0, to: bytes.count - 6, by: 7) {
      let part = bytes[place..<place + 7]
      let (command, sign, across, down) = (part[place], part[place + 1], part[place + 2], part[place + 3])
      let size = Float(part[place + 4]) / 8 + 0.5
      if command & 0x0F == 1 { (x, y) = (Float(across) * 2.4, Float(down) * 3.2) }
      if command & 0x0F == 2 || pages[pages.count - 1].glyphs.count > 3_000 {
        close(&pages[pages.count - 1], &start, size)
        guard pages.count < 12 else { break }
        pages.append(GlyphPage(number: pages.count + 1, width: Float(across) * 4, height: Float(down) * 4))
        start = 0
      }
      if command & 0x0F == 3 { close(&pages[pages.count - 1], &start, size) }
      let font = command & 0x10 == 0 ? "Serif" : "Sans-Bold"
      let scalar = Unicode.Scalar(UInt32(sign) | UInt32(part[place + 5] & 0x1F) << 8) ?? "x"
      // As the reader of real pages leaves them out.
      if scalar.properties.isWhitespace || scalar.properties.generalCategory == .control { continue }
      let box = Box(left: x, top: y, right: x + size * Float(part[place + 6]) / 200, bottom: y + size)
      pages[pages.count - 1].glyphs.append(
        Glyph(scalar: scalar, style: styles.style(font: font, size: size), box: box))
      x = box.right
    }
    close(&pages[pages.count - 1], &start, 10)
    return (pages, styles)
  }

  private static func close(_ page: inout GlyphPage, _ start: inout Int, _ size: Float) {
    guard start < page.glyphs.count else { return }
    var word = Word(start, page.glyphs.count, of: page.glyphs)
    word.size = size
    page.words.append(word)
    start = page.glyphs.count
  }
}
