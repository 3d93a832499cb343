// SPDX-License-Identifier: Apache-2.0

/// A table drawn with rules: the grid that its lines make, and the words of each cell.
struct RuledTable: Equatable {
  /// Around all rules.
  var box: Box
  /// The words of each row, cell by cell. A cell over several rows stands in the first.
  var rows: [[[Int32]]] = []

  /// All words, in reading order.
  var words: [Int32] { rows.flatMap { $0.flatMap(\.self) } }
}

/// The cells between the lines of one table; those with no rule between them are one.
struct RuledGrid {
  private var columns: [Int]
  private var rows: [Int]
  private let level: [Rule]
  private let upright: [Rule]
  /// For each place of the grid, row by row, the first place of the cell it belongs to.
  private var cells: [Int] = []

  /// More words than any cell of a table has.
  private static let mostWords = 150

  var box: Box {
    Box(
      left: Float(columns[0]), top: Float(rows[0]), right: Float(columns[columns.count - 1]),
      bottom: Float(rows[rows.count - 1]))
  }

  /// Places that the grid of a table may have; drawings have more, and each place is held to all rules.
  private static let mostPlaces = 10_000

  /// Nil if the lines make no grid of at least two rows and two columns, or one too fine.
  init?(level: [Rule], upright: [Rule]) {
    (self.level, self.upright) = (level, upright)
    // Tables are often open at the sides, where only the level rules end.
    let ends = [level.map(\.from).min(), level.map(\.to).max()].compactMap(\.self)
    columns = Self.places(upright.map(\.position) + ends)
    rows = Self.places(level.map(\.position))
    guard columns.count >= 3, rows.count >= 3, columns.count * rows.count <= Self.mostPlaces else { return nil }
    joinCells()
  }

  /// Positions, those of one line once.
  private static func places(_ positions: [Int]) -> [Int] {
    var places: [Int] = []
    for position in positions.sorted() where position - (places.last ?? -100) > 2 * Rules.slack {
      places.append(position)
    }
    return places
  }

  private mutating func joinCells() {
    let width = columns.count - 1
    cells = Array(0..<(width * (rows.count - 1)))
    for row in 0..<(rows.count - 1) {
      let middle = (rows[row] + rows[row + 1]) / 2
      for column in 0..<width {
        let place = row * width + column
        let center = (columns[column] + columns[column + 1]) / 2
        if column > 0, !Self.parts(upright, at: columns[column], over: middle) { join(place, place - 1) }
        if row > 0, !Self.parts(level, at: rows[row], over: center) { join(place, place - width) }
      }
    }
    for place in cells.indices { cells[place] = root(place) }
  }

  private static func parts(_ rules: [Rule], at position: Int, over point: Int) -> Bool {
    rules.contains { abs($0.position - position) <= 2 * Rules.slack && $0.from <= point && $0.to >= point }
  }

  private func root(_ place: Int) -> Int {
    var place = place
    while cells[place] != place { place = cells[place] }
    return place
  }

  private mutating func join(_ one: Int, _ other: Int) {
    let (a, b) = (root(one), root(other))
    cells[max(a, b)] = min(a, b)
  }

  /// The table of the words of a page that stand in the grid; nil if they do not fill it as those of a table do.
  func table(of words: [Int32], on page: GlyphPage) -> RuledTable? {
    var inside = [[Int32]](repeating: [], count: cells.count)
    for index in words {
      let box = page.words[Int(index)].box
      guard let row = Self.place((box.top + box.bottom) * 0.5, in: rows),
        let column = Self.place((box.left + box.right) * 0.5, in: columns)
      else { continue }
      inside[cells[row * (columns.count - 1) + column]].append(index)
    }
    let counts = inside.map(\.count).filter { $0 > 0 }
    let distinct = cells.indices.count { cells[$0] == $0 }
    // Charts have grids too, nearly empty ones; pages framed as forms have text of their own in each box.
    guard counts.count >= 4, counts.count * 10 >= distinct * 3, (counts.max() ?? 0) <= Self.mostWords else {
      return nil
    }
    var table = RuledTable(box: box)
    for row in 0..<(rows.count - 1) {
      let places = (row * (columns.count - 1))..<((row + 1) * (columns.count - 1))
      table.rows += printedRows(places.map { inside[$0] }, on: page)
    }
    return table.rows.count { $0.count > 1 } >= 2 ? table : nil
  }

  private static func place(_ position: Float, in lines: [Int]) -> Int? {
    guard let after = lines.firstIndex(where: { Float($0) > position }), after > 0 else { return nil }
    return after - 1
  }

  /// The rows that stand between two level rules: one, unless the table rules off its head only.
  private func printedRows(_ cells: [[Int32]], on page: GlyphPage) -> [[[Int32]]] {
    let bands = page.bands(of: cells.flatMap(\.self), gap: .greatestFiniteMagnitude).map {
      Set($0.chunks.flatMap(\.words))
    }
    var lines: [[[Int32]]] = bands.map { band in cells.map { ordered($0.filter(band.contains), on: page) } }
    let shared = lines.count { line in line[0].isEmpty == false && line.count { !$0.isEmpty } > 1 }
    let isRuledOff = rows.count > 4 || lines.count < 3 || shared * 5 < lines.count * 4
    if isRuledOff { lines = [cells.map { ordered($0, on: page) }] }
    return lines.map { $0.filter { !$0.isEmpty } }.filter { !$0.isEmpty }
  }

  /// The words of a cell, line by line.
  private func ordered(_ words: [Int32], on page: GlyphPage) -> [Int32] {
    guard words.count > 1 else { return words }
    return page.bands(of: words, gap: .greatestFiniteMagnitude).flatMap { $0.chunks.flatMap(\.words) }
  }
}
