// SPDX-License-Identifier: Apache-2.0

/// A document as one binary frame, as workers send it: compact, quick to read, checked at every step.
///
/// ```
/// Document --> Version, Format, Id, Source, ContentHash, Metadata, BlockCount, Block*, PageCount, Notes
/// Metadata --> Title?, Authors, Date?, Language?, Venue?, Doi?, Url?, Kind?, FieldCount, (Name, Value)*
/// Value    --> 0 Text | 1 Double | 2 Texts
/// Block    --> Kind, Text, Page?, Language?, Level?, LineCount, Line*
/// Line     --> Start, Page, Left, Top, Right, Bottom
/// ```
/// `Version` is one byte, 1; a reader that meets another refuses the frame. `Format` is the name in `DocumentFormat`.
/// Fields are in the order of their names, so equal documents give equal bytes. Primitives are those of `FrameWriter`.
package enum DocumentCodec {
  static let version: UInt8 = 1
  /// More pages than any file has; a worker that says otherwise has been led astray by what it read.
  private static let mostPages = 10_000_000

  package static func encode(_ document: Document) -> [UInt8] {
    var frame = FrameWriter()
    frame.byte(version)
    frame.string(document.format.rawValue)
    frame.string(document.id)
    frame.string(document.source)
    frame.string(document.contentHash)
    encode(document.metadata, to: &frame)
    frame.integer(document.blocks.count)
    for block in document.blocks { encode(block, to: &frame) }
    frame.integer(document.pageCount)
    frame.strings(document.notes)
    return frame.bytes
  }

  package static func decode(_ bytes: [UInt8]) throws(DamagedFrame) -> Document {
    var frame = FrameReader(bytes)
    let found = try frame.byte()
    guard found == version else { throw DamagedFrame(wanted: "document frame version 1, not \(found)", offset: 0) }
    guard let format = DocumentFormat(rawValue: try frame.string()) else {
      throw DamagedFrame(wanted: "a known format", offset: frame.offset)
    }
    var document = Document(id: try frame.string(), source: try frame.string(), format: format)
    document.contentHash = try frame.string()
    document.metadata = try decodeMetadata(&frame)
    for _ in 0..<(try frame.count()) { document.blocks.append(try decodeBlock(&frame)) }
    document.pageCount = try frame.integer(in: 0...mostPages)
    document.notes = try frame.strings()
    try frame.end()
    return document
  }

  // MARK: Metadata

  /// Metadata by themselves: `Version, Metadata`.
  package static func encode(_ metadata: Metadata) -> [UInt8] {
    var frame = FrameWriter()
    frame.byte(version)
    encode(metadata, to: &frame)
    return frame.bytes
  }

  package static func metadata(_ bytes: [UInt8]) throws(DamagedFrame) -> Metadata {
    var frame = FrameReader(bytes)
    guard try frame.byte() == version else { throw DamagedFrame(wanted: "metadata frame version 1", offset: 0) }
    let metadata = try decodeMetadata(&frame)
    try frame.end()
    return metadata
  }

  private static func encode(_ metadata: Metadata, to frame: inout FrameWriter) {
    frame.optional(metadata.title) { $0.string($1) }
    frame.strings(metadata.authors)
    for text in [
      metadata.date, metadata.language, metadata.venue, metadata.doi, metadata.url, metadata.kind,
    ] {
      frame.optional(text) { $0.string($1) }
    }
    frame.integer(metadata.fields.count)
    for (name, value) in metadata.fields.sorted(by: { $0.key < $1.key }) {
      frame.string(name)
      switch value {
      case .text(let text):
        frame.byte(0)
        frame.string(text)
      case .number(let number):
        frame.byte(1)
        frame.double(number)
      case .list(let texts):
        frame.byte(2)
        frame.strings(texts)
      }
    }
  }

  private static func decodeMetadata(_ frame: inout FrameReader) throws(DamagedFrame) -> Metadata {
    var metadata = Metadata()
    metadata.title = try optionalString(&frame)
    metadata.authors = try frame.strings()
    metadata.date = try optionalString(&frame)
    metadata.language = try optionalString(&frame)
    metadata.venue = try optionalString(&frame)
    metadata.doi = try optionalString(&frame)
    metadata.url = try optionalString(&frame)
    metadata.kind = try optionalString(&frame)
    for _ in 0..<(try frame.count()) {
      let name = try frame.string()
      switch try frame.byte() {
      case 0: metadata.fields[name] = .text(try frame.string())
      case 1: metadata.fields[name] = .number(try frame.double())
      case 2: metadata.fields[name] = .list(try frame.strings())
      default: throw DamagedFrame(wanted: "the kind of a field's value", offset: frame.offset - 1)
      }
    }
    return metadata
  }

  private static func optionalString(_ frame: inout FrameReader) throws(DamagedFrame) -> String? {
    try frame.optional { (inner) throws(DamagedFrame) in try inner.string() }
  }

  // MARK: Blocks

  private static func encode(_ block: Block, to frame: inout FrameWriter) {
    frame.byte(block.kind.rawValue)
    frame.string(block.text)
    frame.optional(block.page) { $0.integer($1) }
    frame.optional(block.language) { $0.string($1) }
    frame.optional(block.level) { $0.integer($1) }
    frame.integer(block.lines.count)
    for line in block.lines {
      frame.integer(line.start)
      frame.integer(line.page)
      for edge in [line.left, line.top, line.right, line.bottom] { frame.float(edge) }
    }
  }

  private static func decodeBlock(_ frame: inout FrameReader) throws(DamagedFrame) -> Block {
    guard let kind = BlockKind(rawValue: try frame.byte()) else {
      throw DamagedFrame(wanted: "a known block kind", offset: frame.offset - 1)
    }
    var block = Block(kind: kind, text: try frame.string())
    block.page = try frame.optional { (inner) throws(DamagedFrame) in try inner.integer(in: 1...mostPages) }
    block.language = try optionalString(&frame)
    block.level = try frame.optional { (inner) throws(DamagedFrame) in try inner.integer(in: 1...0xFFFF) }
    for _ in 0..<(try frame.count()) {
      block.lines.append(
        LineBox(
          start: try frame.integer(in: 0...1 << 32), page: try frame.integer(in: 0...mostPages),
          left: try frame.float(), top: try frame.float(),
          right: try frame.float(), bottom: try frame.float()))
    }
    return block
  }
}
