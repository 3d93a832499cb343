// SPDX-License-Identifier: Apache-2.0

/// Unpacks gzip'd files (RFC 1952, RFC 1951), for saved pages and manuals that are kept compressed.
///
/// Everything is checked: a damaged or cut-off stream gives what was unpacked before the damage, output stops at a
/// limit, and no input makes it read or write outside its buffers. Checksums are not compared, since text before a
/// damaged end is worth having.
struct Inflate {
  enum Ending: Equatable { case complete, damaged, limit }

  private let input: [UInt8]
  private var position: Int
  private var bitBuffer: UInt32 = 0
  private var bitCount: UInt32 = 0
  private var output: [UInt8] = []
  private let limit: Int

  private struct Stop: Error { var ending: Ending }

  static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B, 8]) }

  /// The content of all members of a gzip file, up to `limit` bytes.
  static func gunzip(_ bytes: [UInt8], limit: Int) -> (bytes: [UInt8], ending: Ending) {
    var stream = Inflate(input: bytes, limit: limit)
    do throws(Stop) {
      repeat { try stream.member() } while bytes[stream.position...].starts(with: [0x1F, 0x8B, 8])
      return (stream.output, .complete)
    } catch {
      return (stream.output, error.ending)
    }
  }

  private init(input: [UInt8], limit: Int) {
    (self.input, self.limit, position) = (input, limit, 0)
    output.reserveCapacity(min(limit, input.count * 4))
  }

  // MARK: Members

  private mutating func member() throws(Stop) {
    let flags = try header()
    if flags & 4 != 0 {
      let length = Int(try byte()) | Int(try byte()) << 8
      try skip(length)
    }
    if flags & 8 != 0 { try skipString() }
    if flags & 16 != 0 { try skipString() }
    if flags & 2 != 0 { try skip(2) }
    try blocks()
    alignToByte()
    try skip(8)
  }

  private mutating func header() throws(Stop) -> UInt8 {
    guard input.count - position >= 10 else { throw Stop(ending: .damaged) }
    let flags = input[position + 3]
    position += 10
    return flags
  }

  private mutating func byte() throws(Stop) -> UInt8 {
    guard position < input.count else { throw Stop(ending: .damaged) }
    defer { position += 1 }
    return input[position]
  }

  private mutating func skip(_ count: Int) throws(Stop) {
    guard input.count - position >= count else { throw Stop(ending: .damaged) }
    position += count
  }

  private mutating func skipString() throws(Stop) {
    while try byte() != 0 {}
  }

  // MARK: Blocks

  private mutating func blocks() throws(Stop) {
    var last = false
    while !last {
      last = try bits(1) == 1
      switch try bits(2) {
      case 0: try stored()
      case 1: try compressed(.fixedLiterals, .fixedDistances)
      case 2:
        let (literals, distances) = try dynamicCodes()
        try compressed(literals, distances)
      default: throw Stop(ending: .damaged)
      }
    }
  }

  private mutating func stored() throws(Stop) {
    alignToByte()
    let length = Int(try byte()) | Int(try byte()) << 8
    try skip(2)
    guard input.count - position >= length else { throw Stop(ending: .damaged) }
    output.append(contentsOf: input[position..<position + length])
    position += length
    guard output.count <= limit else { throw Stop(ending: .limit) }
  }

  private static let lengthBases: [Int] = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
  ]
  private static let lengthExtras: [UInt32] = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distanceBases: [Int] = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
    8193, 12289, 16385, 24577,
  ]

  private mutating func compressed(_ literals: PrefixCode, _ distances: PrefixCode) throws(Stop) {
    while true {
      let symbol = try decode(literals)
      if symbol < 256 {
        output.append(UInt8(symbol))
      } else if symbol == 256 {
        return
      } else {
        guard symbol - 257 < Inflate.lengthBases.count else { throw Stop(ending: .damaged) }
        let length = Inflate.lengthBases[symbol - 257] + Int(try bits(Inflate.lengthExtras[symbol - 257]))
        let code = try decode(distances)
        guard code < Inflate.distanceBases.count else { throw Stop(ending: .damaged) }
        let distance = Inflate.distanceBases[code] + Int(try bits(code < 2 ? 0 : UInt32(code / 2 - 1)))
        try copy(length: length, distance: distance)
      }
      if output.count > limit { throw Stop(ending: .limit) }
    }
  }

  private mutating func copy(length: Int, distance: Int) throws(Stop) {
    let start = output.count - distance
    guard start >= 0 else { throw Stop(ending: .damaged) }
    // The source may run into what is being written: that is how a run is repeated.
    for offset in 0..<length { output.append(output[start + offset]) }
  }

  private mutating func dynamicCodes() throws(Stop) -> (PrefixCode, PrefixCode) {
    let literalCount = Int(try bits(5)) + 257
    let distanceCount = Int(try bits(5)) + 1
    let lengthCount = Int(try bits(4)) + 4
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    var codeLengths = [UInt8](repeating: 0, count: 19)
    for place in order.prefix(lengthCount) { codeLengths[place] = UInt8(try bits(3)) }
    let lengthCode = try code(codeLengths)
    var lengths: [UInt8] = []
    while lengths.count < literalCount + distanceCount {
      switch try decode(lengthCode) {
      case let length where length < 16: lengths.append(UInt8(length))
      case 16:
        guard let previous = lengths.last else { throw Stop(ending: .damaged) }
        lengths.append(contentsOf: repeatElement(previous, count: 3 + Int(try bits(2))))
      case 17: lengths.append(contentsOf: repeatElement(0, count: 3 + Int(try bits(3))))
      default: lengths.append(contentsOf: repeatElement(0, count: 11 + Int(try bits(7))))
      }
    }
    guard lengths.count == literalCount + distanceCount else { throw Stop(ending: .damaged) }
    return (try code(Array(lengths[..<literalCount])), try code(Array(lengths[literalCount...])))
  }

  private func code(_ lengths: [UInt8]) throws(Stop) -> PrefixCode {
    guard let code = PrefixCode(lengths: lengths) else { throw Stop(ending: .damaged) }
    return code
  }

  // MARK: Bits

  /// Drops the rest of the current byte and gives back the whole bytes that were read ahead.
  private mutating func alignToByte() {
    position -= Int(bitCount / 8)
    (bitBuffer, bitCount) = (0, 0)
  }

  private mutating func bits(_ count: UInt32) throws(Stop) -> UInt32 {
    while bitCount < count {
      bitBuffer |= UInt32(try byte()) << bitCount
      bitCount += 8
    }
    defer {
      bitBuffer >>= count
      bitCount -= count
    }
    return bitBuffer & ((1 << count) - 1)
  }

  private mutating func decode(_ code: PrefixCode) throws(Stop) -> Int {
    // The last code of a stream may lie nearer to its end than the longest code is long.
    while bitCount < 15, position < input.count {
      bitBuffer |= UInt32(input[position]) << bitCount
      position += 1
      bitCount += 8
    }
    let entry = code.table[Int(bitBuffer & 0x7FFF)]
    let length = UInt32(entry & 15)
    guard length > 0, length <= bitCount else { throw Stop(ending: .damaged) }
    bitBuffer >>= length
    bitCount -= length
    return Int(entry >> 4)
  }
}

