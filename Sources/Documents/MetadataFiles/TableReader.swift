// SPDX-License-Identifier: Apache-2.0

/// CSV (RFC 4180) with a heading line; the separator is the one of comma, semicolon and TAB that the heading uses most.
enum TableReader {
  static func records(_ text: String, name: String) throws(MetadataFile.Failure) -> [MetadataRecord] {
    let heading = text.prefix { !$0.isNewline }
    let separator = [",", ";", "\t"].map { Character($0) }.max { heading.count(of: $0) < heading.count(of: $1) } ?? ","
    var rows = rows(text, separator: separator)
    guard !rows.isEmpty else { return [] }
    let names = rows.removeFirst().map { $0.lowercased().trimmingSpaces }
    guard names.contains(where: { ["path", "file", "filename", "doi", "key", "id", "citekey"].contains($0) }) else {
      throw MetadataFile.Failure(
        description:
          "\(name) has the columns \(names.joined(separator: ", ")); one of path, doi, key or id is needed to "
          + "join its rows to documents")
    }
    return rows.filter { $0 != [""] }.map { row in
      var record = MetadataRecord()
      for (column, value) in zip(names, row) { record.set(column, value) }
      return record
    }
  }

  /// The rows of the table; a quoted field may hold separators, doubled quotes and line ends.
  static func rows(_ text: String, separator: Character) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field = ""
    var isQuoted = false
    var characters = text.makeIterator()
    var next = characters.next()
    while let character = next {
      next = characters.next()
      if isQuoted {
        if character != "\"" {
          field.append(character)
        } else if next == "\"" {
          field.append("\"")
          next = characters.next()
        } else {
          isQuoted = false
        }
      } else if character == "\"", field.isEmpty {
        isQuoted = true
      } else if character == separator {
        row.append(field)
        field = ""
      } else if character.isNewline {
        rows.append(row + [field])
        (row, field) = ([], "")
      } else {
        field.append(character)
      }
    }
    if !row.isEmpty || !field.isEmpty { rows.append(row + [field]) }
    return rows
  }
}

extension Substring {
  fileprivate func count(of character: Character) -> Int { reduce(0) { $0 + ($1 == character ? 1 : 0) } }
}

extension String {
  fileprivate var trimmingSpaces: String { Substring(self).trimmed }
}
