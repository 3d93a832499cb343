// SPDX-License-Identifier: Apache-2.0

/// Reads vertical text (`.vrt`) line by line: one token a line, its columns parted by TABs, structure as tags on lines of
/// their own.
///
/// ```
/// <!-- #vrt positional-attributes: word pos lemma -->
/// <text id="t1" title="On wells" year="1999">
/// <s>
/// The     DT      the
/// wells   NNS     well
/// </s>
/// </text>
/// ```
/// Several tags may share a line. Tokens are as given and are never cut anew; `<g/>` says that no space stands between its neighbours. Attributes of
/// `<text>` are metadata, as the fields of a JSON line are. A line that is neither a token nor a tag that is understood
/// is passed over and costs nothing but itself.
package struct VerticalScanner {
  /// What a line is.
  package enum Line {
    case token
    case openText(id: String?, Metadata)
    case closeText
    case openBlock(BlockKind)
    case closeBlock
    /// The beginning or the end of a sentence.
    case sentence
    /// No space stands before the next token.
    case glue
    /// The header: the names of the columns.
    case columns([String])
    /// An empty line, a comment, a declaration.
    case nothing
    case stray(String)
  }

  /// What a line is, given without its line feed; a carriage return at its end does not count.
  package static func line(_ bytes: UnsafeBufferPointer<UInt8>) -> Line {
    guard let first = bytes.first else { return .nothing }
    // A token may be `<` itself: a tag is closed on its line and begins with a letter, a slash or a mark.
    guard first == UInt8(ascii: "<"), bytes.last == UInt8(ascii: ">") else { return .token }
    // The two commonest tags.
    if bytes.count == 3, bytes[1] == UInt8(ascii: "s") { return .sentence }
    if bytes.count == 4, bytes[1] == UInt8(ascii: "/"), bytes[2] == UInt8(ascii: "s") { return .sentence }
    let text = String(decoding: bytes, as: UTF8.self)
    if let tag = VerticalTag(text) { return line(tag) }
    let tags = VerticalTag.several(text)
    // No word looks so: taken for one, it would lend this text's words to the text before.
    if tags.isEmpty, text.hasPrefix("<text ") || text.hasPrefix("<doc ") {
      return .stray("its attributes are not understood: each is written name=\"value\"")
    }
    return line(tags)
  }

  /// What a line of several tags is: where a text begins or ends, all else does; where a block does, a sentence does.
  private static func line(_ tags: [VerticalTag]) -> Line {
    func rank(_ line: Line) -> Int {
      switch line {
      case .openText: 0
      case .closeText: 1
      case .openBlock: 2
      case .closeBlock: 3
      case .stray: 4
      default: 5
      }
    }
    return tags.map(line).min { rank($0) < rank($1) } ?? .token
  }

  private static func line(_ tag: VerticalTag) -> Line {
    switch (tag.name, tag.isClosing) {
    case ("text", false), ("doc", false): return openText(tag)
    case ("text", true), ("doc", true): return .closeText
    case ("s", _): return .sentence
    case ("g", _): return .glue
    case ("p", true), ("head", true), ("title", true), ("item", true), ("quote", true), ("note", true):
      return .closeBlock
    case ("p", false): return .openBlock(.paragraph)
    case ("head", false): return .openBlock(.heading)
    case ("title", false): return .openBlock(.title)
    case ("item", false): return .openBlock(.listItem)
    case ("quote", false): return .openBlock(.quote)
    case ("note", false): return .openBlock(.footnote)
    case ("?", _): return tag.columns.map { .columns($0) } ?? .nothing
    case ("corpus", _): return .nothing
    default: return .stray("<\(tag.name)> is not known and is passed over")
    }
  }

  private static func openText(_ tag: VerticalTag) -> Line {
    var (id, metadata): (String?, Metadata) = (nil, Metadata())
    for (name, value) in tag.attributes {
      if name == "id" {
        id = value.isEmpty ? nil : value
      } else {
        // Names are parted by semicolons here, as `export tokens` writes them: "and" may stand in one.
        let isList = ["author", "authors"].contains(name)
        metadata.set(name, isList ? .array(value.split(separator: ";").map { .string($0.trimmed) }) : Self.value(value))
      }
    }
    metadata.setDateFromYear()
    return .openText(id: id, metadata)
  }

  /// Numbers are numbers, so that `year>=1990` can be asked; what would be written otherwise, such as 007, is none.
  private static func value(_ text: String) -> JSONValue {
    if let number = Int(text), "\(number)" == text { return .integer(number) }
    if let number = Double(text), number.isFinite, "\(number)" == text { return .number(number) }
    return .string(text)
  }
}

