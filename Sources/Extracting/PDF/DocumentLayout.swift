// SPDX-License-Identifier: Apache-2.0

import Documents

/// The layout analysis of a whole document: from the glyphs of its pages to blocks in reading order.
struct DocumentLayout {
  private(set) var pages: [GlyphPage]
  let styles: StyleTable
  let body: BodyType
  private(set) var blocks: [LayoutBlock] = []

  /// Lays out the pages; `picture` draws one of them, by its index.
  init(pages: [GlyphPage], styles: StyleTable, picture: (Int) -> PagePicture? = { _ in nil }) {
    self.pages = pages
    self.styles = styles
    body = BodyType(pages: pages, styles: styles)
    let running = RunningLines(pages: pages, bodySize: body.size).find()
    var flow: [LayoutBlock] = []
    // Running lines keep their page but stand outside the flow: heads before it, feet after it.
    var heads: [[LayoutBlock]] = []
    var feet: [[LayoutBlock]] = []
    var zones: [(page: Int, zone: Zone)] = []
    var edges = ColumnEdges()
    var leading = Leading()
    var ruled = RuledTables(body: body, styles: styles, pageCount: pages.count)
    for (index, page) in pages.enumerated() {
      let found = running[index]
      heads.append(found.header.map { runningBlock($0, kind: .pageHeader, page: index) })
      feet.append(
        acrossBlock(index)
          + found.footer.map { runningBlock($0, kind: .pageFooter, page: index) }
          + found.number.map { runningBlock($0, kind: .pageNumber, page: index) })
      var isRunning = [Bool](repeating: false, count: page.words.count)
      for word in (found.header + found.footer + found.number).joined() { isRunning[Int(word)] = true }
      let words = page.flow.filter { !isRunning[Int($0)] }
      self.pages[index].take(ruled.find(words, on: page) { picture(index) })
      for part in ZoneCutter(page: self.pages[index], styles: styles, body: body).zones(of: words) {
        edges.learn(part)
        zones.append((index, part))
      }
    }
    let columns = zones.map {
      (page: $0.page, lines: lines(of: $0.zone, page: $0.page, column: edges.column(of: $0.zone)))
    }
    for column in columns { leading.add(column.lines) }
    for (zone, column) in columns.enumerated() {
      let cutter = BlockCutter(
        page: pages[column.page], body: body, leading: leading, lines: column.lines, zone: zone)
      flow += cutter.blocks()
    }
    BlockClassifier(pages: pages, styles: styles, body: body).classify(&flow)
    flow = withoutActuallyEscaping(picture) { picture in
      Sidebars(pages: pages, body: body, leading: leading, picture: picture).mark(flow)
    }
    flow = BlockJoiner(pages: pages, body: body, blocks: flow).join(flow)
    flow = ChapterNotes(flow).gather(flow)
    blocks = interleave(flow, heads: heads, feet: feet)
  }

  /// What is printed across the direction of a page, as one block.
  private func acrossBlock(_ index: Int) -> [LayoutBlock] {
    let page = pages[index]
    let words = Array(page.flow.upperBound..<Int32(page.words.count))
    return words.isEmpty ? [] : [runningBlock(words, kind: .furniture, page: index)]
  }

  private func runningBlock(_ words: [Int32], kind: BlockKind, page index: Int) -> LayoutBlock {
    let page = pages[index]
    let box = words.reduce(Box.empty) { $0.covering(page.words[Int($1)].box) }
    let band = Band(chunks: [Chunk(words: words, box: box)], box: box)
    let line = Line(band, page: index, of: page, styles: styles, column: box.left...max(box.left, box.right))
    return LayoutBlock(kind: kind, level: nil, lines: [line], firstZone: -1, lastZone: -1)
  }

  private func lines(of zone: Zone, page index: Int, column: ClosedRange<Float>) -> [Line] {
    var lines: [Line] = []
    var loose: [Band] = []
    for band in zone.bands {
      guard let table = band.table else {
        loose.append(band)
        continue
      }
      lines += looseLines(loose, page: index, column: column)
      lines += ruledLines(pages[index].tables[table], page: index, column: column)
      loose = []
    }
    lines += looseLines(loose, page: index, column: column)
    markContents(&lines, page: pages[index])
    ColumnEdges.narrow(&lines)
    return lines
  }

  private func looseLines(_ bands: [Band], page index: Int, column: ClosedRange<Float>) -> [Line] {
    let page = pages[index]
    let finder = TableFinder(bands: bands, size: body.size, page: page)
    var lines: [Line] = []
    for row in TableRows(finder: finder).rows() {
      let rowLines = bands[row.bands].map { Line($0, page: index, of: page, styles: styles, column: column) }
      let isListing = rowLines.allSatisfy(\.isMonospaced) && !body.isMonospaced
      // The first line of an entry that goes on below stands among lines with dots.
      let isEntry = row.cells.count == 1 && lines.last?.hasLeader == true
      let isContents = isEntry || rowLines.contains(where: \.hasLeader)
      guard !row.cells.isEmpty, !isListing, !isContents, var line = rowLines.first else {
        lines += rowLines
        continue
      }
      line.box = rowLines.reduce(line.box) { $0.covering($1.box) }
      line.take(row.cells, on: pages[index])
      lines.append(line)
    }
    return lines
  }

