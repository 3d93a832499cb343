// SPDX-License-Identifier: Apache-2.0

/// Puts the bands of a table together to rows: a cell whose text is wrapped over several lines is read through before the next.

/// A band on its own, or the bands that make one row of a table.
struct TableRow: Equatable {
  var bands: Range<Int>
  /// The words of each cell, from left to right; empty where the band is no table row.
  var cells: [[Int32]] = []
}

struct TableRows {
  let finder: TableFinder

  private var bands: [Band] { finder.bands }

  /// All bands in order, those of tables as rows.
  func rows() -> [TableRow] {
    var isRow = finder.rows()
    takeInWrapped(&isRow)
    takeInHeads(&isRow)
    var rows: [TableRow] = []
    var index = 0
    while index < bands.count {
      guard isRow[index] else {
        rows.append(TableRow(bands: index..<(index + 1)))
        index += 1
        continue
      }
      var end = index + 1
      while end < bands.count, isRow[end], distance(end) < finder.size * 3.2 { end += 1 }
      rows += table(index..<end)
      index = end
    }
    return rows
  }

  private func distance(_ index: Int) -> Float { bands[index].box.middle - bands[index - 1].box.middle }

  /// The columns of a table as the x-ranges that its cells cover.
  private func columns(_ range: Range<Int>) -> [ClosedRange<Float>] {
    columns(of: bands[range].flatMap(finder.cells(of:)))
  }

  private func columns(of cells: [Box]) -> [ClosedRange<Float>] {
    var columns: [ClosedRange<Float>] = []
    for box in cells.sorted(by: { $0.left < $1.left }) {
      if let last = columns.last, box.left < last.upperBound {
        columns[columns.count - 1] = last.lowerBound...max(last.upperBound, box.right)
      } else {
        columns.append(box.left...max(box.left, box.right))
      }
    }
    return columns
  }

  /// Where cells of most rows start and end.
  private struct Edges {
    var lefts: [Float] = []
    var rights: [Float] = []
  }

  private func edges(_ range: Range<Int>) -> Edges {
    let rows = range.map { finder.cells(of: bands[$0]) }.filter { $0.count > 1 }
    let needed = max(2, (rows.count + 1) / 2)
    func shared(_ positions: [Float]) -> [Float] {
      let sorted = positions.sorted()
      return sorted.indices.compactMap { index in
        let last = index + needed - 1
        return last < sorted.count && sorted[last] - sorted[index] < 1.5 ? (sorted[index] + sorted[last]) * 0.5 : nil
      }
    }
    return Edges(
      lefts: shared(rows.flatMap { $0.dropFirst().map(\.left) }) + narrowEdges(range),
      rights: shared(rows.flatMap { $0.map(\.right) }))
  }

  /// Where words of nearly all rows start behind white that is only a little wider than a space, as the cells of browsers' tables
  /// do.
  private func narrowEdges(_ range: Range<Int>) -> [Float] {
    guard range.count >= Self.leastRows else { return [] }
    let starts = bands[range].map { band in
      let words = band.chunks.flatMap(\.words).map { finder.page.words[Int($0)].box }
      return zip(words, words.dropFirst()).map { (left: $1.left, white: $1.left - $0.right) }
        .filter { $0.white > finder.size * Self.narrowestGap }
    }
    return starts[0].map(\.left).filter { left in
      let white = starts.compactMap { row in row.first { abs($0.left - left) < 1 }?.white }
      guard white.count * 5 >= starts.count * 4, let least = white.min(), let most = white.max() else { return false }
      // Rows may begin with the same words, whose spaces then stand under each other too; other text runs over the edge.
      let isCrossed = bands[range].lazy.flatMap(\.chunks).flatMap(\.words).map { finder.page.words[Int($0)].box }
        .contains { $0.left < left - 1 && $0.right > left }
      return most - least > finder.size * 0.05 && !isCrossed
    }
  }

  /// Rows that must agree before white narrower than usual parts cells.
  private static let leastRows = 4
  private static let narrowestGap: Float = 0.36

  /// The cells of a band, parted at the edges too.
  private func boxes(of band: Band, edges: Edges) -> [Box] {
    let found = finder.cells(of: band)
    guard found.count > 1 else { return found }
    return cells(of: band, edges: edges).map { words in
      words.reduce(Box.empty) { $0.covering(finder.page.words[Int($1)].box) }
    }
  }

