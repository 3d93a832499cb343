// SPDX-License-Identifier: Apache-2.0

/// Looks for ruled tables on the pages whose words stand in rows with wide gaps. Such pages are drawn, for poppler's text
/// tells nothing of lines; a document whose first ones show no grid is not drawn on.
struct RuledTables {
  let body: BodyType
  let styles: StyleTable
  private var drawn = 0
  private var misses = 0
  private var allowedMisses: Int

  /// Most pages drawn of one document.
  private static let mostPictures = 32
  /// Drawing a page costs more than reading it: of so many pages one may be drawn in vain, and besides the first that shows
  /// rows and columns with wrapped text between.
  private static let pagesPerMiss = 12
  /// A document that has such tables is likely to have more.
  private static let missesPerTable = 3
  private static let likelyScore = 3
  private static let plainScore = 10
  /// Larger pages are posters and plans.
  private static let mostPoints: Float = 4e6

  init(body: BodyType, styles: StyleTable, pageCount: Int) {
    (self.body, self.styles) = (body, styles)
    allowedMisses = pageCount / Self.pagesPerMiss
  }

  /// The ruled tables among the given words of a page, if it looks like having some.
  mutating func find(_ words: [Int32], on page: GlyphPage, picture: () -> PagePicture?) -> [RuledTable] {
    guard drawn < Self.mostPictures, misses < max(allowedMisses, 1), page.turns == 0, !page.isMirrored,
      page.width * page.height < Self.mostPoints
    else { return [] }
    let score = score(words, on: page)
    guard score >= (misses < allowedMisses ? Self.likelyScore : Self.plainScore), let picture = picture() else {
      return []
    }
    drawn += 1
    let tables = Self.tables(Rules(picture), of: words, on: page)
    if tables.isEmpty { misses += 1 } else { allowedMisses += Self.missesPerTable }
    return tables
  }

  /// How much lines near each other are parted by wide gaps that stand under each other, beyond the columns of the page.
  private func score(_ words: [Int32], on page: GlyphPage) -> Int {
    var best = 0
    var rows: [(score: Int, isWrapped: Bool, lefts: [Float])] = []
    for band in page.bands(of: words, gap: body.size) {
      let score = score(band, on: page)
      let isWrapped = band.chunks.count == 1 && band.box.width < page.width * 0.25
      rows.append((score, isWrapped, score > 0 ? band.chunks.dropFirst().map(\.box.left) : []))
      guard score > 0, rows.suffix(Self.reach).reduce(0, { $0 + $1.score }) >= Self.likelyScore else { continue }
      let near = rows.suffix(Self.reach).filter { row in
        row.lefts.contains { left in
          rows.suffix(Self.reach).count { $0.lefts.contains { abs($0 - left) < 1.5 } } >= 3
        }
      }
      // Rows of one line each are known as such without rules.
      let wrapped = rows.suffix(Self.reach).count { $0.isWrapped }
      best = max(best, min(near.reduce(0) { $0 + $1.score }, wrapped > 5 ? .max : Self.plainScore - 1))
      if best >= Self.plainScore { break }
    }
    return best
  }

  /// How many lines up a row's fellows are looked for.
  private static let reach = 14

  private func score(_ band: Band, on page: GlyphPage) -> Int {
    guard band.chunks.count > 1 else { return 0 }
    // Contents and listings have gaps of their own; a sign or number before a line is a list's.
    let words = band.chunks.flatMap(\.words).map { page.words[Int($0)] }
    let monospaced = words.count { styles[$0.style].isMonospaced }
    if monospaced * 2 > words.count || words.contains(where: { $0.isLeader(on: page) }) { return 0 }
    let narrow = band.chunks.count { $0.box.width < page.width * 0.25 }
    if band.chunks.count > 2 { return min(narrow, 2) }
    let mark = band.chunks[0].words.reduce(0) { $0 + page.words[Int($1)].count }
    return mark > 4 ? min(narrow, 1) : 0
  }

  /// The tables that connected rules make.
  static func tables(_ rules: Rules, of words: [Int32], on page: GlyphPage) -> [RuledTable] {
    var tables: [RuledTable] = []
    var left = rules.level
    var uprights = rules.upright
    while let first = left.popLast() {
      var level = [first]
      var upright: [Rule] = []
      var seen = 0
      // Grows the net of rules that touch.
      while seen < level.count {
        let rule = level[seen]
        seen += 1
        let touching = uprights.filter { rule.reaches($0.position) && $0.reaches(rule.position) }
        guard !touching.isEmpty else { continue }
        uprights.removeAll { rule.reaches($0.position) && $0.reaches(rule.position) }
        upright += touching
        func touches(_ other: Rule) -> Bool {
          touching.contains { other.reaches($0.position) && $0.reaches(other.position) }
        }
        level += left.filter(touches)
        left.removeAll(where: touches)
      }
      if let table = RuledGrid(level: level, upright: upright)?.table(of: words, on: page) { tables.append(table) }
    }
    // A table within a cell of another is left to the outer one.
    return tables.filter { table in
      !tables.contains { $0 != table && $0.box.covering(table.box) == $0.box }
    }
  }
}
