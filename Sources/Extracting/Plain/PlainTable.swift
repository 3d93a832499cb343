// SPDX-License-Identifier: Apache-2.0

/// Tables in plain text: rows whose cells are parted by bars, by TABs, or by columns of white space.
enum PlainTable {
  /// The table's text, a row a line and its cells parted by TABs, if the lines are one; else nil.
  static func text(_ text: TextLines, _ range: Range<Int>) -> String? {
    guard range.count >= 2 else { return nil }
    for split in [barred, tabbed, spaced] {
      var rows: [[String]] = []
      for index in range {
        let content = text.content(index)
        if isBorder(content) { continue }
        rows.append(split(content))
      }
      if isTable(rows) { return rows.map { $0.joined(separator: "\t") }.joined(separator: "\n") }
    }
    return nil
  }

  /// Whether nearly all rows have the same number of cells, two at least.
  private static func isTable(_ rows: [[String]]) -> Bool {
    guard rows.count >= 2, let columns = rows.map(\.count).max(), columns >= 2 else { return false }
    let usual = rows.reduce(into: [Int: Int]()) { $0[$1.count, default: 0] += 1 }.max { $0.value < $1.value }
    guard let usual, usual.key >= 2, usual.value * 10 >= rows.count * 8 else { return false }
    // Two columns of white space also come from justified text: cells are short in a table.
    let cells = rows.flatMap { $0 }
    let characters = cells.reduce(0) { $0 + $1.unicodeScalars.count }
    return characters <= 40 * cells.count
  }

  /// A line of nothing but rule: `|---|:--:|`, `+----+`, `=====`.
  static func isBorder(_ content: ArraySlice<UInt8>) -> Bool {
    content.count >= 3 && content.allSatisfy { "-=+|: _".utf8.contains($0) }
      && content.contains { "-=_".utf8.contains($0) }
  }

  private static func barred(_ content: ArraySlice<UInt8>) -> [String] {
    guard content.contains(UInt8(ascii: "|")) else { return [] }
    var cells = content.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map(trimmed)
    if cells.first == "" { cells.removeFirst() }
    if cells.last == "" { cells.removeLast() }
    return cells
  }

  private static func tabbed(_ content: ArraySlice<UInt8>) -> [String] {
    guard content.contains(0x09) else { return [] }
    return content.split(separator: 0x09).map(trimmed).filter { !$0.isEmpty }
  }

  /// Cells parted by three spaces or more; two would catch the gap after a full stop.
  private static func spaced(_ content: ArraySlice<UInt8>) -> [String] {
    var cells: [String] = []
    var start = content.startIndex
    var index = start
    while index < content.endIndex {
      let gap = content[index...].prefix { $0 == 0x20 }.count
      if gap >= 3 {
        cells.append(trimmed(content[start..<index]))
        index += gap
        start = index
      } else {
        index += max(1, gap)
      }
    }
    cells.append(trimmed(content[start...]))
    return cells.filter { !$0.isEmpty }
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self).split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
  }
}
