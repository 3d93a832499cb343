// SPDX-License-Identifier: Apache-2.0

import Documents

/// Finds sidebars: text in a type of its own that stands in a frame or on a shaded ground, beside the running text.
///
/// Only pages that have such type are looked at, for they must be drawn. Text framed in the type of the body, such as the
/// notes of a manual, belongs to the body.
struct Sidebars {
  let pages: [GlyphPage]
  let body: BodyType
  let leading: Leading
  let picture: (Int) -> PagePicture?

  /// Most pages drawn of one document.
  private static let mostPictures = 16
  private static let mostMisses = 1
  /// Larger pages are posters and plans.
  private static let mostPoints: Float = 4e6

  func mark(_ blocks: [LayoutBlock]) -> [LayoutBlock] {
    var regions: [Int: [Box]] = [:]
    var pictures: [Int: PagePicture?] = [:]
    for block in candidates(blocks) {
      if pictures[block.page] == nil {
        // Drawing costs more than reading: a document that shows no box on the first pages drawn is not drawn on.
        if regions.isEmpty, pictures.count >= Self.mostMisses { break }
        let size = pages[block.page].width * pages[block.page].height
        guard pictures.count < Self.mostPictures, size < Self.mostPoints else { continue }
        pictures[block.page] = picture(block.page)
      }
      guard let picture = pictures[block.page] ?? nil else { continue }
      let page = pages[block.page]
      let box = block.box.turnedBack(on: page)
      if regions[block.page, default: []].contains(where: { $0.holds(box) }) { continue }
      guard let region = picture.frame(around: box) ?? picture.shade(under: box), region.holds(box),
        region.width * region.height < page.width * page.height * 0.4, !holdsBodyType(region, block.page, blocks)
      else { continue }
      regions[block.page, default: []].append(region)
    }
    guard !regions.isEmpty else { return blocks }
    let marked = recut(blocks, regions: regions)
    // Where much of the text stands in boxes, as on slides, the boxes are the text.
    let all = marked.reduce(0) { $0 + $1.words }
    let boxed = marked.reduce(0) { $0 + ($1.kind == .sidebar ? $1.words : 0) }
    return boxed * 10 > all * 3 || regions.count * 2 > max(pages.count, 4) ? blocks : marked
  }

  /// The blocks that look set apart: in smaller type, set in on both sides, with white above and below, amid the text.
  private func candidates(_ blocks: [LayoutBlock]) -> [LayoutBlock] {
    // What stands before the text is an abstract or an imprint.
    let opening = blocks.firstIndex { $0.kind == .paragraph && $0.lines.count >= 3 && abs($0.size - body.size) < 0.1 }
    guard let opening else { return [] }
    var columns: [Int: Float] = [:]
    for line in blocks.flatMap({ block in block.lines.map { (block.firstZone, $0.column.upperBound) } }) {
      columns[line.0] = max(columns[line.0] ?? 0, line.1)
    }
    let room = body.size * 0.3
    let columnsBeside = columnsBeside(blocks)
    return blocks.indices.dropFirst(opening).compactMap { index in
      let block = blocks[index]
      guard block.kind == .paragraph, block.lines.count >= 2, (0.6...0.965).contains(block.size / body.size),
        let column = columns[block.firstZone],
        columnsBeside.contains(block.firstZone)
          || block.lines.allSatisfy({ $0.indent > room && $0.box.right < column - room })
      else { return nil }
      let box = block.box
      let isApart = [index - 1, index + 1].allSatisfy { other in
        guard blocks.indices.contains(other), blocks[other].firstZone == block.firstZone,
          abs(blocks[other].size - block.size) > 0.1
        else { return true }
        let gap = max(box.top - blocks[other].box.bottom, blocks[other].box.top - box.bottom)
        return gap > body.size * 0.7
      }
      return isApart ? block : nil
    }
  }

  /// The columns in smaller type that stand beside one in the type of the body.
  private func columnsBeside(_ blocks: [LayoutBlock]) -> Set<Int> {
    struct Column {
      var page: Int
      var box = Box.empty
      var isSmall = true
      var isBody = false
    }
    var columns: [Int: Column] = [:]
    for block in blocks {
      let isSmall = block.lines.allSatisfy { $0.size < body.size * 0.965 }
      let isBody = block.kind == .paragraph && abs(block.size - body.size) <= body.size * 0.035
      var column = columns[block.firstZone] ?? Column(page: block.page)
      column.box.cover(block.box)
      column.isSmall = column.isSmall && isSmall
      column.isBody = column.isBody || isBody
      columns[block.firstZone] = column
    }
    let small = columns.filter { $0.value.isSmall }
    return Set(
      small.filter { _, one in
        columns.values.contains { other in
          other.isBody && other.page == one.page && other.box.top < one.box.middle && other.box.bottom > one.box.middle
            && (other.box.right < one.box.left || other.box.left > one.box.right)
        }
      }.keys)
  }

  /// Whether most of what stands in a region is set in the type of the body.
  private func holdsBodyType(_ region: Box, _ page: Int, _ blocks: [LayoutBlock]) -> Bool {
    let inside = blocks.filter { $0.page == page && region.holds($0.box.turnedBack(on: pages[page])) }
    let alike = inside.filter { $0.kind != .heading && abs($0.size - body.size) <= body.size * 0.035 }
    return alike.reduce(0) { $0 + $1.words } * 2 > inside.reduce(0) { $0 + $1.words }
  }

  /// Neighbouring blocks in one region are cut anew, by the edges of the region's own lines.
  private func recut(_ blocks: [LayoutBlock], regions: [Int: [Box]]) -> [LayoutBlock] {
    var result: [LayoutBlock] = []
    var open: (region: Box, page: Int, zone: Int, lines: [Line])?
    func close() {
      guard let boxed = open else { return }
      let left = boxed.lines.map(\.box.left).min() ?? 0
      let right = max(boxed.lines.map(\.box.right).max() ?? 0, left)
      let lines = boxed.lines.map { line in
        var line = line
        line.column = left...right
        return line
      }
      let cutter = BlockCutter(page: pages[boxed.page], body: body, leading: leading, lines: lines, zone: boxed.zone)
      result += cutter.blocks().map { block in
        var block = block
        block.kind = .sidebar
        return block
      }
      open = nil
    }
    for block in blocks {
      let box = block.box.turnedBack(on: pages[block.page])
      let isText = [.paragraph, .listItem, .heading, .footnote, .caption].contains(block.kind)
      guard isText, let region = regions[block.page]?.first(where: { $0.holds(box) }) else {
        close()
        result.append(block)
        continue
      }
      if open?.region != region || open?.page != block.page { close() }
      open = (region, block.page, block.firstZone, (open?.lines ?? []) + block.lines)
    }
    close()
    return result
  }
}

extension LayoutBlock {
  fileprivate var words: Int { lines.reduce(0) { $0 + $1.words.count } }
}

extension Box {
  /// Whether another box lies inside, but for a hair.
  fileprivate func holds(_ other: Box) -> Bool {
    other.left >= left - 1 && other.right <= right + 1 && other.top >= top - 1 && other.bottom <= bottom + 1
  }
}
