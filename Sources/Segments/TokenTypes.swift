// SPDX-License-Identifier: Apache-2.0

/// Reads word forms and readings of single tokens of a field, wherever they stand, decoding 256 tokens at a time.
///
/// Not safe to share between threads.
package final class TokenTypes {
  private let forward: ForwardField
  private let layer: AttributeLayer?
  /// Two neighbouring chunks, which a match may lie across: those with even and with odd numbers.
  private let surfaces: UnsafeMutablePointer<UInt32>
  private let readings: UnsafeMutablePointer<UInt32>
  @exclusivity(unchecked) private var held = (-1, -1)
  /// Which of them have their readings worked out: most forms have but one.
  @exclusivity(unchecked) private var read = (false, false)
  private let starts: UnsafeBufferPointer<UInt32>

  package init(_ forward: ForwardField, _ layer: AttributeLayer?) {
    (self.forward, self.layer) = (forward, layer)
    starts = layer?.readingStarts ?? UnsafeBufferPointer(start: nil, count: 0)
    surfaces = .allocate(capacity: 2 * ForwardEncoder.chunk)
    readings = .allocate(capacity: 2 * ForwardEncoder.chunk)
    surfaces.initialize(repeating: 0, count: 2 * ForwardEncoder.chunk)
    readings.initialize(repeating: 0, count: 2 * ForwardEncoder.chunk)
  }

  deinit {
    surfaces.deallocate()
    readings.deallocate()
  }

  /// The word form and the reading of a token, by its index in the stream of the field; without attributes, the number
  /// of the reading is that of the form.
  package func type(of token: Int) throws -> (surface: UInt32, reading: UInt32) {
    let chunk = token >> 8
    let place = token & 0x1ff
    if (chunk & 1 == 0 ? held.0 : held.1) != chunk { try load(chunk) }
    let surface = surfaces[place]
    guard let layer else { return (surface, surface) }
    let index = Int(surface)
    guard index < starts.count - 1 else { throw layer.damaged }
    let first = starts[index]
    if starts[index + 1] &- first == 1 { return (surface, first) }
    if !(chunk & 1 == 0 ? read.0 : read.1) { try loadReadings(chunk, layer) }
    return (surface, readings[place])
  }

  private func load(_ chunk: Int) throws {
    let base = (chunk & 1) << 8
    if chunk & 1 == 0 { (held.0, read.0) = (-1, false) } else { (held.1, read.1) = (-1, false) }
    _ = try forward.decodeSurfaces(ofChunk: chunk, into: surfaces + base)
    if chunk & 1 == 0 { held.0 = chunk } else { held.1 = chunk }
  }

  private func loadReadings(_ chunk: Int, _ layer: AttributeLayer) throws {
    let base = (chunk & 1) << 8
    let count = max(min(ForwardEncoder.chunk, forward.tokenCount - chunk * ForwardEncoder.chunk), 0)
    let highest = UnsafeBufferPointer(start: surfaces + base, count: count).max() ?? 0
    try layer.readings(ofChunk: chunk, count, surfaces + base, upTo: Int(highest), into: readings + base)
    if chunk & 1 == 0 { read.0 = true } else { read.1 = true }
  }
}

extension ForwardField {
  /// Index in the field's stream of a document's first token.
  package func firstToken(of document: UInt32) -> Int { bounds(document).0 }
}
