// SPDX-License-Identifier: Apache-2.0

/// Short runs of integers in exponential Golomb codes: the codec of what does not fill a block of 128.
///
///     Run     --> Order Code{n}                      bits, from the lowest of the first byte on, filled with 0 to a byte
///     Order   --> five bits: k
///     Code    --> 0{z} 1 Payload                     Payload: the low z + k bits of value + 2^k, which has z + k + 1 bits
///
/// n is known to the reader. A pair of runs has one filling: `Order Code{n}`, then `Code{n}` of order 0.
///
/// Example: the values 5 and 0 in order 1, from the lowest bit on: order `10000`; 5 + 2 = 7 has one bit more than 2, so
/// `0`, `1` and the payload `11`; 0 + 2 = 2 gives `1` and the payload `0`: 11 bits, the bytes `c1 03`.
package enum ExpGolomb {
  /// Codes are at most so long, so that one load of eight bytes holds a code wherever it begins.
  private static let longest = 56

  /// Appends a run of `count` values.
  package static func append(_ values: UnsafePointer<UInt32>, _ count: Int, to buffer: inout ByteBuffer) {
    var writer = BitWriter()
    buffer.reserve(9 * count + 16)
    append(values, count, order: bestOrder(values, count), &writer, to: &buffer)
    writer.finish(to: &buffer)
  }

  /// Appends a pair of runs of `count` values each; the second run's are small.
  package static func append(
    _ values: UnsafePointer<UInt32>, and others: UnsafePointer<UInt32>, _ count: Int, to buffer: inout ByteBuffer
  ) {
    var writer = BitWriter()
    buffer.reserve(18 * count + 16)
    append(values, count, order: bestOrder(values, count), &writer, to: &buffer)
    for index in 0..<count { writer.append(others[index], order: 0, to: &buffer) }
    writer.finish(to: &buffer)
  }

  @inline(__always)
  private static func append(
    _ values: UnsafePointer<UInt32>, _ count: Int, order: UInt64, _ writer: inout BitWriter, to buffer: inout ByteBuffer
  ) {
    writer.append(order, bits: 5, to: &buffer)
    for index in 0..<count { writer.append(values[index], order: order, to: &buffer) }
  }

  /// The order with about the fewest bits.
  private static func bestOrder(_ values: UnsafePointer<UInt32>, _ count: Int) -> UInt64 {
    var sum: UInt64 = 0
    var any: UInt32 = 0
    for index in 0..<count {
      sum &+= UInt64(values[index])
      any |= values[index]
    }
    guard count > 0, any > 0 else { return 0 }
    let widest = 32 - any.leadingZeroBitCount
    // Of codes with z zeros, 2 z + 1 + k bits must not be too many.
    let least = max(widest - 20, 0)
    var order = max(63 - (sum / UInt64(count) | 1).leadingZeroBitCount, least)
    var cost = bits(values, count, order)
    while order > least {
      let lower = bits(values, count, order - 1)
      if lower >= cost { break }
      (order, cost) = (order - 1, lower)
    }
    return UInt64(min(order, 31))
  }

  private static func bits(_ values: UnsafePointer<UInt32>, _ count: Int, _ order: Int) -> Int {
    var zeros = 0
    let top = 63 - order
    for index in 0..<count {
      zeros &+= top &- (UInt64(values[index]) &+ (1 << UInt64(order))).leadingZeroBitCount
    }
    return 2 * zeros + (1 + order) * count
  }

  /// Reads a run of `count` values at `position` and returns where it ends, nil where it is ill-formed or cut short.
  package static func read(
    _ bytes: UnsafeRawBufferPointer, at position: Int, _ count: Int, into out: UnsafeMutablePointer<UInt32>
  ) -> Int? {
    guard var reader = BitReader(bytes, at: position) else { return nil }
    let order = reader.bits(5)
    for index in 0..<count { out[index] = reader.code(order) }
    return reader.end
  }

  /// Reads the first of a pair of runs as gaps: value i becomes base + (v0 + 1) + ... + (vi + 1); false where it is
  /// ill-formed or cut short.
  package static func readDocuments(
    _ bytes: UnsafeRawBufferPointer, at position: Int = 0, _ count: Int, base: UInt32 = .max,
    into documents: UnsafeMutablePointer<UInt32>
  ) -> Bool {
    guard var reader = BitReader(bytes, at: position) else { return false }
    readDocuments(&reader, count, base: base, into: documents)
    return reader.end != nil
  }

  @inline(__always)
  private static func readDocuments(
    _ reader: inout BitReader, _ count: Int, base: UInt32, into documents: UnsafeMutablePointer<UInt32>
  ) {
    let order = reader.bits(5)
    var last = base
    for index in 0..<count {
      last = last &+ reader.code(order) &+ 1
      documents[index] = last
    }
  }

  /// Most frequencies are 1, which is a single bit: these are read many at a time.
  @inline(__always)
  private static func readFrequencies(
    _ reader: inout BitReader, _ count: Int, into frequencies: UnsafeMutablePointer<UInt32>
  ) {
    var index = 0
    while index < count {
      let ones = min(reader.ones(), count &- index)
      for place in index..<index &+ ones { frequencies[place] = 1 }
      index &+= ones
      reader.skip(ones)
      guard index < count else { return }
      frequencies[index] = reader.code(0) &+ 1
      index &+= 1
    }
  }

  /// Reads a pair of runs as gaps and frequencies: value i becomes base + (v0 + 1) + ... + (vi + 1), the others are
  /// raised by one.
  package static func readPostings(
    _ bytes: UnsafeRawBufferPointer, at position: Int, _ count: Int, base: UInt32,
    documents: UnsafeMutablePointer<UInt32>, frequencies: UnsafeMutablePointer<UInt32>
  ) -> Int? {
    guard var reader = BitReader(bytes, at: position) else { return nil }
    readDocuments(&reader, count, base: base, into: documents)
    readFrequencies(&reader, count, into: frequencies)
    return reader.end
  }
}

