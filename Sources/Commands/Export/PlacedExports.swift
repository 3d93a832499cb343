// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import Querying
internal import Segments

/// Tokens, and mentions of concepts, as rows with their places in the text.

/// A row a token: where it stands, the word, its attributes.
struct TokenExport {
  private let segments: [SegmentReader]

  init(_ segments: [SegmentReader]) { self.segments = segments }

  func write(_ places: [DocumentPlace], _ form: OutputOptions.Form) throws {
    let attributes = Set(try segments.flatMap { try $0.attributes?.attributes.map(\.name) ?? [] }).sorted()
    let names = ["document", "page", "sentence", "position", "start", "end", "word"]
    let readers = try segments.map { try TokenReader($0, attributes) }
    try ExportWriter(columns: names + attributes, form: form).write { row in
      for (number, document) in places {
        let (segment, id) = (segments[number], try segments[number].ids.string(document))
        let forward = try segment.forward()
        let offsets = try forward.tokens(of: document, 0..<forward.count(document)).codePoints
        let structure = try segment.structure(document)
        for (index, token) in try readers[number].tokens(of: document).enumerated() where index < offsets.count {
          let page = Int(structure.page(of: UInt32(index)))
          let values: [ExportedValue] = [
            .text(id), page == 0 ? .none : .count(page), .count(structure.sentence(of: UInt32(index)) + 1),
            .count(index), .count(Int(offsets[index].lowerBound)), .count(Int(offsets[index].upperBound)),
          ]
          row(
            zip(names + attributes, values + token.cells.map { .text($0) }).map { ExportedField(name: $0, value: $1) })
        }
      }
    }
  }
}

/// A row a mention of a concept.
struct HitExport {
  private let segments: [SegmentReader]
  private static let names = [
    "document", "page", "sentence", "start", "end", "text", "concept", "rule", "strength", "polarity", "quoted",
    "roles",
  ]

  init(_ segments: [SegmentReader]) throws {
    guard segments.isEmpty || segments.contains(where: { $0.concepts != nil }) else {
      throw CommandFailure("the index has no concepts; build it with a lexicon: syntop build --lexicon Lexicons/NAME")
    }
    self.segments = segments
  }

  func write(_ places: [DocumentPlace], _ form: OutputOptions.Form) throws {
    let contexts = segments.map { SegmentContext($0) }
    let readers = try contexts.map { try LineReader(context: $0, field: .body) }
    try ExportWriter(columns: Self.names, form: form).write { row in
      for place in places {
        guard let layer = segments[place.segment].concepts else { continue }
        for hit in try layer.hits(of: place.document) where hit.start < hit.end {
          let line = try readers[place.segment].line(Self.place(place, hit.start, hit.end), 0, true)
          let roles = try hit.roles.filter { $0.start < $0.end }.map { role in
            let text = try readers[place.segment].line(Self.place(place, role.start, role.end), 0)
            return [
              ExportedField(name: "role", value: .text(HitNames.name(layer.names.roles, role.role))),
              ExportedField(name: "start", value: .count(text.start)),
              ExportedField(name: "end", value: .count(text.end)),
              ExportedField(name: "text", value: .text(text.match)),
            ]
          }
          let values: [ExportedValue] = [
            .text(line.id), line.page.map { .count($0) } ?? .none, .count(line.sentence), .count(line.start),
            .count(line.end), .text(line.match), .text(HitNames.name(layer.names.concepts, hit.concept)),
            .text(HitNames.name(layer.names.rules, hit.rule)), .text(HitNames.strength(hit.strength)),
            .text(HitNames.polarity(hit.polarity)), .text(line.isQuoted ? "true" : "false"), .rows(roles),
          ]
          row(zip(Self.names, values).map { ExportedField(name: $0, value: $1) })
        }
        try contexts[place.segment].throwIfFailed()
      }
    }
  }

  private static func place(_ place: DocumentPlace, _ start: UInt32, _ end: UInt32) -> HitPlace {
    HitPlace(segment: place.segment, document: place.document, field: .body, span: Span(start, end))
  }
}