  /// One line for each row of a ruled table.
  private func ruledLines(_ table: RuledTable, page index: Int, column: ClosedRange<Float>) -> [Line] {
    let page = pages[index]
    return table.rows.map { cells in
      let words = cells.flatMap(\.self)
      let box = words.reduce(Box.empty) { $0.covering(page.words[Int($1)].box) }
      let band = Band(chunks: [Chunk(words: words, box: box)], box: box)
      var line = Line(band, page: index, of: page, styles: styles, column: column)
      line.take(cells, on: page)
      line.hasLeader = false
      return line
    }
  }

  /// Lines of a list of contents without dots, such as those of chapters: their page number stands in the margin where
  /// the dots of the others lead.
  private func markContents(_ lines: inout [Line], page: GlyphPage) {
    let edges = lines.lazy.filter { $0.hasLeader }.map { $0.box.right }.sorted()
    guard edges.count >= 3 else { return }
    let edge = edges[edges.count / 2]
    for index in lines.indices where !lines[index].hasLeader && abs(lines[index].box.right - edge) < 1.5 {
      let words = lines[index].words.suffix(2).map { page.words[Int($0)] }
      guard words.count == 2, words[1].isNumber(on: page), words[1].box.left - words[0].box.right > lines[index].size
      else { continue }
      lines[index].hasLeader = true
      lines[index].cells = []
    }
  }

  /// Puts each page's heads before the first block that starts on it and its feet after the last.
  private func interleave(_ flow: [LayoutBlock], heads: [[LayoutBlock]], feet: [[LayoutBlock]]) -> [LayoutBlock] {
    var all: [LayoutBlock] = []
    var at = 0
    for page in pages.indices {
      all += heads[page]
      while at < flow.count, flow[at].page <= page {
        all.append(flow[at])
        at += 1
      }
      all += feet[page]
    }
    return all + flow[at...]
  }

  /// The finished blocks, with the place of each code point if asked.
  func compose(keepsBoxes: Bool) -> [(block: Block, places: [PlacedScalar?])] {
    let judge = hyphenJudge()
    let calls = NoteCalls(blocks: blocks, pages: pages, styles: styles, body: body)
    let composer = BlockComposer(
      pages: pages, styles: styles, body: body, judge: judge, calls: calls,
      listings: ListingIndents(blocks: blocks, pages: pages), keepsBoxes: keepsBoxes)
    return blocks.compactMap { composer.compose($0) }
  }

  private func scalars(of word: Int32, on page: Int) -> ArraySlice<Unicode.Scalar> {
    pages[page].glyphs[pages[page].words[Int(word)].range].map(\.scalar)[...]
  }

  /// The words broken at the line ends inside the cells of a table's row.
  private func brokenWords(inRow line: Line, _ reader: BlockComposer) -> [BrokenWord] {
    let page = pages[line.page]
    return line.words.indices.dropFirst().compactMap { position in
      guard line.breaks(before: position, on: page) else { return nil }
      return reader.brokenWord(
        endOf: scalars(of: line.words[position - 1], on: line.page), next: line.words[position], on: page)
    }
  }

  /// Whether a word of a table's row is half of a broken one.
  private func isPiece(_ position: Int, of line: Line) -> Bool {
    let page = pages[line.page]
    return line.breaks(before: position, on: page)
      || (position + 1 < line.words.count && line.breaks(before: position + 1, on: page))
  }

  /// The judge of line-end hyphens, who has read the whole document.
  private func hyphenJudge() -> HyphenJudge {
    let reader = BlockComposer(
      pages: pages, styles: styles, body: body, judge: HyphenJudge(broken: [], words: { _, _, _ in }),
      keepsBoxes: false)
    var broken: [BrokenWord] = []
    for block in blocks {
      if block.kind == .table {
        for line in block.lines { broken += brokenWords(inRow: line, reader) }
        continue
      }
      for (line, next) in zip(block.lines, block.lines.dropFirst()) {
        guard let last = line.words.last, line.lastScalar(on: pages[line.page])?.isHyphen == true else { continue }
        if let word = reader.brokenWord(endOf: scalars(of: last, on: line.page), next: next) { broken.append(word) }
      }
    }
    return HyphenJudge(broken: broken) { vocabulary, functionWords, typographic in
      for block in blocks {
        var wasBroken = false
        for line in block.lines {
          let page = pages[line.page]
          let isBroken = line.lastScalar(on: page)?.isHyphen == true
          for (position, index) in line.words.enumerated() {
            if position == 0, wasBroken { continue }
            if isBroken, position == line.words.count - 1 { continue }
            if block.kind == .table, isPiece(position, of: line) { continue }
            let glyphs = page.glyphs[page.words[Int(index)].range]
            vocabulary.add(glyphs)
            functionWords.add(glyphs)
            if glyphs.dropFirst().dropLast().contains(where: { $0.scalar == "\u{2010}" }) { typographic += 1 }
          }
          wasBroken = isBroken
        }
      }
    }
  }
}
