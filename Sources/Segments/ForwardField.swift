// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// Reads the tokens of one field back in the order of the text; see `ForwardEncoder` for the format.
package struct ForwardField: Sendable {
  package let surfaces: SurfaceTable
  package let gaps: GapTable
  private let starts: FixedArray<UInt32>
  let ids: Section
  private let runs: Section
  private let chunks: FixedArray<UInt32>
  private let compared: ComparedChunks

  init(_ file: SectionFile, _ field: Field, lengths: DocumentLengths, surfaces: SurfaceTable, gaps: GapTable) throws {
    (self.surfaces, self.gaps) = (surfaces, gaps)
    starts = lengths.starts
    chunks = try FixedArray(file.section(SegmentSection.chunks(field)))
    ids = file.section(SegmentSection.surfaceIDs(field))
    runs = file.section(SegmentSection.gapRuns(field))
    compared = ComparedChunks(count: chunks.count / ForwardEncoder.entry)
  }

  /// The number of tokens of all documents.
  package var tokenCount: Int { starts.count > 0 ? Int(starts[starts.count - 1]) : 0 }

  /// The number of tokens of a document.
  package func count(_ document: UInt32) -> Int {
    Int(starts[Int(document) + 1]) - min(Int(starts[Int(document)]), Int(starts[Int(document) + 1]))
  }

  /// The surface ids of the document's tokens `range` (cut to the document), appended to `out`.
  package func appendSurfaces(
    of document: UInt32, _ range: Range<Int>, to out: inout [UInt32]
  ) throws {
    try withUnsafeTemporaryAllocation(of: UInt32.self, capacity: ForwardEncoder.chunk) { ids in
      guard let base = ids.baseAddress else { return }
      try walk(document, range) { skipped, count, chunk in
        guard try decodeSurfaces(ofChunk: chunk, into: base, upTo: skipped + count) == skipped + count else {
          throw damaged()
        }
        out.append(contentsOf: UnsafeBufferPointer(start: base + skipped, count: count))
      }
    }
  }

  /// The gap symbols of the document's tokens `range` (cut to the document), appended to `out`.
  package func appendGapSymbols(
    of document: UInt32, _ range: Range<Int>, to out: inout [UInt32]
  ) throws {
    try walk(document, range) { skipped, count, chunk in
      var reader = try self.runReader(chunk)
      for _ in 0..<skipped { _ = reader.next() }
      for _ in 0..<count { out.append(reader.next()) }
      if reader.failed { throw self.damaged() }
    }
  }

  /// The tokens `range` of a document (cut to it), with their places in its text.
  package func tokens(of document: UInt32, _ range: Range<Int>) throws -> TokenRun {
    var run = TokenRun()
    try read(document, range, into: &run)
    return run
  }

  /// The same, in the place of what `run` held.
  package func read(_ document: UInt32, _ range: Range<Int>, into run: inout TokenRun) throws {
    let (first, end) = bounds(document)
    let from = min(max(range.lowerBound, 0), end - first)
    let to = min(max(range.upperBound, from), end - first)
    // Lengths add up from the start of the chunk, or of the document where that comes later.
    let chunkStart = (first + from) / ForwardEncoder.chunk * ForwardEncoder.chunk
    let countFrom = max(chunkStart - first, 0)
    run.startAfresh(at: from, count: to - from)
    let entry = chunkStart / ForwardEncoder.chunk * ForwardEncoder.entry
    var byte = chunkStart >= first ? Int(chunks[entry + 2]) : 0
    var point = chunkStart >= first ? Int(chunks[entry + 3]) : 0
    if chunkStart == first { (byte, point) = (0, 0) }
    try withUnsafeTemporaryAllocation(of: UInt32.self, capacity: ForwardEncoder.chunk) { ids in
      guard let base = ids.baseAddress else { return }
      try walk(document, countFrom..<to) { skipped, count, chunk in
        let decoded = try decodeSurfaces(ofChunk: chunk, into: base, upTo: skipped + count)
        guard decoded >= skipped + count else { throw damaged() }
        var reader = try runReader(chunk)
        for _ in 0..<skipped { _ = reader.next() }
        // Of the tokens before the first that is wanted only the lengths count.
        let wanted = min(max(first + from - chunk * ForwardEncoder.chunk, skipped), skipped + count)
        let passed = passedLengths(base, skipped..<wanted, &reader)
        (byte, point) = (byte + passed.bytes, point + passed.codePoints)
        for index in wanted..<skipped + count {
          let (id, symbol) = (base[index], reader.next())
          let (gap, form) = (gaps.lengths(symbol), surfaces.lengths(id))
          run.append(id, symbol, byte + gap.bytes, form.bytes, point + gap.codePoints, form.codePoints)
          byte += gap.bytes + form.bytes
          point += gap.codePoints + form.codePoints
        }
        if reader.failed { throw damaged() }
      }
    }
  }

  /// The length of some tokens of a chunk and of the gaps before them.
  private func passedLengths(
    _ ids: UnsafePointer<UInt32>, _ range: Range<Int>, _ gapReader: inout GapRunReader
  ) -> (bytes: Int, codePoints: Int) {
    var total = surfaces.totalLengths(UnsafeBufferPointer(start: ids + range.lowerBound, count: range.count))
    // Nearly every gap is the most frequent one.
    var usual = 0
    for _ in range {
      let symbol = gapReader.next()
      if symbol == 0 {
        usual &+= 1
      } else {
        let gap = gaps.lengths(symbol)
        total = (total.bytes + gap.bytes, total.codePoints + gap.codePoints)
      }
    }
    let gap = gaps.lengths(0)
    return (total.bytes + usual * gap.bytes, total.codePoints + usual * gap.codePoints)
  }

  /// The document's text from the gap before its first token to the end of its last one.
  package func appendText(of document: UInt32, to out: inout [UInt8]) throws {
    let all = 0..<count(document)
    var ids: [UInt32] = []
    var symbols: [UInt32] = []
    try appendSurfaces(of: document, all, to: &ids)
    try appendGapSymbols(of: document, all, to: &symbols)
    for index in ids.indices where index < symbols.count {
      out.append(contentsOf: gaps.utf8(symbols[index]))
      out.append(contentsOf: surfaces.utf8(ids[index]))
    }
  }

  func bounds(_ document: UInt32) -> (Int, Int) {
    let first = Int(starts[Int(document)])
    return (first, max(Int(starts[Int(document) + 1]), first))
  }

  /// Calls `body` for each chunk that the document's tokens `range` touch: how many tokens of the chunk come before, how
  /// many are wanted, and the chunk's number.
  private func walk(_ document: UInt32, _ range: Range<Int>, _ body: (Int, Int, Int) throws -> Void) throws {
    let (first, end) = bounds(document)
    var at = min(first + max(range.lowerBound, 0), end)
    let stop = min(first + max(range.upperBound, 0), end)
    while at < stop {
      let chunk = at / ForwardEncoder.chunk
      let chunkEnd = (chunk + 1) * ForwardEncoder.chunk
      try body(at - chunk * ForwardEncoder.chunk, min(stop, chunkEnd) - at, chunk)
      at = chunkEnd
    }
  }

  /// Where a chunk's part of a section stands in it.
  private func range(of chunk: Int, _ place: Int, in section: Section) throws -> Range<Int> {
    let entry = chunk * ForwardEncoder.entry
    let start = Int(chunks[entry + place])
    let next = entry + ForwardEncoder.entry
    let end = next < chunks.count ? Int(chunks[next + place]) : section.count
    guard start <= end, end <= section.count else { throw damaged() }
    return start..<end
  }

  /// Where the ids of a chunk stand in their section. The first time, they are compared with the chunk's own checksum: of
  /// far-off chunks much less is read so than by the checksums of the file.
  func idRange(of chunk: Int) throws -> Range<Int> {
    let range = try range(of: chunk, 0, in: ids)
    guard chunk >= 0, (chunk + 1) * ForwardEncoder.entry <= chunks.count else { throw damaged() }
    if compared.contains(chunk) { return range }
    guard CRC32C.of(UnsafeRawBufferPointer(rebasing: ids.unchecked[range])) == chunks[chunk * ForwardEncoder.entry + 4]
    else {
      let first = chunk * ForwardEncoder.chunk
      throw IndexError.damaged(path: ids.file.path, what: "checksum of token \(first) and those behind it differs")
    }
    compared.insert(chunk)
    return range
  }

  /// Lets the ids of far-off chunks, which are about to be decoded, come from memory side by side.
  ///
  /// - Parameter limits: how many tokens of each chunk are wanted; nil for all.
  func askForIDs(of chunks: some Collection<Int>, upTo limits: ArraySlice<Int>? = nil) {
    var place = limits?.startIndex ?? 0
    for chunk in chunks {
      guard let range = try? range(of: chunk, 0, in: ids) else { return }
      var bytes = ids.unchecked[range]
      // Hardly an id takes more than two bytes. The first time, all are compared with their checksum.
      if let limits, compared.contains(chunk) { bytes = bytes.prefix(2 * limits[place]) }
      place += 1
      Prefetch.ask(UnsafeRawBufferPointer(rebasing: bytes))
    }
  }

  func runReader(_ chunk: Int) throws -> GapRunReader {
    GapRunReader(try runs.checked(range(of: chunk, 1, in: runs)))
  }
  func damaged() -> IndexError { .damaged(path: ids.file.path, what: "the forward index is ill-formed") }
}

