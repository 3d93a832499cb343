// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Presenting

/// A document or page as a person reads it: a heading line, the blocks with their marks, and what was marked.
struct ShownPage {
  var document: ShownDocument
  var page: Int?
  var marks: ShownMarks
  var style: TextStyle

  func write() {
    Output.write(heading + "\n\n")
    let text = MarkedText(marks: marks.marks, style: style)
    for block in document.blocks { Output.write(line(block, text) + "\n\n") }
    Output.write(legend)
  }

  private var heading: String {
    var out = style.bold(PrintableText.line(document.id))
    if let title = document.title { out += "  \(PrintableText.line(title))" }
    if let page { out += "  page \(page) of \(document.pageCount)" }
    return out
  }

  private func line(_ block: ShownDocument.Block, _ marked: MarkedText) -> String {
    guard let range = block.range else { return style.dim("(\(block.kind.name)) \(PrintableText.lines(block.text))") }
    let text = marked.render(block.text, from: range.lowerBound)
    switch block.kind {
    case .title: return style.bold("# " + text)
    case .heading: return style.bold(String(repeating: "#", count: min(max(block.level ?? 2, 1), 6)) + " " + text)
    case .listItem: return "- " + text
    case .quote: return "> " + text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n> ")
    case .caption, .footnote: return "(\(block.kind.name)) " + text
    default: return text
    }
  }

  /// How often each concept is marked, most frequent first.
  private var legend: String {
    let ranges = document.blocks.compactMap(\.range)
    let shown = marks.marks.filter { mark in ranges.contains { $0.overlaps(mark.range) } }
    let counts = Dictionary(grouping: shown, by: \.name)
    var table = TextTable([.init("marked"), .init("times", isNumber: true)])
    let ordered = counts.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    for (name, list) in ordered {
      table.add([name, Decimals.grouped(list.count)])
    }
    return table.text(style: style)
  }
}
