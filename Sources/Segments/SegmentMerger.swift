// SPDX-License-Identifier: Apache-2.0

package import Bytes
internal import Synchronization

/// Writes several segments, in their order and without their deleted documents, as one; no text is tokenized again.
///
/// Everything is read and written from front to back; what is kept in memory grows with the number of documents and of
/// distinct words, not with the length of the texts.
package final class SegmentMerger: Sendable {
  /// How the work is shared among threads; the bytes written do not depend on it.
  package struct Sharing: Sendable {
    /// Calls `body` with 0 ..< `count`, in any order, on any threads.
    package var each: @Sendable (_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws -> Void
    /// How many of them run at a time.
    package var threads: Int
    /// Occurrences that make a piece of work worth a thread's while.
    package var piece = 1 << 18

    package init(
      threads: Int, _ each: @escaping @Sendable (Int, @escaping @Sendable (Int) throws -> Void) throws -> Void
    ) {
      (self.threads, self.each) = (threads, each)
    }

    /// All on the caller's thread.
    package static var none: Sharing {
      Sharing(threads: 1) { count, body in for number in 0..<count { try body(number) } }
    }
  }

  let segments: [SegmentReader]
  let isComplete: Bool
  let documents: [DocumentNumbers]
  let documentCount: Int
  let fields: [Field]

  package init(_ segments: [SegmentReader]) {
    self.segments = segments
    isComplete = segments.allSatisfy(\.meta.isComplete)
    var documents: [DocumentNumbers] = []
    var count = 0
    for segment in segments {
      documents.append(DocumentNumbers(segment, first: UInt32(truncatingIfNeeded: count)))
      count += documents[documents.count - 1].live
    }
    (self.documents, documentCount) = (documents, count)
    fields = Set(segments.flatMap { $0.meta.fields.keys }).sorted()
  }

  /// Writes the segment file. With `dropHashes`, content hashes and digests are left out.
  package func write(
    to path: String, dropHashes: Bool = false, sharing: Sharing = .none
  ) throws -> SegmentSummary {
    let output = SharedFile(try SectionFileWriter(path: path, kind: .segment))
    let meta = try write(dropHashes: dropHashes, sharing, to: output)
    return SegmentSummary(meta: meta, length: try output.file.finish().length)
  }

  private func write(dropHashes: Bool, _ sharing: Sharing, to output: SharedFile) throws -> SegmentMeta {
    var meta = SegmentMeta()
    (meta.documents, meta.isComplete) = (documentCount, isComplete)
    var sizes: [Field: DocumentSizes] = [:]
    for field in fields {
      let own = try mergedStarts(field)
      meta.fields[field] = .init(tokens: Int(own.last ?? 0), documents: zip(own, own.dropFirst()).count { $0 < $1 })
      try own.withUnsafeBufferPointer {
        try DocumentLengths.write(starts: $0, SegmentSection.lengths(field), to: &output.file)
      }
      sizes[field] = DocumentSizes(starts: own)
    }
    if isComplete {
      try writeTermsAndTexts(sizes, sharing, to: output)
      try writeDetails(to: &output.file)
    } else {
      try TermMerger(self, sizes).write(to: &output.file, sharing)
      try writeBarrierStructures(to: &output.file)
    }
    if !dropHashes { try writeHashes(to: &output.file) }
    try writeIDs(to: &output.file)
    meta.columns = try writeColumns(to: &output.file)
    try writeBits(to: &output.file)
    var buffer = ByteBuffer()
    meta.append(to: &buffer)
    try output.file.section(SegmentSection.meta, buffer)
    return meta
  }

  /// Writes the terms and behind them the texts.
  private func writeTermsAndTexts(
    _ sizes: [Field: DocumentSizes], _ sharing: Sharing, to output: SharedFile
  ) throws {
    let path = output.file.path + ".texts"
    guard sharing.threads > 1 else {
      let maps = try TermMerger(self, sizes).write(to: &output.file, sharing)
      let texts = try TextMerger(self, aside: path)
      try texts.write(to: &output.file)
      return try texts.writeSurfaceTerms(maps, to: &output.file)
    }
    // Both at once: the texts go to a file of their own, whose sections are then copied.
    defer { try? Files.remove(path) }
    let done = Mutex<(maps: [OrdinalMap], texts: TextMerger?)>(([], nil))
    try sharing.each(2) { number in
      if number == 0 {
        let maps = try TermMerger(self, sizes).write(to: &output.file, sharing)
        done.withLock { $0.maps = maps }
      } else {
        var part = try SectionFileWriter(path: path, kind: .segment)
        let texts = try TextMerger(self, aside: path)
        try texts.write(to: &part)
        try part.finish(syncs: false)
        done.withLock { $0.texts = texts }
      }
    }
    try output.file.append(sectionsOf: SectionFile(path: path, kind: .segment))
    let (maps, texts) = done.withLock { $0 }
    try texts?.writeSurfaceTerms(maps, to: &output.file)
  }

  /// Calls `body` with each live document, in order: segment, old number. What was opened of a segment is forgotten when
  /// the walk is through with it.
  func eachDocument(_ body: (_ segment: Int, _ document: UInt32) throws -> Void) rethrows {
    for (segment, numbers) in documents.enumerated() {
      try numbers.forEachLive { try body(segment, $0) }
      segments[segment].forget()
    }
  }

  private func mergedStarts(_ field: Field) throws -> [UInt32] {
    var starts: [UInt32] = [0]
    starts.reserveCapacity(documentCount + 1)
    var total: UInt32 = 0
    for (segment, numbers) in zip(segments, documents) {
      let lengths = try segment.lengths(field)
      numbers.forEachLive { document in
        total &+= lengths[document]
        starts.append(total)
      }
      segment.forget()
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

  private func forget() { for segment in segments { segment.forget() } }

  private func writeBits(to file: inout SectionFileWriter) throws {
    var (barriers, multilingual) = (DocumentBits(), DocumentBits())
    try eachDocument { segment, document in
      let number = Int(documents[segment][Int(document)])
      if try segments[segment].hasBarriers(document) { barriers.insert(number) }
      if try segments[segment].multilingualBits.hasBit(document) { multilingual.insert(number) }
    }
    try file.section(SegmentSection.barriers, barriers.bytes)
    try file.section(SegmentSection.multilingual, multilingual.bytes)
  }

  private func writeHashes(to file: inout SectionFileWriter) throws {
    for (section, width) in [(SegmentSection.contentHashes, 32), (SegmentSection.digests, 16)] {
      try file.begin(section)
      for (segment, numbers) in zip(segments, documents) {
        let source = try segment.file.section(section).checked()
        guard source.count >= width * numbers.count else {
          throw IndexError.damaged(path: segment.path, what: "its hashes are cut short")
        }
        try numbers.forEachLive { document in
          let start = width * Int(document)
          try file.append(UnsafeRawBufferPointer(rebasing: source[start..<start + width]))
        }
        segment.releasePages()
      }
    }
  }

  private func writeIDs(to file: inout SectionFileWriter) throws {
    var writer = try StringBlocksWriter(SegmentSection.idBytes, to: &file)
    for (segment, numbers) in zip(segments, documents) {
      var cursor = try segment.ids.cursor()
      try numbers.forEachLive { document in
        cursor.move(to: Int(document))
        try cursor.bytes.withUnsafeBytes { try writer.append($0, to: &file) }
      }
      segment.forget()
    }
    try writer.finish(places: SegmentSection.idPlaces, to: &file)
    if !writer.isAscending { try TrendArray.write(mergedRanks(), SegmentSection.idRanks, to: &file) }
  }

  /// The place of each document's id among all.
  private func mergedRanks() throws -> [UInt32] {
    var ranks = [UInt32](repeating: 0, count: documentCount)
    var walk = try IDWalk(segments)
    var rank: UInt32 = 0
    while let next = walk.next() {
      ranks[Int(documents[next.segment][Int(next.document)])] = rank
      rank += 1
      if rank % 131_072 == 0 { releasePages() }
    }
    forget()
    return ranks
  }

  private func writeDetails(to file: inout SectionFileWriter) throws {
    var writer = DetailsWriter()
    try writer.begin(in: &file)
    for (segment, numbers) in zip(segments, documents) {
      try DetailsReader(segment.file).eachRecord(numbers.count) { document, record in
        if numbers[document] != .max { writer.append(record: record) }
        try writer.drain(to: &file)
      }
      segment.releasePages()
    }
    try writer.finish(to: &file)
  }

  private func writeColumns(to file: inout SectionFileWriter) throws -> [ColumnFormat] {
    let names = Set(segments.flatMap { $0.meta.columns.map(\.name) }).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    return try names.enumerated().map { number, name in
      defer { forget() }
      if let strings = try StringColumnMerger(name, segments, documents) {
        return try strings.write(number: number, to: &file)
      }
      let kinds = segments.flatMap { $0.meta.columns.filter { $0.name == name }.map(\.kind) }
      var writer = ColumnWriter(name: name, kind: ColumnWriter.kind(for: kinds))
      for (segment, numbers) in zip(segments, documents) {
        let source = try segment.column(name)
        numbers.forEachLive { writer.append(source?.columnValue($0) ?? .none) }
        segment.forget()
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
    for (number, segment) in segments.enumerated() {
      let lengths = try segment.lengths()
      try documents[number].forEachLive { document in
        writer.endDocument(try layers[number].hits(of: document), length: Int(lengths[document]))
      }
      segment.forget()
    }
    return try writer.write(to: path)
  }
}

/// Unchecked: one thread at a time writes to it.
private final class SharedFile: @unchecked Sendable {
  @exclusivity(unchecked) var file: SectionFileWriter

  init(_ file: consuming SectionFileWriter) { self.file = file }
}
