// SPDX-License-Identifier: Apache-2.0

import Documents

/// Writes out the text of blocks: lines joined, hyphens settled, note calls left out, with the place of every line and,
/// if asked, of every code point.

/// Where a code point of a block's text is printed.
struct PlacedScalar: Equatable {
  /// The page, from 1.
  var page: Int
  var box: Box
}

struct BlockComposer {
  let pages: [GlyphPage]
  let styles: StyleTable
  let body: BodyType
  let judge: HyphenJudge
  var calls = NoteCalls()
  var listings = ListingIndents()
  /// Whether to keep the box of every code point, for drawing.
  let keepsBoxes: Bool

  /// The finished block and, if kept, the place of each of its code points (nil for spaces and line feeds).
  func compose(_ layout: LayoutBlock) -> (block: Block, places: [PlacedScalar?])? {
    var text = Writer(keepsBoxes: keepsBoxes)
    var boxes: [LineBox] = []
    var pending: Unicode.Scalar?
    // Where the line of a listing starts that goes on in the lines below.
    var listingStart: Float?
    let codeEdge = layout.kind == .code ? layout.lines.map(\.box.left).min() : nil
    for (index, printed) in layout.lines.enumerated() {
      var line = printed
      let page = pages[line.page]
      let wrap = layout.kind == .code ? ListingWrap.takeOff(&line, on: page) : nil
      if let scalar = pending { text.separator = scalar }
      let start = text.willStartAt
      if let codeEdge, pending == "\n" { text.indent(by: blanks(before: line, from: codeEdge)) }
      write(line, isFirst: index == 0, of: layout, to: &text)
      if text.count > start {
        let box = line.box.turnedBack(on: page)
        boxes.append(
          LineBox(
            start: start, page: page.number, left: box.left, top: box.top, right: box.right, bottom: box.bottom))
      }
      pending = layout.kind == .table || layout.kind == .code ? "\n" : " "
      if layout.kind != .table, layout.kind != .code, index + 1 < layout.lines.count {
        pending = settleHyphen(layout.lines[index + 1], in: &text) ?? pending
        if isBrokenName(text.scalars, before: layout.lines[index + 1]) { pending = "\0" }
      }
      if let wrap, index + 1 < layout.lines.count {
        let start = listingStart ?? line.box.left
        pending = listings.separator(wrap, from: start, to: layout.lines[index + 1])
        listingStart = start
      } else {
        listingStart = nil
      }
      if pending == "\0" { pending = nil }
    }
    guard text.count > 0, let first = boxes.first else { return nil }
    let block = Block(kind: layout.kind, text: text.string, page: first.page, level: layout.level, lines: boxes)
    return (block, text.places)
  }

  /// How many characters a line of code is set in from the edge of its block.
  private func blanks(before line: Line, from edge: Float) -> Int {
    let page = pages[line.page]
    guard let first = line.words.first else { return 0 }
    let advance = page.glyphs[Int(page.words[Int(first)].start)].box.width
    let count = ((line.box.left - edge) / advance).rounded()
    return count > 0 ? Int(min(count, Self.mostBlanks)) : 0
  }

  private static let mostBlanks: Float = 40

