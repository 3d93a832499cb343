// SPDX-License-Identifier: Apache-2.0

package import Bytes
package import Documents

/// Gathers documents in memory and writes them as one segment.
///
/// A document is added field by field, then ended. What is written depends on the documents and their order alone.
package final class SegmentBuilder {
  package let words: any WordTables
  /// Whether to write the forward index, structures, details, hashes and stems.
  package let isComplete: Bool
  let interner = GapInterner()
  private(set) var streams: [Field: FieldStream] = [:]
  private let body: FieldStream
  // No method is entered again while it runs.
  @exclusivity(unchecked) private(set) var columns: [ColumnWriter] = []
  @exclusivity(unchecked) private var columnNumbers: [String: Int] = [:]
  /// For each place in a document's list of values, the column that the last document had there.
  @exclusivity(unchecked) private var usualColumns: [Int] = []
  @exclusivity(unchecked) private(set) var documentCount = 0
  @exclusivity(unchecked) private var idBytes = ByteBuffer(capacity: 1 << 12)
  @exclusivity(unchecked) private var idOffsets: [UInt32] = [0]
  @exclusivity(unchecked) private var hashes = ByteBuffer(capacity: 1 << 12)
  @exclusivity(unchecked) private var digests = ByteBuffer(capacity: 1 << 12)
  @exclusivity(unchecked) private var barriers = DocumentBits()
  @exclusivity(unchecked) private var multilingual = DocumentBits()
  @exclusivity(unchecked) private var details = DetailsWriter()

  /// - Parameter expected: about how many tokens the bodies will have in all.
  package init(words: any WordTables, isComplete: Bool, expected: Int = 0) {
    (self.words, self.isComplete) = (words, isComplete)
    body = FieldStream(.body, expected: expected)
    streams[.body] = body
  }

  /// Documents ended so far.
  package var count: Int { documentCount }

  /// Tokens of all fields so far.
  package var tokenCount: Int { streams.values.reduce(0) { $0 + $1.tokenCount } }

  /// Begins a part of the segment: it is written as if its parts were segments that are merged.
  package func beginPart() { for number in columns.indices { columns[number].beginPart() } }

  /// Adds one field of the current document; `text` is the field's text, which the tokens' offsets point into.
  package func add(_ tokens: borrowing FieldTokens, text: UnsafeBufferPointer<UInt8>) {
    let stream = tokens.field == .body ? body : stream(tokens.field)
    stream.append(tokens, text: text, document: documentCount, words, interner, complete: isComplete)
    guard tokens.field == .body else { return }
    if !tokens.structure.barriers.isEmpty { barriers.insert(documentCount) }
    if tokens.structure.isMultilingual { multilingual.insert(documentCount) }
  }

  private func stream(_ field: Field) -> FieldStream {
    if let known = streams[field] { return known }
    let made = FieldStream(field)
    streams[field] = made
    return made
  }

  /// Ends the current document.
  ///
  /// - Parameters:
  ///   - contentHash: 32 bytes; `digest`: 16 bytes.
  ///   - metadata: values by column name.
  package func endDocument(
    id: String, contentHash: [UInt8], digest: [UInt8], metadata: [(name: String, value: ColumnWriter.Value)],
    details: DocumentDetails
  ) {
    for place in metadata.indices { append(metadata[place].value, to: metadata[place].name, at: place) }
    var copy = id
    copy.withUTF8 { idBytes.append(bytes: UnsafeRawBufferPointer($0)) }
    idOffsets.append(UInt32(truncatingIfNeeded: idBytes.count))
    hashes.append(contentHash)
    digests.append(digest)
    if isComplete { self.details.append(details) }
    documentCount += 1
  }

  private func append(_ value: ColumnWriter.Value, to name: String, at place: Int) {
    if case .none = value { return }
    let number = column(name, for: value, at: place)
    guard columns[number].count <= documentCount else { return }
    columns[number].pad(to: documentCount)
    columns[number].append(value)
  }

  /// The number of a column; most documents name the same ones in the same order.
  private func column(_ name: String, for value: ColumnWriter.Value, at place: Int) -> Int {
    while usualColumns.count <= place { usualColumns.append(0) }
    let usual = usualColumns[place]
    if usual < columns.count, columns[usual].name == name { return usual }
    let number = columnNumbers[name] ?? addColumn(name, for: value)
    usualColumns[place] = number
    return number
  }

  private func addColumn(_ name: String, for value: ColumnWriter.Value) -> Int {
    columns.append(ColumnWriter(name: name, kind: ColumnWriter.kind(of: value)))
    columnNumbers[name] = columns.count - 1
    return columns.count - 1
  }

  /// Writes everything as a segment file, which is synced unless that is done later, if it lasts so long.
  package func write(to path: String, syncs: Bool = true) throws -> SegmentSummary {
    for stream in streams.values { stream.pad(to: documentCount) }
    var file = try SectionFileWriter(path: path, kind: .segment)
    var meta = SegmentMeta()
    (meta.documents, meta.isComplete) = (documentCount, isComplete)
    let fields = streams.values.sorted { $0.field < $1.field }
    for stream in fields {
      meta.fields[stream.field] = .init(tokens: stream.tokenCount, documents: stream.documents)
      try DocumentLengths.write(
        starts: UnsafeBufferPointer(stream.starts.buffer), SegmentSection.lengths(stream.field), to: &file)
    }
    let ranking = SurfaceRanking(fields, words, isRanked: isComplete)
    let terms = SegmentTerms(
      fields: fields, words: words, ranking: ranking, interner: interner, isComplete: isComplete)
    try terms.write(to: &file)
    if isComplete { try writeText(fields, ranking, to: &file) } else { try writeBarrierStructures(to: &file) }
    try file.section(SegmentSection.contentHashes, hashes)
    try file.section(SegmentSection.digests, digests)
    try DocumentIDs.write(idBytes, offsets: idOffsets, to: &file)
    meta.columns = try writeColumns(to: &file)
    try writeMeta(meta, to: &file)
    let written = try file.finish(syncs: syncs)
    return SegmentSummary(meta: meta, length: written.length)
  }

  private func writeText(_ fields: [FieldStream], _ ranking: borrowing SurfaceRanking, to file: inout SectionFileWriter)
    throws
  {
    let gaps = GapRanking(fields, interner)
    try gaps.write(to: &file)
    for stream in fields { try ranking.writeForward(stream, gaps, to: &file) }
    try ranking.writeSurfaces(to: &file)
    try body.writeAttributes(words.readings, ranking, to: &file)
    try details.write(to: &file)
  }

  /// Without a forward index, only documents whose body has several kinds of block have a structure.
  private func writeBarrierStructures(to file: inout SectionFileWriter) throws {
    guard body.structures.count > 0 else { return }
    try file.section(SegmentSection.structures(.body), body.structures)
    try PackedArray.write(Array(body.structurePlaces.buffer), SegmentSection.structurePlaces(.body), to: &file)
  }

  private func writeColumns(to file: inout SectionFileWriter) throws -> [ColumnFormat] {
    let order = columns.indices.sorted { columns[$0].name.utf8.lexicographicallyPrecedes(columns[$1].name.utf8) }
    var formats: [ColumnFormat] = []
    for (number, index) in order.enumerated() {
      columns[index].pad(to: documentCount)
      formats.append(try columns[index].write(number: number, to: &file))
    }
    return formats
  }

  private func writeMeta(_ meta: SegmentMeta, to file: inout SectionFileWriter) throws {
    try file.section(SegmentSection.barriers, barriers.bytes)
    try file.section(SegmentSection.multilingual, multilingual.bytes)
    var buffer = ByteBuffer()
    meta.append(to: &buffer)
    try file.section(SegmentSection.meta, buffer)
  }
}

/// What the manifest must know of a segment just written.
package struct SegmentSummary: Sendable, Equatable {
  package var meta: SegmentMeta
  package var length: Int

  package init(meta: SegmentMeta, length: Int) { (self.meta, self.length) = (meta, length) }
}