/// A tag on a line of its own.
struct VerticalTag {
  var name: String
  var isClosing: Bool
  var attributes: [(name: String, value: String)] = []
  /// The names of the columns, where the line is the header that gives them.
  var columns: [String]?

  /// `<name a="b" c='d'>`, `</name>`, `<name/>`; declarations and comments have the name "?".
  init?(_ line: String) {
    // By code points: a quotation mark may stand before a sign that would join it.
    var rest = line.unicodeScalars.dropFirst().dropLast()
    if rest.first == "?" || rest.first == "!" {
      (name, isClosing) = ("?", false)
      columns = Self.columns(Substring(rest))
      return
    }
    isClosing = rest.first == "/"
    if isClosing { rest = rest.dropFirst() }
    if rest.last == "/" { rest = rest.dropLast() }
    let word = rest.prefix { $0.isWordPart || $0 == "_" || $0 == "-" }
    guard let first = word.first, first.properties.isAlphabetic else { return nil }
    name = Substring(word).lowercased()
    rest = rest[word.endIndex...].drop(while: \.properties.isWhitespace)
    while !rest.isEmpty {
      guard let equals = rest.firstIndex(of: "=") else { return nil }
      let name = Substring(rest[..<equals]).filter { !$0.isWhitespace }
      var value = rest[rest.index(after: equals)...].drop(while: \.properties.isWhitespace)
      guard let quote = value.first, quote == "\"" || quote == "'", !name.contains("<"), !name.contains(">") else {
        return nil
      }
      value = value.dropFirst()
      guard let end = value.firstIndex(of: quote) else { return nil }
      attributes.append((name.isEmpty ? "_" : name, Self.unescaped(Substring(value[..<end]))))
      rest = value[value.index(after: end)...].drop(while: \.properties.isWhitespace)
    }
  }

  /// The tags of a line that holds nothing else, such as `<text id="a"><s>`; none where it holds something else.
  static func several(_ line: String) -> [VerticalTag] {
    var (tags, tag, quote) = ([VerticalTag](), String.UnicodeScalarView(), Unicode.Scalar?.none)
    for scalar in line.unicodeScalars {
      tag.append(scalar)
      if let open = quote {
        if scalar == open { quote = nil }
      } else if tag.first != "<" {
        return []
      } else if scalar == ">" {
        guard let found = VerticalTag(String(tag)) else { return [] }
        tags.append(found)
        tag.removeAll()
      } else if scalar == "\"" || scalar == "'" {
        quote = scalar
      }
    }
    return tag.isEmpty ? tags : []
  }

  /// `!-- #vrt positional-attributes: word pos lemma --`.
  private static func columns(_ comment: Substring) -> [String]? {
    let mark = "positional-attributes:"
    guard comment.hasPrefix("!--"), let range = comment.firstRange(of: mark) else { return nil }
    let names = comment[range.upperBound...].split { $0 == " " || $0 == "\t" || $0 == "," }
    return names.map(String.init).filter { !$0.hasPrefix("--") }
  }

  private static let entities: [(name: String.UnicodeScalarView, sign: Unicode.Scalar)] = [
    ("&lt;".unicodeScalars, "<"), ("&gt;".unicodeScalars, ">"), ("&quot;".unicodeScalars, "\""),
    ("&apos;".unicodeScalars, "'"), ("&amp;".unicodeScalars, "&"),
  ]

  /// The five entities of XML as characters.
  static func unescaped(_ text: Substring) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return String(text) }
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars
    while let scalar = rest.first {
      let entity = scalar == "&" ? entities.first { rest.starts(with: $0.name) } : nil
      result.append(entity?.sign ?? scalar)
      rest = rest.dropFirst(entity?.name.count ?? 1)
    }
    return String(result)
  }
}

extension Unicode.Scalar {
  fileprivate var isWordPart: Bool { properties.isAlphabetic || properties.numericType != nil }
}

/// The columns of a token line.
package enum VerticalColumns {
  /// What columns are called that neither a header nor an option names.
  package static func names(_ count: Int) -> [String] {
    let usual = ["word", "pos", "lemma"]
    return (0..<count).map { $0 < usual.count ? usual[$0] : "column\($0 + 1)" }
  }

  /// The text of a column with the five entities of XML replaced.
  package static func unescaped(_ text: String) -> String { VerticalTag.unescaped(text[...]) }
}
