// SPDX-License-Identifier: Apache-2.0

/// Text as it may stand in XML and HTML, between tags and inside quoted attributes.
package enum XMLText {
  /// `&`, `<`, `>` and both quotes as entities; characters that XML 1.0 does not allow are left out.
  package static func escaped(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out.append(contentsOf: "&amp;".unicodeScalars)
      case "<": out.append(contentsOf: "&lt;".unicodeScalars)
      case ">": out.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": out.append(contentsOf: "&quot;".unicodeScalars)
      case "'": out.append(contentsOf: "&#39;".unicodeScalars)
      case "\t", "\n", "\r": out.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": break
      default: out.append(scalar)
      }
    }
    return String(out)
  }
}
