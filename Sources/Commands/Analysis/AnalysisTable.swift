// SPDX-License-Identifier: Apache-2.0

internal import Presenting

/// What the analyzing commands print: rows of a key and figures, in every form of output.

/// One figure; nil where it does not exist.
enum Figure {
  case text(String)
  case count(Int)
  case score(Double?)
}

struct AnalysisTable {
  /// The name of the analysis, and what it was made with.
  let analysis: String
  let parameters: [(name: String, value: Figure)]
  /// What the key is called in columns and fields.
  var keyName = "key"
  /// Names of the figures of a row, behind the key.
  let columns: [String]
  let rowCount: Int
  /// The key and the figures of a row; no key for documents without a value of a field.
  let row: (Int) -> (key: String?, figures: [Figure])
  /// Further tables that go with it: arrays of the JSON object, and below the table for people.
  var besides: [(name: String, table: AnalysisTable)] = []

  func write(_ output: OutputOptions) {
    switch output.form {
    case .json: writeJSON()
    case .jsonl: writeLines()
    case .csv: writeDelimited(.csv)
    case .tsv: writeDelimited(.tsv)
    case .human: writeTable(output)
    }
  }

  private func writeJSON() {
    var json = JSONWriter()
    json.object { json in
      json.field("analysis", analysis)
      json.objectField("parameters") { list in
        for (name, value) in parameters { value.write(name, to: &list) }
      }
      writeRows("rows", to: &json)
      for (name, table) in besides { table.writeRows(name, to: &json) }
    }
    Output.writeLine(&json)
  }

  /// An array of the rows' objects.
  func writeRows(_ name: String, to json: inout JSONWriter) {
    json.arrayField(name) { list in for index in 0..<rowCount { write(index, to: &list) } }
  }

  private func writeLines() {
    for start in stride(from: 0, to: rowCount, by: 256) {
      var json = JSONWriter()
      for index in start..<min(start + 256, rowCount) {
        write(index, to: &json)
        json.endLine()
      }
      Output.write(json.bytes)
    }
  }

  private func write(_ index: Int, to json: inout JSONWriter) {
    let (key, figures) = row(index)
    json.object { json in
      json.field(keyName, key)
      for (name, figure) in zip(columns, figures) { figure.write(name, to: &json) }
    }
  }

  private func writeDelimited(_ form: DelimitedWriter.Form) {
    Output.write(DelimitedWriter.row([keyName] + columns, form))
    for index in 0..<rowCount {
      let (key, figures) = row(index)
      Output.write(DelimitedWriter.row([key ?? ""] + figures.map(\.plain), form))
    }
  }

  private func writeTable(_ output: OutputOptions) {
    let kinds = rowCount > 0 ? row(0).figures.map(\.isText) : []
    var table = TextTable(
      [.init(keyName == "key" ? "" : keyName, maxWidth: 50)]
        + zip(columns, kinds).map { .init($0, isNumber: !$1, maxWidth: $1 ? 50 : nil) })
    for index in 0..<rowCount {
      let (key, figures) = row(index)
      table.add([key ?? "(none)"] + figures.map(\.short))
    }
    Output.write(table.text(style: output.style))
    for (_, table) in besides where table.rowCount > 0 {
      Output.write("\n")
      table.writeTable(output)
    }
    if !output.quiet, !parameters.isEmpty {
      Output.note(parameters.map { "\($0.name) \($0.value.short)" }.joined(separator: ", "))
    }
  }
}

extension Figure {
  fileprivate var isText: Bool { if case .text = self { true } else { false } }

  fileprivate func write(_ name: String, to json: inout JSONWriter) {
    json.key(name)
    switch self {
    case .text(let text): json.value(text)
    case .count(let count): json.value(count)
    case .score(let score): if let score { json.value(score) } else { json.null() }
    }
  }

  /// With every digit.
  fileprivate var plain: String {
    switch self {
    case .text(let text): text
    case .count(let count): "\(count)"
    case .score(let score): score.map { "\($0)" } ?? ""
    }
  }

  /// For people.
  fileprivate var short: String {
    switch self {
    case .text(let text): text
    case .count(let count): Decimals.grouped(count)
    case .score(let score): score.map { Decimals.text($0, abs($0) >= 100 ? 1 : 3) } ?? "-"
    }
  }
}
