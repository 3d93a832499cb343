// SPDX-License-Identifier: Apache-2.0

import CPoppler
import Documents

/// Turns poppler's parallel arrays of one page (UTF-8 text, a rectangle and a font for each character) into glyphs and words.
struct GlyphReader {
  let bytes: UnsafeRawBufferPointer
  let boxes: UnsafeBufferPointer<PopplerRectangle>
  let runs: [(last: Int, style: UInt16)]

  /// Fills `page.glyphs` and `page.words`. Poppler separates words by spaces and lines by line feeds.
  func read(into page: inout GlyphPage) {
    page.glyphs.reserveCapacity(boxes.count)
    page.words.reserveCapacity(boxes.count / 5)
    var at = 0
    var index = 0
    var run = 0
    var wordStart = 0
    // Where the last embedding from right to left ended.
    var turnedEnd = -1
    while at < bytes.count {
      let scalar = decode(&at)
      // Poppler adds these directional marks to the text without a rectangle.
      if (0x202A...0x202E).contains(scalar.value) {
        guard scalar.value == 0x202B else { continue }
        // Two words from right to left may follow each other without a space.
        if index == turnedEnd { closeWord(&page, from: &wordStart) }
        let signs = embedded(&at, from: &index, &run)
        (page.turnedGlyphs, turnedEnd) = (page.turnedGlyphs + signs.count, index)
        add(turned: signs, to: &page, &wordStart)
        continue
      }
      guard index < boxes.count else { break }
      add(sign(scalar, at: &index, &run), to: &page, &wordStart)
    }
    closeWord(&page, from: &wordStart)
  }

  /// A code point of the text with its rectangle.
  struct Sign {
    var scalar: Unicode.Scalar
    var style: UInt16
    var rectangle: PopplerRectangle
  }

  /// The next sign: the code point with the rectangle at `index`.
  private func sign(_ scalar: Unicode.Scalar, at index: inout Int, _ run: inout Int) -> Sign {
    while run + 1 < runs.count, runs[run].last < index { run += 1 }
    defer { index += 1 }
    return Sign(scalar: scalar, style: runs.isEmpty ? 0 : runs[run].style, rectangle: boxes[index])
  }

  private func add(_ sign: Sign, to page: inout GlyphPage, _ wordStart: inout Int) {
    if sign.scalar.isPageSpace {
      closeWord(&page, from: &wordStart)
      return
    }
    guard let box = Box(sign.rectangle, within: page) else { return }
    // Between two columns poppler at times puts neither space nor line feed.
    if page.glyphs.count > wordStart, !lastBox(page, wordStart).isNear(box) { closeWord(&page, from: &wordStart) }
    append(sign.scalar, style: sign.style, box: box, to: &page, wordStart: wordStart)
  }

  /// Adds a word, or a part of one, that reads from right to left; its neighbours in the text need not be those on the page.
  private func add(turned signs: [Sign], to page: inout GlyphPage, _ wordStart: inout Int) {
    let whole = signs.compactMap { Box($0.rectangle, within: page) }.reduce(Box.empty) { $0.covering($1) }
    if page.glyphs.count > wordStart, !lastBox(page, wordStart).isNear(whole) { closeWord(&page, from: &wordStart) }
    for sign in WritingDirection.ordered(signs) {
      if sign.scalar.isPageSpace {
        closeWord(&page, from: &wordStart)
      } else if let box = Box(sign.rectangle, within: page) {
        append(sign.scalar, style: sign.style, box: box, to: &page, wordStart: wordStart)
      }
    }
  }

  /// The box that the next glyph of a word stands near: that of the last one or, where letters may come from the right, of all.
  private func lastBox(_ page: GlyphPage, _ wordStart: Int) -> Box {
    let last = page.glyphs[page.glyphs.count - 1].box
    return page.turnedGlyphs == 0 ? last : page.glyphs[wordStart...].reduce(last) { $0.covering($1.box) }
  }

  /// The signs of an embedding from right to left, whose mark has been read, as the page shows them from left to right.
  ///
  /// Poppler writes them in its order of reading: from the right, parts from left to right within marks of their own. Its
  /// rectangles stand from left to right.
  private func embedded(_ at: inout Int, from index: inout Int, _ run: inout Int) -> [Sign] {
    var parts: [[Unicode.Scalar]] = [[]]
    var isInner = false
    while at < bytes.count {
      let scalar = decode(&at)
      if scalar.value == 0x202C, !isInner { break }
      if (0x202A...0x202E).contains(scalar.value) {
        isInner.toggle()
        parts.append([])
      } else if isInner {
        parts[parts.count - 1].append(scalar)
      } else {
        parts[parts.count - 1].insert(scalar, at: 0)
      }
    }
    var signs: [Sign] = []
    for scalar in parts.reversed().joined() where index < boxes.count { signs.append(sign(scalar, at: &index, &run)) }
    return signs
  }

