// SPDX-License-Identifier: Apache-2.0

/// Tells a table of data from one that only lays out a page.
enum TableShape {
  /// Bytes of a cell that, holding most of the table's text, is the page's column of text.
  private static let mostOfPage = 300

  /// Whether the table at `node` holds data: two rows and two columns at least, short cells, nothing in them that
  /// stands for itself (headings, lists, forms, tables, several paragraphs).
  static func isData(_ node: Int, in tree: MarkupTree) -> Bool {
    var rows = 0
    var cells = 0
    var headerCells = 0
    var parts = 0
    var textBytes = 0
    // Bytes of text before the cell under way, and of the longest cell.
    var (before, longest) = (0, 0)
    if let role = tree.attribute(node, .role), role == "presentation" || role == "none" { return false }
    for index in (node + 1)..<max(node + 1, tree.end(node)) {
      switch tree.name(index) {
      case .tr: rows += 1
      case .td, .th:
        if tree.name(index) == .td { cells += 1 } else { headerCells += 1 }
        longest = max(longest, textBytes - before)
        before = textBytes
      case .table, .form, .article, .section, .h1, .h2, .h3, .nav: return false
      case .p, .div, .li, .h4, .h5, .h6, .pre, .blockquote: parts += 1
      case .text: textBytes += tree.textRange(index).count
      default: break
      }
    }
    let all = cells + headerCells
    guard rows > 0, all >= 2, all * 2 > rows * 2 || headerCells > 0 else { return false }
    if parts > 2 * all { return false }
    if rows == 1, headerCells == 0 { return false }
    longest = max(longest, textBytes - before)
    if headerCells == 0, longest > mostOfPage, longest * 5 > textBytes * 3 { return false }
    return textBytes / all < 600
  }
}
