// SPDX-License-Identifier: Apache-2.0

/// Decides which encoding bytes are in, and decodes them: the order in which evidence is heard.
///
/// A byte order mark comes first, then the zero bytes of UTF-16 and UTF-32, then the escapes of ISO-2022-JP, then
/// well-formed UTF-8 (which other encodings hit by accident only in texts of a few bytes), then what the file declares
/// if the bytes allow it, then statistics over the characters each candidate gives. Nothing is ever refused: bytes
/// without meaning become U+FFFD and are counted.
package enum TextDecoder {
  /// Decodes `bytes`; `declared` is the name given by a `meta` element, a MIME header or the like.
  package static func decode(_ bytes: [UInt8], declared: String? = nil) -> DecodedText {
    if let mark = ByteOrderMark(bytes) { return decode(bytes, after: mark) }
    if let wide = WideEncoding.recognise(bytes) { return decode(bytes, wide: wide, .zeroBytes, confidence: 0.98) }
    if Charset.hasISO2022Escapes(bytes), let text = converted(bytes, "iso-2022-jp", .statistics, confidence: 0.98),
      text.replacements == 0
    {
      return text
    }
    if MixedUTF8.isWellFormed(bytes) { return wellFormed(bytes) }
    if let text = declaredText(bytes, declared) { return text }
    if let wide = WideEncoding.recogniseEastAsian(bytes) {
      return decode(bytes, wide: wide, .statistics, confidence: 0.9)
    }
    if let text = MixedUTF8.decode(bytes) { return text }
    return detected(bytes)
  }

  private static func decode(_ bytes: [UInt8], after mark: ByteOrderMark) -> DecodedText {
    let rest = Array(bytes[mark.length...])
    switch mark.encoding {
    case .utf8:
      let text = String(decoding: rest, as: UTF8.self)
      return DecodedText(
        utf8: Array(text.utf8), encoding: "utf-8", evidence: .byteOrderMark, confidence: 1,
        replacements: replacements(in: text, valid: (try? UTF8Span(validating: rest.span)) != nil))
    case .wide(let wide): return decode(rest, wide: wide, .byteOrderMark, confidence: 1)
    }
  }

  private static func replacements(in text: String, valid: Bool) -> Int {
    valid ? 0 : text.unicodeScalars.reduce(0) { $0 + ($1 == "\u{FFFD}" ? 1 : 0) }
  }

  private static func decode(
    _ bytes: [UInt8], wide: WideEncoding, _ evidence: DecodedText.Evidence, confidence: Double
  ) -> DecodedText {
    let (utf8, replacements) = wide.decode(bytes)
    return DecodedText(
      utf8: utf8, encoding: wide.name, evidence: evidence, confidence: confidence, replacements: replacements)
  }

  private static func wellFormed(_ bytes: [UInt8]) -> DecodedText {
    let (utf8, repairs) = DoubleEncoding.repair(bytes)
    return DecodedText(utf8: utf8, encoding: "utf-8", evidence: .validUTF8, confidence: 0.99, repairs: repairs)
  }

  /// What the file says of itself, unless it names UTF-8 or UTF-16 (the bytes have shown they are neither) or the
  /// bytes hold what the encoding does not have.
  private static func declaredText(_ bytes: [UInt8], _ declared: String?) -> DecodedText? {
    guard let declared, let charset = Charset(label: declared), !charset.isUnicode,
      let text = converted(bytes, charset.name, .declared, confidence: 0.95), text.replacements == 0
    else { return nil }
    return text
  }

  private static func detected(_ bytes: [UInt8]) -> DecodedText {
    if let guess = EncodingDetector.detect(bytes) {
      if let text = converted(bytes, guess.encoding, .statistics, confidence: guess.confidence) { return text }
    }
    if let text = converted(bytes, "windows-1252", .fallback, confidence: 0.3) { return text }
    let text = String(decoding: bytes, as: UTF8.self)
    return DecodedText(
      utf8: Array(text.utf8), encoding: "utf-8", evidence: .fallback, confidence: 0.1,
      replacements: replacements(in: text, valid: false))
  }

  private static func converted(
    _ bytes: [UInt8], _ name: String, _ evidence: DecodedText.Evidence, confidence: Double
  ) -> DecodedText? {
    guard let converter = CharsetConverter(from: name) else { return nil }
    let (utf8, replacements) = converter.convert(bytes)
    return DecodedText(
      utf8: utf8, encoding: name, evidence: evidence, confidence: confidence, replacements: replacements)
  }
}
