// SPDX-License-Identifier: Apache-2.0

/// Tells well-formed UTF-8 sequences from stray bytes (Unicode 15, table 3-7).
package enum UTF8Sequence {
  /// The length in bytes of the well-formed sequence at the start of `bytes`; 0 if there is none.
  package static func length(at bytes: ArraySlice<UInt8>) -> Int {
    guard let first = bytes.first else { return 0 }
    let second = bytes.dropFirst().first ?? 0
    let length: Int
    switch first {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0: length = second >= 0xA0 ? 3 : 0
    case 0xED: length = second <= 0x9F ? 3 : 0
    case 0xE1...0xEF: length = 3
    case 0xF0: length = second >= 0x90 ? 4 : 0
    case 0xF4: length = second <= 0x8F ? 4 : 0
    case 0xF1...0xF3: length = 4
    default: return 0
    }
    guard length > 0, bytes.count >= length else { return 0 }
    let tail = bytes.dropFirst().prefix(length - 1)
    return tail.allSatisfy { $0 & 0xC0 == 0x80 } ? length : 0
  }
}