/// Some tokens of a document as the forward index gives them.
package struct TokenRun: Sendable {
  /// Index in the document of the first token.
  package var first = 0
  package var surfaces: [UInt32] = []
  /// Gap symbols; see `GapTable`.
  package var gaps: [UInt32] = []
  /// Place of each token in the field's text, in UTF-8 bytes and in code points.
  package var bytes: [Range<UInt32>] = []
  package var codePoints: [Range<UInt32>] = []

  package init() {}

  mutating func startAfresh(at first: Int, count: Int) {
    self.first = first
    surfaces.removeAll(keepingCapacity: true)
    gaps.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    codePoints.removeAll(keepingCapacity: true)
    surfaces.reserveCapacity(count)
    gaps.reserveCapacity(count)
    bytes.reserveCapacity(count)
    codePoints.reserveCapacity(count)
  }

  @inline(__always)
  mutating func append(_ surface: UInt32, _ gap: UInt32, _ byte: Int, _ length: Int, _ point: Int, _ points: Int) {
    surfaces.append(surface)
    gaps.append(gap)
    bytes.append(UInt32(truncatingIfNeeded: byte)..<UInt32(truncatingIfNeeded: byte + length))
    codePoints.append(UInt32(truncatingIfNeeded: point)..<UInt32(truncatingIfNeeded: point + points))
  }
}

