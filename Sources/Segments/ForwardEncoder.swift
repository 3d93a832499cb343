// SPDX-License-Identifier: Apache-2.0

/// The forward index of a field: for each token its surface form and what stands before it, in the order of the text.
/// Forms and gaps together *are* the text: joined one after another they give every byte of it back.
///
///     SurfaceIDs --> Id{tokens}
///     Id         --> b                              b < 160: id b
///                |   b b1                           b < 248: id 160 + ((b - 160) << 8 | b1)
///                |   b b1 b2                        b < 255: id 22688 + ((b - 248) << 16 | b1 << 8 | b2)
///                |   ff, 4 bytes                    any id
///     GapRuns    --> Run*, starting afresh at every 256th token
///     Run        --> one byte: high half r, low half s
///                    r < 15: r tokens with symbol 0, then one with symbol s + 1 (s < 15), or with symbol 16 + varint
///                    r = 15: 15 + s tokens with symbol 0
///     Chunks     --> (IdPlace (4) RunPlace (4) Bytes (4) CodePoints (4)){(tokens + 255) / 256}
///
/// The documents' tokens follow one another; how many each has stands in the field's lengths. A chunk entry (integers
/// little-endian) tells, for every 256th token, where its id and its run start, and how far from the start of its document
/// the gap before it begins, by the lengths of gaps and surface forms: spellings (see `DocumentStructure`) are not
/// reckoned with. A run that reaches the end of its chunk stops there, whatever it says. What follows the last
/// token of a document is kept in its structure.
///
/// Example: tokens with ids 3, 200, 30000 and symbols 0, 0, 2 are `03 a0 28 f8 1c 90` and `21`.
package import Bytes

package struct ForwardEncoder: ~Copyable {
  static let chunk = 256
  private var ids = ByteBuffer(capacity: 1 << 16)
  private var runs: SpooledBuffer
  private var chunks: SpooledBuffer
  private var inChunk = 0
  /// Bytes of ids written already.
  private var drained = 0
  private var zeros = 0
  private var bytes = 0
  private var codePoints = 0

  /// - Parameter path: where files may be put that are needed until the field is written; without one, memory is used.
  package init(aside path: String? = nil) {
    runs = SpooledBuffer(capacity: 1 << 14, aside: path.map { $0 + ".runs" })
    chunks = SpooledBuffer(capacity: 1 << 12, aside: path.map { $0 + ".chunks" })
  }

  package mutating func beginDocument() { (bytes, codePoints) = (0, 0) }

  /// Adds a token: its surface form's id, the symbol of the gap before it, and how long both are together.
  @inline(__always)
  package mutating func add(surface: UInt32, symbol: UInt32, bytes length: Int, codePoints points: Int) {
    if inChunk == 0 { openChunk() }
    append(id: surface)
    if symbol == 0 { zeros += 1 } else { append(symbol: symbol) }
    bytes += length
    codePoints += points
    inChunk += 1
    if inChunk == ForwardEncoder.chunk { closeChunk() }
  }

  private mutating func openChunk() {
    chunks.bytes.append(little: UInt32(truncatingIfNeeded: drained + ids.count))
    chunks.bytes.append(little: UInt32(truncatingIfNeeded: runs.count))
    chunks.bytes.append(little: UInt32(truncatingIfNeeded: bytes))
    chunks.bytes.append(little: UInt32(truncatingIfNeeded: codePoints))
  }

  @inline(__always)
  private mutating func append(id: UInt32) {
    if id < 160 { return ids.append(UInt8(truncatingIfNeeded: id)) }
    if id < 22688 {
      let rest = id - 160
      ids.append(UInt8(truncatingIfNeeded: 160 + rest >> 8))
      return ids.append(UInt8(truncatingIfNeeded: rest))
    }
    if id < 22688 + 7 << 16 {
      let rest = id - 22688
      ids.append(UInt8(truncatingIfNeeded: 248 + rest >> 16))
      ids.append(UInt8(truncatingIfNeeded: rest >> 8))
      return ids.append(UInt8(truncatingIfNeeded: rest))
    }
    ids.append(UInt8(255))
    ids.append(little: id)
  }

  private mutating func flushZeros(keeping limit: Int) {
    while zeros > limit {
      let more = min(zeros - 15, 15)
      runs.bytes.append(UInt8(0xf0 | more))
      zeros -= 15 + more
    }
  }

  private mutating func append(symbol: UInt32) {
    flushZeros(keeping: 14)
    if symbol <= 15 {
      runs.bytes.append(UInt8(truncatingIfNeeded: zeros << 4) | UInt8(truncatingIfNeeded: symbol - 1))
    } else {
      runs.bytes.append(UInt8(truncatingIfNeeded: zeros << 4) | 15)
      runs.bytes.append(varint: symbol - 16)
    }
    zeros = 0
  }

  private mutating func closeChunk() {
    flushZeros(keeping: 14)
    if zeros > 0 { runs.bytes.append(UInt8(truncatingIfNeeded: zeros << 4)) }
    (zeros, inChunk) = (0, 0)
  }

  /// Writes the three sections.
  package mutating func write(_ field: Field, to file: inout SectionFileWriter) throws {
    try begin(field, in: &file)
    try finish(field, to: &file)
  }

  /// Starts the section of ids, so that all may then be drained as it grows.
  mutating func begin(_ field: Field, in file: inout SectionFileWriter) throws {
    try file.begin(SegmentSection.surfaceIDs(field))
  }

  /// Writes the ids gathered so far, if they are many, and puts aside what belongs to later sections.
  mutating func drain(to file: inout SectionFileWriter) throws {
    try runs.drain()
    try chunks.drain()
    guard ids.count >= 1 << 18 else { return }
    try file.append(ids.bytes)
    drained += ids.count
    ids.removeAll()
  }

  mutating func finish(_ field: Field, to file: inout SectionFileWriter) throws {
    if inChunk > 0 { closeChunk() }
    try file.append(ids.bytes)
    try runs.write(SegmentSection.gapRuns(field), to: &file)
    try chunks.write(SegmentSection.chunks(field), to: &file)
  }
}
