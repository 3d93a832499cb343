// SPDX-License-Identifier: Apache-2.0

/// Counts what tells programs in languages with braces (JavaScript, C, Java, ...) from prose. Comments and strings are
/// left out, since they may hold any amount of prose; what is then left of a program has hardly five words in a row.
struct ProgramMeasure {
  private var letters = 0
  private var signs = 0
  private var braces = 0
  private var calls = 0
  private var words = 0
  /// Words in runs of at least `shortestRun` that only single spaces, with or without a comma, part.
  private var proseWords = 0
  /// Commands of TeX and entries of BibTeX, whose braces hold text.
  private var marks = 0
  /// Letters of scripts that part no words.
  private var unparted = 0
  /// Lines that open a block of code in Markdown.
  private var fences = 0

  private static let shortestRun = 5

  private var run = 0
  private var isInWord = false
  private var last: UInt8 = 0x0A
  private var beforeLast: UInt8 = 0x0A

  init(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBufferPointer { bytes in
      var index = 0
      while index < bytes.count {
        let next = Self.endOfCommentOrString(bytes, index)
        if next > index {
          take(0)
          index = next
        } else {
          take(bytes[index])
          index += 1
        }
      }
    }
    take(0)
  }

  /// Whether the text is a program: its signs, calls and blocks are there and hardly any prose.
  var isProgram: Bool {
    fences == 0 && marks * 2 < braces && unparted * 10 < letters && braces >= 1 && calls >= 1 && signs >= 12
      && signs * 10 >= letters && proseWords * 10 < words
  }

  private mutating func take(_ byte: UInt8) {
    let isLetter = (0x61...0x7A).contains(byte | 0x20) || byte >= 0x80
    if isLetter {
      letters += 1
      if byte >= 0xE3 { unparted += 3 }
      if last == UInt8(ascii: "\\") || last == UInt8(ascii: "@") && beforeLast == 0x0A { marks += 1 }
      if !isInWord { beginWord() }
    } else if "{}()[];=".utf8.contains(byte) {
      signs += 1
      if byte == UInt8(ascii: "{") { braces += 1 }
      if byte == UInt8(ascii: "("), isInWord { calls += 1 }
    } else if byte == UInt8(ascii: "`"), last == byte, beforeLast == byte {
      fences += 1
    }
    // Digits and low lines within a name belong to it.
    isInWord = isLetter || isInWord && ((0x30...0x39).contains(byte) || byte == UInt8(ascii: "_"))
    (beforeLast, last) = (last, byte)
    if byte == 0 { endRun() }
  }

  private mutating func beginWord() {
    words += 1
    let isNext = last == 0x20 && ((0x61...0x7A).contains(beforeLast | 0x20) || beforeLast >= 0x80 || beforeLast == 0x2C)
    if !isNext { endRun() }
    run += 1
  }

  private mutating func endRun() {
    if run >= Self.shortestRun { proseWords += run }
    run = 0
  }

  /// Where the comment or string that begins at `index` ends; `index` where none does. Strings end in their line, and
  /// an apostrophe within a word opens none.
  private static func endOfCommentOrString(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
    let before = index > 0 ? bytes[index - 1] : 0x0A
    switch (bytes[index], index + 1 < bytes.count ? bytes[index + 1] : 0) {
    case (UInt8(ascii: "/"), UInt8(ascii: "*")):
      return bytes.endOfComment(from: index + 2)
    case (UInt8(ascii: "/"), UInt8(ascii: "/")) where before != UInt8(ascii: ":"):
      return bytes[index...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
    case (UInt8(ascii: "\""), _), (UInt8(ascii: "'"), _):
      if (0x61...0x7A).contains(before | 0x20) || before >= 0x80 { return index }
      var end = index + 1
      while end < bytes.count, bytes[end] != bytes[index], bytes[end] != 0x0A {
        end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
      }
      return end < bytes.count && bytes[end] == bytes[index] ? end + 1 : index
    default: return index
    }
  }
}
