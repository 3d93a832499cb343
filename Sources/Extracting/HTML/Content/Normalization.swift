// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Canonical composition (NFC), which the standard library does not offer.
enum Normalization {
  /// The text in NFC; texts without a character from U+0300 on are in it already.
  static func composed(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0xCC }) else { return text }
    return text.precomposedStringWithCanonicalMapping
  }
}
