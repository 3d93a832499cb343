// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// A number for each document, as lengths and codes of columns are kept: packed in the file, plain in memory.
///
///     Run   --> Count (4 bytes) Kind (1 byte) PackedBlock{Count/128} ExpGolomb run of Count mod 128
///     Kind  --> 0: the numbers; 1: their differences, each from the one before (the first from 0), 0, -1, 1, -2 ... as
///               0, 1, 2, 3 ...
///
/// The writer takes the shorter kind: neighbours often have one source and one year. Example: the numbers 7, 7 are
/// `02 00 00 00 00` and the run `c2 39`.
package enum PackedRun {
  static func append(_ values: UnsafeBufferPointer<UInt32>, to buffer: inout ByteBuffer) {
    buffer.append(little: UInt32(truncatingIfNeeded: values.count))
    let start = buffer.count
    append(values, kind: 0, to: &buffer)
    var differences = ByteBuffer(capacity: buffer.count - start + 16)
    append(values, kind: 1, to: &differences)
    if differences.count < buffer.count - start {
      buffer.count = start
      buffer.append(bytes: differences.bytes)
    }
  }

  package static func write(_ values: [UInt32], _ section: UInt32, to file: inout SectionFileWriter) throws {
    var buffer = ByteBuffer(capacity: values.count + 64)
    values.withUnsafeBufferPointer { append($0, to: &buffer) }
    try file.section(section, buffer)
  }

  private static func append(_ values: UnsafeBufferPointer<UInt32>, kind: UInt8, to buffer: inout ByteBuffer) {
    buffer.append(kind)
    var last: UInt32 = 0
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: PackedBlock.size) { block in
      guard let base = block.baseAddress else { return }
      for start in stride(from: 0, to: values.count, by: PackedBlock.size) {
        let count = min(PackedBlock.size, values.count - start)
        for index in 0..<count {
          let value = values[start + index]
          let difference = Int32(bitPattern: value &- last)
          base[index] = kind == 0 ? value : UInt32(bitPattern: (difference &<< 1) ^ (difference >> 31))
          last = value
        }
        if count == PackedBlock.size {
          PackedBlock.append(base, to: &buffer)
        } else {
          ExpGolomb.append(base, count, to: &buffer)
        }
      }
    }
  }

  /// The numbers; throws where the section is ill-formed.
  package static func read(_ section: Section) throws -> [UInt32] {
    guard let run = try PackedNumbers(section) else { return [] }
    return try [UInt32](unsafeUninitializedCapacity: run.room) { buffer, written in
      guard let out = buffer.baseAddress else { return }
      try run.unpack(into: out)
      written = run.count
    }
  }

  /// For each number the sum of those before it, and behind the last the sum of all; none where there are no numbers.
  static func readStarts(_ section: Section) throws -> FixedArray<UInt32> {
    guard let run = try PackedNumbers(section), run.count > 0 else { return FixedArray(unpacked: []) }
    return try FixedArray(count: run.count + 1, room: run.room + 1) { out in
      try run.unpack(into: out)
      var total: UInt32 = 0
      for index in 0..<run.count { (out[index], total) = (total, total &+ out[index]) }
      out[run.count] = total
    }
  }

  /// The numbers, each less one: 0 becomes `.max`.
  static func readLessOne(_ section: Section) throws -> FixedArray<UInt32> {
    guard let run = try PackedNumbers(section) else { return FixedArray(unpacked: []) }
    return try FixedArray(count: run.count, room: run.room) { out in
      try run.unpack(into: out)
      for index in 0..<run.count { out[index] &-= 1 }
    }
  }
}

/// A section that holds a run of numbers.
private struct PackedNumbers {
  private let section: Section
  private let bytes: UnsafeRawBufferPointer
  private let isDifference: Bool
  private let start: Int
  let count: Int

  /// Places that are written to while the numbers are unpacked.
  var room: Int { count + PackedBlock.size }

  /// Nil where nothing stands.
  init?(_ section: Section) throws {
    (self.section, bytes) = (section, try section.checked())
    if bytes.isEmpty { return nil }
    var cursor = ByteCursor(bytes)
    count = Int(cursor.read(UInt32.self))
    isDifference = cursor.read(UInt8.self) == 1
    start = cursor.position
    // A block takes two bytes at least.
    guard !cursor.failed, count / PackedBlock.size * 2 <= bytes.count else { throw damaged }
  }

  private var damaged: IndexError { .damaged(path: section.file.path, what: "a run of numbers is ill-formed") }

  func unpack(into out: UnsafeMutablePointer<UInt32>) throws {
    var (position, written) = (start, 0)
    while written < count {
      let part = min(PackedBlock.size, count - written)
      let end =
        part == PackedBlock.size
        ? PackedBlock.read(bytes, at: position, into: out + written)
        : ExpGolomb.read(bytes, at: position, part, into: out + written)
      guard let end else { throw damaged }
      (position, written) = (end, written + part)
    }
    if isDifference { sum(out) }
  }

  private func sum(_ values: UnsafeMutablePointer<UInt32>) {
    var last: UInt32 = 0
    for index in 0..<count {
      last = last &+ ((values[index] >> 1) ^ (0 &- (values[index] & 1)))
      values[index] = last
    }
  }
}