/// Bits on their way into a buffer, the lowest first.
private struct BitWriter {
  private var pending: UInt64 = 0
  /// Fewer than eight between calls.
  private var filled: UInt64 = 0

  /// At most 56 bits; the buffer has room for eight more bytes.
  @inline(__always)
  mutating func append(_ value: UInt64, bits: UInt64, to buffer: inout ByteBuffer) {
    pending |= value &<< filled
    filled &+= bits
    UnsafeMutableRawPointer(buffer.base + buffer.count).storeBytes(of: pending.littleEndian, as: UInt64.self)
    buffer.count &+= Int(truncatingIfNeeded: filled >> 3)
    pending = pending &>> (filled & ~7)
    filled &= 7
  }

  @inline(__always)
  mutating func append(_ value: UInt32, order: UInt64, to buffer: inout ByteBuffer) {
    let raised = UInt64(value) &+ (1 &<< order)
    let width = 63 &- UInt64(truncatingIfNeeded: raised.leadingZeroBitCount)
    let zeros = width &- order
    // `zeros` zeros, a one, then the bits of `raised` below its highest.
    let code = (1 | (raised ^ (1 &<< width)) &<< 1) &<< zeros
    append(code, bits: zeros &+ 1 &+ width, to: &buffer)
  }

  mutating func finish(to buffer: inout ByteBuffer) {
    if filled > 0 { buffer.append(UInt8(truncatingIfNeeded: pending)) }
    (pending, filled) = (0, 0)
  }
}

/// Bits of bytes that nobody vouches for; behind their end there are zeros.
private struct BitReader {
  private let bytes: UnsafeRawBufferPointer
  /// The last eight bytes: most runs are so short that all their codes lie there. Zeros stand before fewer.
  private let last: UInt64
  private var bit: Int
  private var failed = false

  init?(_ bytes: UnsafeRawBufferPointer, at position: Int) {
    guard position >= 0, position < bytes.count else { return nil }
    self.bytes = bytes
    if bytes.count >= 8 {
      last = bytes.loadUnaligned(fromByteOffset: bytes.count &- 8, as: UInt64.self).littleEndian
    } else {
      last = bytes.reduce(0) { $0 &>> 8 | UInt64($1) &<< 56 }
    }
    bit = position << 3
  }

  /// The next bits, 57 at least.
  @inline(__always)
  private func peek() -> UInt64 {
    let place = bit >> 3
    let behind = place &+ 8 &- bytes.count
    if behind <= 0 {
      // SAFETY: the eight bytes lie within the buffer.
      return bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian &>> UInt64(bit & 7)
    }
    return behind < 8 ? last &>> UInt64(8 &* behind &+ bit & 7) : 0
  }

  /// How many of the next bits, as far as they can be seen at once, are ones up to the first that is not.
  @inline(__always)
  func ones() -> Int { (~peek()).trailingZeroBitCount }

  @inline(__always)
  mutating func skip(_ count: Int) { bit &+= count }

  @inline(__always)
  mutating func bits(_ count: Int) -> UInt64 {
    defer { bit &+= count }
    return peek() & ((1 << UInt64(count)) - 1)
  }

  @inline(__always)
  mutating func code(_ order: UInt64) -> UInt32 {
    let word = peek()
    let zeros = UInt64(truncatingIfNeeded: word.trailingZeroBitCount)
    let width = zeros &+ order
    // Only malformed bytes give longer codes; 64 zeros stand behind the end.
    guard width <= 32, zeros &+ width &+ 1 <= 57 else {
      failed = true
      return 0
    }
    bit &+= Int(truncatingIfNeeded: zeros &+ width &+ 1)
    let low = word &>> (zeros &+ 1) & ((1 &<< width) &- 1)
    return UInt32(truncatingIfNeeded: low &+ (1 &<< width) &- (1 &<< order))
  }

  /// Where the byte of the last bit ends; nil where a code was ill-formed or cut short.
  var end: Int? {
    let end = (bit + 7) >> 3
    return failed || end > bytes.count ? nil : end
  }
}
