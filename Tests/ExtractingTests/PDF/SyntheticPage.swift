// SPDX-License-Identifier: Apache-2.0
@testable import Extracting

/// Pages made of letters of one width, for tests of the layout analysis: no PDF, no fonts.

struct SyntheticPage {
  private(set) var page: GlyphPage
  private(set) var styles: StyleTable

  /// Width of a letter and of a space, in sizes.
  static let advance: Float = 0.5

  init(number: Int = 1, width: Float = 600, height: Float = 800, styles: StyleTable = StyleTable()) {
    page = GlyphPage(number: number, width: width, height: height)
    self.styles = styles
  }

  /// Prints a line whose baseline box starts at (`x`, `y`); words are parted at spaces.
  mutating func print(_ text: String, x: Float, y: Float, size: Float = 10, font: String = "Serif") {
    let style = styles.style(font: font, size: size)
    var left = x
    var start = page.glyphs.count
    func close(_ page: inout GlyphPage) {
      guard start < page.glyphs.count else { return }
      var word = Word(start, page.glyphs.count, of: page.glyphs)
      word.size = size
      page.words.append(word)
    }
    for scalar in text.unicodeScalars {
      if scalar == " " {
        close(&page)
        start = page.glyphs.count
      } else {
        let box = Box(left: left, top: y, right: left + size * Self.advance, bottom: y + size)
        page.glyphs.append(Glyph(scalar: scalar, style: style, box: box))
      }
      left += size * Self.advance
    }
    close(&page)
  }

  /// Prints lines under each other, `leading` apart.
  mutating func print(
    lines: [String], x: Float, y: Float, size: Float = 10, leading: Float = 12, font: String = "Serif"
  ) {
    for (index, line) in lines.enumerated() {
      print(line, x: x, y: y + Float(index) * leading, size: size, font: font)
    }
  }

  /// Words without meaning, `width` signs to the line, `count` lines, starting with a capital and ending with a stop.
  static func filler(_ count: Int, width: Int, seed: Int = 1) -> [String] {
    let words = ["mora", "vel", "tantum", "sed", "perge", "lumen", "ita", "corde", "nostra", "quo", "ventis", "altum"]
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
    func next() -> String {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return words[Int((state >> 33) % UInt64(words.count))]
    }
    return (0..<count).map { row in
      var line = row == 0 ? "Primo" : next()
      while true {
        let word = next()
        if line.count + 1 + word.count > width { break }
        line += " " + word
      }
      // Lines of running text are full: the last word is stretched to the edge. The last line is short.
      if row == count - 1 { return String(line.prefix(width / 2)).trimmed + "." }
      return line + String(repeating: "m", count: max(0, width - line.count))
    }
  }
}

extension DocumentLayout {
  /// The layout of synthetic pages that were printed with one table of styles.
  init(_ pages: [SyntheticPage]) {
    self.init(pages: pages.map(\.page), styles: pages.last?.styles ?? StyleTable())
  }
}
