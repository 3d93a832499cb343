// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Mends UTF-8 that was read as windows-1252 or ISO-8859-1 and written as UTF-8 again (`Ã©` for `é`, `â€™` for `’`).
enum DoubleEncoding {
  /// The bytes mended and how many characters that made; the bytes as they were where the evidence is thin.
  ///
  /// A single pair such as `É“` may be meant (a quotation mark after a capital), so the text must show at least two
  /// pairs that no writer types: `Ã` or `Â` before a continuation byte's character, or `â€` before a third. Then
  /// every run that reads as UTF-8 is mended.
  static func repair(_ bytes: [UInt8]) -> (utf8: [UInt8], repairs: Int) {
    // All lead bytes of two- and three-byte sequences are U+00C2...U+00F4: nothing to do without C3 82...C3 B4.
    guard markers(bytes) >= 2 else { return (bytes, 0) }
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    var repairs = 0
    var index = 0
    while index < scalars.count {
      if let (value, length) = character(scalars, at: index) {
        out.append(scalar: value)
        repairs += 1
        index += length
      } else {
        out.append(scalar: scalars[index].value)
        index += 1
      }
    }
    return (out, repairs)
  }

  /// How often `Ã`/`Â` + continuation or `â€` occurs, counted up to 2.
  private static func markers(_ bytes: [UInt8]) -> Int {
    bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return 0 }
      var count = 0
      var index = 0
      // SAFETY: the search covers what is left of the buffer, and three bytes more are read only where there are three.
      while count < 2, let found = memchr(start + index, 0xC3, bytes.count - index) {
        index = UnsafeRawPointer(found) - start
        guard index + 3 < bytes.count else { return count }
        let second = bytes[index + 1]
        // Ã or Â, then a character of U+0080...U+00BF.
        if second == 0x83 || second == 0x82, bytes[index + 2] == 0xC2, bytes[index + 3] >= 0x80 { count += 1 }
        // Ã, then a windows-1252 sign such as ‰ or œ (É, Ü and others).
        if second == 0x83, [0xC5, 0xE2, 0xCB].contains(bytes[index + 2]) { count += 1 }
        // â, then €, or the control of its byte where the text was taken for ISO-8859-1.
        if second == 0xA2, bytes[index + 2] == 0xE2, bytes[index + 3] == 0x82 { count += 1 }
        if second == 0xA2, bytes[index + 2] == 0xC2, bytes[index + 3] == 0x80 { count += 1 }
        index += 1
      }
      return count
    }
  }

  /// The character whose UTF-8 bytes stand at `index`, each as a windows-1252 character, and how many they are.
  private static func character(_ scalars: [Unicode.Scalar], at index: Int) -> (value: UInt32, length: Int)? {
    guard (0xC2...0xF4).contains(scalars[index].value) else { return nil }
    var run: [UInt8] = [UInt8(scalars[index].value)]
    while run.count < 4, index + run.count < scalars.count,
      let byte = Windows1252.byte(scalars[index + run.count].value), byte & 0xC0 == 0x80
    {
      run.append(byte)
    }
    let length = MixedUTF8.sequenceLength(run, at: 0)
    guard length > 1, let scalar = String(decoding: run[..<length], as: UTF8.self).unicodeScalars.first else {
      return nil
    }
    return scalar.value < 0xA0 ? nil : (scalar.value, length)
  }
}
