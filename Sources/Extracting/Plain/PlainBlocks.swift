// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Cuts lines into blocks: groups at blank lines, groups into headings, list items, tables, code and paragraphs.
struct PlainBlocks {
  private let text: TextLines
  private let isMarkdown: Bool
  private let wrapping: Wrapping
  private let joiner: LineJoiner
  private let furniture: PageFurniture
  /// What paragraphs are: `paragraph`, or `quote` within quoted text.
  private let bodyKind: BlockKind
  private let speakers: Speakers
  private(set) var blocks: [Block] = []

  init(
    _ text: TextLines, from start: Int = 0, isMarkdown: Bool, bodyKind: BlockKind = .paragraph,
    speakers: Speakers = .none
  ) {
    self.text = text
    self.isMarkdown = isMarkdown
    self.bodyKind = bodyKind
    self.speakers = speakers
    wrapping = Wrapping(text)
    joiner = LineJoiner(text, wrapping)
    furniture = PageFurniture(text)
    var index = start
    while index < text.lines.count { index = takeGroup(at: index) }
  }

  // MARK: Groups

  /// Takes what begins at `index`, and answers where the next begins.
  private mutating func takeGroup(at index: Int) -> Int {
    let line = text.lines[index]
    if line.isBlank { return index + 1 }
    let content = text.content(index)
    if content.elementsEqual("--".utf8) { return index + 1 }
    if let kind = furniture.kinds[index] {
      add(kind, Array(content), at: index)
      return index + 1
    }
    if isMarkdown, let sign = MarkdownSigns.fence(content) { return takeFence(at: index, sign) }
    if isMarkdown, let heading = MarkdownSigns.heading(content) {
      add(.heading, Array(heading.text), at: index, level: heading.level)
      return index + 1
    }
    if isMarkdown, MarkdownSigns.isLinkDefinition(content) {
      add(.furniture, Array(content), at: index)
      return index + 1
    }
    if content.first == UInt8(ascii: ">"), bodyKind != .quote { return takeQuote(at: index) }
    if isRule(content) { return index + 1 }
    let end = groupEnd(from: index)
    takeLines(index..<end)
    return end
  }

  /// The end of the lines that belong together: a blank line, a page end, or a line of another nature.
  private func groupEnd(from start: Int) -> Int {
    var index = start + 1
    while index < text.lines.count {
      let line = text.lines[index]
      let content = text.content(index)
      if line.isBlank || line.page != text.lines[start].page || furniture.kinds[index] != nil { break }
      if content.first == UInt8(ascii: ">"), bodyKind != .quote { break }
      if isMarkdown,
        MarkdownSigns.fence(content) != nil || MarkdownSigns.heading(content) != nil
          || MarkdownSigns.isLinkDefinition(content)
      {
        break
      }
      index += 1
    }
    return index
  }

  /// A line of nothing but rule.
  private func isRule(_ content: ArraySlice<UInt8>) -> Bool {
    content.count >= 3 && content.allSatisfy { "-=_*~# .+".utf8.contains($0) }
  }

  private mutating func takeFence(at start: Int, _ sign: UInt8) -> Int {
    var end = start + 1
    while end < text.lines.count, MarkdownSigns.fence(text.content(end), closing: true) != sign { end += 1 }
    if end > start + 1 { add(.code, Array(CodeLines.text(text, start + 1..<end).utf8), at: start) }
    return min(end + 1, text.lines.count)
  }

  /// Lines that begin with `>`, whose text is cut into blocks of its own.
  private mutating func takeQuote(at start: Int) -> Int {
    var quoted: [UInt8] = []
    var index = start
    while index < text.lines.count, text.content(index).first == UInt8(ascii: ">") {
      let rest = text.content(index).drop { $0 == UInt8(ascii: ">") || $0 == 0x20 }
      quoted.append(contentsOf: rest)
      quoted.append(0x0A)
      index += 1
    }
    let inner = PlainBlocks(TextLines(quoted), isMarkdown: isMarkdown, bodyKind: .quote)
    for block in inner.blocks {
      blocks.append(Block(kind: block.kind == .code ? .code : .quote, text: block.text, page: page(of: start)))
    }
    return index
  }

  // MARK: Lines of a group

  private mutating func takeLines(_ range: Range<Int>) {
    if let underline = range.dropFirst().first(where: { isUnderlined($0) }) {
      if underline - 1 > range.lowerBound { takeLines(range.lowerBound..<underline - 1) }
      let level = text.content(underline).first == UInt8(ascii: "=") ? 1 : 2
      add(.heading, Array(text.content(underline - 1)), at: underline - 1, level: level)
      if underline + 1 < range.upperBound { takeLines(underline + 1..<range.upperBound) }
    } else if let table = PlainTable.text(text, range) {
      add(.table, isMarkdown ? MarkdownInline.plain(Array(table.utf8)) : Array(table.utf8), at: range.lowerBound)
    } else if CodeLines.isIndentedCode(text, range) || CodeLines.isCode(text, range) {
      add(.code, Array(CodeLines.text(text, range).utf8), at: range.lowerBound)
    } else {
      for unit in units(of: range) { take(unit) }
    }
  }