  private func write(_ line: Line, isFirst: Bool, of layout: LayoutBlock, to text: inout Writer) {
    let page = pages[line.page]
    var skip = 0
    var space = 0
    if isFirst, layout.lines.contains(where: \.hasLeader) { space = tightNumber(of: line) }
    if isFirst, layout.kind == .listItem, let mark = ListMark(line, on: page), mark.isBullet { skip = mark.words }
    if isFirst, layout.kind == .footnote, let mark = NoteMark(line, on: page, body: body) { space = mark.glyphs }
    for (position, index) in line.words.enumerated() where position >= skip {
      let word = page.words[Int(index)]
      if position > skip, !line.glued.contains(position) {
        text.separator = line.cells.contains(position) ? "\t" : text.separator ?? " "
        settleHyphenInCell(of: line, before: position, in: &text)
      }
      // Of a line of contents the words stay; the dots and the page number are for paper.
      if word.isLeader(on: page) { continue }
      if line.hasLeader, position + 1 == line.words.count, word.isNumber(on: page) { continue }
      var call: Range<Int>?
      if layout.kind != .footnote || position > 0 {
        call = NoteMark.call(in: word, line: line, on: page, styles: styles) ?? calls.call(in: index, page: line.page)
      }
      // What stands after a call on its own belongs to the word before it.
      if let call, call.lowerBound == Int(word.start), call.upperBound < Int(word.end) { text.separator = nil }
      let range = line.hasLeader ? word.range.lowerBound..<word.leaderStart(on: page) : word.range
      for at in range where call?.contains(at) != true {
        let glyph = page.glyphs[at]
        let isMark = position == skip && at < Int(word.start) + space
        if position == skip, space > 0, at == Int(word.start) + space { text.separator = " " }
        // Soft hyphens count only at a line end, which is settled when the next line is known.
        if glyph.scalar == "\u{AD}", at + 1 < Int(word.end) || position + 1 < line.words.count { continue }
        // The number of a note reads alike whether its figures are raised by type or by code point.
        let figure = isMark ? glyph.scalar.superscriptDigit.flatMap { Unicode.Scalar(0x30 + UInt32($0)) } : nil
        text.append(figure ?? glyph.scalar, PlacedScalar(page: page.number, box: glyph.box.turnedBack(on: page)))
      }
    }
  }

  /// How many glyphs at the start of a line of contents are a section's number too wide for its place, so that the heading
  /// follows without space, as in "11.10How".
  private func tightNumber(of line: Line) -> Int {
    let page = pages[line.page]
    guard let first = line.words.first else { return 0 }
    let glyphs = page.glyphs[page.words[Int(first)].range]
    let number = glyphs.prefix { $0.scalar.decimalDigit != nil || $0.scalar == "." }
    guard let last = number.last?.scalar, last.decimalDigit != nil, number.contains(where: { $0.scalar == "." }),
      number.count < glyphs.count, glyphs[number.endIndex].scalar.isUppercaseLetter
    else { return 0 }
    return number.count
  }

  /// Whether the text so far ends in the low line of a name that goes on in the line below.
  private func isBrokenName(_ scalars: [Unicode.Scalar], before next: Line) -> Bool {
    guard scalars.count > 1, scalars[scalars.count - 1] == "_", scalars[scalars.count - 2].isWordPart,
      let start = next.firstScalar(on: pages[next.page])
    else { return false }
    return start.isWordPart || start == "_"
  }

  /// Settles the hyphen before a word of a table's row, where the text of a cell goes on in a line below.
  private func settleHyphenInCell(of line: Line, before position: Int, in text: inout Writer) {
    guard line.breaks(before: position, on: pages[line.page]) else { return }
    guard let parting = settleHyphen(before: line.words[position], on: pages[line.page], in: &text) else { return }
    text.separator = parting == "\0" ? nil : parting
  }

  /// Settles a hyphen at the end of the text so far, given the line that follows. Returns what parts the two lines:
  /// U+0000 for nothing, nil where there is no hyphen.
  private func settleHyphen(_ next: Line, in text: inout Writer) -> Unicode.Scalar? {
    next.words.first.flatMap { settleHyphen(before: $0, on: pages[next.page], in: &text) }
  }

  private func settleHyphen(before next: Int32, on page: GlyphPage, in text: inout Writer) -> Unicode.Scalar? {
    guard let last = text.scalars.last, last.isHyphen else { return nil }
    guard let word = brokenWord(endOf: text.scalars[...], next: next, on: page) else {
      if last == "\u{AD}" { text.removeLast() }
      return nil
    }
    switch judge.verdict(word) {
    case .soft:
      while let sign = text.scalars.last, sign.isHyphen { text.removeLast() }
      return "\0"
    case .hard:
      if last == "\u{2010}" { text.replaceLast("-") }
      return "\0"
    case .suspended: return " "
    }
  }

  /// The word broken between the end of `scalars` and the line `next`; nil if it does not end in a hyphen after a letter
  /// or digit.
  func brokenWord(endOf scalars: ArraySlice<Unicode.Scalar>, next: Line) -> BrokenWord? {
    guard let first = next.words.first else { return nil }
    return brokenWord(endOf: scalars, next: first, on: pages[next.page])
  }

