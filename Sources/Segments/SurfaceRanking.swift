// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// The surface forms of a segment by falling frequency, and the forward index written with those ranks.
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
    let (surfaces, starts, gapBytes) = (stream.surfaces.buffer, stream.starts.buffer, stream.gaps.buffer)
    var parts = [ForwardPart](repeating: .none, count: words.surfaces.count)
    for (rank, surface) in order.enumerated() {
      parts[Int(surface)] = .form(id: UInt32(rank), words.surfaces.withBytes(of: surface) { TextLength.of($0) })
    }
    parts.withUnsafeBufferPointer { forms in
      gaps.parts.withUnsafeBufferPointer { gaps in
        guard let forms = forms.baseAddress, let gaps = gaps.baseAddress else { return }
        var symbols = Vector<UInt32>()
        var wide = 0
        for document in 0..<starts.count - 1 {
          let tokens = Int(starts[document])..<Int(starts[document + 1])
          symbols.removeAll()
          symbols.reserve(tokens.count)
          let out = symbols.base
          for (index, token) in tokens.enumerated() {
            var symbol = UInt32(gapBytes[token])
            if symbol == 255 {
              symbol = stream.wideGaps[wide]
              wide += 1
            }
            out[index] = symbol
          }
          symbols.count = tokens.count
          encoder.beginDocument()
          encoder.add(
            UnsafeBufferPointer(rebasing: surfaces[tokens]), UnsafeBufferPointer(symbols.buffer), forms: forms,
            gaps: gaps)
        }
      }
    }
  }
}

enum TextLength {
  static func of(_ bytes: Span<UInt8>) -> (bytes: UInt32, points: UInt32) {
    var points: UInt32 = 0
    for index in bytes.indices where bytes[index] & 0xc0 != 0x80 { points &+= 1 }
    return (UInt32(truncatingIfNeeded: bytes.count), points)
  }
}

/// The gap symbols of a segment by falling frequency. Of equally frequent ones, such as those that only end texts, shorter
/// ones come first, then it is their bytes that count.
struct GapRanking: ~Copyable {
  /// The rank of each number of the interner.
  let ranks: [UInt32]
  /// What each number puts into the forward index.
  let parts: [ForwardPart]
  private let order: [UInt32]
  private let interner: GapInterner

  init(_ fields: [FieldStream], _ interner: GapInterner) {
    self.interner = interner
    let count = interner.table.count
    var totals = [UInt32](repeating: 0, count: max(count, 256))
    for stream in fields {
      // Most gaps are the same one: a single counter would wait for itself.
      var counts = [UInt32](repeating: 0, count: 4 * 256)
      for (index, symbol) in stream.gaps.buffer.enumerated() { counts[(index & 3) << 8 | Int(symbol)] &+= 1 }
      for symbol in 0..<255 { for part in 0..<4 { totals[symbol] &+= counts[part << 8 | symbol] } }
      for symbol in stream.wideGaps.buffer { totals[Int(symbol)] &+= 1 }
    }
    order = Self.order(interner.table, totals)
    var ranks = [UInt32](repeating: 0, count: count)
    for (rank, symbol) in order.enumerated() { ranks[Int(symbol)] = UInt32(rank) }
    self.ranks = ranks
    parts = (0..<UInt32(count)).map { number in
      .gap(
        symbol: ranks[Int(number)], interner.table.withBytes(of: number) { TextLength.of($0.extracting(1...)) })
    }
  }

  static func order(_ table: InternTable, _ counts: [UInt32]) -> [UInt32] {
    let all = Array(0..<UInt32(table.count))
    let shortness = all.map { number in ~UInt32(table.withBytes(of: number) { $0.count }) }
    return SurfaceRanking.byFrequency(SurfaceRanking.byFrequency(table.numbersByBytes(all), shortness), counts)
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
