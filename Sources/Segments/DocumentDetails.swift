// SPDX-License-Identifier: Apache-2.0

package import Bytes
package import Documents

/// What is shown of a document but never counted: its blocks in reading order, where their lines lie on the page, notes.
///
///     Details --> Group*                              section `details`: zstd frames
///     Index   --> (First (4) Size (4) Place (8)){groups + 1}
///     Group   --> (Length Record){documents of the group}, compressed; Size bytes unpacked
///     Record  --> nothing at all                      one paragraph that is the whole body, no pages, no notes
///             |   Pages Notes Blocks
///     Notes   --> Count String{Count}
///     Blocks  --> Count (Kind Bytes Page Language Level Lines){Count}
///     Lines   --> Count (Start Page Left Top Right Bottom){Count}
///
/// Kind is a byte, Language a string (the declared one, empty for none), all else are varints; in Index integers are
/// little-endian. Page and Level are 0 for none. Bytes is the length of the block's text: the text of a field is that of
/// its blocks, with a line feed between two; blocks without a token count too. A line's numbers are zigzag differences to
/// the line before, those of a block's first line to 0; coordinates are in tenths of a point. The last entry of Index
/// has First = documents, Size 0 and as Place the end of the last group.
package struct DocumentDetails: Sendable, Equatable {
  package struct Block: Sendable, Equatable {
    package var kind: UInt8
    /// Length of its text in UTF-8 bytes.
    package var bytes: Int
    package var page: Int?
    package var language: String?
    package var level: Int?
    package var lines: [LineBox]

    package init(kind: UInt8, bytes: Int, page: Int?, language: String?, level: Int?, lines: [LineBox]) {
      (self.kind, self.bytes, self.page) = (kind, bytes, page)
      (self.language, self.level, self.lines) = (language, level, lines)
    }
  }

  package var pageCount = 0
  package var notes: [String] = []
  package var blocks: [Block] = []

  package init() {}

  /// What is to be kept of a document.
  package init(_ document: Document) {
    pageCount = document.pageCount
    notes = document.notes
    blocks = document.blocks.map {
      Block(
        kind: $0.kind.rawValue, bytes: $0.text.utf8.count, page: $0.page, language: $0.language, level: $0.level,
        lines: $0.lines)
    }
  }

  /// The same; documents of one paragraph, of which nothing more is kept, share theirs.
  package static func of(_ document: Document) -> DocumentDetails {
    let blocks = document.blocks
    let isPlain =
      document.pageCount == 0 && document.notes.isEmpty && blocks.count == 1 && blocks[0].kind == .paragraph
      && blocks[0].page == nil && blocks[0].language == nil && blocks[0].level == nil && blocks[0].lines.isEmpty
    return isPlain ? plain : DocumentDetails(document)
  }

  private static let plain = DocumentDetails(
    Document(id: "", source: "", format: .jsonLines, blocks: [.init(kind: .paragraph, text: "")]))

  /// Whether an empty record says it all.
  var isPlain: Bool {
    pageCount == 0 && notes.isEmpty && blocks.count == 1 && blocks[0].kind == BlockKind.paragraph.rawValue
      && blocks[0].page == nil && blocks[0].language == nil && blocks[0].level == nil && blocks[0].lines.isEmpty
  }

  func append(to buffer: inout ByteBuffer) {
    buffer.append(varint: pageCount)
    buffer.append(varint: notes.count)
    for note in notes { buffer.append(string: note) }
    buffer.append(varint: blocks.count)
    for block in blocks {
      buffer.append(block.kind)
      buffer.append(varint: block.bytes)
      buffer.append(varint: block.page ?? 0)
      buffer.append(string: block.language ?? "")
      buffer.append(varint: block.level ?? 0)
      Self.append(block.lines, to: &buffer)
    }
  }

  private static func append(_ lines: [LineBox], to buffer: inout ByteBuffer) {
    buffer.append(varint: lines.count)
    var last = [0, 0, 0, 0]
    var (start, page) = (0, 0)
    for line in lines {
      buffer.append(zigzag: line.start - start)
      buffer.append(zigzag: line.page - page)
      (start, page) = (line.start, line.page)
      let box = [line.left, line.top, line.right, line.bottom].map(tenths)
      for (value, before) in zip(box, last) { buffer.append(zigzag: value - before) }
      last = box
    }
  }

  private static func tenths(_ value: Float) -> Int {
    value.isFinite ? Int((max(min(value, 1e7), -1e7) * 10).rounded()) : 0
  }

  init?(reading bytes: UnsafeRawBufferPointer) {
    var cursor = ByteCursor(bytes)
    pageCount = cursor.varint(below: 1 << 32)
    for _ in 0..<cursor.varint(below: cursor.remaining + 1) { notes.append(cursor.string()) }
    for _ in 0..<cursor.varint(below: cursor.remaining + 1) {
      let kind = cursor.read(UInt8.self)
      let bytes = cursor.varint(below: 1 << 32)
      let page = cursor.varint(below: 1 << 32)
      let language = cursor.string()
      let level = cursor.varint(below: 1 << 16)
      blocks.append(
        Block(
          kind: kind, bytes: bytes, page: page == 0 ? nil : page, language: language.isEmpty ? nil : language,
          level: level == 0 ? nil : level, lines: Self.lines(&cursor)))
    }
    if cursor.failed { return nil }
  }

  private static func lines(_ cursor: inout ByteCursor) -> [LineBox] {
    var lines: [LineBox] = []
    var box = [0, 0, 0, 0]
    var (start, page) = (0, 0)
    for _ in 0..<cursor.varint(below: cursor.remaining + 1) {
      start &+= cursor.zigzag()
      page &+= cursor.zigzag()
      for side in 0..<4 { box[side] &+= cursor.zigzag() }
      let points = box.map { Float($0) / 10 }
      lines.append(
        LineBox(start: start, page: page, left: points[0], top: points[1], right: points[2], bottom: points[3]))
    }
    return lines
  }
}

