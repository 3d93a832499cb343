// SPDX-License-Identifier: Apache-2.0

/// Merges surface forms, gaps, forward indices and structures of segments.
internal import Bytes

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
      try formNumbers.append(
        (0..<UInt32(surfaces.count)).map { [forms] in forms.intern(surfaces.utf8($0).bindMemory(to: UInt8.self)) })
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
    for field in merger.fields {
      try eachDocument(of: field) { segment, _, forms, ids, symbols in
        for id in ids { formCounts[Int(forms[Int(id)])] &+= 1 }
        let numbers = gapNumbers[segment]
        for symbol in symbols { gapCounts[Int(numbers[Int(symbol)])] &+= 1 }
      }
    }
    let byBytes = forms.numbersByBytes((0..<UInt32(forms.count)).filter { formCounts[Int($0)] > 0 })
    formOrder = SurfaceRanking.byFrequency(byBytes, formCounts)
    gapOrder = (0..<UInt32(gaps.count)).sorted { (gapCounts[Int($0)], $1) > (gapCounts[Int($1)], $0) }
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
    _ segment: Int, _ document: UInt32, _ forms: [UInt32], _ ids: [UInt32], _ symbols: [UInt32]
  ) throws -> Void

  /// Calls `body` with each live document's ids and gap symbols in one field, and with the numbers of its segment's forms.
  private func eachDocument(of field: Field, _ body: Visit) throws {
    var ids: [UInt32] = []
    var symbols: [UInt32] = []
    for (segment, reader) in merger.segments.enumerated() {
      let forward = try reader.forward(field)
      var walk = try ForwardWalk(forward)
      let numbers = try formNumbers[segment]
      let (forms, gaps) = (UInt32(numbers.count), UInt32(gapNumbers[segment].count))
      let documents = merger.documents[segment]
      var sinceRelease = 0
      for document in 0..<documents.count {
        try walk.next(forward.count(UInt32(document)), ids: &ids, symbols: &symbols)
        // Ids of another segment would point anywhere.
        guard ids.allSatisfy({ $0 < forms }), symbols.allSatisfy({ $0 < gaps }) else { throw forward.damaged() }
        if documents[document] != .max { try body(segment, UInt32(document), numbers, ids, symbols) }
        sinceRelease += ids.count
        if sinceRelease > 1 << 20 {
          reader.releasePages()
          sinceRelease = 0
        }
      }
      reader.forget()
    }
  }

  /// Writes all that does not depend on terms.
  func write(to file: inout SectionFileWriter) throws {
    try writeGaps(to: &file)
    let formLengths = (0..<UInt32(forms.count)).map { TextLength.of(forms.bytes($0)) }
    let gapLengths = (0..<UInt32(gaps.count)).map { TextLength.of(gaps.bytes($0).dropFirst()) }
    for field in merger.fields {
      var encoder = ForwardEncoder(aside: aside)
      try encoder.begin(field, in: &file)
      try eachDocument(of: field) { segment, _, forms, ids, symbols in
        encoder.beginDocument()
        let numbers = gapNumbers[segment]
        for index in ids.indices {
          let (form, gap) = (Int(forms[Int(ids[index])]), Int(numbers[Int(symbols[index])]))
          encoder.add(
            surface: formRanks[form], symbol: gapRanks[gap],
            bytes: Int(formLengths[form].bytes + gapLengths[gap].bytes),
            codePoints: Int(formLengths[form].points + gapLengths[gap].points))
        }
        try encoder.drain(to: &file)
      }
      try encoder.finish(field, to: &file)
      try writeStructures(field, to: &file)
    }
    try writeSurfaces(to: &file)
    try writeAttributes(to: &file)
  }

  private func writeAttributes(to file: inout SectionFileWriter) throws {
    guard let attributes = try AttributeMerger(merger.segments, formNumbers: formNumbers, aside: aside) else { return }
    try attributes.write(
      ranks: formRanks, surfaces: formOrder.count,
      bodies: { body in
        try eachDocument(of: .body) { segment, document, _, ids, _ in
          try body(segment, Int(try merger.segments[segment].lengths(.body).values[Int(document)]), ids)
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
