// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Canonical composition (NFC), at little cost for texts in everyday scripts.
enum Normalization {
  static func composed(_ text: String) -> String {
    var text = text
    return text.withUTF8(isInert) ? text : ComposedText.compose(text)
  }

  /// Whether all characters are of those that NFC leaves as they are, whatever stands beside them. Some texts in NFC are
  /// called otherwise: only the characters of everyday texts are known here.
  static func isInert(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    for index in utf8.indices where utf8[index] >= 0xCC {
      // Below stand ASCII, all characters up to U+02FF, and the second and later bytes of others.
      guard index + 1 < utf8.count else { return false }
      let third = index + 2 < utf8.count ? utf8[index + 2] : 0
      guard isInert(utf8[index], utf8[index + 1], third) else { return false }
    }
    return true
  }

  private static func isInert(_ lead: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    switch lead {
    case 0xCE: second != 0x87  // Greek but its middle dot
    case 0xCF, 0xD0, 0xD1, 0xD3...0xD5: true  // Greek, Cyrillic, Armenian
    case 0xD2: second > 0x87  // Cyrillic but its combining signs
    case 0xE2: isInertSign(second, third)
    case 0xE3: second == 0x80 ? third < 0xAA : second != 0x82 || third != 0x99 && third != 0x9A  // kana
    case 0xE4...0xE9, 0xEB, 0xEC: true  // Chinese characters, Hangul syllables
    case 0xEA: second >= 0xB0
    case 0xED: second <= 0x9D
    case 0xEF: second >= 0xBC || second == 0xB8 && third < 0xA0  // full and half width, variation selectors
    case 0xF0: second == 0x9F  // pictographs
    default: false
    }
  }

  /// U+2000 to U+2ABF but some spaces, the signs for ohm, kelvin and angstrom, old angle brackets, combining signs.
  private static func isInertSign(_ second: UInt8, _ third: UInt8) -> Bool {
    switch second {
    case 0x80: third > 0x81
    case 0x83, 0x8C: false
    case 0x84: third != 0xA6 && third != 0xAA && third != 0xAB
    default: second <= 0xAA
    }
  }
}
