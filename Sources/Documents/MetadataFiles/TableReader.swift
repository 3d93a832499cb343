// SPDX-License-Identifier: Apache-2.0

/// CSV (RFC 4180) with a heading line; the separator is the one of comma, semicolon and TAB that the heading uses most.
///
/// What would put cells into wrong columns or rows into one another is a failure: a quote that is not closed, text behind
/// a closing quote, a line end in a cell that rows are joined by. A row with too few or too many cells is remarked on.
enum TableReader {
  /// Cells of one row, and the line it begins at.
  struct Row {
    var line: Int
    var cells: [String] = []
  }

  private static let joining = ["path", "file", "filename", "doi", "key", "id", "citekey"]

  static func records(_ text: String, name: String) throws(MetadataFile.Failure) -> [MetadataRecord] {
    let heading = text.utf8.prefix { $0 != 10 && $0 != 13 }
    let separators = [",", ";", "\t"].flatMap(\.utf8)
    let separator = separators.max { one, other in heading.count { $0 == one } < heading.count { $0 == other } } ?? 44
    var rows = try rows(text, separator: separator, name: name)
    guard !rows.isEmpty else { return [] }
    let names = rows.removeFirst().cells.map { $0.lowercased().trimmingSpaces }
    guard names.contains(where: joining.contains) else {
      throw MetadataFile.Failure(
        description:
          "\(name) has the columns \(names.joined(separator: ", ")); one of path, doi, key or id is needed to "
          + "join its rows to documents")
    }
    var records: [MetadataRecord] = []
    for row in rows where row.cells != [""] { records.append(try record(row, names, file: name)) }
    return records
  }

  private static func record(
    _ row: Row, _ names: [String], file: String
  ) throws(MetadataFile.Failure) -> MetadataRecord {
    var record = MetadataRecord()
    record.place = "\(file):\(row.line)"
    if row.cells.count != names.count {
      record.remarks.append("the row has \(row.cells.count) cells, the heading \(names.count)")
    }
    for (column, value) in zip(names, row.cells) {
      if joining.contains(column), value.contains(where: \.isNewline) {
        throw MetadataFile.Failure(
          description: "\(record.place): the \(column) reaches over a line end; is its quote closed?")
      }
      record.set(column, value)
    }
    return record
  }

  /// The rows of the table; a quoted field may hold separators, doubled quotes and line ends.
  static func rows(_ text: String, separator: UInt8, name: String) throws(MetadataFile.Failure) -> [Row] {
    var table = TableScanner(separator: separator, name: name)
    for byte in text.utf8 { try table.take(byte) }
    return try table.finish()
  }
}

/// Cuts a table into rows, byte by byte: all signs are ASCII, whatever letter or mark a cell begins with.
private struct TableScanner {
  private enum Quote {
    case none
    /// Opened in this line.
    case open(Int)
    /// Opened in this line, with one quote read that closes it unless another follows.
    case closed(Int)
  }

  private let separator: UInt8
  private let name: String
  private var rows: [TableReader.Row] = []
  private var row = TableReader.Row(line: 1)
  private var cell: [UInt8] = []
  private var quote = Quote.none
  private var line = 1
  private var last: UInt8 = 0

  init(separator: UInt8, name: String) { (self.separator, self.name) = (separator, name) }

  mutating func take(_ byte: UInt8) throws(MetadataFile.Failure) {
    // CR, LF and CR LF each end one line.
    let isSecondHalf = byte == 10 && last == 13
    let isLineEnd = (byte == 10 || byte == 13) && !isSecondHalf
    if isLineEnd { line += 1 }
    defer { last = byte }
    switch quote {
    case .open(let opened):
      if byte == 34 { quote = .closed(opened) } else { cell.append(byte) }
    case .closed(let opened) where byte == 34 && last == 34:
      cell.append(byte)
      quote = .open(opened)
    case .none where byte == 34 && cell.isEmpty: quote = .open(line)
    case .none, .closed:
      if isSecondHalf { return }
      if byte == separator { return endCell() }
      if isLineEnd { return endRow() }
      guard case .closed(let opened) = quote else { return cell.append(byte) }
      if byte != 32, byte != 9 {
        throw MetadataFile.Failure(
          description: "\(name):\(line): text follows the quote that closes the cell begun in line \(opened); a quote "
            + "inside a quoted cell is written twice")
      }
    }
  }

  private mutating func endCell() {
    row.cells.append(String(decoding: cell, as: UTF8.self))
    cell.removeAll(keepingCapacity: true)
    quote = .none
  }

  private mutating func endRow() {
    endCell()
    rows.append(row)
    row = TableReader.Row(line: line)
  }

  mutating func finish() throws(MetadataFile.Failure) -> [TableReader.Row] {
    if case .open(let opened) = quote {
      throw MetadataFile.Failure(description: "\(name):\(opened): the quote that is opened here is never closed")
    }
    var isCellBegun = !cell.isEmpty
    if case .closed = quote { isCellBegun = true }
    if !row.cells.isEmpty || isCellBegun { endRow() }
    return rows
  }
}

extension String {
  fileprivate var trimmingSpaces: String { Substring(self).trimmed }
}
