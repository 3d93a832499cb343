// SPDX-License-Identifier: Apache-2.0

import Documents

/// Tells headings, the title, footnotes and captions from paragraphs, by type, place and opening words.
struct BlockClassifier {
  let pages: [GlyphPage]
  let styles: StyleTable
  let body: BodyType

  /// Classifies all blocks of the document, in reading order.
  func classify(_ blocks: inout [LayoutBlock]) {
    mergeHeadingLines(&blocks)
    for index in blocks.indices where blocks[index].kind == .paragraph || blocks[index].kind == .listItem {
      if isCaption(blocks[index]) {
        blocks[index].kind = .caption
      } else if isHeading(blocks[index]) {
        blocks[index].kind = .heading
      }
    }
    markFootnotes(&blocks)
    markCaptionsOfTables(&blocks)
    markTitle(&blocks)
    markReferences(&blocks)
    setLevels(&blocks)
  }

  /// Joins neighbouring display lines of one type, which wide leading has parted.
  private func mergeHeadingLines(_ blocks: inout [LayoutBlock]) {
    var kept: [LayoutBlock] = []
    for block in blocks {
      if let last = kept.last, last.lastZone == block.firstZone, last.kind == .paragraph, block.kind == .paragraph,
        last.lines.count + block.lines.count <= 5, let above = last.lines.last, let below = block.lines.first,
        isDisplay(above), isDisplay(below), above.page == below.page, above.isBold == below.isBold,
        abs(above.size - below.size) < 0.04 * above.size, above.size > body.size * 1.15,
        below.box.middle - above.box.middle < above.size * 1.7
      {
        kept[kept.count - 1].lines += block.lines
      } else {
        kept.append(block)
      }
    }
    blocks = kept
  }

  private func isDisplay(_ line: Line) -> Bool {
    line.size > body.size * 1.06 || (line.isBold && !body.isBold)
  }

  private func isHeading(_ block: LayoutBlock) -> Bool {
    guard block.lines.count <= 4, block.lines.allSatisfy({ isDisplay($0) && !$0.hasLeader }) else { return false }
    let page = pages[block.page]
    guard let last = block.lines.last?.lastScalar(on: page) else { return false }
    let text = block.lines.map { $0.text(on: page) }.joined(separator: " ")
    let letters = text.unicodeScalars.count { $0.isLetter }
    guard letters >= 2, letters < 200 else { return false }
    let isLarge = block.size > body.size * 1.06
    if last == "," || last == ";" { return false }
    if last == ".", !isLarge { return false }
    return block.size > body.size * 0.85
  }

  /// "Figure 3." "Tab. 2:" at the start.
  private func isCaption(_ block: LayoutBlock) -> Bool {
    guard block.lines.count <= 8, block.size <= body.size * 1.05 else { return false }
    let page = pages[block.page]
    if Caption.opens(block.lines[0], on: page) { return true }
    guard block.size < body.size * 0.97 || block.lines[0].isBold else { return false }
    return Caption.number(in: block.lines[0], on: page) != nil
  }

  /// Small type at the foot of a column or page that opens with a note mark, and what follows it there.
  private func markFootnotes(_ blocks: inout [LayoutBlock]) {
    var feet: [Range<Int>] = []
    var start = 0
    while start < blocks.count {
      var end = start
      while end < blocks.count, blocks[end].firstZone == blocks[start].firstZone { end += 1 }
      feet.append(foot(of: start..<end, blocks))
      markFootnotes(&blocks, foot: feet[feet.count - 1], zone: start..<end)
      start = end
    }
    markNumberedNotes(&blocks, feet: feet)
  }

  /// The blocks in small type that end a zone.
  private func foot(of zone: Range<Int>, _ blocks: [LayoutBlock]) -> Range<Int> {
    var first = zone.upperBound
    while first > zone.lowerBound, blocks[first - 1].size < body.size * 0.94, blocks[first - 1].kind != .table,
      blocks[first - 1].kind != .caption
    {
      first -= 1
    }
    return first..<zone.upperBound
  }

  private func markFootnotes(_ blocks: inout [LayoutBlock], foot: Range<Int>, zone: Range<Int>) {
    var isNote = false
    for index in foot {
      let opens = NoteMark(blocks[index].lines[0], on: pages[blocks[index].page], body: body) != nil
      if opens || isCalledNote(blocks, index) { isNote = true }
      let goesOn = index == foot.lowerBound && isLow(blocks[index]) && continuesNote(blocks, before: zone.lowerBound)
      if isNote || goesOn { blocks[index].kind = .footnote }
    }
  }

  /// Where notes open with a number and a stop, those whose calls the type does not show: the numbers next to theirs.
  private func markNumberedNotes(_ blocks: inout [LayoutBlock], feet: [Range<Int>]) {
    var notes: [(index: Int, end: Int, number: Int)] = []
    for foot in feet {
      for index in foot {
        guard let number = NoteMark.number(withStop: blocks[index].lines[0], on: pages[blocks[index].page]) else {
          continue
        }
        notes.append((index, foot.upperBound, number))
      }
    }
    func mark(_ note: Int, besides other: Int, _ step: Int) {
      let (note, other) = (notes[note], notes[other])
      guard blocks[note.index].kind != .footnote, blocks[other.index].kind == .footnote, isLow(blocks[note.index]),
        other.number - note.number == step, abs(blocks[note.index].size - blocks[other.index].size) < 0.1
      else { return }
      for index in note.index..<note.end { blocks[index].kind = .footnote }
    }
    for note in notes.indices.dropLast().reversed() { mark(note, besides: note + 1, 1) }
    for note in notes.indices.dropFirst() { mark(note, besides: note - 1, -1) }
  }

