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
  private var held = (-1, -1)

  package init(_ forward: ForwardField, _ layer: AttributeLayer?) {
    (self.forward, self.layer) = (forward, layer)
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
  @inline(__always)
  package func type(of token: Int) throws -> (surface: UInt32, reading: UInt32) {
    let chunk = token >> 8
    let place = token & 0x1ff
    if (chunk & 1 == 0 ? held.0 : held.1) != chunk { try load(chunk) }
    return (surfaces[place], readings[place])
  }

  private func load(_ chunk: Int) throws {
    let base = (chunk & 1) << 8
    let count = try forward.decodeSurfaces(ofChunk: chunk, into: surfaces + base)
    if let layer {
      try layer.readings(ofChunk: chunk, count, surfaces + base, into: readings + base)
    } else {
      (readings + base).update(from: surfaces + base, count: count)
    }
    if chunk & 1 == 0 { held.0 = chunk } else { held.1 = chunk }
  }
}

extension ForwardField {
  /// Index in the field's stream of a document's first token.
  package func firstToken(of document: UInt32) -> Int { bounds(document).0 }
}
