// SPDX-License-Identifier: Apache-2.0

import Documents

/// Joins paragraphs that the end of a column or page, or a table between, has cut in two.
struct BlockJoiner {
  let pages: [GlyphPage]
  let body: BodyType
  /// Whether paragraphs of the document start with an indent.
  let usesIndents: Bool

  init(pages: [GlyphPage], body: BodyType, blocks: [LayoutBlock]) {
    (self.pages, self.body) = (pages, body)
    let paragraphs = blocks.filter { $0.kind == .paragraph && $0.lines.count >= 2 }
    let indented = paragraphs.count { $0.lines[0].box.left - $0.lines[1].box.left > $0.size * 0.6 }
    usesIndents = indented * 4 > paragraphs.count
  }

  func join(_ blocks: [LayoutBlock]) -> [LayoutBlock] {
    var joined: [LayoutBlock] = []
    // The last block of running text and the last footnote, which the next of their kind may go on from.
    var text: Int?
    var note: Int?
    for block in blocks {
      switch block.kind {
      case .paragraph, .listItem, .reference, .quote:
        if let open = text, continues(joined[open], block) {
          joined[open].lines += block.lines
          joined[open].lastZone = block.lastZone
          continue
        }
        text = joined.count
      case .footnote:
        if let open = note, continues(joined[open], block) {
          joined[open].lines += block.lines
          joined[open].lastZone = block.lastZone
          continue
        }
        note = joined.count
      case .heading, .title:
        text = nil
      default: break
      }
      joined.append(block)
    }
    return joined
  }

  /// Whether the text of `first` goes on in `second`.
  func continues(_ first: LayoutBlock, _ second: LayoutBlock) -> Bool {
    guard let last = first.lines.last, let next = second.lines.first else { return false }
    guard first.lastZone != second.firstZone || wasInterrupted(first, second) else { return false }
    guard second.kind == first.kind || (second.kind == .paragraph && first.kind != .footnote) else { return false }
    guard abs(last.size - next.size) < 0.05 * last.size, last.isBold == next.isBold else { return false }
    guard next.page - last.page <= 1 else { return false }
    let page = pages[next.page]
    guard let end = last.lastScalar(on: pages[last.page]), let start = next.firstScalar(on: page) else { return false }
    if ListMark(next, on: page) != nil || NoteMark(next, on: page, body: body) != nil { return false }
    if end.isHyphen, start.isLetter { return true }
    let isOpen = !ends(last)
    if isOpen, start.isLowercaseLetter { return true }
    guard isFull(last, before: next) else { return false }
    let isIndented = next.indent > next.size * 0.7
    if isIndented, first.kind == .paragraph { return false }
    // A full last line ends no paragraph, save by chance.
    return isOpen || (first.lines.count > 1 && (usesIndents || last.slack < 0.5))
  }

  private func wasInterrupted(_ first: LayoutBlock, _ second: LayoutBlock) -> Bool {
    guard let last = first.lines.last, let next = second.lines.first else { return false }
    return next.page == last.page && next.box.top - last.box.bottom > last.size * 2.5 && !ends(last)
  }

  /// Whether a line closes a sentence: a stop, perhaps with a quotation mark, bracket or note call after it.
  private func ends(_ line: Line) -> Bool {
    let page = pages[line.page]
    guard let index = line.words.last else { return false }
    for glyph in page.glyphs[page.words[Int(index)].range].reversed() {
      if glyph.scalar.endsSentence || glyph.scalar == ":" { return true }
      let mayFollow =
        "\"')]\u{201D}\u{2019}\u{BB}\u{201C}".unicodeScalars.contains(glyph.scalar) || glyph.scalar.isNoteSign
      if !mayFollow { return false }
    }
    return false
  }

  private func isFull(_ line: Line, before next: Line) -> Bool {
    guard let first = next.words.first else { return false }
    return line.slack <= pages[next.page].words[Int(first)].box.width + line.size * 0.6
  }
}