/// Reads the gap symbols of a chunk.
struct GapRunReader {
  private var cursor: ByteCursor
  private var zeros = 0
  private var symbol: UInt32?

  init(_ bytes: UnsafeRawBufferPointer) { cursor = ByteCursor(bytes) }

  var failed: Bool { cursor.failed }

  @inline(__always) mutating func next() -> UInt32 {
    if zeros > 0 {
      zeros -= 1
      return 0
    }
    if let waiting = symbol {
      symbol = nil
      return waiting
    }
    let byte = cursor.read(UInt8.self)
    let (run, low) = (Int(byte >> 4), UInt32(byte & 15))
    if run == 15 {
      zeros = 14 + Int(low)
      return 0
    }
    let following = low < 15 ? low + 1 : UInt32(truncatingIfNeeded: cursor.varint()) &+ 16
    if run == 0 { return following }
    (zeros, symbol) = (run - 1, following)
    return 0
  }

  /// Reads all symbols of the chunk, of which none may have been read before.
  mutating func read(all count: Int, into out: UnsafeMutablePointer<UInt32>) {
    out.update(repeating: 0, count: count)
    var place = 0
    while place < count {
      let byte = cursor.byte()
      let (run, low) = (Int(byte >> 4), UInt32(byte & 15))
      if run == 15 {
        place += 15 + Int(low)
        continue
      }
      place += run
      let following = low < 15 ? low + 1 : UInt32(truncatingIfNeeded: cursor.varint()) &+ 16
      if place < count { out[place] = following }
      place += 1
    }
  }
}
