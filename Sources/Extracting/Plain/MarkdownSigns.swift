// SPDX-License-Identifier: Apache-2.0

/// Recognises Markdown: by signs that plain prose does not hold.
enum MarkdownSigns {
  /// Whether the text is written in Markdown; one sign may be chance, two kinds or a repeated one are not.
  static func isMarkdown(_ text: TextLines) -> Bool {
    var score = 0
    var previous: TextLine?
    for index in text.lines.indices.prefix(4000) {
      let line = text.lines[index]
      defer { previous = line }
      guard !line.isBlank else { continue }
      let content = text.content(index)
      if heading(content) != nil { score += 2 }
      if fence(content) != nil { score += 2 }
      if let previous, isUnderline(content), !previous.isBlank, previous.width <= 90 { score += 2 }
      if hasPair(content, "**") || hasPair(content, "__") { score += 1 }
      if isLinkLine(content) { score += 1 }
      if content.first == UInt8(ascii: "|"), content.last == UInt8(ascii: "|") { score += 1 }
      if score >= 4 { return true }
    }
    return false
  }

  /// The level of `## Heading` and where its text lies, or nil.
  static func heading(_ content: ArraySlice<UInt8>) -> (level: Int, text: ArraySlice<UInt8>)? {
    let level = content.prefix { $0 == UInt8(ascii: "#") }.count
    guard (1...6).contains(level) else { return nil }
    var rest = content.dropFirst(level)
    guard rest.first == 0x20 || rest.first == 0x09 else { return nil }
    rest = rest.drop { $0 <= 0x20 }
    while let last = rest.last, last == UInt8(ascii: "#") || last <= 0x20 { rest = rest.dropLast() }
    return rest.isEmpty ? nil : (level, rest)
  }

  /// The sign of a code fence, or nil; after an opening one may stand the name of a language.
  static func fence(_ content: ArraySlice<UInt8>, closing: Bool = false) -> UInt8? {
    guard let sign = content.first, sign == UInt8(ascii: "`") || sign == UInt8(ascii: "~") else { return nil }
    let rest = content.drop { $0 == sign }
    guard content.count - rest.count >= 3 else { return nil }
    let name = rest.drop { $0 == 0x20 }
    let isName = name.count <= 24 && name.allSatisfy { $0 > 0x20 && $0 != sign }
    return name.isEmpty || !closing && isName ? sign : nil
  }

  /// `====` or `----` under a heading: three signs at least, all the same.
  static func isUnderline(_ content: ArraySlice<UInt8>) -> Bool {
    guard content.count >= 3, let sign = content.first, "=-~".utf8.contains(sign) else { return false }
    return content.allSatisfy { $0 == sign }
  }

  /// `[label]: https://...`: where a link leads, which nothing shows.
  static func isLinkDefinition(_ content: ArraySlice<UInt8>) -> Bool {
    guard content.first == 0x5B, let close = content.firstIndex(of: 0x5D), content[close...].starts(with: "]:".utf8),
      content.dropFirst().first != UInt8(ascii: "^")
    else { return false }
    let address = content[(close + 2)...].drop { $0 <= 0x20 }.prefix { $0 > 0x20 }
    let isAddress = address.contains { "/#@<".utf8.contains($0) }
    let rest = content[address.endIndex...].drop { $0 <= 0x20 }
    return isAddress && (rest.isEmpty || "\"'(".utf8.contains(rest.first ?? 0))
  }

  private static func hasPair(_ content: ArraySlice<UInt8>, _ mark: StaticString) -> Bool {
    mark.withUTF8Buffer { mark in
      guard content.count >= 6 else { return false }
      var found = 0
      var index = content.startIndex
      while index + 1 < content.endIndex {
        if content[index] == mark[0], content[index + 1] == mark[1] {
          found += 1
          index += 2
        } else {
          index += 1
        }
      }
      return found >= 2 && !PlainTable.isBorder(content)
    }
  }

  private static func isLinkLine(_ content: ArraySlice<UInt8>) -> Bool {
    guard let close = content.indices.dropLast().first(where: { content[$0] == 0x5D && content[$0 + 1] == 0x28 }) else {
      return false
    }
    return content[..<close].contains(0x5B) && content[close...].contains(0x29)
  }
}
