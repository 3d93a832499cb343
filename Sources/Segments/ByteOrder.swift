// SPDX-License-Identifier: Apache-2.0

/// The order of strings by their bytes, which is that of dictionaries.
package import Bytes
internal import Glibc

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
    struct Keyed {
      var prefix: UInt64
      var number: UInt32
    }
    var keyed = numbers.map { Keyed(prefix: prefix($0), number: $0) }
    keyed.sort {
      $0.prefix != $1.prefix ? $0.prefix < $1.prefix : precedes($0.number, $1.number)
    }
    return keyed.map(\.number)
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
