// SPDX-License-Identifier: Apache-2.0

/// The primitives of the binary frames that pass between `syntop` and its workers.
///
/// Integers are LEB128 varints (seven bits a byte, low bits first, the high bit set on all but the last), signed ones
/// zigzag-coded; a string is its length in bytes and its UTF-8; a float is its four bytes, little-endian; an optional is
/// a byte 0, or a byte 1 and the value. The reader trusts nothing: each length is checked against what is left.
package struct FrameWriter: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func byte(_ value: UInt8) { bytes.append(value) }

  package mutating func integer(_ value: Int) {
    var rest = UInt64(bitPattern: Int64(value) << 1 ^ Int64(value) >> 63)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  package mutating func string(_ text: String) {
    integer(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  package mutating func raw(_ data: [UInt8]) {
    integer(data.count)
    bytes.append(contentsOf: data)
  }

  package mutating func float(_ value: Float) {
    for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift)) }
  }

  package mutating func double(_ value: Double) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
    }
  }

  package mutating func strings(_ texts: [String]) {
    integer(texts.count)
    for text in texts { string(text) }
  }

  package mutating func optional<Value>(_ value: Value?, _ write: (inout FrameWriter, Value) -> Void) {
    guard let value else { return byte(0) }
    byte(1)
    write(&self, value)
  }
}

/// A frame that does not hold what its grammar demands: what was wanted, and the byte where reading stopped.
package struct DamagedFrame: Error, Sendable, Equatable {
  package var wanted: String
  package var offset: Int
}

/// Reads what `FrameWriter` wrote; throws `DamagedFrame` for anything else and never reads past the end.
package struct FrameReader: Sendable {
  private let bytes: [UInt8]
  package private(set) var offset = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package var remaining: Int { bytes.count - offset }

  package mutating func byte() throws(DamagedFrame) -> UInt8 {
    guard offset < bytes.count else { throw DamagedFrame(wanted: "a byte", offset: offset) }
    defer { offset += 1 }
    return bytes[offset]
  }

  package mutating func integer() throws(DamagedFrame) -> Int {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), through: 63, by: 7) {
      let next = try byte()
      guard shift < 63 || next <= 1 else { break }
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return Int(Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)) }
    }
    throw DamagedFrame(wanted: "a 64-bit integer", offset: offset)
  }

  /// An integer of a range that the caller knows to be sound.
  package mutating func integer(in range: ClosedRange<Int>) throws(DamagedFrame) -> Int {
    let value = try integer()
    guard range.contains(value) else { throw DamagedFrame(wanted: "a number in \(range)", offset: offset) }
    return value
  }

  /// A count of things that each take at least one byte, so that no count makes more than the frame can hold.
  package mutating func count() throws(DamagedFrame) -> Int {
    let value = try integer()
    guard (0...remaining).contains(value) else {
      throw DamagedFrame(wanted: "a count within the frame", offset: offset)
    }
    return value
  }

  package mutating func raw() throws(DamagedFrame) -> [UInt8] {
    let length = try count()
    defer { offset += length }
    return Array(bytes[offset..<offset + length])
  }

  package mutating func string() throws(DamagedFrame) -> String {
    let length = try count()
    defer { offset += length }
    return String(decoding: bytes[offset..<offset + length], as: UTF8.self)
  }

  package mutating func float() throws(DamagedFrame) -> Float {
    var pattern: UInt32 = 0
    for shift in [0, 8, 16, 24] as [UInt32] { pattern |= UInt32(try byte()) << shift }
    return Float(bitPattern: pattern)
  }

  package mutating func double() throws(DamagedFrame) -> Double {
    var pattern: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 8) { pattern |= UInt64(try byte()) << shift }
    return Double(bitPattern: pattern)
  }

  package mutating func strings() throws(DamagedFrame) -> [String] {
    var texts: [String] = []
    for _ in 0..<(try count()) { texts.append(try string()) }
    return texts
  }

  package mutating func optional<Value>(
    _ read: (inout FrameReader) throws(DamagedFrame) -> Value
  ) throws(DamagedFrame) -> Value? {
    switch try byte() {
    case 0: return nil
    case 1: return try read(&self)
    default: throw DamagedFrame(wanted: "0 or 1 before an optional", offset: offset - 1)
    }
  }

  package func end() throws(DamagedFrame) {
    guard remaining == 0 else { throw DamagedFrame(wanted: "the end of the frame", offset: offset) }
  }
}