/// A canonical prefix code of at most 15 bits as a table from the next 15 bits to (symbol, length).
struct PrefixCode {
  /// `symbol << 4 | length`; length 0 where no code begins so.
  let table: [UInt16]

  static let fixedLiterals = PrefixCode(
    unchecked: [UInt8](repeating: 8, count: 144) + [UInt8](repeating: 9, count: 112)
      + [UInt8](repeating: 7, count: 24) + [UInt8](repeating: 8, count: 8))
  static let fixedDistances = PrefixCode(unchecked: [UInt8](repeating: 5, count: 30))

  /// Nil when more codes are asked for than there are of their lengths.
  init?(lengths: [UInt8]) {
    var space = 0
    for length in lengths where length > 0 { space += 1 << (15 - Int(length)) }
    guard space <= 1 << 15 else { return nil }
    self.init(unchecked: lengths)
  }

  private init(unchecked lengths: [UInt8]) {
    var table = [UInt16](repeating: 0, count: 1 << 15)
    var next = 0
    for length in 1...15 {
      for (symbol, own) in lengths.enumerated() where own == length {
        let code = reversed(next, bits: length)
        for high in 0..<(1 << (15 - length)) { table[high << length | code] = UInt16(symbol << 4 | length) }
        next += 1
      }
      next <<= 1
    }
    self.table = table
  }
}

/// The lowest `bits` bits of `value` in the opposite order.
private func reversed(_ value: Int, bits: Int) -> Int {
  var (value, result) = (value, 0)
  for _ in 0..<bits {
    result = result << 1 | value & 1
    value >>= 1
  }
  return result
}
