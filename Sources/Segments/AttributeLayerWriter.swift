// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Writes the attributes of a segment's body tokens; see `AttributeLayer` for the format.

/// What the readings of a segment are and how they are numbered: by word form, each form's most frequent one first.
struct ReadingRanking {
  /// For each reading of the table, its index among those of its form.
  let places: [UInt32]
  private let table: ReadingTable
  /// Attributes by name, as numbers of the table.
  private let attributes: [Int]
  /// The readings that occur, by form and place.
  private let order: [UInt32]
  /// For each form, the number of readings before it, and one more for the end.
  private let starts: [UInt32]

  /// - Parameters:
  ///   - counts: how often each reading occurs.
  ///   - ranks: for each reading that occurs, the id of its word form in the segment.
  init(_ table: ReadingTable, counts: [UInt32], ranks: (UInt32) -> UInt32, surfaces: Int) {
    self.table = table
    let attributes = table.names.indices.sorted { table.names[$0].utf8.lexicographicallyPrecedes(table.names[$1].utf8) }
    let found = counts.indices.filter { counts[$0] > 0 }.map { UInt32($0) }
    let forms = found.map { ranks($0) }
    var perForm = [UInt32](repeating: 0, count: surfaces + 1)
    for form in forms { perForm[Int(form) + 1] += 1 }
    for form in 0..<surfaces { perForm[form + 1] += perForm[form] }
    starts = perForm
    var order = [UInt32](repeating: 0, count: found.count)
    for (reading, form) in zip(found, forms) {
      order[Int(perForm[Int(form)])] = reading
      perForm[Int(form)] += 1
    }
    var places = [UInt32](repeating: 0, count: counts.count)
    for form in 0..<surfaces where starts[form + 1] - starts[form] > 1 {
      let range = Int(starts[form])..<Int(starts[form + 1])
      // Ties are broken by the values themselves, not by numbers that depend on what was read before.
      let sorted = order[range].sorted { one, other in
        let (first, second) = (counts[Int(one)], counts[Int(other)])
        return first != second ? first > second : Self.precedes(table, attributes, one, other)
      }
      order.replaceSubrange(range, with: sorted)
      for (place, reading) in sorted.enumerated() { places[Int(reading)] = UInt32(place) }
    }
    (self.attributes, self.order, self.places) = (attributes, order, places)
  }

  private static func precedes(_ table: ReadingTable, _ attributes: [Int], _ one: UInt32, _ other: UInt32) -> Bool {
    let (first, second) = (table.values(of: one), table.values(of: other))
    for attribute in attributes where first[attribute] != second[attribute] {
      let values = table.values[attribute]
      return values.withBytes(of: first[attribute]) { left in
        values.withBytes(of: second[attribute]) { right in
          for index in 0..<min(left.count, right.count) where left[index] != right[index] {
            return left[index] < right[index]
          }
          return left.count < right.count
        }
      }
    }
    return false
  }

  /// Writes everything but the tokens.
  func write(to file: inout SectionFileWriter) throws {
    // One after another: an array for each reading would take much room.
    var values: [UInt32] = []
    values.reserveCapacity(order.count * attributes.count)
    for reading in order { table.appendValues(of: reading, to: &values) }
    var names = ByteBuffer()
    names.append(varint: attributes.count)
    for (number, attribute) in attributes.enumerated() {
      let table = self.table.values[attribute]
      var used = [Bool](repeating: false, count: table.count)
      used[0] = true
      for place in stride(from: attribute, to: values.count, by: attributes.count) { used[Int(values[place])] = true }
      let sorted = table.numbersByBytes((0..<UInt32(table.count)).filter { used[Int($0)] })
      var ranks = [UInt32](repeating: 0, count: table.count)
      for (rank, value) in sorted.enumerated() { ranks[Int(value)] = UInt32(rank) }
      let width = sorted.count <= 1 << 8 ? 1 : sorted.count <= 1 << 16 ? 2 : 4
      names.append(string: self.table.names[attribute])
      names.append(UInt8(width))
      var ids = ByteBuffer(capacity: width * order.count + 16)
      for reading in order.indices {
        let rank = ranks[Int(values[reading * attributes.count + attribute])]
        for byte in 0..<width { ids.append(UInt8(truncatingIfNeeded: rank >> UInt32(8 * byte))) }
      }
      try file.section(SegmentSection.attribute(number), ids)
      try write(sorted, of: table, number, to: &file)
    }
    try file.section(SegmentSection.attributeNames, names)
    try file.section(SegmentSection.readingStarts, starts)
  }

  private func write(
    _ sorted: [UInt32], of table: InternTable, _ number: Int, to file: inout SectionFileWriter
  ) throws {
    var bytes = ByteBuffer(capacity: 1 << 12)
    var offsets: [UInt32] = [0]
    for value in sorted {
      table.withBytes(of: value) { $0.withUnsafeBytes { bytes.append(bytes: $0) } }
      offsets.append(UInt32(truncatingIfNeeded: bytes.count))
    }
    try file.section(SegmentSection.attribute(number) + 1, bytes)
    try file.section(SegmentSection.attribute(number) + 2, offsets)
  }
}

/// Encodes which reading each token has.
struct ReadingEncoder: ~Copyable {
  private var runs: SpooledBuffer
  private var places: SpooledBuffer
  private var token = 0
  private var last = -1

  /// - Parameter path: where files may be put that are needed until all is written; without one, memory is used.
  init(aside path: String? = nil) {
    runs = SpooledBuffer(capacity: 1 << 12, aside: path.map { $0 + ".runs" })
    places = SpooledBuffer(capacity: 1 << 12, aside: path.map { $0 + ".places" })
  }

  @inline(__always)
  mutating func add(_ place: UInt32) throws {
    if token % ForwardEncoder.chunk == 0 { try openChunk() }
    if place > 0 {
      let gap = token - last - 1
      runs.bytes.append(varint: gap << 2 | min(Int(place) - 1, 3))
      if place > 3 { runs.bytes.append(varint: place - 4) }
      last = token
    }
    token += 1
  }

  private mutating func openChunk() throws {
    places.bytes.append(little: UInt32(truncatingIfNeeded: runs.count))
    last = token - 1
    try runs.drain()
    try places.drain()
  }

  mutating func write(to file: inout SectionFileWriter) throws {
    try runs.write(SegmentSection.readingRuns, to: &file)
    try places.write(SegmentSection.readingPlaces, to: &file)
  }
}

extension FieldStream {
  /// Writes the attributes of the field's tokens, where any of them has some.
  func writeAttributes(
    _ table: ReadingTable, _ ranking: borrowing SurfaceRanking, to file: inout SectionFileWriter
  ) throws {
    guard readings.count > 0 else { return }
    padReadings(to: surfaces.count)
    let (forms, given) = (surfaces.buffer, readings.buffer)
    // Tokens without attributes have the reading of their form without values.
    for token in 0..<given.count where given[token] == .max { given[token] = table.reading(of: forms[token], []) }
    var counts = [UInt32](repeating: 0, count: table.count)
    for reading in given { counts[Int(reading)] &+= 1 }
    let ranks = ranking.ranks
    let readingRanking = ReadingRanking(
      table, counts: counts, ranks: { ranks[Int(table.surface(of: $0))] }, surfaces: ranking.order.count)
    try readingRanking.write(to: &file)
    var encoder = ReadingEncoder()
    let places = readingRanking.places
    try places.withUnsafeBufferPointer { places in for reading in given { try encoder.add(places[Int(reading)]) } }
    try encoder.write(to: &file)
  }
}
