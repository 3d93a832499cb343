// SPDX-License-Identifier: Apache-2.0

/// The surface forms of a segment by falling frequency, and the forward index written with those ranks.
internal import Bytes

struct SurfaceRanking: ~Copyable {
  /// Numbers of the forms that occur, the most frequent first; equally frequent ones by their bytes.
  let order: [UInt32]
  /// The rank of each form's number; 0 for forms that do not occur.
  let ranks: [UInt32]
  /// For each field, how often each form occurs.
  let counts: [Field: [UInt32]]
  private let words: any WordTables

  /// Without `isRanked` there are counts alone, which is all that a segment without a forward index needs.
  init(_ fields: [FieldStream], _ words: any WordTables, isRanked: Bool) {
    self.words = words
    let size = words.surfaces.count
    var counts: [Field: [UInt32]] = [:]
    var totals = [UInt32](repeating: 0, count: size)
    for stream in fields {
      var own = [UInt32](repeating: 0, count: size)
      own.withUnsafeMutableBufferPointer { own in
        for surface in stream.surfaces.buffer { own[Int(surface)] &+= 1 }
      }
      for surface in 0..<size { totals[surface] &+= own[surface] }
      counts[stream.field] = own
    }
    self.counts = counts
    guard isRanked else {
      (order, ranks) = ([], [])
      return
    }
    let byBytes = words.surfaces.numbersByBytes((0..<UInt32(size)).filter { totals[Int($0)] > 0 })
    order = Self.byFrequency(byBytes, totals)
    var ranks = [UInt32](repeating: 0, count: size)
    for (rank, surface) in order.enumerated() { ranks[Int(surface)] = UInt32(rank) }
    self.ranks = ranks
  }

  /// The numbers by falling count; equal ones stay in order. Count and place are sorted as one integer.
  static func byFrequency(_ numbers: [UInt32], _ counts: [UInt32]) -> [UInt32] {
    var keys = numbers.enumerated().map { UInt64(~counts[Int($1)]) << 32 | UInt64($0) }
    keys.sort()
    return keys.map { numbers[Int($0 & 0xffff_ffff)] }
  }

  func writeSurfaces(to file: inout SectionFileWriter) throws {
    var bytes = ByteBuffer(capacity: 1 << 16)
    var offsets: [UInt32] = [0]
    for surface in order {
      words.surfaces.withBytes(of: surface) { $0.withUnsafeBytes { bytes.append(bytes: $0) } }
      offsets.append(UInt32(truncatingIfNeeded: bytes.count))
    }
    try file.section(SegmentSection.surfaceBytes, bytes)
    try PackedArray.write(offsets, SegmentSection.surfaceOffsets, to: &file)
  }

  func writeForward(_ stream: FieldStream, _ gaps: borrowing GapRanking, to file: inout SectionFileWriter) throws {
    var encoder = ForwardEncoder()
    encode(stream, gaps, into: &encoder)
    try encoder.write(stream.field, to: &file)
    try gaps.writeStructures(stream, to: &file)
  }

  private func encode(_ stream: FieldStream, _ gaps: borrowing GapRanking, into encoder: inout ForwardEncoder) {
    let lengths = formLengths()
    let (surfaces, symbols, starts) = (stream.surfaces.buffer, stream.gaps.buffer, stream.starts.buffer)
    var wide = 0
    var document = 0
    for token in 0..<surfaces.count {
      while document < starts.count, starts[document] == UInt32(token) {
        encoder.beginDocument()
        document += 1
      }
      var symbol = UInt32(symbols[token])
      if symbol == 255 {
        symbol = stream.wideGaps[wide]
        wide += 1
      }
      let surface = Int(surfaces[token])
      let form = lengths[surface]
      let gap = gaps.lengths[Int(symbol)]
      encoder.add(
        surface: ranks[surface], symbol: gaps.ranks[Int(symbol)], bytes: Int(form.bytes &+ gap.bytes),
        codePoints: Int(form.points &+ gap.points))
    }
  }

  private func formLengths() -> [(bytes: UInt32, points: UInt32)] {
    (0..<UInt32(words.surfaces.count)).map { surface in
      words.surfaces.withBytes(of: surface) { $0.withUnsafeBufferPointer { TextLength.of($0) } }
    }
  }
}

enum TextLength {
  static func of(_ bytes: some Collection<UInt8>) -> (bytes: UInt32, points: UInt32) {
    var points: UInt32 = 0
    for byte in bytes where byte & 0xc0 != 0x80 { points &+= 1 }
    return (UInt32(truncatingIfNeeded: bytes.count), points)
  }
}

/// The gap symbols of a segment by falling frequency.
struct GapRanking: ~Copyable {
  /// The rank of each number of the interner.
  let ranks: [UInt32]
  /// Length of each number's characters, in bytes and in code points.
  let lengths: [(bytes: UInt32, points: UInt32)]
  private let order: [UInt32]
  private let interner: GapInterner

  init(_ fields: [FieldStream], _ interner: GapInterner) {
    self.interner = interner
    let count = interner.table.count
    var totals = [UInt32](repeating: 0, count: max(count, 256))
    for stream in fields {
      for symbol in stream.gaps.buffer where symbol < 255 { totals[Int(symbol)] &+= 1 }
      for symbol in stream.wideGaps.buffer { totals[Int(symbol)] &+= 1 }
    }
    order = (0..<UInt32(count)).sorted { (totals[Int($0)], $1) > (totals[Int($1)], $0) }
    var ranks = [UInt32](repeating: 0, count: count)
    for (rank, symbol) in order.enumerated() { ranks[Int(symbol)] = UInt32(rank) }
    self.ranks = ranks
    lengths = (0..<UInt32(count)).map { symbol in TextLength.of(interner.table.bytes(symbol).dropFirst()) }
  }

  func write(to file: inout SectionFileWriter) throws {
    var buffer = ByteBuffer()
    buffer.append(varint: order.count)
    for symbol in order {
      let entry = interner.table.bytes(symbol)
      buffer.append(entry[0])
      buffer.append(varint: entry.count - 1)
      buffer.append(Array(entry.dropFirst()))
    }
    try file.section(SegmentSection.gaps, buffer)
  }

  /// Writes the structures with ranks in place of the interner's numbers.
  func writeStructures(_ stream: FieldStream, to file: inout SectionFileWriter) throws {
    let (records, places) = (stream.structures.bytes, stream.structurePlaces.buffer)
    var out = ByteBuffer(capacity: records.count + 64)
    var newPlaces: [UInt32] = [0]
    for document in 0..<places.count - 1 {
      let record = UnsafeRawBufferPointer(rebasing: records[Int(places[document])..<Int(places[document + 1])])
      DocumentStructure.copy(record, to: &out) { $0.map { self.ranks[Int($0)] } }
      newPlaces.append(UInt32(truncatingIfNeeded: out.count))
    }
    try file.section(SegmentSection.structures(stream.field), out)
    try PackedArray.write(newPlaces, SegmentSection.structurePlaces(stream.field), to: &file)
  }
}

extension DocumentStructure {
  /// Copies a record, with another gap symbol for what follows its last token.
  static func copy(_ record: UnsafeRawBufferPointer, to out: inout ByteBuffer, rest change: (UInt32?) -> UInt32?) {
    guard !record.isEmpty else { return }
    var cursor = ByteCursor(record)
    out.append(cursor.read(UInt8.self))
    let rest = cursor.varint32()
    out.append(varint: change(rest == 0 ? nil : rest - 1).map { Int($0) + 1 } ?? 0)
    out.append(bytes: cursor.bytes(cursor.remaining))
  }
}
