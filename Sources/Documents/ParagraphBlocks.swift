// SPDX-License-Identifier: Apache-2.0

/// Running text as paragraph blocks.
package enum ParagraphBlocks {
  /// Cuts `text` at blank lines; a single line feed within a paragraph is white space like any other, and a run of
  /// white space is one space, but behind a hyphen that ends a line, where it is the line feed: `co-` and `production`
  /// on two lines are one compound. The document's text is then these blocks joined by line feeds, which offsets are
  /// into.
  package static func split(_ text: String) -> [Block] {
    var text = text
    // Text that is one clean line, as passages mostly are, is its own only paragraph.
    if text.withUTF8({ isClean($0) }) { return text.isEmpty ? [] : [block(text)] }
    return text.withUTF8 { cut($0) }
  }

  private static func block(_ text: String) -> Block { Block(kind: .paragraph, text: ComposedText.compose(text)) }

  /// Whether no byte is a control character and no space stands at an end or beside another one.
  private static func isClean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return true }
    guard base[0] != 0x20, base[bytes.count - 1] > 0x20, base[bytes.count - 1] != 0x7F else { return false }
    var unclean: UInt8 = 0
    // Without a way out of the loop it is done sixteen bytes at a time.
    for index in 0..<bytes.count &- 1 {
      let byte = base[index]
      unclean |= (byte < 0x20 ? 1 : 0) | (byte == 0x7F ? 1 : 0) | (byte | base[index &+ 1] == 0x20 ? 1 : 0)
    }
    return unclean == 0
  }

  /// Whether a line ends in a letter and U+002D, U+2010 or U+2011, and the next one begins with a letter.
  private static func isCompound(_ line: [UInt8], _ next: UInt8) -> Bool {
    let isOther = line.suffix(3) == [0xE2, 0x80, 0x90] || line.suffix(3) == [0xE2, 0x80, 0x91]
    guard isOther || line.last == 0x2D, let before = line.dropLast(isOther ? 3 : 1).last else { return false }
    func isLetter(_ byte: UInt8) -> Bool { byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 }
    return isLetter(before) && isLetter(next)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == 0x7F }

  private static func cut(_ bytes: UnsafeBufferPointer<UInt8>) -> [Block] {
    var blocks: [Block] = []
    var paragraph: [UInt8] = []
    func finish() {
      if !paragraph.isEmpty { blocks.append(block(String(decoding: paragraph, as: UTF8.self))) }
      paragraph.removeAll(keepingCapacity: true)
    }
    var at = 0
    while at < bytes.count {
      var lineFeeds = 0
      let start = at
      while at < bytes.count, isSpace(bytes[at]) {
        if bytes[at] == 0x0A { lineFeeds += 1 }
        at += 1
      }
      if at == bytes.count { break }
      if lineFeeds > 1 {
        finish()
      } else if at > start, !paragraph.isEmpty {
        paragraph.append(lineFeeds == 1 && isCompound(paragraph, bytes[at]) ? 0x0A : 0x20)
      }
      let word = at
      while at < bytes.count, !isSpace(bytes[at]) { at += 1 }
      paragraph.append(contentsOf: bytes[word..<at])
    }
    finish()
    return blocks
  }
}