  /// The cells of one band: its words parted at wide gaps, and where most rows have the edge of a cell.
  private func cells(of band: Band, edges: Edges) -> [[Int32]] {
    var cells: [[Int32]] = []
    var last = -Float.greatestFiniteMagnitude
    for index in band.chunks.flatMap(\.words) {
      let box = finder.page.words[Int(index)].box
      let isWide = box.left - last >= finder.size
      let isEdge =
        box.left - last > finder.size * 0.15
        && (edges.lefts.contains { abs($0 - box.left) < 1 } || edges.rights.contains { abs($0 - last) < 1 })
      if cells.isEmpty || ((isWide || isEdge) && !finder.isBulletCell(cells)) { cells.append([]) }
      cells[cells.count - 1].append(index)
      last = max(last, box.right)
    }
    return cells
  }

  /// Marks the band right above a table whose words stand over every column: its head, set too tight to be told by gaps.
  private func takeInHeads(_ isRow: inout [Bool]) {
    for index in bands.indices.dropLast()
    where !isRow[index] && isRow[index + 1] && distance(index + 1) < finder.size * 2 {
      var end = index + 2
      while end < bands.count, isRow[end], distance(end) < finder.size * 3.2 { end += 1 }
      let edges = edges((index + 1)..<end)
      let count = columns(of: bands[(index + 1)..<end].flatMap { boxes(of: $0, edges: edges) }).count
      if count >= 3, cells(of: bands[index], edges: edges).count == count { isRow[index] = true }
    }
  }

  /// Marks bands between or right after rows that stand in one of the table's columns: wrapped text of a cell.
  private func takeInWrapped(_ isRow: inout [Bool]) {
    for index in bands.indices.dropFirst() where !isRow[index] && isRow[index - 1] {
      guard distance(index) < finder.size * 1.6, bands[index].chunks.count > 0 else { continue }
      var start = index - 1
      while start > 0, isRow[start - 1], distance(start) < finder.size * 3.2 { start -= 1 }
      let columns = columns(start..<index)
      let cells = finder.cells(of: bands[index])
      let fits = cells.allSatisfy { cell in
        columns.count { $0.lowerBound - 1 < cell.right && $0.upperBound + 1 > cell.left } == 1
      }
      // Text that starts at the left edge after the last row may be the paragraph below.
      let startsRight = cells.first.map { $0.left > (columns.first?.upperBound ?? 0) } ?? false
      let rowFollows = isRow[(index + 1)..<min(index + 3, bands.count)].contains(true)
      if columns.count >= 2, fits, startsRight || rowFollows { isRow[index] = true }
    }
  }

  /// The rows of a table: bands closer together than rows usually are, or with an empty first column, go on with the row
  /// above.
  private func table(_ range: Range<Int>) -> [TableRow] {
    let columns = columns(range)
    let steps = range.dropFirst().map(distance).sorted()
    let isUneven = (steps.first ?? 0) < 0.75 * (steps.last ?? 0)
    let narrow = (steps.first ?? 0) * 1.2
    var rows: [TableRow] = []
    for index in range {
      let cells = finder.cells(of: bands[index])
      let lacksFirst = cells.first.map { $0.left > (columns.first?.upperBound ?? 0) } ?? false
      // A band with text in every column is a row whatever its distance.
      let isNear = index > range.lowerBound && distance(index) < finder.size * 1.7 && cells.count < columns.count
      let goesOn = isNear && (lacksFirst || (isUneven && distance(index) < narrow))
      if goesOn, let last = rows.last {
        rows[rows.count - 1].bands = last.bands.lowerBound..<(index + 1)
      } else {
        rows.append(TableRow(bands: index..<(index + 1)))
      }
    }
    let edges = edges(range)
    for index in rows.indices { rows[index].cells = cells(rows[index].bands, columns: columns, edges: edges) }
    return rows
  }

  /// The words of a row's bands, cell by cell.
  private func cells(_ range: Range<Int>, columns: [ClosedRange<Float>], edges: Edges) -> [[Int32]] {
    // One band: its own cells, which may be finer than the columns where a heading spans some.
    if range.count == 1 { return cells(of: bands[range.lowerBound], edges: edges) }
    var cells = [[Int32]](repeating: [], count: columns.count)
    for chunk in bands[range].flatMap(\.chunks) {
      let middle = (chunk.box.left + chunk.box.right) * 0.5
      let column = columns.firstIndex { $0.contains(middle) } ?? columns.lastIndex { $0.lowerBound <= middle } ?? 0
      cells[column] += chunk.words
    }
    return cells.filter { !$0.isEmpty }
  }
}