  private func isUnderlined(_ index: Int) -> Bool {
    let width = text.lines[index - 1].width
    return MarkdownSigns.isUnderline(text.content(index)) && width <= 90 && text.lines[index].width * 2 >= width
      && text.lines[index - 1].indent < 40
  }

  /// The list items and paragraphs of a group.
  private func units(of range: Range<Int>) -> [Range<Int>] {
    var starts = [range.lowerBound]
    let continues = wrapping.continuations(text, range)
    for index in range.dropFirst() {
      let goesOn = continues[index - range.lowerBound - 1]
      if speakers.beginTurn(text.content(index)) {
        starts.append(index)
      } else if ListItemMark(text.content(index)) != nil, !goesOn || isItem(starts.last ?? index) || isBulleted(index) {
        starts.append(index)
      } else if opensParagraph(index, in: range) || !goesOn && partsParagraphs(index) {
        starts.append(index)
      }
    }
    return zip(starts, starts.dropFirst() + [range.upperBound]).map { $0..<$1 }
  }

  private func isItem(_ index: Int) -> Bool { ListItemMark(text.content(index)) != nil }
  private func isBulleted(_ index: Int) -> Bool { ListItemMark(text.content(index))?.isBullet ?? false }

  /// Whether the line is set in while the lines around it are not: the first line of a paragraph, as in books.
  private func opensParagraph(_ index: Int, in range: Range<Int>) -> Bool {
    let indent = text.lines[index].indent
    guard indent >= 2, indent <= 12, text.lines[index - 1].indent < indent, !isItem(index - 1) else { return false }
    return index + 1 < range.upperBound && text.lines[index + 1].indent < indent
  }

  /// Whether a line end that no margin made parts two paragraphs, not two lines of verse or of an address.
  private func partsParagraphs(_ index: Int) -> Bool {
    if wrapping.width == nil { return max(text.lines[index - 1].width, text.lines[index].width) > 80 }
    // A short first line above full ones is a heading without a blank line.
    return index + 1 < text.lines.count && wrapping.continuations(text, index..<index + 2).first ?? false
      && text.lines[index].width > text.lines[index - 1].width
  }

  private mutating func take(_ unit: Range<Int>) {
    guard let first = unit.first else { return }
    if let mark = ListItemMark(text.content(first)), !isNumberedHeading(unit) {
      // What is set in below the mark belongs to the item.
      let isSetIn = unit.dropFirst().allSatisfy { text.lines[$0].indent > text.lines[first].indent }
      let skipped = mark.isBullet ? mark.length : 0
      add(.listItem, inline(joiner.join(text, unit, skipping: skipped, continuesAll: isSetIn)), at: first)
    } else {
      add(bodyKind, inline(joiner.join(text, unit)), at: first)
    }
  }

  /// "3. Where we are" over a paragraph: short, no stop at its end, and what follows is no item.
  private func isNumberedHeading(_ unit: Range<Int>) -> Bool {
    guard unit.count == 1, let index = unit.first, !isBulleted(index), text.lines[index].width <= 70,
      let last = text.content(index).last, !".,;:!".utf8.contains(last)
    else { return false }
    if index > 0, ListItemMark(text.content(index - 1)) != nil { return false }
    let next = text.lines[(index + 1)...].first { !$0.isBlank }
    guard let next, ListItemMark(text.content(next)) == nil else { return false }
    return next.width > max(40, text.lines[index].width)
  }

  private func inline(_ bytes: [UInt8]) -> [UInt8] { isMarkdown ? MarkdownInline.plain(bytes) : bytes }

  // MARK: Blocks

  private func page(of index: Int) -> Int? { text.pageCount > 1 ? text.lines[index].page + 1 : nil }

  private mutating func add(_ kind: BlockKind, _ bytes: [UInt8], at index: Int, level: Int? = nil) {
    let content = kind == .heading && isMarkdown ? MarkdownInline.plain(bytes) : bytes
    var trimmed = content[...]
    while let first = trimmed.first, first <= 0x20 { trimmed = trimmed.dropFirst() }
    while let last = trimmed.last, last <= 0x20 { trimmed = trimmed.dropLast() }
    guard !trimmed.isEmpty else { return }
    let string = ComposedText.compose(String(decoding: trimmed, as: UTF8.self))
    blocks.append(Block(kind: kind, text: string, page: page(of: index), level: level))
  }
}
