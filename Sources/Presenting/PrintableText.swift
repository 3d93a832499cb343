// SPDX-License-Identifier: Apache-2.0

/// Text from documents and file names made fit for a terminal: what the terminal would obey is shown as U+FFFD.
///
/// Names of files may hold any byte but NUL and the slash; an escape sequence in one could recolour or rewrite the screen.
/// Replaced are the control characters of C0, DEL and C1 (ISO/IEC 6429), the line and paragraph separators, and the
/// embeddings, overrides and isolates of UAX #9, which turn round what stands behind them; its marks, which texts need, do
/// not. Forms for programs (JSON, CSV, TSV) keep what stands in the index.
package enum PrintableText {
  /// `text` without anything that ends a line or moves the cursor.
  ///
  /// - Complexity: O(n); nothing is copied where nothing is replaced.
  package static func line(_ text: String) -> String {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? text : replaced(text) { isControl($0) }
  }

  /// The same of text of several lines: line feeds and tabs stay.
  package static func lines(_ text: String) -> String {
    replaced(text) { isControl($0) && $0 != "\n" && $0 != "\t" }
  }

  private static func replaced(_ text: String, _ isReplaced: (Unicode.Scalar) -> Bool) -> String {
    guard text.unicodeScalars.contains(where: isReplaced) else { return text }
    var out = String.UnicodeScalarView()
    out.append(contentsOf: text.unicodeScalars.map { isReplaced($0) ? "\u{FFFD}" : $0 })
    return String(out)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
