// SPDX-License-Identifier: Apache-2.0

/// A bit for each document, as sections hold them: the lowest of each byte first, bytes behind the last set bit left out.

/// The bits while they are gathered.
struct DocumentBits {
  private(set) var bytes: [UInt8] = []

  mutating func insert(_ document: Int) {
    while bytes.count <= document / 8 { bytes.append(0) }
    bytes[document / 8] |= 1 << UInt8(document % 8)
  }
}

extension FixedArray<UInt8> {
  /// Whether the bit of a document is set.
  @inlinable package func hasBit(_ document: UInt32) -> Bool {
    self[Int(document >> 3)] >> UInt8(document & 7) & 1 == 1
  }

  /// The documents below `count` whose bit is set, ascending.
  func documents(below count: Int) -> [UInt32] {
    var found: [UInt32] = []
    for (index, byte) in values.enumerated() {
      var rest = byte
      while rest != 0 {
        found.append(UInt32(truncatingIfNeeded: 8 * index + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return found.last.map { Int($0) < count } ?? true ? found : found.filter { Int($0) < count }
  }
}
