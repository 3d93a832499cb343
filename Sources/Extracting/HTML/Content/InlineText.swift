// SPDX-License-Identifier: Apache-2.0

/// Gathers the text of one block from the pieces inline markup cuts it into, with a browser's rules for white space.
///
/// Runs of white space become one space, none stand at the ends; soft hyphens, zero-width spaces and control characters
/// go; so a word split by `<wbr>`, `&shy;` or `<b>` comes out whole. What is measured on the way (words, words in links)
/// costs no second pass.
struct InlineText {
  private(set) var bytes: [UInt8] = []
  private(set) var words = 0
  private(set) var linkWords = 0
  private var pending = Pending.none
  private var inWord = false
  /// Where paragraphs begin that line breaks alone part from those before.
  private(set) var paragraphs: [Int] = []
  private var isParagraphEnd = false

  private enum Pending: UInt8 { case none, space, line }

  var isEmpty: Bool { bytes.isEmpty }

  /// Whether the text ends in two characters of a word.
  var endsInWord: Bool {
    pending == .none && bytes.count > 1 && isWord(bytes[bytes.count - 1]) && isWord(bytes[bytes.count - 2])
  }

  /// Whether the last character is of those of East Asia, which take three bytes from U+3000 on.
  var endsInIdeograph: Bool { bytes.count > 2 && (0xE3...0xED).contains(bytes[bytes.count - 3]) }

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    paragraphs.removeAll(keepingCapacity: true)
    (words, linkWords, pending, inWord, isParagraphEnd) = (0, 0, .none, false, false)
  }

  mutating func space() { pend(.space) }
  mutating func line() { pend(.line) }
  /// A line break that a second one makes the border of two paragraphs.
  mutating func breakLineOrParagraph() {
    if pending == .line { isParagraphEnd = true }
    pend(.line)
  }
  /// A cell border: kept also when cells are empty.
  mutating func tab() {
    inWord = false
    if pending == .line { flush() }
    pending = .none
    bytes.append(0x09)
  }

  /// Adds text; `preformatted` keeps its line breaks and spaces, `linked` counts its words as link words too.
  mutating func append(_ text: UnsafeBufferPointer<UInt8>, preformatted: Bool, linked: Bool) {
    let before = words
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte > 0x20, byte < 0x7F {
        put(byte)
        index += 1
      } else if byte <= 0x20 || byte == 0x7F {
        if preformatted, byte == 0x0A {
          breakLine()
        } else if preformatted, byte == 0x20 || byte == 0x09 {
          keepSpace()
        } else if byte == 0x20 || (0x09...0x0D).contains(byte) {
          pend(.space)
        }
        index += 1
      } else {
        index += appendWide(text, at: index)
      }
    }
    if linked { linkWords += words - before }
  }

  private mutating func put(_ byte: UInt8) {
    if pending != .none { flush() }
    if isWord(byte) {
      if !inWord { words += 1 }
      inWord = true
    } else if byte != 0x27 {
      inWord = false
    }
    bytes.append(byte)
  }

  private func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }

  /// Adds one character of two bytes or more, and says how many bytes it took.
  private mutating func appendWide(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let lead = text[index]
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard index + length <= text.count else { return 1 }
    let second = text[index + 1]
    switch lead {
    case 0xC2 where second < 0xA0:  // C1 controls: no page means them, but the signs of windows-1252 of their numbers
      appendSign(second)
      return 2
    case 0xC2 where second == 0xA0:  // no-break space
      pend(.space)
      return 2
    case 0xC2 where second == 0xAD:  // soft hyphen
      return 2
    case 0xE2 where second == 0x80:
      let third = text[index + 2]
      if third <= 0x8A || third == 0xA8 || third == 0xA9 || third == 0xAF {  // spaces and separators
        pend(.space)
        return 3
      }
      if third == 0x8B || third == 0x8E || third == 0x8F || (0xAA...0xAE).contains(third) { return 3 }  // invisible
      if third >= 0x90 { return appendMark(text, at: index) }
    case 0xE2 where second == 0x81 && text[index + 2] >= 0x9F && text[index + 2] <= 0xAF:
      if text[index + 2] == 0x9F { pend(.space) }
      return 3
    case 0xE3 where second == 0x80 && text[index + 2] == 0x80:  // ideographic space
      pend(.space)
      return 3
    case 0xEF where second == 0xBB && text[index + 2] == 0xBF:  // zero width no-break space
      return 3
    case 0xEE:  // private use: the glyphs of icon fonts
      return 3
    case 0xEF where second < 0xA4:
      return 3
    default: break
    }
    for offset in 0..<length { put(text[index + offset]) }
    return length
  }

  /// Adds a punctuation mark of three bytes; it ends a word, unless it is an apostrophe.
  private mutating func appendMark(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    if pending != .none { flush() }
    if text[index + 2] != 0x99 { inWord = false }
    for offset in 0..<3 { bytes.append(text[index + offset]) }
    return 3
  }

  /// Adds what a byte stands for in windows-1252, if anything.
  private mutating func appendSign(_ byte: UInt8) {
    guard let sign = Unicode.Scalar(Windows1252.scalar(byte)), sign.value >= 0xA0 else { return }
    var text = String(sign)
    text.withUTF8 { append($0, preformatted: false, linked: false) }
  }

  private mutating func pend(_ kind: Pending) {
    inWord = false
    if kind.rawValue > pending.rawValue { pending = kind }
  }

  private mutating func flush() {
    defer { pending = .none }
    guard let last = bytes.last, last != 0x0A else { return }
    switch pending {
    case .line:
      while bytes.last == 0x20 { bytes.removeLast() }
      bytes.append(0x0A)
      if isParagraphEnd { paragraphs.append(bytes.count) }
      isParagraphEnd = false
    case .space where last != 0x09: bytes.append(0x20)
    default: break
    }
  }

  private mutating func breakLine() {
    inWord = false
    pending = .none
    while bytes.last == 0x20 { bytes.removeLast() }
    if !bytes.isEmpty { bytes.append(0x0A) }
  }

  private mutating func keepSpace() {
    inWord = false
    if pending != .none { flush() }
    if !bytes.isEmpty { bytes.append(0x20) }
  }

  /// The text without white space at its end.
  var trimmed: ArraySlice<UInt8> {
    var end = bytes.count
    while end > 0, bytes[end - 1] <= 0x20 { end -= 1 }
    var start = 0
    while start < end, bytes[start] <= 0x20 { start += 1 }
    return bytes[start..<end]
  }
}
