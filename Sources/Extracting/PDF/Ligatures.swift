// SPDX-License-Identifier: Apache-2.0

/// The code points that stand for several letters, or for a sign that has a plainer code point.
enum Ligatures {
  /// The letters of a ligature or presentation form; nil for any other code point.
  static func letters(of scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
    switch scalar.value {
    case 0xFB00: ["f", "f"]
    case 0xFB01: ["f", "i"]
    case 0xFB02: ["f", "l"]
    case 0xFB03: ["f", "f", "i"]
    case 0xFB04: ["f", "f", "l"]
    case 0xFB05, 0xFB06: ["s", "t"]
    case 0x132: ["I", "J"]
    case 0x133: ["i", "j"]
    // Bullets of Wingdings and Symbol, which writers leave in the private use area.
    case 0xF0B7, 0xF0A7, 0xF0A8, 0xF0D8, 0xF0FC, 0xF076, 0xF06E, 0xF071: ["\u{2022}"]
    case 0xF02D: ["\u{2013}"]
    default: nil
    }
  }

  /// The letters that a control character stands for in TeX's fonts: those drawn as bitmaps, as papers of the 1990s hold,
  /// name no letters.
  static func letters(ofCode code: UInt32) -> [Unicode.Scalar]? {
    switch code {
    case 0x1B: ["f", "f"]
    case 0x1C: ["f", "i"]
    case 0x1D: ["f", "l"]
    case 0x1E, 0x0E: ["f", "f", "i"]
    case 0x1F, 0x0F: ["f", "f", "l"]
    default: nil
    }
  }
}
