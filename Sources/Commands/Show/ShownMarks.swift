// SPDX-License-Identifier: Apache-2.0

/// What `show` marks: the concepts of the document, or the hits of a query in it.
internal import Segments

struct ShownMarks {
  var marks: [MarkedText.Mark]

  init(_ reader: IndexReader, _ document: ShownDocument, query: String?) throws {
    marks = document.hits.map { MarkedText.Mark(range: $0.range, name: $0.concept, number: $0.number) }
  }
}
