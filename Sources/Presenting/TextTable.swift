// SPDX-License-Identifier: Apache-2.0

/// A table for people: columns as wide as their widest cell, numbers to the right, headings above.
package struct TextTable: Sendable {
  package struct Column: Sendable {
    package var heading: String
    package var isNumber: Bool
    /// Cells are cut to this width; nil for no bound.
    package var maxWidth: Int?

    package init(_ heading: String, isNumber: Bool = false, maxWidth: Int? = nil) {
      self.heading = heading
      self.isNumber = isNumber
      self.maxWidth = maxWidth
    }
  }

  package var columns: [Column]
  package private(set) var rows: [[String]] = []

  package init(_ columns: [Column]) {
    self.columns = columns
    for index in columns.indices { self.columns[index].heading = PrintableText.line(columns[index].heading) }
  }

  /// - Precondition: as many cells as columns.
  package mutating func add(_ cells: [String]) {
    precondition(cells.count == columns.count, "a row has as many cells as the table has columns")
    rows.append(cells.map(PrintableText.line))
  }

  /// The table as lines, each ended by a line feed; nothing for a table without rows.
  package func text(style: TextStyle = .plain) -> String {
    guard !rows.isEmpty else { return "" }
    let widths = columns.indices.map(width(of:))
    var out = style.bold(line(columns.map(\.heading), widths)) + "\n"
    for row in rows { out += line(row, widths) + "\n" }
    return out
  }

  private func width(of index: Int) -> Int {
    let cells = [columns[index].heading] + rows.map { $0[index] }
    let widest = cells.map { DisplayWidth.columns($0) }.max() ?? 0
    return min(widest, columns[index].maxWidth ?? .max)
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let fitted = cells.indices.map { index in
      let cell = cut(cells[index], widths[index])
      let padding = String(repeating: " ", count: max(0, widths[index] - DisplayWidth.columns(cell)))
      return columns[index].isNumber ? padding + cell : cell + padding
    }
    let text = fitted.joined(separator: "  ")
    return String(text[..<(text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex)])
  }

  private func cut(_ cell: String, _ width: Int) -> String {
    guard DisplayWidth.columns(cell) > width else { return cell }
    return DisplayWidth.prefix(cell, columns: max(0, width - 1)) + "…"
  }
}
