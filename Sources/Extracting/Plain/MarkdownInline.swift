// SPDX-License-Identifier: Apache-2.0

/// Takes the inline signs of Markdown out of text: emphasis, code marks, links, pictures, escapes.
enum MarkdownInline {
  static func plain(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(where: { "*_`[\\<&".utf8.contains($0) }) else { return bytes }
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\") where index + 1 < bytes.count && isPunctuation(bytes[index + 1]):
        output.append(bytes[index + 1])
        index += 2
      case UInt8(ascii: "\\") where index + 1 < bytes.count && bytes[index + 1] == 0x0A: index += 1
      case UInt8(ascii: "&"): index = copyReference(bytes, index, &output)
      case UInt8(ascii: "`"): index = copyCode(bytes, index, &output)
      case UInt8(ascii: "*"), UInt8(ascii: "_"): index = copyEmphasis(bytes, index, &output)
      case UInt8(ascii: "!") where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "["):
        index = copyLink(bytes, index + 1, &output) ?? copyByte(bytes, index, &output)
      case UInt8(ascii: "[") where isNoteCall(bytes, index):
        index = (bytes[index...].firstIndex(of: UInt8(ascii: "]")) ?? index) + 1
      case UInt8(ascii: "["): index = copyLink(bytes, index, &output) ?? copyByte(bytes, index, &output)
      case UInt8(ascii: "<"): index = copyAddress(bytes, index, &output)
      default: index = copyByte(bytes, index, &output)
      }
    }
    return output
  }

  /// `[^label]` behind a word; before a colon it is the note itself.
  private static func isNoteCall(_ bytes: [UInt8], _ index: Int) -> Bool {
    guard index > 0, index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "^") else { return false }
    let label = bytes[(index + 2)...].prefix(24).prefix { $0 > 0x20 && $0 != UInt8(ascii: "]") }
    guard !label.isEmpty, label.endIndex < bytes.count, bytes[label.endIndex] == UInt8(ascii: "]") else { return false }
    return bytes[(label.endIndex + 1)...].first != UInt8(ascii: ":")
  }

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    (0x21...0x2F).contains(byte) || (0x3A...0x40).contains(byte) || (0x5B...0x60).contains(byte)
      || (0x7B...0x7E).contains(byte)
  }

  private static func copyByte(_ bytes: [UInt8], _ index: Int, _ output: inout [UInt8]) -> Int {
    output.append(bytes[index])
    return index + 1
  }

  /// `code`: the content as it is.
  private static func copyCode(_ bytes: [UInt8], _ index: Int, _ output: inout [UInt8]) -> Int {
    let ticks = bytes[index...].prefix { $0 == UInt8(ascii: "`") }.count
    let mark = [UInt8](repeating: UInt8(ascii: "`"), count: ticks)
    let start = index + ticks
    guard let close = (start..<bytes.count).first(where: { bytes[$0...].starts(with: mark) }) else {
      output.append(contentsOf: mark)
      return start
    }
    output.append(contentsOf: bytes[start..<close])
    return close + ticks
  }

  /// A run of stars or low lines is emphasis where it touches a word on one side only; elsewhere it is meant.
  private static func copyEmphasis(_ bytes: [UInt8], _ index: Int, _ output: inout [UInt8]) -> Int {
    let run = bytes[index...].prefix { $0 == bytes[index] }.count
    let before = index > 0 ? bytes[index - 1] : 0x20
    let after = index + run < bytes.count ? bytes[index + run] : 0x20
    func isWord(_ byte: UInt8) -> Bool {
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte >= 0x80
    }
    let isInWord = isWord(before) && isWord(after)
    let touches = before > 0x20 || after > 0x20
    let isEmphasis = run <= 3 && touches && (bytes[index] == UInt8(ascii: "*") || !isInWord)
    // A lone star between digits, or low lines in a name, stay.
    let isMeant = isInWord && (run == 1 || bytes[index] == UInt8(ascii: "_"))
    if !isEmphasis || isMeant { output.append(contentsOf: bytes[index..<index + run]) }
    return index + run
  }

  /// `[text](address)` and `[text][label]`: the text. Nil where no link stands.
  private static func copyLink(_ bytes: [UInt8], _ open: Int, _ output: inout [UInt8]) -> Int? {
    guard let close = matching(bytes, open, UInt8(ascii: "["), UInt8(ascii: "]")), close + 1 < bytes.count else {
      return nil
    }
    let next = bytes[close + 1]
    let closing = next == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "]")
    guard next == UInt8(ascii: "(") || next == UInt8(ascii: "["),
      let end = matching(bytes, close + 1, next, closing)
    else { return nil }
    output.append(contentsOf: plain(Array(bytes[open + 1..<close])))
    return end + 1
  }

  /// The place of the bracket that closes the one at `open`, within a bounded distance.
  private static func matching(_ bytes: [UInt8], _ open: Int, _ opening: UInt8, _ closing: UInt8) -> Int? {
    var depth = 0
    for index in open..<min(bytes.count, open + 2000) {
      if bytes[index] == opening { depth += 1 }
      if bytes[index] == closing {
        depth -= 1
        if depth == 0 { return index }
      }
      if depth > 8 { return nil }
    }
    return nil
  }

  /// `<https://...>` and `<name@host>` without the brackets; tags of HTML and comments go, other words in angle brackets
  /// are the text's own: `<pause>`, `<name of resident>`.
  private static func copyAddress(_ bytes: [UInt8], _ index: Int, _ output: inout [UInt8]) -> Int {
    if bytes[index...].starts(with: "<!--".utf8) {
      let end = (index + 4..<bytes.count).first { bytes[$0...].starts(with: "-->".utf8) }
      return end.map { $0 + 3 } ?? copyByte(bytes, index, &output)
    }
    guard let close = bytes[index...].prefix(300).firstIndex(of: UInt8(ascii: ">")) else {
      return copyByte(bytes, index, &output)
    }
    let content = bytes[index + 1..<close]
    if content.contains(UInt8(ascii: "@")) || content.contains(UInt8(ascii: ":")), !content.contains(0x20) {
      output.append(contentsOf: content)
      return close + 1
    }
    return isTag(content) ? close + 1 : copyByte(bytes, index, &output)
  }

  /// Whether `content` is the name of an element, and attributes with values behind it, if anything.
  private static func isTag(_ content: ArraySlice<UInt8>) -> Bool {
    let isClosing = content.first == UInt8(ascii: "/")
    let name = content.dropFirst(isClosing ? 1 : 0).prefix { isAlphanumeric($0) }
    guard elements.contains(String(decoding: name, as: UTF8.self).lowercased()) else { return false }
    let rest = content[name.endIndex...].drop { $0 <= 0x20 || $0 == UInt8(ascii: "/") }
    return rest.isEmpty || !isClosing && rest.contains(UInt8(ascii: "="))
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }

  /// The elements that are written into Markdown.
  private static let elements: Set<String> = Set(
    ("a abbr b big blockquote br center cite code col dd del details div dl dt em figcaption figure font h1 h2 h3 h4 h5 "
      + "h6 hr i iframe img input ins kbd li mark nobr ol p picture pre q s samp script small source span strike strong "
      + "style sub summary sup table tbody td tfoot th thead tr tt u ul var video wbr").split(separator: " ").map(
        String.init))

  /// A character reference: what it stands for.
  private static func copyReference(_ bytes: [UInt8], _ index: Int, _ output: inout [UInt8]) -> Int {
    guard let end = bytes[index...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
      return copyByte(bytes, index, &output)
    }
    let name = String(decoding: bytes[index + 1..<end], as: UTF8.self)
    let number = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
    let isNumber = name.hasPrefix("#")
    guard let scalar = isNumber ? number.flatMap(Unicode.Scalar.init) : references[name], scalar.value >= 0x20 else {
      return copyByte(bytes, index, &output)
    }
    output.append(contentsOf: String(scalar).utf8)
    return end + 1
  }

  private static let references: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ndash": "\u{2013}", "mdash": "\u{2014}",
    "hellip": "\u{2026}", "copy": "\u{A9}", "lsquo": "\u{2018}", "rsquo": "\u{2019}", "ldquo": "\u{201C}",
    "rdquo": "\u{201D}", "euro": "\u{20AC}", "eacute": "\u{E9}", "auml": "\u{E4}", "ouml": "\u{F6}", "uuml": "\u{FC}",
  ]
}