/// Writes the details of all documents of a segment, one after another.
package struct DetailsWriter: ~Copyable {
  private static let groupSize = 1 << 15
  private var group = ByteBuffer(capacity: 1 << 16)
  private var record = ByteBuffer()
  private var packed = ByteBuffer(capacity: 1 << 12)
  private var index = ByteBuffer()
  /// Bytes of groups written already.
  private var drained = 0
  private var first = 0
  private var count = 0

  package init() {}

  package mutating func append(_ details: DocumentDetails) {
    record.removeAll()
    if !details.isPlain { details.append(to: &record) }
    appendRecord()
  }

  /// Adds a record as another segment holds it.
  mutating func append(record bytes: UnsafeRawBufferPointer) {
    record.removeAll()
    record.append(bytes: bytes)
    appendRecord()
  }

  private mutating func appendRecord() {
    group.append(varint: record.count)
    group.append(bytes: record.bytes)
    count += 1
    if group.count >= DetailsWriter.groupSize { closeGroup() }
  }

  private mutating func closeGroup() {
    appendIndexEntry(size: group.count)
    if let frame = Zstandard.compress(group.bytes) { packed.append(frame) }
    group.removeAll()
    first = count
  }

  private mutating func appendIndexEntry(size: Int) {
    index.append(little: UInt32(truncatingIfNeeded: first))
    index.append(little: UInt32(truncatingIfNeeded: size))
    index.append(little: UInt64(drained + packed.count))
  }

  package mutating func write(to file: inout SectionFileWriter) throws {
    try begin(in: &file)
    try finish(to: &file)
  }

  /// Starts the section of groups, which may then be drained as it grows.
  mutating func begin(in file: inout SectionFileWriter) throws { try file.begin(SegmentSection.details) }

  /// Writes the groups gathered so far, if they are many.
  mutating func drain(to file: inout SectionFileWriter) throws {
    guard packed.count >= 1 << 18 else { return }
    try file.append(packed.bytes)
    drained += packed.count
    packed.removeAll()
  }

  mutating func finish(to file: inout SectionFileWriter) throws {
    if group.count > 0 { closeGroup() }
    appendIndexEntry(size: 0)
    try file.append(packed.bytes)
    try file.section(SegmentSection.detailIndex, index)
  }
}

/// Finds and unpacks the details of one document.
struct DetailsReader: Sendable {
  private let packed: Section
  private let index: Section

  init(_ file: SectionFile) {
    packed = file.section(SegmentSection.details)
    index = file.section(SegmentSection.detailIndex)
  }

  /// nil where the document's record is empty.
  func details(_ document: UInt32) throws -> DocumentDetails? {
    let entries = try index.checked()
    let groups = entries.count / 16 - 1
    func first(_ group: Int) -> UInt32 { entries.loadUnaligned(fromByteOffset: 16 * group, as: UInt32.self) }
    var (low, high) = (0, max(groups, 0))
    while low < high {
      let middle = (low + high) / 2
      if first(middle) <= document { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { throw damaged() }
    let group = try unpacked(low - 1, entries)
    return try group.withUnsafeBytes { bytes -> DocumentDetails? in
      var cursor = ByteCursor(bytes)
      for _ in first(low - 1)..<document { cursor.skip(cursor.varint(below: cursor.remaining + 1)) }
      let record = cursor.bytes(cursor.varint(below: cursor.remaining + 1))
      if cursor.failed { throw damaged() }
      if record.isEmpty { return nil }
      guard let details = DocumentDetails(reading: record) else { throw damaged() }
      return details
    }
  }

  /// Calls `body` with the record of each of `count` documents, in order.
  func eachRecord(_ count: Int, _ body: (_ document: Int, _ record: UnsafeRawBufferPointer) throws -> Void) throws {
    let entries = try index.checked()
    var document = 0
    for group in 0..<max(entries.count / 16 - 1, 0) {
      try unpacked(group, entries).withUnsafeBytes { bytes in
        var cursor = ByteCursor(bytes)
        while !cursor.isAtEnd, document < count {
          let record = cursor.bytes(cursor.varint(below: cursor.remaining + 1))
          if cursor.failed { throw damaged() }
          try body(document, record)
          document += 1
        }
      }
    }
    guard document == count else { throw damaged() }
  }

  private func unpacked(_ group: Int, _ entries: UnsafeRawBufferPointer) throws -> [UInt8] {
    let size = entries.loadUnaligned(fromByteOffset: 16 * group + 4, as: UInt32.self)
    let start = Int(clamping: entries.loadUnaligned(fromByteOffset: 16 * group + 8, as: UInt64.self))
    let end = Int(clamping: entries.loadUnaligned(fromByteOffset: 16 * group + 24, as: UInt64.self))
    guard start <= end, end <= packed.count else { throw damaged() }
    guard let plain = Zstandard.decompress(try packed.checked(start..<end), size: Int(size)) else { throw damaged() }
    return plain
  }

  private func damaged() -> IndexError { .damaged(path: packed.file.path, what: "the details are ill-formed") }
}
