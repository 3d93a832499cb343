// SPDX-License-Identifier: Apache-2.0

/// Merges the attributes of the body tokens of segments.
internal import Bytes

struct AttributeMerger {
  private let layers: [AttributeLayer?]
  private let table = ReadingTable()
  /// For each segment, the number in `table` of each of its readings.
  private var numbers: [[UInt32]] = []
  private let formNumbers: [[UInt32]]

  /// Nil where no segment has attributes.
  ///
  /// - Parameter formNumbers: for each segment, the number of each of its word forms in the merger's table of forms.
  init?(_ segments: [SegmentReader], formNumbers: [[UInt32]]) throws {
    layers = try segments.map { try $0.attributes }
    guard layers.contains(where: { $0 != nil }) else { return nil }
    self.formNumbers = formNumbers
    for (segment, layer) in layers.enumerated() { numbers.append(number(layer, formNumbers[segment])) }
  }

  private func number(_ layer: AttributeLayer?, _ forms: [UInt32]) -> [UInt32] {
    guard let layer else { return forms.map { table.reading(of: $0, []) } }
    let attributes = layer.attributes.map { table.attribute($0.name) }
    let values = zip(layer.attributes, attributes).map { old, new in
      (0..<UInt32(old.count)).map { table.value(new, entry: Array(old.entry($0))) }
    }
    var result: [UInt32] = []
    for (surface, form) in forms.enumerated() {
      for reading in layer.readings(of: UInt32(surface)) {
        let given = attributes.indices.map { place -> (attribute: Int, value: UInt32) in
          let value = Int(layer.attributes[place].value(of: reading))
          return (attributes[place], value < values[place].count ? values[place][value] : 0)
        }
        result.append(table.reading(of: form, given))
      }
    }
    return result
  }

  /// Writes the attributes of all tokens.
  ///
  /// - Parameters:
  ///   - ranks: the new id of each form by its number.
  ///   - eachDocument: walks the body of every live document: its segment, its first token, its old ids.
  func write(
    ranks: [UInt32], surfaces: Int,
    eachDocument: ((_ segment: Int, _ first: Int, _ ids: [UInt32]) throws -> Void) throws -> Void,
    to file: inout SectionFileWriter
  ) throws {
    var counts = [UInt32](repeating: 0, count: table.count)
    var walks = layers.map { ReadingWalk($0) }
    try eachDocument { segment, first, ids in
      try walks[segment].each(ids, from: first) { counts[Int(numbers[segment][Int($0)])] &+= 1 }
    }
    let ranking = ReadingRanking(
      table, counts: counts, ranks: { ranks[Int(table.surface(of: $0))] }, surfaces: surfaces)
    try ranking.write(to: &file)
    var encoder = ReadingEncoder()
    walks = layers.map { ReadingWalk($0) }
    try eachDocument { segment, first, ids in
      try walks[segment].each(ids, from: first) { encoder.add(ranking.places[Int(numbers[segment][Int($0)])]) }
    }
    try encoder.write(to: &file)
  }
}

/// Gives the readings of tokens from front to back; without a layer, the number of a reading is that of its form.
private struct ReadingWalk {
  private let layer: AttributeLayer?
  private var chunk = -1
  private var places = [UInt32](repeating: 0, count: ForwardEncoder.chunk)

  init(_ layer: AttributeLayer?) { self.layer = layer }

  mutating func each(_ ids: [UInt32], from first: Int, _ body: (UInt32) -> Void) throws {
    guard let layer else { return ids.forEach(body) }
    for (index, id) in ids.enumerated() {
      let token = first + index
      if token / ForwardEncoder.chunk != chunk { try load(token / ForwardEncoder.chunk, layer) }
      let readings = layer.readings(of: id)
      let place = places[token % ForwardEncoder.chunk]
      guard place < readings.count else { throw layer.damaged }
      body(readings.lowerBound + place)
    }
  }

  private mutating func load(_ wanted: Int, _ layer: AttributeLayer) throws {
    chunk = wanted
    for index in places.indices { places[index] = 0 }
    try layer.eachException(in: wanted) { places[$0] = $1 }
  }
}
