// SPDX-License-Identifier: Apache-2.0

internal import Presenting

/// The concept map in each form of output.
struct ConceptMap {
  var counts: ConceptCounts
  /// Numbers of the concepts to show.
  var concepts: [Int]
  /// The field the rows are values of; nil where they are documents.
  var field: String?
  var showsRates: Bool

  private var rowName: String { field ?? "document" }

  // MARK: For people

  /// A table that fits into `width` columns: few rows stand as columns, so that concepts can be read down the page.
  func table(width: Int, style: TextStyle) -> String {
    counts.rows.count <= 6 ? downwards(width, style) : across(width, style)
  }

  private func downwards(_ width: Int, _ style: TextStyle) -> String {
    let (rows, all) = (counts.rows, counts.all)
    var table = TextTable(
      [.init("concept", maxWidth: 36)] + rows.map { .init($0.key, isNumber: true, maxWidth: 24) }
        + [.init("all", isNumber: true)])
    for concept in concepts {
      let name = counts.concepts[concept]
      table.add([name] + (rows + [all]).map { cell($0, concept) })
    }
    table.add(["documents"] + (rows + [all]).map { Decimals.grouped($0.documents) })
    table.add(["tokens"] + (rows + [all]).map { Decimals.grouped($0.tokens) })
    return table.text(style: style)
  }

  private func across(_ width: Int, _ style: TextStyle) -> String {
    let keyWidth = min(40, counts.rows.map { DisplayWidth.columns($0.key) }.max() ?? 8)
    var room = width - keyWidth - 10
    var shown: [Int] = []
    for concept in concepts.sorted(by: { (counts.total($1), $0) < (counts.total($0), $1) }) {
      let need = max(6, DisplayWidth.columns(counts.concepts[concept])) + 2
      guard need <= room else { continue }
      room -= need
      shown.append(concept)
    }
    shown.sort()
    var table = TextTable(
      [.init(rowName, maxWidth: keyWidth), .init("tokens", isNumber: true)]
        + shown.map { .init(counts.concepts[$0], isNumber: true) })
    for row in counts.rows + [counts.all] {
      table.add([row.key, Decimals.grouped(row.tokens)] + shown.map { cell(row, $0) })
    }
    let hidden = concepts.count - shown.count
    let note = hidden > 0 ? "\(hidden) more concepts occur; --csv and --json give all of them.\n" : ""
    return table.text(style: style) + note
  }

  private func cell(_ row: ConceptCounts.Row, _ concept: Int) -> String {
    let count = row.counts[concept] ?? 0
    if count == 0 { return "." }
    return showsRates ? Decimals.text(row.rate(concept), 1) : Decimals.grouped(count)
  }

  // MARK: For programs

  func writeJSON(lines: Bool) {
    var json = JSONWriter()
    if lines {
      for row in counts.rows {
        write(row, to: &json)
        Output.writeLine(&json)
      }
    } else {
      json.object { $0.arrayField("rows") { list in for row in counts.rows { write(row, to: &list) } } }
      Output.writeLine(&json)
    }
  }

  private func write(_ row: ConceptCounts.Row, to json: inout JSONWriter) {
    json.object { json in
      json.field(rowName, row.value)
      json.objectField("counts") { list in
        for concept in concepts where (row.counts[concept] ?? 0) > 0 {
          list.field(counts.concepts[concept], row.counts[concept] ?? 0)
        }
      }
      if showsRates {
        json.objectField("per_10000") { list in
          for concept in concepts where (row.counts[concept] ?? 0) > 0 {
            list.field(counts.concepts[concept], row.rate(concept), decimals: 4)
          }
        }
      }
      json.field("tokens", row.tokens)
      if field != nil { json.field("documents", row.documents) }
    }
  }

  func delimited(_ form: DelimitedWriter.Form) -> String {
    var out = DelimitedWriter.row([rowName, "documents", "tokens"] + concepts.map { counts.concepts[$0] }, form)
    for row in counts.rows {
      let cells = concepts.map { showsRates ? Decimals.text(row.rate($0), 4) : "\(row.counts[$0] ?? 0)" }
      out += DelimitedWriter.row([row.value ?? "", "\(row.documents)", "\(row.tokens)"] + cells, form)
    }
    return out
  }
}
