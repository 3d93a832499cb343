// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import Presenting
internal import Querying
internal import Segments

/// The places where pairs of items meet, each with its text: the evidence of a count.
struct MeetingLines {
  var found: Cooccurrence
  var searcher: Searcher
  /// How many are shown; nil for all.
  var limit: Int?

  private static let headings = ["a", "b", "document", "page", "sentence", "start", "end", "text"]

  func write(_ output: OutputOptions) throws {
    let shown = found.meetings.prefix(limit ?? .max)
    var json = JSONWriter()
    switch output.form {
    case .json:
      try json.object { json in
        try json.arrayField("meetings") { list in try each(shown) { $0.write(to: &list) } }
      }
      Output.writeLine(&json)
    case .jsonl:
      try each(shown) { line in
        line.write(to: &json)
        Output.writeLine(&json)
      }
    case .csv, .tsv:
      let form = output.form.delimited
      Output.write(DelimitedWriter.row(Self.headings, form))
      try each(shown) { Output.write(DelimitedWriter.row($0.cells, form)) }
    case .human: try writeText(shown, output)
    }
  }

  private func writeText(_ shown: ArraySlice<Cooccurrence.Meeting>, _ output: OutputOptions) throws {
    try each(shown) { line in
      let page = line.place.page.map { ", page \($0)" } ?? ""
      Output.write(
        output.style.path(PrintableText.line(line.place.id)) + "\(page): " + output.style.bold("\(line.a) + \(line.b)")
          + "\n")
      Output.write(
        "    " + PrintableText.line(line.place.match.split(whereSeparator: \.isWhitespace).joined(separator: " "))
          + "\n")
    }
    if !output.quiet {
      let count = found.meetings.count
      Output.note("\(count) place\(count == 1 ? "" : "s")" + (shown.count < count ? "; \(shown.count) shown" : ""))
    }
  }

  private struct Line {
    var a: String
    var b: String
    var place: ConcordanceLine

    var cells: [String] {
      [
        a, b, place.id, place.page.map(String.init) ?? "", "\(place.sentence)", "\(place.start)", "\(place.end)",
        place.match,
      ]
    }

    func write(to json: inout JSONWriter) {
      json.object { json in
        json.field("a", a)
        json.field("b", b)
        json.field("document", place.id)
        json.field("page", place.page)
        json.field("sentence", place.sentence)
        json.field("start", place.start)
        json.field("end", place.end)
        json.field("text", place.match)
      }
    }
  }

  /// Texts are read as they are printed.
  private func each(_ meetings: ArraySlice<Cooccurrence.Meeting>, _ body: (Line) -> Void) throws {
    let contexts = searcher.segments.map { SegmentContext($0) }
    let readers = try contexts.map { try LineReader(context: $0, field: .body) }
    for meeting in meetings {
      let line = try readers[meeting.place.segment].line(meeting.place, 0)
      try contexts[meeting.place.segment].throwIfFailed()
      body(Line(a: found.items[meeting.pair.first], b: found.items[meeting.pair.second], place: line))
    }
  }
}
