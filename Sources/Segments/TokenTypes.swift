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
  /// Tokens decoded in each of the two.
  private var decoded = (0, 0)

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
      let starts = layer.readingStarts
      for index in base..<base + count {
        let surface = Int(surfaces[index])
        guard surface < starts.count - 1 else { throw layer.damaged }
        readings[index] = starts[surface]
      }
      try layer.eachException(in: chunk) { token, place in
        guard token < count else { return }
        let surface = Int(surfaces[base + token])
        if place < starts[surface + 1] &- starts[surface] { readings[base + token] = starts[surface] &+ place }
      }
    } else {
      (readings + base).update(from: surfaces + base, count: count)
    }
    if chunk & 1 == 0 { held.0 = chunk } else { held.1 = chunk }
  }
}

extension ForwardField {
  /// Index in the field's stream of a document's first token.
  package func firstToken(of document: UInt32) -> Int { bounds(document).0 }

  /// The word forms of the tokens 256 * `chunk` and on; returns how many there are, at most `limit`.
  package func decodeSurfaces(
    ofChunk chunk: Int, into out: UnsafeMutablePointer<UInt32>, upTo limit: Int = ForwardEncoder.chunk
  ) throws -> Int {
    let bytes = try part(ids, chunk, 0)
    guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { throw damaged() }
    let count = min(limit, max(tokenCount - chunk * ForwardEncoder.chunk, 0))
    // An id takes up to five bytes: where so many are left, none need be asked for.
    let safe = bytes.count - 5
    var (place, index) = (0, 0)
    while index < count, place <= safe {
      let first = UInt32(base[place])
      if first < 160 {
        out[index] = first
        place &+= 1
      } else if first < 248 {
        out[index] = 160 &+ ((first &- 160) << 8 | UInt32(base[place &+ 1]))
        place &+= 2
      } else if first < 255 {
        out[index] = 22688 &+ ((first &- 248) << 16 | UInt32(base[place &+ 1]) << 8 | UInt32(base[place &+ 2]))
        place &+= 3
      } else {
        out[index] = UInt32(littleEndian: UnsafeRawPointer(base + place + 1).loadUnaligned(as: UInt32.self))
        place &+= 5
      }
      index &+= 1
    }
    var rest = SurfaceIDCursor(UnsafeRawBufferPointer(rebasing: bytes[place...]))
    while index < count {
      out[index] = rest.nextID()
      index += 1
    }
    if rest.failed { throw damaged() }
    return count
  }
}
