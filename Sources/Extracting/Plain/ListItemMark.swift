// SPDX-License-Identifier: Apache-2.0

/// The sign or number that opens an item of a list in plain text.
struct ListItemMark: Equatable {
  /// Bytes up to the item's text.
  var length: Int
  /// Whether it is a sign that says nothing and is left out of the text; numbers stay.
  var isBullet: Bool

  private static let bullets: [[UInt8]] = ["-", "*", "+", "•", "·", "‣", "▪", "●", "◦", "–", "\u{F0B7}", "\u{F0A7}"].map
  {
    Array($0.utf8)
  }

  init?(_ content: ArraySlice<UInt8>) {
    if let bullet = Self.bullets.first(where: { content.starts(with: $0) }) {
      guard let length = Self.textStart(content, after: bullet.count) else { return nil }
      self.init(length: length, isBullet: true)
    } else if let number = Self.numberLength(content), let length = Self.textStart(content, after: number) {
      self.init(length: length, isBullet: false)
    } else {
      return nil
    }
  }

  private init(length: Int, isBullet: Bool) { (self.length, self.isBullet) = (length, isBullet) }

  /// Where text begins after a mark and at least one space.
  private static func textStart(_ content: ArraySlice<UInt8>, after mark: Int) -> Int? {
    var index = content.startIndex + mark
    guard index < content.endIndex, content[index] == 0x20 || content[index] == 0x09 else { return nil }
    while index < content.endIndex, content[index] == 0x20 || content[index] == 0x09 { index += 1 }
    return index < content.endIndex ? index - content.startIndex : nil
  }

  /// The length of "12." "3)" "(a)" "(iv)" "b)", or nil.
  private static func numberLength(_ content: ArraySlice<UInt8>) -> Int? {
    var index = content.startIndex
    let opens = content.first == UInt8(ascii: "(")
    if opens { index += 1 }
    let digits = content[index...].prefix { (0x30...0x39).contains($0) }
    let letters = content[index...].prefix { (0x61...0x7A).contains($0) }
    let inner = digits.isEmpty ? letters : digits
    guard (1...3).contains(digits.count) || letters.count == 1 || opens && isRoman(letters),
      inner.endIndex < content.endIndex
    else { return nil }
    switch content[inner.endIndex] {
    case UInt8(ascii: ")"): return inner.endIndex + 1 - content.startIndex
    case UInt8(ascii: ".") where !opens && !digits.isEmpty: return inner.endIndex + 1 - content.startIndex
    default: return nil
    }
  }

  private static func isRoman(_ letters: ArraySlice<UInt8>) -> Bool {
    (2...4).contains(letters.count) && letters.allSatisfy { "ivx".utf8.contains($0) }
  }
}