  /// Whether a block opens with a number and a stop, and raised figures further up on its page call that number.
  private func isCalledNote(_ blocks: [LayoutBlock], _ index: Int) -> Bool {
    let page = blocks[index].page
    guard let number = NoteMark.number(withStop: blocks[index].lines[0], on: pages[page]) else { return false }
    let above = blocks[..<index].reversed().prefix { $0.page == page }
    return NoteCalls.isCalled(number, in: above.lazy.flatMap(\.lines), on: pages[page], styles: styles)
  }

  private func isLow(_ block: LayoutBlock) -> Bool { block.box.top > pages[block.page].height * 0.6 }

  /// Whether the last footnote before a position breaks off.
  private func continuesNote(_ blocks: [LayoutBlock], before position: Int) -> Bool {
    for block in blocks[..<position].reversed() where block.kind == .footnote {
      guard let line = block.lines.last, let last = line.lastScalar(on: pages[line.page]) else { return false }
      return !last.endsSentence
    }
    return false
  }

  /// Small type right above or below a table.
  private func markCaptionsOfTables(_ blocks: inout [LayoutBlock]) {
    for index in blocks.indices where blocks[index].kind == .table {
      for neighbour in [index - 1, index + 1] where blocks.indices.contains(neighbour) {
        let block = blocks[neighbour]
        guard block.kind == .paragraph, block.page == blocks[index].page, block.lines.count <= 6 else { continue }
        let gap =
          neighbour < index
          ? blocks[index].box.top - block.box.bottom : block.box.top - blocks[index].box.bottom
        if block.size < body.size * 0.97, gap < body.size * 2 { blocks[neighbour].kind = .caption }
      }
    }
  }

  /// The largest display type on the upper part of the first page with text.
  private func markTitle(_ blocks: inout [LayoutBlock]) {
    guard let page = blocks.first?.page else { return }
    let candidates = blocks.indices.filter {
      blocks[$0].page == page && blocks[$0].kind == .heading && blocks[$0].box.top < pages[page].height * 0.65
    }
    guard let largest = candidates.map({ blocks[$0].size }).max() else { return }
    let first = candidates.first { blocks[$0].size == largest }
    // Without large type, bold type at the very top is the title.
    let isTop = first == blocks.startIndex && blocks[0].lines[0].isBold
    guard let title = first, largest > body.size * 1.15 || isTop else { return }
    // A title stands before the text, not amid it.
    guard blocks[..<title].count(where: { $0.kind == .paragraph && $0.lines.count > 1 }) < 3 else { return }
    let text = blocks[title].lines.map { $0.text(on: pages[page]) }.joined(separator: " ")
    if ReferenceHeadings.contain(text), text.allSatisfy({ $0.isLetter || $0 == " " }) { return }
    if Self.neverTitles.contains(text.lowercased()) { return }
    blocks[title].kind = .title
    unmarkNames(&blocks, after: title)
  }

  /// What the first heading of a manual page, or of a part torn out of a whole, says.
  private static let neverTitles: Set<String> = [
    "name", "contents", "table of contents", "abstract", "summary", "nom", "naam", "bezeichnung", "inhaltsverzeichnis",
    "inhalt", "inhoud", "inhoudsopgave", "sommaire", "table des mati\u{E8}res", "zusammenfassung", "samenvatting",
    "r\u{E9}sum\u{E9}",
  ]

  /// Names and places under a title are set large, but not as the headings of the text are.
  private func unmarkNames(_ blocks: inout [LayoutBlock], after title: Int) {
    let rest = (title + 1)..<blocks.count
    guard let text = rest.first(where: { blocks[$0].kind == .paragraph && blocks[$0].lines.count > 2 }) else { return }
    let styles = Set(blocks[text...].filter { $0.kind == .heading }.map(rank))
    for index in (title + 1)..<text where blocks[index].kind == .heading {
      let isHeading = blocks[index].lines[0].isBold || styles.contains(rank(blocks[index]))
      if !isHeading { blocks[index].kind = .paragraph }
    }
  }

  /// Everything from a heading such as "References" to the next heading of its rank.
  private func markReferences(_ blocks: inout [LayoutBlock]) {
    var opened: LayoutBlock?
    for index in blocks.indices {
      let block = blocks[index]
      if block.kind == .heading {
        if let heading = opened, block.size < heading.size * 0.97 { continue }
        let text = block.lines.map { $0.text(on: pages[$0.page]) }.joined(separator: " ")
        opened = ReferenceHeadings.contain(text) ? block : nil
      } else if opened != nil, block.kind == .paragraph || block.kind == .listItem {
        blocks[index].kind = .reference
      }
    }
  }

  /// Ranks the types of headings: the largest is level 1, at one size bold before plain.
  private func setLevels(_ blocks: inout [LayoutBlock]) {
    var ranks: [Float: Int] = [:]
    for block in blocks where block.kind == .heading { ranks[rank(block), default: 0] += 1 }
    let order = ranks.keys.sorted(by: >)
    for index in blocks.indices where blocks[index].kind == .heading {
      blocks[index].level = min((order.firstIndex(of: rank(blocks[index])) ?? 0) + 1, 6)
    }
  }

  private func rank(_ block: LayoutBlock) -> Float {
    (block.size * 2).rounded() + (block.lines[0].isBold ? 0.5 : 0)
  }
}
