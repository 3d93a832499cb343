// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Merges surface forms, gaps, forward indices and structures of segments.
///
/// Unchecked: one thread makes and uses it, another one only once that is done.
struct TextMerger: @unchecked Sendable {
  private let merger: SegmentMerger
  private let forms = InternTable(capacity: 1 << 15)
  private let gaps = InternTable(capacity: 256)
  /// The path of files that may be put aside; they go with this value.
  private let aside: String
  /// For each segment, the numbers in `forms` and `gaps` of its surface ids and gap symbols.
  private let formNumbers: SegmentNumbers
  private var gapNumbers: [[UInt32]] = []
  /// New rank of each number.
  private var formRanks: [UInt32] = []
  private var gapRanks: [UInt32] = []
  private var formOrder: [UInt32] = []
  private var gapOrder: [UInt32] = []

  init(_ merger: SegmentMerger, aside: String) throws {
    (self.merger, self.aside) = (merger, aside)
    formNumbers = try SegmentNumbers(aside: aside + ".forms")
    for segment in merger.segments {
      let surfaces = try segment.surfaces
      let count = UInt32(surfaces.count)
      try formNumbers.append(
        (0..<count).map { [forms] surface in
          let next = min(surface + UInt32(InternTable.ahead), count - 1)
          forms.prefetch(placeOf: surfaces.utf8(next).bindMemory(to: UInt8.self))
          return forms.intern(surfaces.utf8(surface).bindMemory(to: UInt8.self))
        })
      let table = try segment.gaps
      gapNumbers.append(
        (0..<UInt32(table.count)).map { [gaps] symbol in
          ([table.code(symbol)] + table.utf8(symbol)).withUnsafeBufferPointer { gaps.intern($0) }
        })
      segment.forget()
    }
    try rank()
  }

  private mutating func rank() throws {
    var formCounts = [UInt32](repeating: 0, count: forms.count)
    var gapCounts = [UInt32](repeating: 0, count: gaps.count)
    for segment in merger.segments.indices {
      let (numbers, symbols) = (try formNumbers[segment], gapNumbers[segment])
      let own = Vector<UInt32>(repeating: 0, count: numbers.count)
      let ownGaps = Vector<UInt32>(repeating: 0, count: symbols.count)
      for field in merger.fields {
        try eachDocument(of: field, in: segment) { _, _, ids, symbols in
          for index in ids.indices {
            own.base[Int(ids[index])] &+= 1
            ownGaps.base[Int(symbols[index])] &+= 1
          }
        }
      }
      for (number, count) in zip(numbers, own.buffer) { formCounts[Int(number)] &+= count }
      for (number, count) in zip(symbols, ownGaps.buffer) { gapCounts[Int(number)] &+= count }
    }
    let byBytes = forms.numbersByBytes((0..<UInt32(forms.count)).filter { formCounts[Int($0)] > 0 })
    formOrder = SurfaceRanking.byFrequency(byBytes, formCounts)
    gapOrder = GapRanking.order(gaps, gapCounts)
    formRanks = Self.inverse(formOrder, count: forms.count)
    gapRanks = Self.inverse(gapOrder, count: gaps.count)
    FreedMemory.release()
  }

  private static func inverse(_ order: [UInt32], count: Int) -> [UInt32] {
    var ranks = [UInt32](repeating: 0, count: count)
    for (rank, number) in order.enumerated() { ranks[Int(number)] = UInt32(rank) }
    return ranks
  }

  private typealias Visit = (
    _ document: UInt32, _ first: Int, _ ids: UnsafeBufferPointer<UInt32>, _ symbols: UnsafeBufferPointer<UInt32>
  ) throws -> Void

  /// Calls `body` with the ids and gap symbols of each live document of a segment in one field, in runs of any length;
  /// `first` is the place of the run in its document.
  private func eachDocument(of field: Field, in segment: Int, _ body: Visit) throws {
    let (reader, documents) = (merger.segments[segment], merger.documents[segment])
    let forward = try reader.forward(field)
    var walk = ForwardWalk(forward, forms: try reader.surfaces.count, gaps: gapNumbers[segment].count)
    var sinceRelease = 0
    for document in 0..<documents.count {
      let (count, isLive) = (forward.count(UInt32(document)), documents[document] != .max)
      var first = 0
      try walk.next(count) { ids, symbols in
        if isLive { try body(UInt32(document), first, ids, symbols) }
        first += ids.count
      }
      sinceRelease += count
      if sinceRelease > 1 << 20 {
        reader.releasePages()
        sinceRelease = 0
      }
    }
    reader.forget()
  }

  /// Writes all that does not depend on terms.
  func write(to file: inout SectionFileWriter) throws {
    try writeGaps(to: &file)
    for field in merger.fields {
      try writeForward(field, to: &file)
      try writeStructures(field, to: &file)
    }
    try writeSurfaces(to: &file)
    try writeAttributes(to: &file)
  }

