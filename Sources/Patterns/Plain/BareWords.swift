// SPDX-License-Identifier: Apache-2.0

/// Texts that are nothing but words of small ASCII letters and digits with spaces or OR between them, as most queries are,
/// read without the parser; what it would read is the same.
extension PlainQuery {
  /// Nil for any other text.
  init?(bareWords text: String) {
    var text = text
    // Longer ones are not worth a way of their own.
    guard text.utf8.count <= 256, let query = text.withUTF8(Self.bareWords) else { return nil }
    self = query
  }

  private static func bareWords(_ bytes: UnsafeBufferPointer<UInt8>) -> PlainQuery? {
    var (items, choices): ([PlainQuery], [PlainQuery]) = ([], [])
    var last: PlainQuery?
    var position = 0
    while position < bytes.count {
      if bytes[position] == 0x20 {
        position += 1
        continue
      }
      let start = position
      while position < bytes.count, bytes[position].isSmall { position += 1 }
      if position > start, position == bytes.count || bytes[position] == 0x20 {
        let word = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        if let before = last { close(before, &choices, &items) }
        last = .word(PlainWord(.literal(word)))
      } else if position == start, bytes.standsOR(at: start), let before = last {
        choices.append(before)
        last = nil
        position += 2
      } else {
        return nil
      }
    }
    guard let last else { return nil }
    if items.isEmpty, choices.isEmpty { return last }
    close(last, &choices, &items)
    return items.count == 1 ? items[0] : .all(items)
  }

  /// An operand ends an item: it is the last of some choices, or stands alone.
  private static func close(_ operand: PlainQuery, _ choices: inout [PlainQuery], _ items: inout [PlainQuery]) {
    if choices.isEmpty { return items.append(operand) }
    choices.append(operand)
    items.append(.any(choices))
    choices.removeAll()
  }
}

extension UInt8 {
  fileprivate var isSmall: Bool { self &- 0x61 < 26 || self &- 0x30 < 10 }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether the word OR stands there, with a space behind it.
  fileprivate func standsOR(at position: Int) -> Bool {
    position + 2 < count && self[position] == 0x4F && self[position + 1] == 0x52 && self[position + 2] == 0x20
  }
}
