// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import Documents
internal import Presenting
internal import Segments

/// Documents as vertical text; see `VerticalScanner` for the form.
struct VerticalExport {
  private let segments: [SegmentReader]
  /// Attributes of tokens in any segment.
  private let attributes: [String]
  private static let tags: [BlockKind: String] = [
    .heading: "head", .title: "title", .listItem: "item", .quote: "quote", .footnote: "note",
  ]

  init(_ segments: [SegmentReader]) throws {
    self.segments = segments
    attributes = Set(try segments.flatMap { try $0.attributes?.attributes.map(\.name) ?? [] }).sorted()
  }

  func write(_ places: [DocumentPlace]) throws {
    let columns = (["word"] + attributes).joined(separator: " ")
    Output.write("<!-- #vrt positional-attributes: \(columns) -->\n")
    let readers = try segments.map { try TokenReader($0, attributes) }
    for (number, document) in places {
      Output.write(try text(segments[number], document, readers[number]))
    }
  }

  /// The tag that opens a text, with its metadata.
  private static func tag(_ segment: SegmentReader, _ document: UInt32) throws -> String {
    var out = "<text id=\"\(XMLText.attribute(try segment.ids.string(document)))\""
    for column in segment.meta.columns where !DocumentExport.ownColumns.contains(column.name) {
      let value = try DocumentExport.value(segment.column(column.name), document)
      if case .none = value { continue }
      out += " \(XMLText.name(column.name))=\"\(XMLText.attribute(value.cell))\""
    }
    return out + ">\n"
  }

  private func text(_ segment: SegmentReader, _ document: UInt32, _ reader: TokenReader) throws -> String {
    var out = try Self.tag(segment, document)
    let structure = try segment.structure(document)
    let (blocks, sentences) = (structure.blocks, Set(structure.sentences.map(Int.init)))
    var next = 0
    var (open, inSentence): (String?, Bool) = (nil, false)
    func close() {
      if inSentence { out += "</s>\n" }
      if let tag = open { out += "</\(tag)>\n" }
      (open, inSentence) = (nil, false)
    }
    for (index, token) in try reader.tokens(of: document).enumerated() {
      if next < blocks.count, Int(blocks[next].firstToken) == index {
        close()
        let tag = BlockKind(rawValue: blocks[next].kind).flatMap { Self.tags[$0] } ?? "p"
        out += "<\(tag)>\n"
        (open, next) = (tag, next + 1)
      }
      if sentences.contains(index) {
        if inSentence { out += "</s>\n" }
        out += "<s>\n"
        inSentence = true
      } else if token.isGlued {
        out += "<g/>\n"
      }
      out += token.cells.map(XMLText.line).joined(separator: "\t") + "\n"
    }
    close()
    return out + "</text>\n"
  }
}

extension XMLText {
  /// A value that stands on one line, in double quotes.
  fileprivate static func attribute(_ text: String) -> String {
    // Only five entities are read back.
    line(text).replacing("\"", with: "&quot;")
  }

  /// A name that ends where an attribute's name does.
  fileprivate static func name(_ text: String) -> String {
    let marks = Set("=\"'<>&/ \t\n\r".unicodeScalars)
    let name = String(String.UnicodeScalarView(text.unicodeScalars.map { marks.contains($0) ? "_" : $0 }))
    return name.isEmpty ? "_" : name
  }

  /// A column of a token's line.
  fileprivate static func line(_ text: String) -> String {
    let flat = String(
      String.UnicodeScalarView(text.unicodeScalars.map { "\t\n\r".unicodeScalars.contains($0) ? " " : $0 }))
    return flat.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}

/// The words of one segment's documents with their attributes.
///
/// Not safe to share between threads.
final class TokenReader {
  struct Token {
    /// The word as written, then the attributes; an attribute that the segment has not is empty.
    var cells: [String]
    /// Whether nothing stands before it.
    var isGlued: Bool
  }
  private let forward: ForwardField
  private let layer: AttributeLayer?
  private let values: [AttributeValues?]
  private let types: TypeReader

  init(_ segment: SegmentReader, _ attributes: [String]) throws {
    forward = try segment.forward()
    layer = try segment.attributes
    values = attributes.map { [layer] in layer?.attribute($0) }
    types = TypeReader(forward, layer)
  }

  func tokens(of document: UInt32) throws -> [Token] {
    let (first, count) = (forward.firstToken(of: document), forward.count(document))
    var gaps: [UInt32] = []
    try forward.appendGapSymbols(of: document, 0..<count, to: &gaps)
    return try types.withTypes(first..<first + count) { types in
      types.enumerated().map { index, type in
        let word = forward.surfaces.string(layer?.surface(of: type) ?? type)
        let cells = values.map { $0.map { $0.string($0.value(of: type)) } ?? "" }
        return Token(cells: [word] + cells, isGlued: index > 0 && forward.gaps.utf8(gaps[index]).isEmpty)
      }
    }
  }
}
