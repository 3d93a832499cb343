// SPDX-License-Identifier: Apache-2.0

/// Writes several segments, in their order and without their deleted documents, as one; no text is tokenized again.
///
/// Everything is read and written from front to back; what is kept in memory grows with the number of documents and of
/// distinct words, not with the length of the texts.
package import Bytes
internal import Synchronization

package final class SegmentMerger: Sendable {
  /// How the work is shared among threads; the bytes written do not depend on it.
  package struct Sharing: Sendable {
    /// Calls `body` with 0 ..< `count`, in any order, on any threads.
    package var each: @Sendable (_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws -> Void
    /// Occurrences that make a piece of work worth a thread's while.
    package var piece = 1 << 18

    package init(_ each: @escaping @Sendable (Int, @escaping @Sendable (Int) throws -> Void) throws -> Void) {
      self.each = each
    }

    /// All on the caller's thread.
    package static var none: Sharing { Sharing { count, body in for number in 0..<count { try body(number) } } }
  }

  let segments: [SegmentReader]
  let isComplete: Bool
  /// For each segment, the new number of each document; `.max` where it is deleted.
  let documents: [[UInt32]]
  let documentCount: Int
  let fields: [Field]

  package init(_ segments: [SegmentReader]) {
    self.segments = segments
    isComplete = segments.allSatisfy(\.meta.isComplete)
    var next: UInt32 = 0
    documents = segments.map { segment in
      (0..<UInt32(segment.documentCount)).map { document in
        if segment.isDeleted(document) { return .max }
        defer { next += 1 }
        return next
      }
    }
    documentCount = Int(next)
    fields = Set(segments.flatMap { $0.meta.fields.keys }).sorted()
  }

  /// Writes the segment file. With `dropHashes`, content hashes and digests are left out.
  package func write(
    to path: String, dropHashes: Bool = false, sharing: Sharing = .none
  ) throws -> SegmentSummary {
    var file = try SectionFileWriter(path: path, kind: .segment)
    var meta = SegmentMeta()
    (meta.documents, meta.isComplete) = (documentCount, isComplete)
    var starts: [Field: [UInt32]] = [:]
    for field in fields {
      let own = try mergedStarts(field)
      meta.fields[field] = .init(tokens: Int(own.last ?? 0), documents: zip(own, own.dropFirst()).count { $0 < $1 })
      try own.withUnsafeBufferPointer {
        try DocumentLengths.write(starts: $0, SegmentSection.lengths(field), to: &file)
      }
      starts[field] = own
    }
    if isComplete {
      try writeTermsAndTexts(starts, sharing, to: &file)
      try writeDetails(to: &file)
    } else {
      try TermMerger(self, starts).write(to: &file, sharing)
      try writeBarrierStructures(to: &file)
    }
    if !dropHashes { try writeHashes(to: &file) }
    try writeIDs(to: &file)
    meta.columns = try writeColumns(to: &file)
    try file.section(SegmentSection.barriers, try mergedBarriers())
    var buffer = ByteBuffer()
    meta.append(to: &buffer)
    try file.section(SegmentSection.meta, buffer)
    return SegmentSummary(meta: meta, length: try file.finish().length)
  }

  /// Writes terms and texts side by side: the texts go to a file of their own, whose sections follow behind the terms'.
  private func writeTermsAndTexts(
    _ starts: [Field: [UInt32]], _ sharing: Sharing, to file: inout SectionFileWriter
  ) throws {
    let aside = [file.path + ".terms", file.path + ".texts"]
    defer { for path in aside { try? Files.remove(path) } }
    let done = Mutex<(maps: [[UInt32]], texts: TextMerger?)>(([], nil))
    try sharing.each(2) { number in
      var part = try SectionFileWriter(path: aside[number], kind: .segment)
      if number == 0 {
        let maps = try TermMerger(self, starts).write(to: &part, sharing)
        done.withLock { $0.maps = maps }
      } else {
        let texts = try TextMerger(self)
        try texts.write(to: &part)
        done.withLock { $0.texts = texts }
      }
      try part.finish(syncs: false)
    }
    for path in aside { try file.append(sectionsOf: SectionFile(path: path, kind: .segment)) }
    let (maps, texts) = done.withLock { $0 }
    try texts?.writeSurfaceTerms(maps, to: &file)
  }

  /// Calls `body` with each live document, in order: segment, old number.
  func eachDocument(_ body: (_ segment: Int, _ document: UInt32) throws -> Void) rethrows {
    for (segment, numbers) in documents.enumerated() {
      for document in numbers.indices where numbers[document] != .max { try body(segment, UInt32(document)) }
      segments[segment].releasePages()
    }
  }

  private func mergedStarts(_ field: Field) throws -> [UInt32] {
    let lengths = try segments.map { try $0.lengths(field) }
    var starts: [UInt32] = [0]
    starts.reserveCapacity(documentCount + 1)
    var total: UInt32 = 0
    eachDocument { segment, document in
      total &+= lengths[segment][document]
      starts.append(total)
    }
    return starts
  }

  private func writeBarrierStructures(to file: inout SectionFileWriter) throws {
    var records = ByteBuffer()
    var places: [UInt32] = [0]
    try eachDocument { segment, document in
      records.append(bytes: try segments[segment].structureRecord(document, .body))
      places.append(UInt32(truncatingIfNeeded: records.count))
    }
    guard records.count > 0 else { return }
    try file.section(SegmentSection.structures(.body), records)
    try PackedArray.write(places, SegmentSection.structurePlaces(.body), to: &file)
  }

  /// Mapped pages count as memory of the process: they are given back every so often.
  func releasePages() { for segment in segments { segment.releasePages() } }

  private func mergedBarriers() throws -> [UInt8] {
    var bits: [UInt8] = []
    try eachDocument { segment, document in
      guard try segments[segment].hasBarriers(document) else { return }
      let number = Int(documents[segment][Int(document)])
      while bits.count <= number / 8 { bits.append(0) }
      bits[number / 8] |= 1 << UInt8(number % 8)
    }
    return bits
  }

  private func writeHashes(to file: inout SectionFileWriter) throws {
    for (section, width) in [(SegmentSection.contentHashes, 32), (SegmentSection.digests, 16)] {
      try file.begin(section)
      let sources = try segments.map { try $0.file.section(section).checked() }
      for (segment, numbers) in documents.enumerated() {
        guard sources[segment].count >= width * numbers.count else {
          throw IndexError.damaged(path: segments[segment].path, what: "its hashes are cut short")
        }
        for document in numbers.indices where numbers[document] != .max {
          try file.append(
            UnsafeRawBufferPointer(rebasing: sources[segment][width * document..<width * (document + 1)]))
        }
        segments[segment].releasePages()
      }
    }
  }

  private func writeIDs(to file: inout SectionFileWriter) throws {
    let tables = try segments.map { try $0.ids }
    var bytes = ByteBuffer(capacity: 1 << 16)
    var offsets: [UInt32] = [0]
    offsets.reserveCapacity(documentCount + 1)
    eachDocument { segment, document in
      bytes.append(bytes: tables[segment].utf8(document))
      offsets.append(UInt32(truncatingIfNeeded: bytes.count))
    }
    try DocumentIDs.write(bytes, offsets: offsets, to: &file)
  }

  private func writeDetails(to file: inout SectionFileWriter) throws {
    var writer = DetailsWriter()
    for (segment, numbers) in zip(segments, documents) {
      try DetailsReader(segment.file).eachRecord(numbers.count) { document, record in
        if numbers[document] != .max { writer.append(record: record) }
      }
    }
    try writer.write(to: &file)
  }

  private func writeColumns(to file: inout SectionFileWriter) throws -> [ColumnFormat] {
    let names = Set(segments.flatMap { $0.meta.columns.map(\.name) }).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    return try names.enumerated().map { number, name in
      let sources = try segments.map { try $0.column(name) }
      var writer = ColumnWriter(name: name, kind: ColumnWriter.kind(for: sources.compactMap { $0?.format.kind }))
      for (source, numbers) in zip(sources, documents) {
        writer.append(source, numbers.indices.filter { numbers[$0] != .max })
      }
      return try writer.write(number: number, to: &file)
    }
  }

  /// Writes the concept file; nil unless all segments have one of the same lexicon.
  package func writeConcepts(to path: String) throws -> Int? {
    let layers = segments.compactMap(\.concepts)
    guard let names = layers.first?.names, layers.count == segments.count, layers.allSatisfy({ $0.names == names })
    else { return nil }
    let writer = ConceptLayerWriter(names: names)
    let lengths = try segments.map { try $0.lengths() }
    try eachDocument { segment, document in
      writer.endDocument(try layers[segment].hits(of: document), length: Int(lengths[segment][document]))
    }
    return try writer.write(to: path)
  }
}
