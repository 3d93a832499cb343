// SPDX-License-Identifier: Apache-2.0

/// Merges surface forms, gaps, forward indices and structures of segments.
internal import Bytes

/// Unchecked: one thread makes and uses it, another one only once that is done.
struct TextMerger: @unchecked Sendable {
  private let merger: SegmentMerger
  private let forwards: [Field: [ForwardField]]
  private let forms = InternTable(capacity: 1 << 15)
  private let gaps = InternTable(capacity: 256)
  /// For each segment, the numbers in `forms` and `gaps` of its surface ids and gap symbols.
  private var formNumbers: [[UInt32]] = []
  private var gapNumbers: [[UInt32]] = []
  /// New rank of each number.
  private var formRanks: [UInt32] = []
  private var gapRanks: [UInt32] = []
  private var formOrder: [UInt32] = []
  private var gapOrder: [UInt32] = []

  init(_ merger: SegmentMerger) throws {
    self.merger = merger
    var forwards: [Field: [ForwardField]] = [:]
    for field in merger.fields { forwards[field] = try merger.segments.map { try $0.forward(field) } }
    self.forwards = forwards
    for segment in merger.segments {
      let surfaces = try segment.surfaces
      formNumbers.append(
        (0..<UInt32(surfaces.count)).map { [forms] in forms.intern(surfaces.utf8($0).bindMemory(to: UInt8.self)) })
      let table = try segment.gaps
      gapNumbers.append(
        (0..<UInt32(table.count)).map { [gaps] symbol in
          ([table.code(symbol)] + table.utf8(symbol)).withUnsafeBufferPointer { gaps.intern($0) }
        })
    }
    try rank()
  }

  private mutating func rank() throws {
    var formCounts = [UInt32](repeating: 0, count: forms.count)
    var gapCounts = [UInt32](repeating: 0, count: gaps.count)
    try eachDocument { segment, _, ids, symbols in
      for id in ids { formCounts[Int(formNumbers[segment][Int(id)])] &+= 1 }
      for symbol in symbols { gapCounts[Int(gapNumbers[segment][Int(symbol)])] &+= 1 }
    }
    let byBytes = forms.numbersByBytes((0..<UInt32(forms.count)).filter { formCounts[Int($0)] > 0 })
    formOrder = SurfaceRanking.byFrequency(byBytes, formCounts)
    gapOrder = (0..<UInt32(gaps.count)).sorted { (gapCounts[Int($0)], $1) > (gapCounts[Int($1)], $0) }
    formRanks = Self.inverse(formOrder, count: forms.count)
    gapRanks = Self.inverse(gapOrder, count: gaps.count)
  }

  private static func inverse(_ order: [UInt32], count: Int) -> [UInt32] {
    var ranks = [UInt32](repeating: 0, count: count)
    for (rank, number) in order.enumerated() { ranks[Int(number)] = UInt32(rank) }
    return ranks
  }

  /// Calls `body` with the ids and gap symbols of each live document in each field.
  private func eachDocument(
    _ body: (_ segment: Int, _ field: Field, _ ids: [UInt32], _ symbols: [UInt32]) throws -> Void
  ) throws {
    for field in merger.fields {
      try eachDocument(of: field) { segment, _, ids, symbols in try body(segment, field, ids, symbols) }
    }
  }

  private func eachDocument(
    of field: Field, _ body: (_ segment: Int, _ document: UInt32, _ ids: [UInt32], _ symbols: [UInt32]) throws -> Void
  ) throws {
    guard let forwards = forwards[field] else { return }
    var ids: [UInt32] = []
    var symbols: [UInt32] = []
    for (segment, forward) in forwards.enumerated() {
      var walk = try ForwardWalk(forward)
      let (forms, gaps) = (UInt32(formNumbers[segment].count), UInt32(gapNumbers[segment].count))
      for (document, number) in merger.documents[segment].enumerated() {
        try walk.next(forward.count(UInt32(document)), ids: &ids, symbols: &symbols)
        // Ids of another segment would point anywhere.
        guard ids.allSatisfy({ $0 < forms }), symbols.allSatisfy({ $0 < gaps }) else { throw forward.damaged() }
        if number != .max { try body(segment, UInt32(document), ids, symbols) }
        if document % 8192 == 0 { merger.releasePages() }
      }
    }
  }

  /// Writes all that does not depend on terms.
  func write(to file: inout SectionFileWriter) throws {
    try writeGaps(to: &file)
    let formLengths = (0..<UInt32(forms.count)).map { TextLength.of(forms.bytes($0)) }
    let gapLengths = (0..<UInt32(gaps.count)).map { TextLength.of(gaps.bytes($0).dropFirst()) }
    for field in merger.fields {
      var encoder = ForwardEncoder()
      try encoder.begin(field, in: &file)
      try eachDocument(of: field) { segment, _, ids, symbols in
        encoder.beginDocument()
        for index in ids.indices {
          let (form, gap) = (Int(formNumbers[segment][Int(ids[index])]), Int(gapNumbers[segment][Int(symbols[index])]))
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
    guard let attributes = try AttributeMerger(merger.segments, formNumbers: formNumbers) else { return }
    let lengths = try merger.segments.map { try $0.lengths(.body) }
    try attributes.write(
      ranks: formRanks, surfaces: formOrder.count,
      eachDocument: { body in
        try eachDocument(of: .body) { segment, document, ids, _ in
          try body(segment, Int(lengths[segment].values[Int(document)]), ids)
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
  /// - Parameter termMaps: for each segment, the new ordinal of each old one.
  func writeSurfaceTerms(_ termMaps: [[UInt32]], to file: inout SectionFileWriter) throws {
    for field in merger.fields { try writeSurfaceTerms(field, termMaps, to: &file) }
  }

  private func writeSurfaceTerms(_ field: Field, _ termMaps: [[UInt32]], to file: inout SectionFileWriter) throws {
    var terms = [UInt32](repeating: .max, count: formOrder.count)
    for (segment, reader) in merger.segments.enumerated() {
      let old = try reader.termOfSurface(field)
      for (surface, number) in formNumbers[segment].enumerated() {
        let ordinal = old.count > surface ? old[surface] : .max
        guard ordinal != .max, Int(ordinal) < termMaps[segment].count else { continue }
        let rank = Int(formRanks[Int(number)])
        // A form of deleted documents alone has no rank of its own.
        if rank < formOrder.count, formOrder[rank] == number {
          terms[rank] = min(terms[rank], termMaps[segment][Int(ordinal)])
        }
      }
    }
    try SurfaceTable.writeTerms(terms, field, to: &file)
  }
}
