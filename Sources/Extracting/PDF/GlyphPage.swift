// SPDX-License-Identifier: Apache-2.0

/// What layout analysis works on: the glyphs of one page with boxes and styles, and the words they form.
///
/// One glyph is one code point of the text to be: ligatures are already cut into letters, accents joined to their base.

/// A code point with its place on the page.
struct Glyph: Equatable {
  var scalar: Unicode.Scalar
  /// Index into the document's `StyleTable`.
  var style: UInt16
  var box: Box
}

/// A rectangle in points from the top left corner of the page as shown, y downwards.
struct Box: Equatable {
  var left: Float
  var top: Float
  var right: Float
  var bottom: Float

  static let empty = Box(left: .greatestFiniteMagnitude, top: .greatestFiniteMagnitude, right: 0, bottom: 0)

  var width: Float { right - left }
  var height: Float { bottom - top }
  var middle: Float { (top + bottom) * 0.5 }

  mutating func cover(_ other: Box) {
    if other.left < left { left = other.left }
    if other.top < top { top = other.top }
    if other.right > right { right = other.right }
    if other.bottom > bottom { bottom = other.bottom }
  }

  func covering(_ other: Box) -> Box {
    var both = self
    both.cover(other)
    return both
  }
}

/// A run of glyphs without white space, all in the same line.
struct Word: Equatable {
  /// The glyphs, as a range into the page's glyphs.
  var start: Int32
  var end: Int32
  var box: Box
  /// The style of most of its glyphs.
  var style: UInt16
  var size: Float

  var count: Int { Int(end - start) }
  var range: Range<Int> { Int(start)..<Int(end) }
}

/// The glyphs and words of one page.
struct GlyphPage {
  /// The page's number, from 1.
  var number: Int
  var width: Float
  var height: Float
  var glyphs: [Glyph] = []
  var words: [Word] = []
  /// How many of the words, at the end, read across the direction of the page, such as a stamp in the margin.
  var acrossCount = 0
  /// By how many quarter turns, clockwise, the text runs on the page as shown. Coordinates of glyphs and words have been
  /// turned so that it reads from left to right; `Box.turnedBack` undoes it.
  var turns = 0
  /// How many glyphs stand in words that poppler says to read from right to left.
  var turnedGlyphs = 0
  /// Whether the page reads from right to left and its coordinates were mirrored.
  var isMirrored = false

  /// The tables that are drawn with rules, and for each word the one it stands in, -1 for none; empty without tables.
  private(set) var tables: [RuledTable] = []
  private(set) var tableOf: [Int] = []

  mutating func take(_ found: [RuledTable]) {
    guard !found.isEmpty else { return }
    tables = found
    tableOf = [Int](repeating: -1, count: words.count)
    for (table, words) in found.map(\.words).enumerated() {
      for word in words { tableOf[Int(word)] = table }
    }
  }

  /// The words that read in the direction of the page.
  var flow: Range<Int32> { 0..<Int32(words.count - acrossCount) }

  func text(of word: Word) -> String {
    var text = ""
    for glyph in glyphs[word.range] { text.unicodeScalars.append(glyph.scalar) }
    return text
  }
}

/// A font at a size.
struct Style: Equatable {
  var size: Float
  var isBold: Bool
  var isItalic: Bool
  var isMonospaced: Bool
}

/// All styles of one document; glyphs and words name them by index.
struct StyleTable {
  private(set) var styles: [Style] = []
  private var index: [Key: UInt16] = [:]

  private struct Key: Hashable {
    var font: String
    var size: Int32
  }

  subscript(style: UInt16) -> Style { styles[Int(style)] }

  /// The index of the style of that font at that size, added if new.
  mutating func style(font: String, size: Float) -> UInt16 {
    // Sizes come from matrices: tenths of a point tell styles apart, finer differences are noise.
    let tenths = (min(max(size, 0), 10_000) * 10).rounded()
    let key = Key(font: font, size: Int32(tenths))
    if let known = index[key] { return known }
    guard styles.count < Int(UInt16.max) else { return 0 }
    let style = UInt16(styles.count)
    styles.append(Style(font: font, size: tenths / 10))
    index[key] = style
    return style
  }
}

extension Style {
  private static let boldNames = bytes([
    "bold", "black", "heavy", "demi", "cmbx", "sfbx", "ecbx", "-bd", "medi-", "cmssbx", "sfsx",
  ])
  private static let italicNames = bytes(["italic", "oblique", "slanted", "cmti", "cmsl", "sfti", "-it"])
  private static let codeNames = bytes([
    "mono", "courier", "typewriter", "cmtt", "sftt", "ectt", "txtt", "lmtt", "consol", "code",
  ])

  private static func bytes(_ names: [StaticString]) -> [[UInt8]] {
    names.map { $0.withUTF8Buffer { Array($0) } }
  }

  /// Reads weight and slant off a font's PostScript name, which is all that the text layer tells.
  init(font: String, size: Float) {
    var name = font.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    // "ABCDEF+Name": the subset tag before the plus says nothing.
    if name.count > 7, name[6] == UInt8(ascii: "+") { name.removeFirst(7) }
    func holds(_ names: [[UInt8]]) -> Bool { names.contains { name.holds($0) } }
    func ends(_ end: StaticString) -> Bool { end.withUTF8Buffer { name.suffix($0.count).elementsEqual($0) } }
    self.init(
      size: size, isBold: holds(Self.boldNames) || ends("medi"), isItalic: holds(Self.italicNames) || ends("ital"),
      isMonospaced: holds(Self.codeNames))
  }
}

extension [UInt8] {
  /// Whether the bytes of `part` stand next to each other somewhere.
  func holds(_ part: [UInt8]) -> Bool {
    guard let first = part.first, count >= part.count else { return false }
    for start in 0...(count - part.count) where self[start] == first {
      if self[start..<(start + part.count)].elementsEqual(part) { return true }
    }
    return false
  }
}
