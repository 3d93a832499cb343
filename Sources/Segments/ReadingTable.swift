// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// The readings of annotated tokens while segments are being filled: a word form with the values of its attributes.
///
/// Each distinct reading has a number, dense from 0. Values are kept in the form that `AttributeValues` stores: folded,
/// then, where it differs, a zero byte and the value as given. Value 0 of every attribute is the empty string.
package final class ReadingTable {
  /// More attributes than this are refused.
  package static let mostAttributes = 255
  /// The attributes met so far, by number.
  package private(set) var names: [String] = []
  private(set) var values: [InternTable] = []
  private let readings = InternTable(capacity: 1 << 12)
  private var key: [UInt8] = []

  package init() {}

  package var count: Int { readings.count }

  /// The number of the attribute with that name.
  package func attribute(_ name: String) -> Int {
    if let known = names.firstIndex(of: name) { return known }
    let table = InternTable(capacity: 256)
    _ = [UInt8]().withUnsafeBufferPointer { table.intern($0) }
    names.append(name)
    values.append(table)
    return names.count - 1
  }

  /// The number of a value of an attribute.
  package func value(_ attribute: Int, folded: [UInt8], given: [UInt8]) -> UInt32 {
    value(attribute, entry: folded == given ? given : folded + [0] + given)
  }

  /// The number of a value that is its own folded form.
  package func value(_ attribute: Int, plain: UnsafeBufferPointer<UInt8>) -> UInt32 { values[attribute].intern(plain) }

  func value(_ attribute: Int, entry: [UInt8]) -> UInt32 { values[attribute].intern(entry.span) }

  /// The number of a reading; values that are 0 may be left out.
  package func reading(of surface: UInt32, _ given: [(attribute: Int, value: UInt32)]) -> UInt32 {
    key.removeAll(keepingCapacity: true)
    Self.append(surface, to: &key)
    let isSorted = zip(given, given.dropFirst()).allSatisfy { $0.attribute < $1.attribute }
    let sorted = isSorted ? given : given.sorted { $0.attribute < $1.attribute }
    for (attribute, value) in sorted where value > 0 {
      key.append(UInt8(truncatingIfNeeded: attribute))
      Self.append(value, to: &key)
    }
    return key.withUnsafeBufferPointer { readings.intern($0) }
  }

  private static func append(_ value: UInt32, to key: inout [UInt8]) {
    for shift in [0, 8, 16, 24] as [UInt32] { key.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  private static func word(_ bytes: borrowing Span<UInt8>, at start: Int) -> UInt32 {
    var word: UInt32 = 0
    for byte in 0..<4 { word |= UInt32(bytes[start + byte]) << UInt32(8 * byte) }
    return word
  }

  /// The word form of a reading.
  func surface(of reading: UInt32) -> UInt32 { readings.withBytes(of: reading) { Self.word($0, at: 0) } }

  /// The values of a reading, by attribute.
  func values(of reading: UInt32) -> [UInt32] {
    var found: [UInt32] = []
    appendValues(of: reading, to: &found)
    return found
  }

  /// Appends the values of a reading, one for each attribute.
  func appendValues(of reading: UInt32, to found: inout [UInt32]) {
    let first = found.count
    for _ in names.indices { found.append(0) }
    readings.withBytes(of: reading) { bytes in
      for start in stride(from: 4, to: bytes.count - 4, by: 5) {
        found[first + Int(bytes[start])] = Self.word(bytes, at: start + 1)
      }
    }
  }
}
