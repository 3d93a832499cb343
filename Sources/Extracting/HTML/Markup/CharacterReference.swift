// SPDX-License-Identifier: Apache-2.0

/// Puts character references right that libxml2 drops or leaves as source, as the HTML standard reads them.
///
/// - `&#128;` to `&#159;` are meant for windows-1252, which old editors wrote (`&#146;` is an apostrophe); libxml2 makes
///   control characters of them, which nothing shows, so that `don&#146;t` would become `dont`.
/// - Numbers that are no character stand for U+FFFD; libxml2 drops them.
/// - Names that HTML 4 did not have (`&hyphen;`), and those that need no semicolon (`&copy 2015`).
enum CharacterReference {
  /// What to put in place of the reference whose `&` is at `start`, nil where libxml2 reads it rightly or it is none.
  ///
  /// Nothing beyond `end` is looked at. In attributes a name without semicolon before `=`, a letter or a digit is part
  /// of an address.
  static func mended(
    _ bytes: UnsafeBufferPointer<UInt8>, at start: Int, end: Int, inAttribute: Bool
  ) -> MarkupEdit? {
    guard start + 2 < end else { return nil }
    return bytes[start + 1] == UInt8(ascii: "#")
      ? numeric(bytes, at: start, end: end) : named(bytes, at: start, end: end, inAttribute: inAttribute)
  }

  private static func numeric(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int, end: Int) -> MarkupEdit? {
    let isHex = bytes[start + 2] | 0x20 == UInt8(ascii: "x")
    let radix: UInt32 = isHex ? 16 : 10
    let first = start + (isHex ? 3 : 2)
    var (index, value): (Int, UInt32) = (first, 0)
    while index < end, let digit = digit(bytes[index]), digit < radix {
      value = min(value * radix + digit, 0x11_0000)
      index += 1
    }
    // libxml2 drops `&#` before anything else.
    guard index > first else { return MarkupEdit(range: start..<(start + 1), text: Array("&amp;".utf8)) }
    let place = (0x80..<0xA0).contains(value) ? Windows1252.scalar(UInt8(value)) : value
    let scalar = place == 0 ? "\u{FFFD}" : Unicode.Scalar(place) ?? "\u{FFFD}"
    guard scalar.value != value else { return nil }
    if index < end, bytes[index] == UInt8(ascii: ";") { index += 1 }
    return MarkupEdit(range: start..<index, text: Array(String(scalar).utf8))
  }

  private static func named(
    _ bytes: UnsafeBufferPointer<UInt8>, at start: Int, end: Int, inAttribute: Bool
  ) -> MarkupEdit? {
    let name = bytes[(start + 1)..<end].prefix(longest).prefix(while: isAlphanumeric)
    guard name.count > 1 else { return nil }
    let after = name.endIndex < end ? bytes[name.endIndex] : 0
    if after == UInt8(ascii: ";"), let characters = NamedReferences.characters(ArraySlice(name)) {
      return MarkupEdit(range: start..<(name.endIndex + 1), text: characters.flatMap(escaped))
    }
    for length in stride(from: min(name.count, NamedReferences.longestAlone), to: 1, by: -1) {
      let part = ArraySlice(name.prefix(length))
      guard NamedReferences.standsAlone(part) else { continue }
      let isWhole = length == name.count
      if isWhole, after == UInt8(ascii: ";") || inAttribute && after == UInt8(ascii: "=") { return nil }
      if !isWhole, inAttribute { return nil }
      let text = NamedReferences.characters(part)?.flatMap(escaped) ?? Array("&".utf8) + part + Array(";".utf8)
      return MarkupEdit(range: start..<(start + 1 + length), text: text)
    }
    return nil
  }

  /// No name is longer.
  private static let longest = 31

  /// A character as it may stand in text and between quotes.
  private static func escaped(_ scalar: Unicode.Scalar) -> [UInt8] {
    Array(("&<>\"'".unicodeScalars.contains(scalar) ? "&#\(scalar.value);" : String(scalar)).utf8)
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte) - 0x30
    case 0x41...0x46, 0x61...0x66: UInt32(byte | 0x20) - 0x61 + 10
    default: nil
    }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }
}
