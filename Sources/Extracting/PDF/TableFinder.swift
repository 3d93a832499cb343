// SPDX-License-Identifier: Apache-2.0

/// Finds tables among the bands of a column: bands next to each other whose chunks stand under each other.
struct TableFinder {
  let bands: [Band]
  let size: Float
  let page: GlyphPage

  /// For each band, whether it is a row of a table.
  func rows() -> [Bool] {
    var isRow = [Bool](repeating: false, count: bands.count)
    let cells = bands.map(self.cells(of:))
    let right = bands.map(\.box.right).max() ?? 0
    for index in bands.indices.dropFirst() where cells[index].count >= 2 {
      // Wrapped text of one cell may stand between two rows.
      var above = index - 1
      while above > 0, cells[above].count == 1, index - above < 3 { above -= 1 }
      let distance = bands[index].box.middle - bands[above].box.middle
      guard distance < size * (3 + 1.5 * Float(index - above - 1)) else { continue }
      guard areAligned(cells[above], cells[index], right: right) else { continue }
      isRow[above] = true
      isRow[index] = true
    }
    return isRow
  }

  /// The cells of a band: its chunks, joined again where the gap is no wider than between words. The sign of a list's item
  /// is no cell of its own.
  func cells(of band: Band) -> [Box] {
    var cells: [Box] = []
    for (index, chunk) in band.chunks.enumerated() {
      if let last = cells.last, chunk.box.left - last.right < size || (index == 1 && isBullet(band.chunks[0])) {
        cells[cells.count - 1].cover(chunk.box)
      } else {
        cells.append(chunk.box)
      }
    }
    return cells
  }

  /// Whether all that a row has so far is the sign of a list's item.
  func isBulletCell(_ cells: [[Int32]]) -> Bool { cells.count == 1 && isBullet(cells[0]) }

  private func isBullet(_ chunk: Chunk) -> Bool { isBullet(chunk.words) }

  private func isBullet(_ words: [Int32]) -> Bool {
    guard words.count == 1, let word = words.first.map({ page.words[Int($0)] }), word.count == 1 else { return false }
    return ListMark.bullets.contains(page.glyphs[Int(word.start)].scalar)
  }

  /// Whether the cells after the first stand under each other, by their left or right edges or their middles.
  private func areAligned(_ above: [Box], _ below: [Box], right: Float) -> Bool {
    guard above.count >= 2, below.count >= 2 else { return false }
    var aligned = 0
    for cell in below.dropFirst() {
      let hit = above.dropFirst().contains { other in
        if abs(other.left - cell.left) < 1.5 { return true }
        let isAtMargin = abs(right - cell.right) < 1.5
        if abs(other.right - cell.right) < 1.5 { return !isAtMargin || cell.width < size * 4 }
        return abs((other.left + other.right) - (cell.left + cell.right)) < 2 && !isAtMargin
      }
      if hit { aligned += 1 }
    }
    return aligned * 2 >= max(above.count, below.count) - 1 && !isStretched(above) && !isStretched(below)
  }

  /// A line of justified text whose words were spread: as many cells as words, all gaps alike.
  private func isStretched(_ cells: [Box]) -> Bool {
    guard cells.count >= 4 else { return false }
    let gaps = zip(cells, cells.dropFirst()).map { $1.left - $0.right }
    guard let least = gaps.min(), let most = gaps.max() else { return false }
    return most - least < size * 0.15
  }
}
