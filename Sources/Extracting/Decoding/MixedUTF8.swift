// SPDX-License-Identifier: Apache-2.0

/// UTF-8 with some bytes that do not belong: a cut-off last character, or pasted windows-1252.
enum MixedUTF8 {
  /// The text if well-formed sequences clearly outnumber the stray bytes, which are then read as windows-1252; else nil.
  static func decode(_ bytes: [UInt8]) -> DecodedText? {
    var utf8: [UInt8] = []
    utf8.reserveCapacity(bytes.count + 16)
    var sequences = 0
    var strays: [Int] = []
    var index = 0
    while index < bytes.count {
      let length = sequenceLength(bytes, at: index)
      if length == 0 {
        strays.append(utf8.count)
        utf8.append(bytes[index])
        index += 1
      } else {
        if length > 1 { sequences += 1 }
        utf8.append(contentsOf: bytes[index..<index + length])
        index += length
      }
    }
    let cutOff = strays.count <= 3 && strays.first.map { $0 + 3 >= utf8.count } ?? false
    guard sequences > 0, cutOff || sequences >= 4 * strays.count || sequences >= 20 && sequences > strays.count else {
      return nil
    }
    return DecodedText(
      utf8: replaced(utf8, at: strays), encoding: "utf-8", evidence: .validUTF8,
      confidence: cutOff ? 0.95 : 0.85, replacements: strays.count)
  }

  /// Puts the windows-1252 character, or U+FFFD where it has none, for each stray byte.
  private static func replaced(_ utf8: [UInt8], at strays: [Int]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(utf8.count + 2 * strays.count)
    var from = 0
    for place in strays {
      out.append(contentsOf: utf8[from..<place])
      let value = Windows1252.scalar(utf8[place])
      out.append(scalar: value < 0xA0 ? 0xFFFD : value)
      from = place + 1
    }
    out.append(contentsOf: utf8[from...])
    return out
  }

  /// Whether all bytes are UTF-8: as `UTF8Span(validating:)` says, but eight bytes at a time where they are ASCII.
  static func isWellFormed(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { raw in
      var index = 0
      while index < raw.count {
        while index + 8 <= raw.count,
          raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        {
          index += 8
        }
        guard index < raw.count else { break }
        let length = sequenceLength(bytes, at: index)
        guard length > 0 else { return false }
        index += length
      }
      return true
    }
  }

  /// The length of the well-formed sequence at `index` (Unicode 15.0, table 3-7); 0 where there is none.
  static func sequenceLength(_ bytes: [UInt8], at index: Int) -> Int {
    let lead = bytes[index]
    func continues(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      index + offset < bytes.count && range.contains(bytes[index + offset])
    }
    switch lead {
    case 0..<0x80: return 1
    case 0xC2...0xDF: return continues(1) ? 2 : 0
    case 0xE0: return continues(1, 0xA0...0xBF) && continues(2) ? 3 : 0
    case 0xED: return continues(1, 0x80...0x9F) && continues(2) ? 3 : 0
    case 0xE1...0xEF: return continues(1) && continues(2) ? 3 : 0
    case 0xF0: return continues(1, 0x90...0xBF) && continues(2) && continues(3) ? 4 : 0
    case 0xF1...0xF3: return continues(1) && continues(2) && continues(3) ? 4 : 0
    case 0xF4: return continues(1, 0x80...0x8F) && continues(2) && continues(3) ? 4 : 0
    default: return 0
    }
  }
}
