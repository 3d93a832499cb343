// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Merges the attributes of the body tokens of segments.
struct AttributeMerger {
  private let segments: [SegmentReader]
  private let table = ReadingTable()
  /// For each segment, the number in `table` of each of its readings.
  private let numbers: SegmentNumbers
  private let aside: String

  /// Nil where no segment has attributes.
  ///
  /// - Parameters:
  ///   - formNumbers: for each segment, the number of each of its word forms in the merger's table of forms.
  ///   - aside: the path of files that may be put aside.
  init?(_ segments: [SegmentReader], formNumbers: SegmentNumbers, aside: String) throws {
    guard segments.contains(where: \.hasAttributes) else { return nil }
    (self.segments, self.aside) = (segments, aside)
    numbers = try SegmentNumbers(aside: aside + ".readings")
    for (number, segment) in segments.enumerated() {
      try numbers.append(self.number(segment.attributes, formNumbers[number]))
      segment.forget()
    }
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

  /// Calls its argument with the old ids of the body of every live document, in runs of any length, and with their segment.
  typealias Bodies = ((_ segment: Int, _ first: Int, _ ids: UnsafeBufferPointer<UInt32>) throws -> Void) throws -> Void

  /// Writes the attributes of all tokens.
  ///
  /// - Parameters:
  ///   - ranks: the new id of each form by its number.
  ///   - bodies: walks the bodies; `first` is the place of the run's first token in its segment.
  func write(ranks: [UInt32], surfaces: Int, bodies: Bodies, to file: inout SectionFileWriter) throws {
    var counts = [UInt32](repeating: 0, count: table.count)
    var walk = ReadingWalk(segments, numbers)
    try bodies { segment, first, ids in
      for reading in try walk.readings(of: ids, from: first, in: segment) { counts[Int(reading)] &+= 1 }
    }
    let ranking = ReadingRanking(
      table, counts: counts, ranks: { ranks[Int(table.surface(of: $0))] }, surfaces: surfaces)
    try ranking.write(to: &file)
    var encoder = ReadingEncoder(aside: aside)
    walk = ReadingWalk(segments, numbers)
    try bodies { segment, first, ids in
      for reading in try walk.readings(of: ids, from: first, in: segment) {
        try encoder.add(ranking.places[Int(reading)])
      }
    }
    try encoder.write(to: &file)
  }
}

/// Gives the readings of tokens from front to back, by their numbers in the merger's table; without a layer, the readings
/// of a segment are its forms.
private struct ReadingWalk {
  private let segments: [SegmentReader]
  private let numbers: SegmentNumbers
  private var segment = -1
  private var layer: AttributeLayer?
  private var own: [UInt32] = []
  private var chunk = -1
  private var places = [UInt32](repeating: 0, count: ForwardEncoder.chunk)
  private var found: [UInt32] = []

  init(_ segments: [SegmentReader], _ numbers: SegmentNumbers) { (self.segments, self.numbers) = (segments, numbers) }

  mutating func readings(of ids: UnsafeBufferPointer<UInt32>, from first: Int, in wanted: Int) throws -> [UInt32] {
    if wanted != segment {
      (segment, chunk) = (wanted, -1)
      (own, layer) = (try numbers[wanted], try segments[wanted].attributes)
    }
    found.removeAll(keepingCapacity: true)
    guard let layer else {
      for id in ids { found.append(own[Int(id)]) }
      return found
    }
    for (index, id) in ids.enumerated() {
      let token = first + index
      if token / ForwardEncoder.chunk != chunk { try load(token / ForwardEncoder.chunk, layer) }
      let readings = layer.readings(of: id)
      let place = places[token % ForwardEncoder.chunk]
      guard place < readings.count else { throw layer.damaged }
      found.append(own[Int(readings.lowerBound + place)])
    }
    return found
  }

  private mutating func load(_ wanted: Int, _ layer: AttributeLayer) throws {
    chunk = wanted
    for index in places.indices { places[index] = 0 }
    try layer.eachException(in: wanted) { places[$0] = $1 }
  }
}
