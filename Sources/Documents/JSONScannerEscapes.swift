// SPDX-License-Identifier: Apache-2.0

/// The escapes of JSON strings: `\n`, `\"`, `\u00e9`, and pairs of surrogates; a lone surrogate becomes U+FFFD.
enum JSONEscapes {
  static func decode(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(JSONSyntaxError) -> String {
    var utf8: [UInt8] = []
    utf8.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      guard byte == UInt8(ascii: "\\") else {
        utf8.append(byte)
        index += 1
        continue
      }
      guard index + 1 < range.upperBound else { throw JSONSyntaxError(wanted: "an escape", offset: index) }
      if bytes[index + 1] == UInt8(ascii: "u") {
        let (scalar, length) = try codePoint(bytes, at: index, end: range.upperBound)
        utf8.append(contentsOf: String(Character(scalar)).utf8)
        index += length
      } else {
        utf8.append(try simple(bytes[index + 1], at: index))
        index += 2
      }
    }
    return String(decoding: utf8, as: UTF8.self)
  }

  private static func simple(_ letter: UInt8, at offset: Int) throws(JSONSyntaxError) -> UInt8 {
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return letter
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0C
    default: throw JSONSyntaxError(wanted: "one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u", offset: offset)
    }
  }

  /// The character of the `\uXXXX`, or of the two for a pair of surrogates, at `start`.
  private static func codePoint(
    _ bytes: Span<UInt8>, at start: Int, end: Int
  ) throws(JSONSyntaxError) -> (Unicode.Scalar, length: Int) {
    let first = try unit(bytes, at: start, end: end)
    if first & 0xFC00 == 0xD800, start + 7 < end, bytes[start + 6] == UInt8(ascii: "\\"),
      bytes[start + 7] == UInt8(ascii: "u"), case let second = try unit(bytes, at: start + 6, end: end),
      second & 0xFC00 == 0xDC00
    {
      let value = 0x10000 + ((first & 0x3FF) << 10 | second & 0x3FF)
      return (Unicode.Scalar(value) ?? "\u{FFFD}", 12)
    }
    return (Unicode.Scalar(first) ?? "\u{FFFD}", 6)
  }

  private static func unit(_ bytes: Span<UInt8>, at start: Int, end: Int) throws(JSONSyntaxError) -> UInt32 {
    guard end - start >= 6 else { throw JSONSyntaxError(wanted: "four hexadecimal digits", offset: start) }
    var value: UInt32 = 0
    for index in start + 2..<start + 6 {
      switch bytes[index] {
      case 0x30...0x39: value = value << 4 | UInt32(bytes[index] - 0x30)
      case 0x41...0x46: value = value << 4 | UInt32(bytes[index] - 0x37)
      case 0x61...0x66: value = value << 4 | UInt32(bytes[index] - 0x57)
      default: throw JSONSyntaxError(wanted: "four hexadecimal digits", offset: index)
      }
    }
    return value
  }
}
