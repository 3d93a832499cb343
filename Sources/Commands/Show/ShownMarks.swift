// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import Patterns
internal import Querying
internal import Segments

/// What `show` marks: the concepts of the document, or the hits of a query in it.
struct ShownMarks {
  var marks: [MarkedText.Mark]

  init(_ reader: IndexReader, _ document: ShownDocument, query: String?) throws {
    guard let query else {
      marks = document.hits.map { MarkedText.Mark(range: $0.range, name: $0.concept, number: $0.number) }
      return
    }
    marks = try QueryFailure.explained { try ShownMarks.hits(of: query, reader, document.id) }
  }

  private static func hits(of query: String, _ reader: IndexReader, _ id: String) throws -> [MarkedText.Mark] {
    guard let wanted = try reader.document(id) else { return [] }
    let searcher = Searcher(segments: reader.segments)
    let options = QueryOptions(match: .word)
    let plan = try searcher.plan(ParsedQuery(query, syntax: nil), options: options)
    let concordance = Concordance(plan, ConcordanceOptions())
    let places = try concordance.places().places.filter {
      $0.segment == wanted.segment && $0.document == wanted.document && $0.field == .body
    }
    return try concordance.lines(places).map { MarkedText.Mark(range: $0.start..<$0.end, name: "match", number: 4) }
  }
}
