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
    let heading = text.prefix { !$0.isNewline }
    let separator = [",", ";", "\t"].map { Character($0) }.max { heading.count(of: $0) < heading.count(of: $1) } ?? ","
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
  static func rows(_ text: String, separator: Character, name: String) throws(MetadataFile.Failure) -> [Row] {
    var rows: [Row] = []
    var (line, row, field) = (1, Row(line: 1), "")
    // Where the field that is read was opened by a quote, and whether that has been closed.
    var (opened, isClosed): (Int?, Bool) = (nil, false)
    var characters = text.makeIterator()
    var next = characters.next()
    func endField() {
      row.cells.append(field)
      (field, opened, isClosed) = ("", nil, false)
    }
    while let character = next {
      next = characters.next()
      if character.isNewline { line += 1 }
      if opened != nil, !isClosed {
        if character != "\"" {
          field.append(character)
        } else if next == "\"" {
          field.append("\"")
          next = characters.next()
        } else {
          isClosed = true
        }
      } else if character == "\"", field.isEmpty, opened == nil {
        opened = line
      } else if character == separator {
        endField()
      } else if character.isNewline {
        endField()
        rows.append(row)
        row = Row(line: line)
      } else if let opened, !character.isWhitespace {
        throw MetadataFile.Failure(
          description: "\(name):\(line): text follows the quote that closes the cell begun in line \(opened); a quote "
            + "inside a quoted cell is written twice")
      } else if opened == nil {
        field.append(character)
      }
    }
    if let opened, !isClosed {
      throw MetadataFile.Failure(description: "\(name):\(opened): the quote that is opened here is never closed")
    }
    if !row.cells.isEmpty || !field.isEmpty {
      endField()
      rows.append(row)
    }
    return rows
  }
}

extension Substring {
  fileprivate func count(of character: Character) -> Int { reduce(0) { $0 + ($1 == character ? 1 : 0) } }
}

extension String {
  fileprivate var trimmingSpaces: String { Substring(self).trimmed }
}
