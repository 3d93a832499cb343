// SPDX-License-Identifier: Apache-2.0

/// The fields at the very top of a text: YAML between `---` and `---`, TOML between `+++` and `+++`.
struct FrontMatter {
  struct Field {
    var name: String
    var values: [String]
    var isList: Bool
  }

  private(set) var fields: [Field] = []
  /// The first line behind it.
  private(set) var end: Int

  private static let mostLines = 100

  /// Nil where the text does not begin with front matter.
  init?(_ text: TextLines) {
    guard let first = text.lines.indices.first else { return nil }
    let isTOML = text.string(first) == "+++"
    guard isTOML || text.string(first) == "---" else { return nil }
    let ends = isTOML ? ["+++"] : ["---", "..."]
    let last = text.lines.indices.dropFirst().prefix(Self.mostLines).first { ends.contains(text.string($0)) }
    let sign: Character = isTOML ? "=" : ":"
    guard let last, last > 1, (1..<last).allSatisfy({ Self.fits(text, $0, sign) }) else { return nil }
    end = last + 1
    var index = 1
    while index < last {
      // What is set in, or an item of a list, belongs to the key above it.
      var next = index + 1
      while next < last, text.lines[next].isBlank || text.lines[next].indent > 0 || Self.isItem(text, next) {
        next += 1
      }
      take(text, index..<next, sign)
      index = next
    }
  }

  /// A `key: value` line, a line set in below one, an item of a list, a remark, the name of a table, or a blank line.
  private static func fits(_ text: TextLines, _ index: Int, _ sign: Character) -> Bool {
    let line = text.string(index)
    guard let first = line.first, text.lines[index].indent == 0, first != "#", !isItem(text, index) else { return true }
    if sign == "=", first == "[" || first == "]" { return true }
    guard let place = line.firstIndex(of: sign), place > line.startIndex else { return false }
    return line[..<place].allSatisfy { $0.isLetter || "_- ".contains($0) || $0.isNumber && sign == "=" }
  }

  private static func isItem(_ text: TextLines, _ index: Int) -> Bool {
    text.content(index).starts(with: Array("- ".utf8))
  }

  // MARK: Values

  private mutating func take(_ text: TextLines, _ range: Range<Int>, _ sign: Character) {
    let line = text.string(range.lowerBound)
    guard text.lines[range.lowerBound].indent == 0, let place = line.firstIndex(of: sign) else { return }
    let name = Self.trimmed(line[..<place])
    let value = Self.trimmed(line[line.index(after: place)...])
    let below = range.dropFirst().map { text.string($0) }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
    if let first = value.first, first == "|" || first == ">", value.count <= 2 {
      add(name, [below.joined(separator: " ")], isList: false)
    } else if value.hasPrefix("[") {
      let list = ([value] + below).joined(separator: " ")
      add(name, Self.parted(list.drop { $0 == "[" }.prefix { $0 != "]" }), isList: true)
    } else if !value.isEmpty {
      add(name, [Self.unquoted(([value] + below).joined(separator: " ")[...])], isList: false)
    } else {
      let items = Self.items(below)
      add(name, items, isList: below.first?.hasPrefix("- ") ?? false)
    }
  }

  private mutating func add(_ name: String, _ values: [String], isList: Bool) {
    let values = values.filter { !$0.isEmpty }
    if !values.isEmpty { fields.append(Field(name: name, values: values, isList: isList)) }
  }

  /// The items of a list of lines: a text each, or of a mapping what it calls its name.
  private static func items(_ lines: [String]) -> [String] {
    var items: [String] = []
    var mapping: [String: String] = [:]
    func name() -> String? {
      let parts = [mapping["given"], mapping["family"]].compactMap { $0 }.joined(separator: " ")
      return mapping["name"] ?? mapping["literal"] ?? (parts.isEmpty ? nil : parts)
    }
    for line in lines {
      let isItem = line.hasPrefix("- ")
      if isItem {
        if let name = name() { items.append(name) }
        mapping = [:]
      }
      let content = isItem ? trimmed(line.dropFirst(2)) : line
      if let colon = content.firstRange(of: ": "), content[..<colon.lowerBound].allSatisfy(\.isLetter) {
        mapping[content[..<colon.lowerBound].lowercased()] = unquoted(content[colon.upperBound...])
      } else if isItem {
        items.append(unquoted(content[...]))
      }
    }
    if let name = name() { items.append(name) }
    return items
  }

  /// `a, "b, c", d` at the commas outside quotes.
  private static func parted(_ list: Substring) -> [String] {
    var (parts, quote): ([Substring], Character?) = ([], nil)
    var start = list.startIndex
    for index in list.indices {
      let sign = list[index]
      if let open = quote {
        if sign == open { quote = nil }
      } else if sign == "\"" || sign == "'", trimmed(list[start..<index]).isEmpty {
        quote = sign
      } else if sign == "," {
        parts.append(list[start..<index])
        start = list.index(after: index)
      }
    }
    return (parts + [list[start...]]).map { unquoted($0) }
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  /// The text of a quoted value, its escapes undone; any other as it is.
  private static func unquoted(_ text: Substring) -> String {
    let text = trimmed(text)
    guard text.count >= 2, let first = text.first, first == "\"" || first == "'", text.last == first else {
      return text
    }
    let inner = String(text.dropFirst().dropLast())
    return first == "'"
      ? inner.replacing("''", with: "'") : inner.replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
  }
}
