// SPDX-License-Identifier: Apache-2.0

import Documents

/// Cuts the lines of one column into blocks: at white space, changes of type, indents, list signs and lines left short.
struct BlockCutter {
  let page: GlyphPage
  let body: BodyType
  let leading: Leading
  let lines: [Line]
  let zone: Int

  init(page: GlyphPage, body: BodyType, leading: Leading, lines: [Line], zone: Int) {
    (self.page, self.body, self.leading, self.lines, self.zone) = (page, body, leading, lines, zone)
    isJustified = lines.count { $0.slack < $0.size * 0.25 } * 2 > lines.count
    habits = Habits(lines, on: page)
    var own = Leading()
    own.add(lines)
    ownLeading = own
  }

  private let habits: Habits
  private let isJustified: Bool
  private let ownLeading: Leading

  /// What a line further in than the one above it means in this column, for each size of type.
  private struct Habits {
    private var openings: [Float: Int] = [:]
    private var hangings: [Float: Int] = [:]

    /// After a line left short a paragraph opens; after a full one an entry goes on.
    init(_ lines: [Line], on page: GlyphPage) {
      for (above, line) in zip(lines, lines.dropFirst()) where above.size == line.size && above.cells.isEmpty {
        guard line.indent > line.size * 0.8, line.indent < line.size * 3.5, above.indent < line.size * 0.3,
          let first = line.words.first
        else { continue }
        if above.slack > page.words[Int(first)].box.width + above.size * 0.6 {
          openings[line.size, default: 0] += 1
        } else {
          hangings[line.size, default: 0] += 1
        }
      }
    }

    /// Whether paragraphs start with an indent.
    func indents(_ size: Float) -> Bool {
      let (opened, hung) = (openings[size] ?? 0, hangings[size] ?? 0)
      return opened + hung >= 2 && opened * 3 >= hung
    }
  }

  /// The usual distance of lines of this size: the column's own habit if it has one, else the document's.
  private func usualGap(_ size: Float) -> Float {
    ownLeading.usual(size, atLeast: 6) ?? leading.usual(size, atLeast: 1) ?? body.leading
  }

  func blocks() -> [LayoutBlock] {
    var blocks: [LayoutBlock] = []
    var current: [Line] = []
    for line in lines {
      if !current.isEmpty, starts(line, after: current) {
        blocks.append(block(current))
        current = []
      }
      current.append(line)
    }
    if !current.isEmpty { blocks.append(block(current)) }
    return blocks
  }

  private func block(_ lines: [Line]) -> LayoutBlock {
    var kind = BlockKind.paragraph
    if !lines[0].cells.isEmpty {
      kind = .table
    } else if !body.isMonospaced, lines.allSatisfy(\.isMonospaced) {
      kind = .code
    } else if ListMark(lines[0], on: page) != nil {
      kind = .listItem
    }
    return LayoutBlock(kind: kind, level: nil, lines: lines, firstZone: zone, lastZone: zone)
  }

  /// Whether `line` starts a new block after `block`.
  private func starts(_ line: Line, after block: [Line]) -> Bool {
    let above = block[block.count - 1]
    if above.cells.isEmpty != line.cells.isEmpty { return true }
    if !line.cells.isEmpty { return line.box.top - above.box.bottom > line.size * 2.2 }
    let size = max(above.size, line.size)
    if isBroken(above, before: line) { return false }
    if abs(above.size - line.size) > 0.08 * size, !runsOn(above, into: line) { return true }
    if above.isBold != line.isBold { return true }
    let distance = (line.box.middle - above.box.middle) / size
    let isDisplay = line.size > body.size * 1.08 || (line.isBold && !body.isBold)
    if distance > (isDisplay ? max(usualGap(size) * 1.3, 1.55) : usualGap(size) * 1.22 + 0.08) { return true }
    if distance < -0.3 || above.hasLeader { return true }
    if line.hasLeader { return !wrapsEntry(above, into: line) }
    if NoteMark(line, on: page, body: body) != nil { return true }
    if Caption.opens(block[0], on: page) { return above.slack > above.size * 12 && above.indent < above.size }
    if line.isMonospaced, above.isMonospaced { return false }
    if ListMark(line, on: page) != nil,
      leavesRoom(above, for: line) || line.indent > above.indent + size * 0.2 || ListMark(block[0], on: page) != nil
    {
      return true
    }
    return startsByIndent(line, after: block, size: size)
  }

  /// Whether the last word of a full line goes on in the line right below.
  private func isBroken(_ above: Line, before line: Line) -> Bool {
    guard above.lastScalar(on: page)?.isHyphen == true, line.firstScalar(on: page)?.isLowercaseLetter == true,
      abs(above.size - line.size) < 0.05 * line.size, above.slack < above.size * 8
    else { return false }
    let distance = (line.box.middle - above.box.middle) / line.size
    return distance > 0.5 && distance < max(usualGap(line.size) * 1.2, 1.4)
  }

  /// Whether an entry of a list of contents goes on in a line that ends in dots and a page number.
  private func wrapsEntry(_ above: Line, into line: Line) -> Bool {
    guard let first = line.words.first, above.isBold == line.isBold,
      line.box.left > above.box.left - above.size * 0.3, above.lastScalar(on: page)?.decimalDigit == nil
    else { return false }
    // The numbers stand in a margin of their own, into which the words do not reach.
    return above.slack < page.words[Int(first)].box.width + above.size * 4
  }

  /// A line wholly in the typeface of code, at the usual distance and edge, may be part of a sentence.
  private func runsOn(_ above: Line, into line: Line) -> Bool {
    guard above.isMonospaced != line.isMonospaced, abs(above.box.left - line.box.left) < line.size * 0.3 else {
      return false
    }
    let distance = (line.box.middle - above.box.middle) / body.size
    return distance < usualGap(body.size) * 1.1 && !leavesRoom(above, for: line)
  }

  private func startsByIndent(_ line: Line, after block: [Line], size: Float) -> Bool {
    let above = block[block.count - 1]
    let step = (line.box.left - above.box.left) / size
    let isCentered =
      abs(line.slack - line.indent) < size && line.indent > size && abs(above.slack - above.indent) < size
    if isCentered { return false }
    if step > 0.6 {
      // Further in: a first-line indent, or the rest of a hanging item.
      if block.count > 1, block[block.count - 2].box.left - above.box.left > size * 0.6 { return true }
      if block.count == 1, ListMark(block[0], on: page) != nil { return false }
      if leavesRoom(above, for: line) { return true }
      return block.count > 1 || (habits.indents(line.size) && !isHanging(after: line))
    }
    if step < -0.6 {
      // Back out: after the indented first line, the paragraph; after later lines, something new.
      if block.count == 1 {
        return leavesRoom(above, for: line) && ListMark(block[0], on: page) == nil && above.slack > size * 4
      }
      return true
    }
    return leavesRoom(above, for: line) && above.slack > size * (isJustified ? 1 : 2)
  }

  /// Whether the line after `line` stands as far in as it does: then both hang under the line above.
  private func isHanging(after line: Line) -> Bool {
    guard let index = lines.firstIndex(where: { $0.box == line.box }), index + 1 < lines.count else { return false }
    return abs(lines[index + 1].box.left - line.box.left) < line.size * 0.3
  }

  /// Whether the first word of `line` would have fitted at the end of `above`: then the break was wanted.
  private func leavesRoom(_ above: Line, for line: Line) -> Bool {
    guard let first = line.words.first else { return true }
    let width = page.words[Int(first)].box.width
    return above.slack > width + above.size * (isJustified ? 0.6 : 0.9)
  }
}
