// SPDX-License-Identifier: Apache-2.0

/// How many terminal columns text takes, so that concordance lines and tables line up.
///
/// Combining marks and format characters take none, wide East Asian characters and emoji two, all others one
/// (Unicode Standard Annex #11, East Asian Width; zero width as in `wcwidth`).
package enum DisplayWidth {
  package static func columns(_ text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columns($1) }
  }

  package static func columns(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return value < 0x20 || (0x7F..<0xA0).contains(value) || value == 0xAD ? 0 : 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    return isWide(value) ? 2 : 1
  }

  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x2614...0x2615, 0x2648...0x2653,
      0x26AA...0x26AB, 0x26BD...0x26BE, 0x2705, 0x270A...0x270B, 0x2728, 0x274C, 0x2753...0x2755, 0x2795...0x2797,
      0x2B1B...0x2B1C, 0x2B50, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD:
      return true
    default: return false
    }
  }

  /// The longest prefix of `text` that fits into `width` columns.
  package static func prefix(_ text: some StringProtocol, columns width: Int) -> String {
    var used = 0
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      used += columns(scalar)
      if used > width { break }
      out.append(scalar)
    }
    return String(out)
  }

  /// The longest suffix of `text` that fits into `width` columns.
  package static func suffix(_ text: some StringProtocol, columns width: Int) -> String {
    var used = 0
    var out: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars.reversed() {
      used += columns(scalar)
      if used > width { break }
      out.append(scalar)
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: out.reversed().drop { columns($0) == 0 })
    return String(view)
  }

  package enum Side { case left, right }

  /// `text` cut and padded with spaces to exactly `width` columns; `side` is where the text stands.
  package static func fit(_ text: some StringProtocol, columns width: Int, side: Side = .left) -> String {
    let cut = side == .left ? prefix(text, columns: width) : suffix(text, columns: width)
    let padding = String(repeating: " ", count: max(0, width - columns(cut)))
    return side == .left ? cut + padding : padding + cut
  }
}