  private func writeForward(_ field: Field, to file: inout SectionFileWriter) throws {
    var encoder = ForwardEncoder(aside: aside)
    try encoder.begin(field, in: &file)
    for segment in merger.segments.indices {
      // By the segment's own numbers, the most frequent of which lie side by side.
      let formParts = try formNumbers[segment].map { number in
        ForwardPart.form(id: formRanks[Int(number)], forms.withBytes(of: number) { TextLength.of($0) })
      }
      let gapParts = gapNumbers[segment].map { number in
        ForwardPart.gap(
          symbol: gapRanks[Int(number)], gaps.withBytes(of: number) { TextLength.of($0.extracting(1...)) })
      }
      try formParts.withUnsafeBufferPointer { formParts in
        try gapParts.withUnsafeBufferPointer { gapParts in
          try eachDocument(of: field, in: segment) { _, first, ids, symbols in
            guard let forms = formParts.baseAddress, let gaps = gapParts.baseAddress else { return }
            if first == 0 { encoder.beginDocument() }
            encoder.add(ids, symbols, forms: forms, gaps: gaps)
            try encoder.drain(to: &file)
          }
        }
      }
    }
    try encoder.finish(field, to: &file)
  }

  private func writeAttributes(to file: inout SectionFileWriter) throws {
    guard let attributes = try AttributeMerger(merger.segments, formNumbers: formNumbers, aside: aside) else { return }
    try attributes.write(
      ranks: formRanks, surfaces: formOrder.count,
      bodies: { body in
        for segment in merger.segments.indices {
          let starts = try merger.segments[segment].lengths(.body).starts
          try eachDocument(of: .body, in: segment) { document, first, ids, _ in
            try body(segment, Int(starts[Int(document)]) + first, ids)
          }
        }
      }, to: &file)
  }

  private func writeGaps(to file: inout SectionFileWriter) throws {
    var buffer = ByteBuffer()
    buffer.append(varint: gapOrder.count)
    for number in gapOrder {
      let entry = gaps.bytes(number)
      buffer.append(entry[0])
      buffer.append(varint: entry.count - 1)
      buffer.append(Array(entry.dropFirst()))
    }
    try file.section(SegmentSection.gaps, buffer)
  }

  private func writeSurfaces(to file: inout SectionFileWriter) throws {
    var bytes = ByteBuffer(capacity: 1 << 16)
    var offsets: [UInt32] = [0]
    for number in formOrder {
      forms.withBytes(of: number) { $0.withUnsafeBytes { bytes.append(bytes: $0) } }
      offsets.append(UInt32(truncatingIfNeeded: bytes.count))
    }
    try file.section(SegmentSection.surfaceBytes, bytes)
    try PackedArray.write(offsets, SegmentSection.surfaceOffsets, to: &file)
  }

  private func writeStructures(_ field: Field, to file: inout SectionFileWriter) throws {
    var places: [UInt32] = [0]
    places.reserveCapacity(merger.documentCount + 1)
    var total = 0
    var record = ByteBuffer()
    try file.begin(SegmentSection.structures(field))
    try merger.eachDocument { segment, document in
      record.removeAll()
      let old = try merger.segments[segment].structureRecord(document, field)
      let (numbers, ranks) = (gapNumbers[segment], gapRanks)
      DocumentStructure.copy(old, to: &record) { rest in
        rest.flatMap { Int($0) < numbers.count ? ranks[Int(numbers[Int($0)])] : nil }
      }
      try file.append(record.bytes)
      total += record.count
      places.append(UInt32(truncatingIfNeeded: total))
    }
    try PackedArray.write(places, SegmentSection.structurePlaces(field), to: &file)
  }

  /// Writes, for each field, the term of each surface form.
  ///
  /// - Parameter termMaps: for each segment, the new ordinals of its words.
  func writeSurfaceTerms(_ termMaps: [OrdinalMap], to file: inout SectionFileWriter) throws {
    for field in merger.fields { try writeSurfaceTerms(field, termMaps, to: &file) }
  }

  private func writeSurfaceTerms(_ field: Field, _ termMaps: [OrdinalMap], to file: inout SectionFileWriter) throws {
    var terms = [UInt32](repeating: .max, count: formOrder.count)
    for (segment, reader) in merger.segments.enumerated() {
      let (old, new) = (try reader.termOfSurface(field), termMaps[segment].all)
      for (surface, number) in try formNumbers[segment].enumerated() {
        let ordinal = old.count > surface ? old[surface] : .max
        guard ordinal != .max, Int(ordinal) < new.count else { continue }
        let rank = Int(formRanks[Int(number)])
        // A form of deleted documents alone has no rank of its own.
        if rank < formOrder.count, formOrder[rank] == number { terms[rank] = min(terms[rank], new[Int(ordinal)]) }
      }
      reader.forget()
    }
    try SurfaceTable.writeTerms(terms, field, to: &file)
  }
}

/// A number for each of a segment's forms or readings, one segment after another; kept on disk, since all walks go through
/// the segments in order.
final class SegmentNumbers {
  private let spool: Spool
  private var places: [Range<Int>] = []

  init(aside path: String) throws { spool = try Spool(path: path) }

  /// Adds those of the next segment.
  func append(_ numbers: [UInt32]) throws { places.append(try spool.append(numbers)) }

  /// Nothing may be appended any more.
  subscript(segment: Int) -> [UInt32] { get throws { try spool.numbers(places[segment]) } }
}
