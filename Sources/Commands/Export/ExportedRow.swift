// SPDX-License-Identifier: Apache-2.0

internal import Presenting

/// Rows of an export in every form: JSON lines, one JSON object, CSV, TSV.

/// What stands in a field of a row.
enum ExportedValue {
  case none
  case text(String)
  case count(Int)
  case number(Double)
  case list([String])
  case rows([[ExportedField]])

  func write(to json: inout JSONWriter) {
    switch self {
    case .none: json.null()
    case .text(let text): json.value(text)
    case .count(let count): json.value(count)
    case .number(let number): json.value(number)
    case .list(let texts): json.array { for text in texts { $0.value(text) } }
    case .rows(let rows): json.array { list in for row in rows { ExportedField.write(row, to: &list) } }
    }
  }

  /// As one cell: values of a list, and fields of rows, parted by semicolons.
  var cell: String {
    switch self {
    case .none: ""
    case .text(let text): text
    case .count(let count): "\(count)"
    case .number(let number): number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    case .list(let texts): texts.joined(separator: "; ")
    case .rows(let rows): rows.map { $0.map(\.value.cell).joined(separator: ": ") }.joined(separator: "; ")
    }
  }
}

struct ExportedField {
  var name: String
  var value: ExportedValue

  static func write(_ row: [ExportedField], to json: inout JSONWriter) {
    json.object { json in
      for field in row {
        json.key(field.name)
        field.value.write(to: &json)
      }
    }
  }
}

/// Writes rows as they come.
struct ExportWriter {
  /// The columns of CSV and TSV; a row may leave some out.
  var columns: [String]
  var form: OutputOptions.Form

  func write(_ rows: ((_ row: [ExportedField]) -> Void) throws -> Void) throws {
    var json = JSONWriter()
    switch form {
    case .human, .jsonl:
      try rows { row in
        ExportedField.write(row, to: &json)
        Output.writeLine(&json)
      }
    case .json:
      try json.object { json in
        try json.arrayField("rows") { list in try rows { ExportedField.write($0, to: &list) } }
      }
      Output.writeLine(&json)
    case .csv, .tsv:
      let form = form.delimited
      Output.write(DelimitedWriter.row(columns, form))
      try rows { row in
        let cells = Dictionary(row.map { ($0.name, $0.value.cell) }, uniquingKeysWith: { first, _ in first })
        Output.write(DelimitedWriter.row(columns.map { cells[$0] ?? "" }, form))
      }
    }
  }
}
