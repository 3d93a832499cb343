// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Segments

/// A stored document as `show` prints it: its blocks in reading order, each with its place in the text, and its hits.
struct ShownDocument {
  struct Block {
    var kind: BlockKind
    var text: String
    var page: Int?
    var level: Int?
    /// Code points of the body text; nil for blocks beside the body.
    var range: Range<Int>?
    var lines: [LineBox]
  }

  struct Hit {
    /// Code points of the body text.
    var range: Range<Int>
    /// Number of the concept in the lexicon, which picks its colour.
    var number: Int
    var concept: String
    var rule: String
    var strength: UInt8
    var polarity: UInt8
    var roles: [(role: String, range: Range<Int>)]
  }

  var id: String
  var title: String?
  var source: String?
  /// SHA-256 of the bytes it was read from.
  var contentHash: [UInt8]
  var pageCount: Int
  var notes: [String]
  var blocks: [Block]
  var hits: [Hit]

  /// Reads the document from its segment.
  init(_ segment: SegmentReader, _ document: UInt32) throws {
    id = try segment.ids.string(document)
    title = try segment.column("title")?.strings(document).first
    source = try segment.column("source")?.strings(document).first
    contentHash = try segment.contentHash(document)
    let details = try segment.details(document)
    pageCount = details?.pageCount ?? 0
    notes = details?.notes ?? []
    blocks = try ShownDocument.blocks(segment, document, details)
    hits = try ShownDocument.hits(segment, document)
  }

  private static func blocks(
    _ segment: SegmentReader, _ document: UInt32, _ details: DocumentDetails?
  ) throws -> [Block] {
    guard let details else {
      let text = try segment.text(document)
      let range = 0..<text.unicodeScalars.count
      return [Block(kind: .paragraph, text: text, page: nil, level: nil, range: range, lines: [])]
    }
    var cursors: [Field: TextCursor] = [:]
    return try details.blocks.compactMap { stored in
      guard let kind = BlockKind(rawValue: stored.kind) else { return nil }
      let field = Field.of(kind)
      var cursor = try cursors[field] ?? TextCursor(Array(segment.text(document, field).utf8))
      let (text, range) = cursor.next(stored.bytes)
      cursors[field] = cursor
      return Block(
        kind: kind, text: text, page: stored.page, level: stored.level, range: kind.isBody ? range : nil,
        lines: stored.lines)
    }
  }

  private static func hits(_ segment: SegmentReader, _ document: UInt32) throws -> [Hit] {
    guard let layer = segment.concepts else { return [] }
    let stored = try layer.hits(of: document)
    guard !stored.isEmpty else { return [] }
    let forward = try segment.forward()
    let places = try forward.tokens(of: document, 0..<forward.count(document)).codePoints
    func range(_ start: UInt32, _ end: UInt32) -> Range<Int>? {
      guard start < end, Int(end) <= places.count else { return nil }
      return Int(places[Int(start)].lowerBound)..<Int(places[Int(end) - 1].upperBound)
    }
    return stored.compactMap { hit in
      range(hit.start, hit.end).map { place in
        Hit(
          range: place, number: Int(hit.concept), concept: HitNames.name(layer.names.concepts, hit.concept),
          rule: HitNames.name(layer.names.rules, hit.rule), strength: hit.strength, polarity: hit.polarity,
          roles: hit.roles.compactMap { role in
            range(role.start, role.end).map { (HitNames.name(layer.names.roles, role.role), $0) }
          })
      }
    }
  }

  /// Only what stands on page `number`: blocks are cut where the page begins and ends.
  func page(_ number: Int) -> ShownDocument {
    var shown = self
    shown.blocks = blocks.compactMap { $0.part(onPage: number) }
    let ranges = shown.blocks.compactMap(\.range)
    shown.hits = hits.filter { hit in ranges.contains { $0.overlaps(hit.range) } }
    return shown
  }
}

extension ShownDocument.Block {
  /// The part of the block whose lines lie on a page; a block without lines stands on the page it starts on.
  fileprivate func part(onPage number: Int) -> ShownDocument.Block? {
    guard let first = lines.firstIndex(where: { $0.page == number }) else {
      return lines.isEmpty && page == number ? self : nil
    }
    let end = lines[first...].firstIndex { $0.page != number }
    let scalars = Array(text.unicodeScalars)
    let start = min(lines[first].start, scalars.count)
    let stop = end.map { min(max(lines[$0].start, start), scalars.count) } ?? scalars.count
    var part = self
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[start..<stop])
    part.text = String(view)
    part.range = range.map { $0.lowerBound + start..<$0.lowerBound + stop }
    return part
  }
}

/// Walks the text of a field block by block, counting code points.
private struct TextCursor {
  let bytes: [UInt8]
  var offset = 0
  var points = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next `count` bytes as a block's text; steps over the line feed behind it.
  mutating func next(_ count: Int) -> (String, Range<Int>) {
    let end = min(offset + count, bytes.count)
    let text = String(decoding: bytes[min(offset, end)..<end], as: UTF8.self)
    let start = points
    points += text.unicodeScalars.count
    let range = start..<points
    offset = end + 1
    points += 1
    return (text, range)
  }
}
