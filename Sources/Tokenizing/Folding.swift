// SPDX-License-Identifier: Apache-2.0

import Bytes

/// Folding of word forms: the key under which the index keeps a word, and by which queries and lexicons ask for it.
///
/// Every fold takes away compatibility differences (NFKC), invisible characters such as the soft hyphen, typographic
/// ligatures (ﬁ, œ, æ) and the variety of apostrophes; beside that it takes away case, or accents, or both. Accents are
/// the marks of Latin, Greek and Cyrillic letters and the points of Hebrew and Arabic, not the vowel signs of other scripts.
package enum Folding {
  /// Which differences a fold takes away, beside those that every fold does.
  package enum Kind: UInt32, CaseIterable, Sendable {
    case caseAndAccents = 0
    case caseOnly = 1
    case accentsOnly = 2
  }

  /// The folded form: `"Œuvre"` gives `"oeuvre"`, `"Straße"` gives `"strasse"`, `"l’État"` gives `"l'etat"`.
  package static func fold(_ text: some StringProtocol, _ kind: Kind = .caseAndAccents) -> String {
    let bytes = Array(text.utf8)
    return String(decoding: Folding.fold(bytes.span, kind), as: UTF8.self)
  }

  /// Lends the folded form of UTF-8 bytes; lower-case ASCII is its own, and a short word of ASCII takes no memory.
  static func withFolded<R>(
    _ bytes: Span<UInt8>, _ kind: Kind = .caseAndAccents, _ body: (Span<UInt8>) throws -> R
  ) rethrows -> R {
    var (all, hasCapital): (UInt8, Bool) = (0, false)
    for index in bytes.indices {
      all |= bytes[index]
      hasCapital = hasCapital || bytes[index] &- 0x41 < 26
    }
    if all >= 0x80 || hasCapital && bytes.count > longestOnStack { return try body(fold(bytes, kind).span) }
    if !hasCapital || kind == .accentsOnly { return try body(bytes) }
    return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: longestOnStack) { folded in
      for index in bytes.indices {
        folded[index] = bytes[index] &- 0x41 < 26 ? bytes[index] | 0x20 : bytes[index]
      }
      return try body(UnsafeBufferPointer(rebasing: folded[..<bytes.count]).span)
    }
  }

  /// Words up to this length are folded on the stack.
  private static let longestOnStack = 64

  /// The folded form of UTF-8 bytes.
  static func fold(_ bytes: Span<UInt8>, _ kind: Kind = .caseAndAccents) -> [UInt8] {
    if bytes.isASCII { return foldASCII(bytes, kind) }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 8)
    if Normalization.mayChange(bytes) {
      let normal = Normalization.nfc(bytes)
      append(normal.span, kind, to: &result)
    } else {
      append(bytes, kind, to: &result)
    }
    // Folded pieces may meet anew: halfwidth kana and their voicing marks, jamo.
    return Normalization.mayChange(result.span) ? Normalization.nfc(result.span) : result
  }

  private static func foldASCII(_ bytes: Span<UInt8>, _ kind: Kind) -> [UInt8] {
    var folded = bytes.withUnsafeBufferPointer { Array($0) }
    if kind != .accentsOnly { for index in folded.indices where folded[index] &- 0x41 < 26 { folded[index] |= 0x20 } }
    return folded
  }

  private static func append(_ bytes: Span<UInt8>, _ kind: Kind, to result: inout [UInt8]) {
    var offset = 0
    while offset < bytes.count {
      let (point, next) = CodePoint.decode(bytes, at: offset)
      CodePoint.appendFold(of: point, kind.rawValue, to: &result)
      offset = next
    }
  }
}
