// SPDX-License-Identifier: Apache-2.0

internal import Bytes
@_spi(_Unicode) import Swift

/// Normalization form C (UAX #15) for the text of blocks, at no cost for text that is in it already.
package enum ComposedText {
  /// Of a run of combining marks this many are kept; no script needs more, and ordering a run takes time that grows
  /// with its square. UAX #15 takes the same number for its stream-safe format.
  static let longestRun = 30

  /// `text` in NFC, with overlong runs of combining marks cut.
  package static func compose(_ text: String) -> String {
    var text = text
    return text.withUTF8 { isComposed($0) } ? text : composed(text)
  }

  /// The one code point that NFC makes of another; itself where that would be several.
  package static func compose(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard scalar.value >= 0x300, CodePoint.record(scalar.value).flags & unstable != 0 else { return scalar }
    let composed = composed(String(scalar)).unicodeScalars
    return composed.count == 1 ? composed[composed.startIndex] : scalar
  }

  /// Whether NFC may join the code point with what stands before it.
  package static func mayJoin(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x300 else { return false }
    let record = CodePoint.record(scalar.value)
    return record.combining != 0 || record.flags & unstable != 0
  }

  /// Whether nothing below U+0300 decomposes and no mark or unstable character occurs: then NFC is the text itself.
  private static func isComposed(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    // 0xCC is the first byte of U+0300. Without a way out of the loop it is done sixteen bytes at a time.
    var highest: UInt8 = 0
    for byte in utf8 { highest = max(highest, byte) }
    guard highest >= 0xCC else { return true }
    let bytes = utf8.span
    var offset = 0
    while offset < bytes.count {
      let (point, next) = CodePoint.decode(bytes, at: offset)
      if point >= 0x300, CodePoint.record(point).combining != 0 || CodePoint.record(point).flags & unstable != 0 {
        return false
      }
      offset = next
    }
    return true
  }

  /// The flag of characters that NFC may change or join with what stands before (see `unicode_tables.h`).
  private static let unstable: UInt8 = 8

  private static func composed(_ text: String) -> String {
    var shortened = String.UnicodeScalarView()
    var run = 0
    for scalar in text.unicodeScalars {
      run = scalar.value >= 0x300 && CodePoint.record(scalar.value).combining != 0 ? run + 1 : 0
      if run <= longestRun { shortened.append(scalar) }
    }
    var result = String.UnicodeScalarView()
    for scalar in String(shortened)._nfc { result.append(scalar) }
    return String(result)
  }
}
