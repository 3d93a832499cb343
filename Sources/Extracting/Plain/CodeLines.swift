// SPDX-License-Identifier: Apache-2.0

/// Tells passages of program code, whose line ends and indents are meant, from prose.
enum CodeLines {
  /// Whether the lines are indented code: all set in by four columns, and full of the signs of programs.
  static func isIndentedCode(_ text: TextLines, _ range: Range<Int>) -> Bool {
    guard range.allSatisfy({ text.lines[$0].indent >= 4 }) else { return false }
    return signs(text, range)
  }

  /// Whether lines end and read as code does, wherever they stand.
  static func isCode(_ text: TextLines, _ range: Range<Int>) -> Bool {
    guard range.count >= 3 else { return false }
    var ends = 0
    for index in range {
      if let last = text.content(index).last, ";{}".utf8.contains(last) { ends += 1 }
    }
    return ends * 2 >= range.count && signs(text, range)
  }

  private static func signs(_ text: TextLines, _ range: Range<Int>) -> Bool {
    var (signs, letters) = (0, 0)
    for index in range {
      for byte in text.content(index) {
        if "{}();=<>$#[]_/\\&|".utf8.contains(byte) { signs += 1 }
        if (0x61...0x7A).contains(byte | 0x20) || byte >= 0x80 { letters += 1 }
      }
    }
    return signs * 12 > letters
  }

  /// The lines with their indents beyond the least.
  static func text(_ text: TextLines, _ range: Range<Int>) -> String {
    let margin = range.lazy.map { text.lines[$0] }.filter { !$0.isBlank }.map(\.indent).min() ?? 0
    let lines = range.map { index -> String in
      let line = text.lines[index]
      return line.isBlank ? "" : String(repeating: " ", count: line.indent - margin) + text.string(index)
    }
    return lines.joined(separator: "\n").replacing("\t", with: " ")
  }
}
