// SPDX-License-Identifier: Apache-2.0

package import Bytes
internal import Glibc

/// The order of strings by their bytes, which is that of dictionaries.
package enum ByteOrder {
  /// Compares two strings by their bytes: below, at or above 0.
  package static func compare(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
    guard let x = a.baseAddress, let y = b.baseAddress else { return a.count - b.count }
    let difference = Int(memcmp(x, y, min(a.count, b.count)))
    return difference != 0 ? difference : a.count - b.count
  }
}

extension InternTable {
  /// The given numbers in the order of their strings' bytes.
  ///
  /// Compares the first eight bytes as one integer and looks at the strings only where those are equal.
  package func numbersByBytes(_ numbers: [UInt32]) -> [UInt32] {
    var keyed = numbers.map { Keyed(prefix: prefix($0), number: $0) }
    if keyed.count < Self.worthParting {
      keyed.sort(by: precedes)
    } else {
      sortByParts(&keyed)
    }
    return keyed.map(\.number)
  }

  private struct Keyed {
    var prefix: UInt64
    var number: UInt32
  }

  /// From so many strings on, they are first parted by their first two bytes: the parts are small and sorted quickly.
  private static let worthParting = 1 << 13

  private func sortByParts(_ keyed: inout [Keyed]) {
    let parts = 1 << 16
    var places = [Int](repeating: 0, count: parts + 1)
    for entry in keyed { places[Int(entry.prefix >> 48) + 1] += 1 }
    for part in 0..<parts { places[part + 1] += places[part] }
    let starts = places
    var parted = keyed
    for entry in keyed {
      let part = Int(entry.prefix >> 48)
      parted[places[part]] = entry
      places[part] += 1
    }
    parted.withUnsafeMutableBufferPointer { parted in
      for part in 0..<parts where starts[part + 1] - starts[part] > 1 {
        var own = UnsafeMutableBufferPointer(rebasing: parted[starts[part]..<starts[part + 1]])
        own.sort(by: precedes)
      }
    }
    keyed = parted
  }

  private func precedes(_ a: Keyed, _ b: Keyed) -> Bool {
    a.prefix != b.prefix ? a.prefix < b.prefix : precedes(a.number, b.number)
  }

  /// The first eight bytes, the first one highest; zeros behind the end.
  private func prefix(_ number: UInt32) -> UInt64 {
    withBytes(of: number) { bytes in
      var value: UInt64 = 0
      for index in 0..<min(bytes.count, 8) { value |= UInt64(bytes[index]) << UInt64(56 - 8 * index) }
      return value
    }
  }

  private func precedes(_ a: UInt32, _ b: UInt32) -> Bool {
    withBytes(of: a) { first in
      withBytes(of: b) { second in
        for index in 0..<min(first.count, second.count) where first[index] != second[index] {
          return first[index] < second[index]
        }
        return first.count < second.count
      }
    }
  }

  /// The bytes of a string as an array.
  package func bytes(_ number: UInt32) -> [UInt8] {
    withBytes(of: number) { $0.withUnsafeBufferPointer { Array($0) } }
  }
}
