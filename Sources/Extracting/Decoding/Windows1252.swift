// SPDX-License-Identifier: Apache-2.0

/// The table of windows-1252 in both directions; its five empty places stand for the controls of the same number.
enum Windows1252 {
  /// The code points of bytes 80-9F.
  private static let high: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
    0x017E, 0x0178,
  ]
  private static let bytes: [UInt32: UInt8] = {
    var bytes: [UInt32: UInt8] = [:]
    for (offset, value) in high.enumerated() { bytes[value] = UInt8(0x80 + offset) }
    return bytes
  }()

  static func scalar(_ byte: UInt8) -> UInt32 {
    (0x80..<0xA0).contains(byte) ? high[Int(byte) - 0x80] : UInt32(byte)
  }

  /// The byte of a code point, also of the C1 controls that stand where the encoding has no character; nil for others.
  static func byte(_ value: UInt32) -> UInt8? {
    value < 0x100 ? UInt8(value) : bytes[value]
  }
}
