// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Numbered strings, such as ids of documents, in blocks of 32 that leave out what neighbours share.
///
///     Bytes  --> Block{(n + 31) / 32}                   n is known to the reader
///     Block  --> Risen (4 bytes) String{32}             the last block has fewer
///     String --> nothing                                where bit i of Risen says so, i its place in the block, not the first
///             |  Head (Shared - 15)? (Length - 15)? byte{Length}
///     Head   --> one byte: min(Shared, 15) + 16 * min(Length, 15)
///     Places --> TrendArray: where each block starts in Bytes, and where the last one ends
///
/// A string is as many bytes of the one before as Shared says (of the first in a block none) and then its own; what is left
/// of numbers from 15 on stands behind Head as varints. A string that is not written is the one before with its last run of
/// decimal digits, if it has any, raised by one, as a number that keeps its zeros in front. Example: "p9", "p10" and "p12" are
/// `02 00 00 00`, `20 70 39`, nothing, and `12 32`.
package struct StringBlocks: Sendable {
  static let block = 32
  private let text: FixedArray<UInt8>
  private let places: TrendArray
  package let count: Int

  /// Of sections that are cut short, strings are missing or empty.
  init(_ text: Section, places: Section, count: Int) throws {
    self.text = try FixedArray(text)
    self.places = try TrendArray(places)
    self.count = min(count, max(self.places.count - 1, 0) * Self.block)
  }

  /// The string of that number; empty for one outside.
  package subscript(number: Int) -> [UInt8] {
    var cursor = StringCursor(self)
    cursor.move(to: number)
    return cursor.bytes
  }

  /// How many strings stand below `wanted`, where they ascend by their bytes.
  func lowerBound(_ wanted: UnsafeRawBufferPointer) -> Int {
    var cursor = StringCursor(self)
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      cursor.move(to: middle)
      if cursor.compare(wanted) < 0 { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The bytes of a block; none where it lies outside.
  fileprivate func bytes(ofBlock number: Int) -> UnsafeRawBufferPointer {
    let (start, end) = (Int(places[number]), Int(places[number + 1]))
    guard start < end, end <= text.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text.values)[start..<end])
  }
}

/// Stands on one string after the other; going forward within a block reads on.
package struct StringCursor {
  private let table: StringBlocks
  private var number = -1
  private var block: UnsafeRawBufferPointer
  /// Where the next written string of the block begins.
  private var place = 0
  private var risen: UInt32 = 0
  /// The string; empty where the table has none of that number.
  package private(set) var bytes: [UInt8] = []

  package init(_ table: StringBlocks) {
    self.table = table
    block = UnsafeRawBufferPointer(start: nil, count: 0)
  }

  /// Goes to the string of that number.
  package mutating func move(to wanted: Int) {
    guard wanted != number else { return }
    guard wanted >= 0, wanted < table.count else {
      bytes.removeAll(keepingCapacity: true)
      number = -1
      return
    }
    if number < 0 || wanted < number || wanted / StringBlocks.block != number / StringBlocks.block {
      enter(wanted / StringBlocks.block)
    }
    while number < wanted {
      let next = (number &+ 1) % StringBlocks.block
      let run = min((~(risen &>> UInt32(next))).trailingZeroBitCount, wanted &- number)
      if run > 0 {
        DecimalTail.raise(&bytes, by: run)
        number &+= run
      } else {
        readString()
        number &+= 1
      }
    }
  }

  /// Compares with a string by bytes: below, at or above 0.
  package func compare(_ other: UnsafeRawBufferPointer) -> Int {
    bytes.withUnsafeBytes { ByteOrder.compare($0, other) }
  }

  package func compare(_ other: [UInt8]) -> Int { other.withUnsafeBytes { compare($0) } }

  /// Goes before the first string of a block.
  private mutating func enter(_ wanted: Int) {
    number = wanted * StringBlocks.block - 1
    block = table.bytes(ofBlock: wanted)
    bytes.removeAll(keepingCapacity: true)
    var cursor = ByteCursor(block)
    risen = cursor.read(UInt32.self) & ~1
    place = cursor.position
  }

  private mutating func readString() {
    var cursor = ByteCursor(block, at: place)
    let head = Int(cursor.read(UInt8.self))
    var (shared, length) = (head & 15, head >> 4)
    if shared == 15 { shared += cursor.varint(below: block.count) }
    if length == 15 { length += cursor.varint(below: block.count) }
    if shared < bytes.count { bytes.removeLast(bytes.count &- shared) }
    bytes.append(contentsOf: cursor.bytes(length))
    place = cursor.position
  }
}

/// The last run of decimal digits of a string as a number.
enum DecimalTail {
  /// Adds to the number, which keeps the zeros in front of it; nothing happens to a string without digits.
  static func raise(_ bytes: inout [UInt8], by amount: Int) {
    var end = bytes.count
    while end > 0, !isDigit(bytes[end - 1]) { end -= 1 }
    var (index, carry) = (end, amount)
    while carry > 0, index > 0, isDigit(bytes[index - 1]) {
      index -= 1
      let sum = Int(bytes[index] &- 0x30) + carry
      bytes[index] = 0x30 + UInt8(sum % 10)
      carry = sum / 10
    }
    guard end > 0 else { return }
    while carry > 0 {
      bytes.insert(0x30 + UInt8(carry % 10), at: index)
      carry /= 10
    }
  }

  /// Whether `other` is `string` raised by one.
  static func isRaised(_ other: UnsafeRawBufferPointer, from string: [UInt8], spare: inout [UInt8]) -> Bool {
    // A raised string is as long, or longer by a digit.
    guard other.count == string.count || other.count == string.count + 1 else { return false }
    spare.removeAll(keepingCapacity: true)
    spare.append(contentsOf: string)
    raise(&spare, by: 1)
    return spare.withUnsafeBytes { ByteOrder.compare($0, other) } == 0
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
