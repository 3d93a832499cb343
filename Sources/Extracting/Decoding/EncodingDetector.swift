// SPDX-License-Identifier: Apache-2.0

/// Guesses the encoding of bytes that are neither Unicode nor truthfully declared.
internal import CUchardet

enum EncodingDetector {
  struct Guess: Equatable {
    var encoding: String
    var confidence: Double
  }

  static func detect(_ bytes: [UInt8]) -> Guess? {
    guard let name = uchardetName(bytes), let charset = Charset(label: name), !charset.isUnicode else { return nil }
    return Guess(encoding: charset.name, confidence: 0.75)
  }

  /// What uchardet makes of the bytes. The C functions are `uchardet_handle_data` and its kin.
  static func uchardetName(_ bytes: [UInt8]) -> String? {
    guard let detector = uchardet_new() else { return nil }
    defer { uchardet_delete(detector) }
    // SAFETY: the detector reads `count` bytes of the live buffer and keeps no pointer to it.
    let status = bytes.withUnsafeBytes {
      uchardet_handle_data(detector, $0.baseAddress?.assumingMemoryBound(to: CChar.self), min($0.count, 1 << 20))
    }
    guard status == 0 else { return nil }
    uchardet_data_end(detector)
    guard let name = uchardet_get_charset(detector) else { return nil }
    let text = String(cString: name)
    return text.isEmpty ? nil : text
  }
}
