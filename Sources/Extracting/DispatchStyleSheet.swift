// SPDX-License-Identifier: Apache-2.0

/// Reads text as a style sheet (CSS), as loosely as browsers do, and counts what fits and what does not.
struct StyleSheetMeasure {
  /// Declarations of properties that CSS knows.
  private var known = 0
  /// Other declarations.
  private var unknown = 0
  /// Pieces of text that are no declaration and no selector.
  private var misfits = 0

  /// The first parts of names such as `margin-left`.
  private static let properties: Set<String> = [
    "align", "animation", "appearance", "background", "border", "bottom", "box", "clear", "clip", "color", "column",
    "columns", "content", "cursor", "direction", "display", "fill", "filter", "flex", "float", "font", "gap", "grid",
    "height", "hyphens", "justify", "left", "letter", "line", "list", "margin", "max", "min", "object", "opacity",
    "order", "outline", "overflow", "padding", "page", "pointer", "position", "quotes", "resize", "right", "size",
    "src", "stroke", "table", "text", "top", "transform", "transition", "unicode", "user", "vertical", "visibility",
    "white", "width", "word", "z", "zoom",
  ]

  init(_ bytes: ArraySlice<UInt8>) {
    var piece: [UInt8] = []
    var depth = 0
    // An address in parentheses may hold semicolons.
    var parentheses = 0
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == UInt8(ascii: "/"), bytes[(index + 1)...].first == UInt8(ascii: "*") {
        index = bytes.endOfComment(from: index + 2)
        continue
      }
      switch byte {
      case UInt8(ascii: "{"):
        // A selector is a line or a few, without the stop of a sentence.
        if piece.count > 2000 || piece.allSatisfy({ $0 <= 0x20 }) { misfits += 1 }
        piece.removeAll(keepingCapacity: true)
        depth += 1
        parentheses = 0
      case UInt8(ascii: "}"),
        UInt8(ascii: ";") where parentheses == 0:
        parentheses = 0
        take(piece, depth)
        piece.removeAll(keepingCapacity: true)
        if byte == UInt8(ascii: "}") { depth = max(0, depth - 1) }
      default:
        if byte == UInt8(ascii: "(") { parentheses += 1 }
        if byte == UInt8(ascii: ")"), parentheses > 0 { parentheses -= 1 }
        // What is longer than any value, such as a picture written into it, need not be kept.
        if piece.count < 4000 { piece.append(byte) }
      }
      index += 1
    }
    take(piece, depth)
  }

  /// Whether nearly all of the text is rules of style.
  var isStyleSheet: Bool { known >= 2 && known >= unknown && misfits * 20 <= known }

  private mutating func take(_ piece: [UInt8], _ depth: Int) {
    let text = piece.drop { $0 <= 0x20 }
    guard let first = text.first, first != UInt8(ascii: "@") else { return }
    let name = text.prefix { (0x61...0x7A).contains($0 | 0x20) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "*") }
    guard depth > 0, !name.isEmpty, text[name.endIndex...].first(where: { $0 > 0x20 }) == UInt8(ascii: ":") else {
      misfits += 1
      return
    }
    let isOwn = name.starts(with: Array("-".utf8))
    let head = String(decoding: name.prefix { $0 != UInt8(ascii: "-") }, as: UTF8.self).lowercased()
    if isOwn || Self.properties.contains(head) { known += 1 } else { unknown += 1 }
  }
}