  /// Decodes one scalar of UTF-8, U+FFFD for what is not UTF-8.
  private func decode(_ at: inout Int) -> Unicode.Scalar {
    let first = bytes[at]
    at += 1
    if first < 0x80 { return Unicode.Scalar(first) }
    let extra = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0
    guard extra > 0, at + extra <= bytes.count else { return "\u{FFFD}" }
    var value = UInt32(first) & (0x3F >> UInt32(extra))
    for _ in 0..<extra {
      guard bytes[at] & 0xC0 == 0x80 else { return "\u{FFFD}" }
      value = value << 6 | UInt32(bytes[at] & 0x3F)
      at += 1
    }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  private func append(
    _ scalar: Unicode.Scalar, style: UInt16, box: Box, to page: inout GlyphPage, wordStart: Int
  ) {
    if (0x61...0x7A).contains(scalar.value),
      page.glyphs.last.map({ $0.scalar.value < 0x7F && $0.scalar != "`" }) ?? true
    {
      page.glyphs.append(Glyph(scalar: scalar, style: style, box: box))
      return
    }
    if scalar.value < 0x20 {
      // The fonts of formulas have other signs there, and letters too: those of words stand right before it.
      let isInside =
        page.glyphs.count > wordStart && page.glyphs.last.map { $0.style == style && $0.scalar.isLetter } == true
      let near = page.glyphs.suffix(10)
      let letters = near.count { $0.style == style && $0.scalar.isLetter }
      let isText = isInside || letters >= 3 && letters * 5 >= near.count * 3
      if isText, let letters = Ligatures.letters(ofCode: scalar.value) {
        append(letters, style: style, box: box, to: &page)
      }
      return
    }
    if (0x7F...0x9F).contains(scalar.value) { return }
    if let letters = scalar.value < 0xF000 ? nil : Ligatures.letters(of: scalar) {
      append(letters, style: style, box: box, to: &page)
      return
    }
    if scalar.isDropped { return }
    let scalar = ComposedText.compose(scalar)
    if page.glyphs.count > wordStart, let last = page.glyphs.last {
      let joined =
        ComposedText.mayJoin(scalar) ? Accents.compose(last.scalar, scalar) : Accents.join(last, scalar, box)
      if let joined {
        page.glyphs[page.glyphs.count - 1] = Glyph(scalar: joined, style: style, box: last.box.covering(box))
        return
      }
    }
    page.glyphs.append(Glyph(scalar: scalar, style: style, box: box))
  }

  /// The letters of a ligature share its box from left to right.
  private func append(_ letters: [Unicode.Scalar], style: UInt16, box: Box, to page: inout GlyphPage) {
    let width = box.width / Float(letters.count)
    for (position, letter) in letters.enumerated() {
      let left = box.left + Float(position) * width
      let part = Box(left: left, top: box.top, right: left + width, bottom: box.bottom)
      page.glyphs.append(Glyph(scalar: letter, style: style, box: part))
    }
  }

  private func closeWord(_ page: inout GlyphPage, from start: inout Int) {
    defer { start = page.glyphs.count }
    guard start < page.glyphs.count else { return }
    let word = Word(start, page.glyphs.count, of: page.glyphs)
    // A hyphen set apart by a hair is still the end of its word.
    if word.count == 1, page.glyphs[start].scalar.isHyphen, let last = page.words.last, last.end == word.start,
      word.box.left - last.box.right < 0.12 * word.box.height, word.box.left > last.box.left,
      abs(word.box.bottom - last.box.bottom) < 0.3 * word.box.height
    {
      page.words[page.words.count - 1] = Word(Int(last.start), Int(word.end), of: page.glyphs)
      return
    }
    page.words.append(word)
  }
}

extension Word {
  /// The word of the glyphs from `start` up to `end`; its style and size are those of most glyphs.
  init(_ start: Int, _ end: Int, of glyphs: [Glyph]) {
    var box = glyphs[start].box
    var style = glyphs[start].style
    var votes = 0
    for glyph in glyphs[start..<end] {
      box.cover(glyph.box)
      // Boyer and Moore's majority vote.
      if votes == 0 { style = glyph.style }
      votes += glyph.style == style ? 1 : -1
    }
    self.init(start: Int32(start), end: Int32(end), box: box, style: style, size: 0)
  }
}

extension Box {
  /// Whether two glyphs stand close enough, in any direction of writing, to belong to one word.
  func isNear(_ other: Box) -> Bool {
    let reach = 0.5 * max(height, width, other.height)
    return max(other.left - right, left - other.right) < reach
      && max(other.top - bottom, top - other.bottom) < reach * 0.5
  }

  /// Nil for rectangles that are not numbers or lie far off the page.
  init?(_ rectangle: PopplerRectangle, within page: GlyphPage) {
    let box = Box(
      left: Float(min(rectangle.x1, rectangle.x2)), top: Float(min(rectangle.y1, rectangle.y2)),
      right: Float(max(rectangle.x1, rectangle.x2)), bottom: Float(max(rectangle.y1, rectangle.y2)))
    guard box.left.isFinite, box.right.isFinite, box.top.isFinite, box.bottom.isFinite,
      box.right > 0, box.bottom > 0, box.left < page.width, box.top < page.height
    else { return nil }
    self.init(
      left: max(box.left, 0), top: max(box.top, 0), right: min(box.right, page.width),
      bottom: min(box.bottom, page.height))
  }
}

extension Unicode.Scalar {
  /// White space of any width, and the format characters that poppler uses between words and lines.
  var isPageSpace: Bool {
    switch value {
    case 0x20, 0x09...0x0D, 0x85, 0xA0, 0x1680, 0x2000...0x200B, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// Format characters and code points without meaning outside the font: nothing a reader of the text can use.
  var isDropped: Bool {
    switch value {
    case 0x200C...0x200F, 0x2060...0x206F, 0xFE00...0xFE0F, 0xFEFF, 0xFFF9...0xFFFF, 0xE000...0xF8FF,
      0xF_0000...0x10_FFFF:
      true
    default: false
    }
  }
}
