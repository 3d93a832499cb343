// SPDX-License-Identifier: Apache-2.0

@_spi(_Unicode) import Swift

/// Joins accents that a page draws as glyphs of their own to the letters they stand on.
enum Accents {
  /// The combining mark that a free-standing accent stands for.
  private static func mark(for scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "\u{60}", "\u{2CB}": "\u{300}"
    case "\u{B4}", "\u{2CA}": "\u{301}"
    case "^", "\u{2C6}": "\u{302}"
    case "~", "\u{2DC}": "\u{303}"
    case "\u{AF}", "\u{2C9}": "\u{304}"
    case "\u{2D8}": "\u{306}"
    case "\u{2D9}": "\u{307}"
    case "\u{A8}": "\u{308}"
    case "\u{2DA}": "\u{30A}"
    case "\u{2DD}": "\u{30B}"
    case "\u{2C7}": "\u{30C}"
    case "\u{B8}": "\u{327}"
    case "\u{2DB}": "\u{328}"
    default: nil
    }
  }

  /// The one code point for `base` with `mark`, if Unicode has one.
  static func compose(_ base: Unicode.Scalar, _ mark: Unicode.Scalar) -> Unicode.Scalar? {
    var text = ""
    // TeX fonts set accents on dotless letters.
    text.unicodeScalars.append(base == "\u{131}" ? "i" : base == "\u{237}" ? "j" : base)
    text.unicodeScalars.append(mark)
    var composed: Unicode.Scalar?
    for scalar in text._nfc {
      guard composed == nil else { return nil }
      composed = scalar
    }
    return composed
  }

  /// Joins two glyphs printed over each other, one of them a free-standing accent; nil if they are not.
  static func join(_ previous: Glyph, _ scalar: Unicode.Scalar, _ box: Box) -> Unicode.Scalar? {
    let shared = min(previous.box.right, box.right) - max(previous.box.left, box.left)
    guard shared > 0.6 * min(previous.box.width, box.width) else { return nil }
    if let mark = mark(for: scalar), previous.scalar.properties.isAlphabetic { return compose(previous.scalar, mark) }
    if let mark = mark(for: previous.scalar), scalar.properties.isAlphabetic { return compose(scalar, mark) }
    return nil
  }
}
