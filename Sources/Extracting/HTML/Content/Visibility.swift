// SPDX-License-Identifier: Apache-2.0

/// Which elements are not shown, as far as a page says so without its style sheets.
enum Visibility {
  /// Whether an element is hidden by attribute, inline style, or one of the class names that libraries use for text
  /// meant for screen readers alone, and pages for links to edit or to source code.
  ///
  /// `hints` are those of the element's own names.
  static func hides(_ node: Int, hints: UInt64, in tree: MarkupTree) -> Bool {
    if let hidden = tree.attribute(node, .hidden), hidden.lowercased() != "until-found" { return true }
    if let style = tree.attributeRange(node, .style), hides(style: tree.bytes[style]) { return true }
    let telling = ClassWords.bit(.concealed) | ClassWords.bit(.edit)
    guard hints & telling != 0, let names = tree.attributeRange(node, .class) else { return false }
    return concealing.contains { holds($0, in: tree.bytes[names]) }
  }

  /// `display:none` or `visibility:hidden`, white space and letter case aside.
  static func hides(style: ArraySlice<UInt8>) -> Bool {
    guard style.count >= 12 else { return false }
    let packed = style.filter { $0 > 0x20 }.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return packed.split(separator: UInt8(ascii: ";")).contains { rule in
      rule.starts(with: "display:none".utf8) || rule.starts(with: "visibility:hidden".utf8)
    }
  }

  private static let concealing: [[UInt8]] = [
    "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screenreader", "screen-reader",
    "a-offscreen", "a11y-hidden", "sr-text", "screen-reader-only", "element-invisible", "show-for-sr",
    "u-hidden-visually",
    "mw-editsection", "viewcode-link", "viewcode-back", "ng-hide",
  ].map { Array($0.utf8) }

  /// Whether a class attribute holds a name, as a whole, letter case aside.
  private static func holds(_ name: [UInt8], in names: ArraySlice<UInt8>) -> Bool {
    guard names.count >= name.count else { return false }
    var at = names.startIndex
    while at + name.count <= names.endIndex {
      let end = at + name.count
      if names[at] | 0x20 == name[0], end == names.endIndex || names[end] <= 0x20,
        at == names.startIndex || names[at - 1] <= 0x20,
        zip(names[at..<end], name).allSatisfy({ $0 == $1 || $0 | 0x20 == $1 && $1 >= 0x61 })
      {
        return true
      }
      at += 1
    }
    return false
  }
}