  func brokenWord(endOf scalars: ArraySlice<Unicode.Scalar>, next: Int32, on page: GlyphPage) -> BrokenWord? {
    guard var sign = scalars.last, sign.isHyphen else { return nil }
    var end = scalars.endIndex - 1
    while end > scalars.startIndex, scalars[end - 1].isHyphen {
      end -= 1
      if scalars[end] == "\u{AD}" { sign = "\u{AD}" }
    }
    var start = end
    while start > scalars.startIndex, scalars[start - 1].isWordPart { start -= 1 }
    guard start < end else { return nil }
    let after = page.glyphs[page.words[Int(next)].range].map(\.scalar)
    let length = after.prefix { $0.isLetter || $0.decimalDigit != nil }.count
    return BrokenWord(
      before: scalars[start..<end], after: after[..<length], sign: sign,
      isInAddress: Self.endsInAddress(scalars[..<start]),
      goesOnHyphenated: length + 1 < after.count && after[length].isHyphen && after[length + 1].isLetter)
  }

  /// Whether what stands before a word, back to the last space, is the start of an address or a path.
  private static func endsInAddress(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    let run = scalars.suffix(200).reversed().prefix { $0 != " " && $0 != "\n" && $0 != "\t" }
    return run.last == "/" || run.count { $0 == "/" } >= 2
  }
}

extension Unicode.Scalar {
  /// Letters, digits and the hyphens between them.
  var isWordPart: Bool { isLetter || decimalDigit != nil || isHyphen }
}

extension Word {
  /// Where the dots begin that lead the eye from the word to a page number, without a space before them; else its end. A few
  /// dots are an ellipsis.
  func leaderStart(on page: GlyphPage) -> Int {
    var dots = 0
    for at in range {
      let isDot = page.glyphs[at].scalar == "." || page.glyphs[at].scalar == "\u{2026}"
      dots = isDot ? dots + 1 : 0
      if dots == 8 { return at - 7 }
    }
    return range.upperBound
  }

  /// Digits only, or a roman number.
  func isNumber(on page: GlyphPage) -> Bool {
    page.glyphs[range].allSatisfy { $0.scalar.decimalDigit != nil } || RomanNumeral.value(page.glyphs[range]) != nil
  }

  /// Dots that only lead the eye.
  func isLeader(on page: GlyphPage) -> Bool {
    guard count >= 3 || count == 1 else { return false }
    let dots = page.glyphs[range].allSatisfy { $0.scalar == "." || $0.scalar == "\u{2026}" || $0.scalar == "\u{B7}" }
    return dots && (count >= 3 || page.glyphs[Int(start)].scalar == ".")
  }
}

/// Text in the making, with at most one separator between two pieces and none at either end.
private struct Writer {
  private(set) var scalars: [Unicode.Scalar] = []
  private(set) var places: [PlacedScalar?] = []
  let keepsBoxes: Bool
  /// Written before the next code point, unless the text is still empty.
  var separator: Unicode.Scalar?

  init(keepsBoxes: Bool) { self.keepsBoxes = keepsBoxes }

  var count: Int { scalars.count }
  /// The offset that the next code point will have.
  var willStartAt: Int { scalars.isEmpty || separator == nil ? scalars.count : scalars.count + 1 }

  mutating func append(_ scalar: Unicode.Scalar, _ place: PlacedScalar) {
    if let separator, !scalars.isEmpty {
      scalars.append(separator)
      if keepsBoxes { places.append(nil) }
    }
    separator = nil
    scalars.append(scalar)
    if keepsBoxes { places.append(place) }
  }

  /// Opens a line, other than the first, with spaces.
  mutating func indent(by count: Int) {
    guard !scalars.isEmpty, count > 0 else { return }
    let opening = (separator.map { [$0] } ?? []) + [Unicode.Scalar](repeating: " ", count: count)
    separator = nil
    scalars += opening
    if keepsBoxes { places += opening.map { _ in nil } }
  }

  var string: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(scalars.count + scalars.count / 8)
    for scalar in scalars {
      if scalar.value < 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      } else {
        bytes.append(contentsOf: String(scalar).utf8)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  mutating func removeLast() {
    scalars.removeLast()
    if keepsBoxes { places.removeLast() }
  }

  mutating func replaceLast(_ scalar: Unicode.Scalar) { scalars[scalars.count - 1] = scalar }
}
