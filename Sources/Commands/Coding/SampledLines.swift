// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import Presenting
internal import Querying
internal import Segments
internal import Tokenizing

/// The texts of a sample as lines to be coded: the shape that `evaluate` and `agreement` read, with the place of each text.
struct SampledLines {
  var sample: RandomSample
  var searcher: Searcher
  /// What was drawn.
  var kind: String
  /// The field whose value each line shows; nil where there is none.
  var field: String?

  private struct Line {
    var id: String
    var language: String?
    var place: ConcordanceLine
    var stratum: String?
    /// The hit's place in the text.
    var hit: Range<Int>?
  }

  func write() throws {
    var json = JSONWriter()
    try each { line in
      write(line, to: &json)
      Output.writeLine(&json)
    }
  }

  func writeObject(_ writeParameters: (inout JSONWriter) -> Void) throws {
    var json = JSONWriter()
    try json.object { json in
      json.field("analysis", "sample")
      json.objectField("parameters") { writeParameters(&$0) }
      json.arrayField("strata") { list in
        for stratum in sample.strata {
          list.object {
            $0.field("value", stratum.value)
            $0.field("units", stratum.units)
            $0.field("drawn", stratum.drawn)
          }
        }
      }
      try json.arrayField("rows") { list in try each { write($0, to: &list) } }
    }
    Output.writeLine(&json)
  }

  func writeRows(_ form: DelimitedWriter.Form) throws {
    let names = ["id", "lang", "text", "label", "document", "page", "sentence", "start", "end"]
    Output.write(DelimitedWriter.row(names + (field.map { [$0] } ?? []), form))
    try each { line in
      let place = line.place
      let cells = [
        line.id, line.language ?? "", place.match, "", place.id, place.page.map(String.init) ?? "",
        "\(place.sentence)", "\(place.start)", "\(place.end)",
      ]
      Output.write(DelimitedWriter.row(cells + (field == nil ? [] : [line.stratum ?? ""]), form))
    }
  }

  private func write(_ line: Line, to json: inout JSONWriter) {
    json.object { json in
      json.field("id", line.id)
      json.field("lang", line.language)
      json.field("text", line.place.match)
      json.field("label", "")
      json.arrayField("evidence") { _ in }
      json.field("document", line.place.id)
      json.field("page", line.place.page)
      json.field("sentence", line.place.sentence)
      json.field("start", line.place.start)
      json.field("end", line.place.end)
      if let hit = line.hit {
        json.objectField("hit") {
          $0.field("start", hit.lowerBound)
          $0.field("end", hit.upperBound)
        }
      }
      // A field that is named like one of these would take its place.
      if let field { json.objectField("stratum") { $0.field(field, line.stratum) } }
    }
  }

  /// Texts are read as they are printed.
  private func each(_ body: (Line) -> Void) throws {
    let contexts = searcher.segments.map { SegmentContext($0) }
    let readers = try contexts.map { try LineReader(context: $0, field: .body) }
    for unit in sample.drawn {
      let (context, reader) = (contexts[unit.place.segment], readers[unit.place.segment])
      let place = try reader.stretch(unit.place)
      var line = Line(id: place.id, place: place, stratum: unit.stratum)
      if kind != "document" { line.id += "#\(place.start)" }
      if let span = unit.hit {
        let hit = try reader.line(
          HitPlace(segment: unit.place.segment, document: unit.place.document, field: .body, span: span), 0)
        line.hit = hit.start - place.start..<hit.end - place.start
        line.id = "\(place.id)#\(hit.start)"
      }
      let structure = context.structure(unit.place.document, .body)
      let block = structure.blocks.last { $0.firstToken <= unit.place.span.start }
      let language = block.flatMap { Language(rawValue: $0.language) } ?? .unknown
      line.language = language == .unknown ? nil : language.code
      try context.throwIfFailed()
      body(line)
    }
  }
}
