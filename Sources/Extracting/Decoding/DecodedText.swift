// SPDX-License-Identifier: Apache-2.0

/// Bytes read as text: the text, the encoding they were taken for, and how sure that is.
package struct DecodedText: Sendable, Equatable {
  /// What spoke for the encoding, strongest first.
  package enum Evidence: String, Sendable {
    case byteOrderMark, zeroBytes, validUTF8, declared, statistics, fallback
  }

  /// Valid UTF-8 without a byte order mark. NUL and other controls are kept as they were.
  package var utf8: [UInt8]
  /// Lower-case name of the encoding, such as `utf-8`, `windows-1252`, `utf-16le`.
  package var encoding: String
  package var evidence: Evidence
  /// From 0 to 1: the share of like files for which this evidence names the right encoding.
  package var confidence: Double
  /// How many places held bytes that mean nothing in the encoding; each stands as U+FFFD in the text.
  package var replacements = 0
  /// How many characters were UTF-8 read as a single-byte encoding and written as UTF-8 again, and are mended.
  package var repairs = 0

  package var text: String { String(decoding: utf8, as: UTF8.self) }

  /// One sentence for the reader when the encoding is in doubt or bytes were lost; nil when all is well.
  package var note: String? {
    var parts: [String] = []
    if confidence < 0.8 { parts.append("read as \(encoding), confidence \(Int((confidence * 100).rounded())) %") }
    if replacements > 0 { parts.append("\(replacements) undecodable byte sequence(s) in \(encoding)") }
    if repairs > 0 { parts.append("\(repairs) doubly encoded character(s) mended") }
    return parts.isEmpty ? nil : "Encoding: " + parts.joined(separator: "; ") + "."
  }
}
