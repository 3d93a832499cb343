// SPDX-License-Identifier: Apache-2.0

package import Bytes

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
///     Chunks     --> (IdPlace (4) RunPlace (4) Bytes (4) CodePoints (4) Check (4)){(tokens + 255) / 256}
///
/// The documents' tokens follow one another; how many each has stands in the field's lengths. A chunk entry (integers
/// little-endian) tells, for every 256th token, where its id and its run start, and how far from the start of its document
/// the gap before it begins, by the lengths of gaps and surface forms: spellings (see `DocumentStructure`) are not
/// reckoned with. Check is the CRC-32C of the chunk's ids, for readers of tokens that lie far apart. A run that reaches the
/// end of its chunk stops there, whatever it says. What follows the last token of a document is kept in its structure.
///
/// Example: tokens with ids 3, 200, 30000 and symbols 0, 0, 2 are `03 a0 28 f8 1c 90` and `21`.
package struct ForwardEncoder: ~Copyable {
  static let chunk = 256
  /// Numbers in the entry of a chunk.
  static let entry = 5
  private var ids = ByteBuffer(capacity: 1 << 16)
  private var runs: SpooledBuffer
  private var chunks: SpooledBuffer
  private var inChunk = 0
  /// Bytes of ids written already.
  private var drained = 0
  /// Where in `ids` those of the open chunk go on that `check` does not cover.
  private var unchecked = 0
  private var check: UInt32 = 0
  private var zeros = 0
  private var bytes = 0
  private var codePoints = 0

  /// - Parameter path: where files may be put that are needed until the field is written; without one, memory is used.
  package init(aside path: String? = nil) {
    runs = SpooledBuffer(capacity: 1 << 14, aside: path.map { $0 + ".runs" })
    chunks = SpooledBuffer(capacity: 1 << 12, aside: path.map { $0 + ".chunks" })
  }

  package mutating func beginDocument() { (bytes, codePoints) = (0, 0) }

  /// Adds tokens of the document: their surface forms and the gaps before them, by numbers of which `forms` and `gaps`
  /// hold what is to be written.
  ///
  /// - Precondition: both runs are equally long, and `forms` and `gaps` have an entry for each of their numbers.
  package mutating func add(
    _ surfaces: UnsafeBufferPointer<UInt32>, _ symbols: UnsafeBufferPointer<UInt32>,
    forms: UnsafePointer<ForwardPart>, gaps: UnsafePointer<ForwardPart>
  ) {
    precondition(surfaces.count == symbols.count)
    var index = 0
    while index < surfaces.count {
      if inChunk == 0 { openChunk() }
      let end = min(surfaces.count, index + ForwardEncoder.chunk - inChunk)
      inChunk += end - index
      // An id takes at most five bytes; eight are stored at a time.
      ids.reserve(5 * (end - index) + 8)
      var place = UnsafeMutableRawPointer(ids.base + ids.count)
      let start = place
      var (length, points): (UInt32, UInt32) = (0, 0)
      while index < end {
        let (form, gap) = (forms[Int(surfaces[index])], gaps[Int(symbols[index])])
        place.storeBytes(of: form.code.littleEndian, as: UInt64.self)
        place += form.width
        if gap.code == 0 { zeros &+= 1 } else { append(symbol: UInt32(truncatingIfNeeded: gap.code)) }
        length &+= form.bytes &+ gap.bytes
        points &+= form.codePoints &+ gap.codePoints
        index &+= 1
      }
      ids.count += place - start
      bytes += Int(length)
      codePoints += Int(points)
      if inChunk == ForwardEncoder.chunk { closeChunk() }
    }
  }

  private mutating func openChunk() {
    chunks.bytes.append(little: UInt32(truncatingIfNeeded: drained + ids.count))
    chunks.bytes.append(little: UInt32(truncatingIfNeeded: runs.count))
    chunks.bytes.append(little: UInt32(truncatingIfNeeded: bytes))
    chunks.bytes.append(little: UInt32(truncatingIfNeeded: codePoints))
    (unchecked, check) = (ids.count, 0)
  }

  /// Takes what has been gathered of the open chunk into its checksum.
  private mutating func updateCheck() {
    check = CRC32C.of(UnsafeRawBufferPointer(rebasing: ids.bytes[unchecked...]), continuing: check)
    unchecked = ids.count
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
    updateCheck()
    chunks.bytes.append(little: check)
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
    updateCheck()
    try file.append(ids.bytes)
    drained += ids.count
    ids.removeAll()
    unchecked = 0
  }

  mutating func finish(_ field: Field, to file: inout SectionFileWriter) throws {
    if inChunk > 0 { closeChunk() }
    try file.append(ids.bytes)
    try runs.write(SegmentSection.gapRuns(field), to: &file)
    try chunks.write(SegmentSection.chunks(field), to: &file)
  }
}

/// What a surface form or a gap puts into the forward index.
package struct ForwardPart {
  /// A form's id as it is written, the first byte lowest, and in the highest byte how many bytes that takes; or a gap's symbol.
  let code: UInt64
  let bytes: UInt32
  let codePoints: UInt32

  private init(code: UInt64, _ length: (bytes: UInt32, points: UInt32)) {
    (self.code, bytes, codePoints) = (code, length.bytes, length.points)
  }

  /// Bytes that a form's id takes.
  @inline(__always) var width: Int { Int(truncatingIfNeeded: code >> 56) }

  /// For numbers that occur nowhere.
  static var none: ForwardPart { ForwardPart(code: 0, (0, 0)) }

  package static func gap(symbol: UInt32, _ length: (bytes: UInt32, points: UInt32)) -> ForwardPart {
    ForwardPart(code: UInt64(symbol), length)
  }

  package static func form(id: UInt32, _ length: (bytes: UInt32, points: UInt32)) -> ForwardPart {
    func code(_ value: UInt32, width: UInt64) -> UInt64 {
      // The highest byte comes first.
      UInt64(value.byteSwapped >> UInt32(32 - 8 * width)) | width << 56
    }
    if id < 160 { return ForwardPart(code: code(id, width: 1), length) }
    if id < 22688 { return ForwardPart(code: code(160 << 8 + id - 160, width: 2), length) }
    if id < 22688 + 7 << 16 { return ForwardPart(code: code(248 << 16 + id - 22688, width: 3), length) }
    return ForwardPart(code: 0xff | UInt64(id) << 8 | 5 << 56, length)
  }
}
