// SPDX-License-Identifier: Apache-2.0

/// BibTeX and BibLaTeX: entries with braced, quoted or bare values; accents written as commands become letters.
enum BibTeXReader {
  /// A value that is not closed would swallow the entries behind it: that is a failure.
  static func records(_ text: String, name: String) throws(MetadataFile.Failure) -> [MetadataRecord] {
    var reader = Cursor(Array(text.unicodeScalars))
    var records: [MetadataRecord] = []
    while reader.skip(past: "@") {
      let line = reader.line
      let kind = reader.word().lowercased()
      guard reader.take("{") || reader.take("("), !["comment", "preamble"].contains(kind) else { continue }
      if kind == "string" {
        if let (name, value) = reader.field() { reader.macros[name.lowercased()] = value }
        continue
      }
      var record = MetadataRecord(key: reader.until([",", "}"]))
      record.metadata.kind = kind
      record.place = "\(name):\(line)"
      while reader.take(","), let (name, value) = reader.field() {
        if name.lowercased() == "author" {
          record.metadata.authors = names(value)
        } else {
          record.set(name, name.lowercased() == "file" ? attachedPath(plain(value)) : plain(value))
        }
      }
      if reader.endedInsideValue {
        throw MetadataFile.Failure(
          description: "\(record.place): a brace or quote in the entry '\(record.key ?? "")' is never closed")
      }
      if !reader.take("}"), !reader.take(")") {
        record.remarks.append("the entry '\(record.key ?? "")' cannot be read to its end")
      }
      records.append(record)
    }
    return records
  }

  /// The names of an author field, which `and` parts where it stands outside braces; a name in braces is kept as it is.
  static func names(_ value: String) -> [String] {
    let words = value.split(whereSeparator: \.isWhitespace)
    var (names, name, depth): ([String], [Substring], Int) = ([], [], 0)
    for word in words + ["and"] {
      if word == "and", depth == 0 {
        names.append(name.joined(separator: " "))
        name = []
        continue
      }
      name.append(word)
      depth = max(depth + word.utf8.reduce(0) { $0 + ($1 == 0x7B ? 1 : $1 == 0x7D ? -1 : 0) }, 0)
    }
    if !name.isEmpty { names.append(name.dropLast().joined(separator: " ")) }
    return names.map { plain(MetadataRecord.familyFirst(parted: commas(of: $0)) ?? $0) }.map { Substring($0).trimmed }
      .filter { !$0.isEmpty && $0 != "others" }
  }

  /// The parts of a name between commas outside braces, three at most.
  private static func commas(of name: String) -> [Substring] {
    var depth = 0
    return name.split(maxSplits: 2, omittingEmptySubsequences: true) { character in
      depth += character == "{" ? 1 : character == "}" ? -1 : 0
      return character == "," && depth == 0
    }
  }

  /// The path in a `file` field: bare, or the first in a list of `description:path:type`, as reference managers write.
  private static func attachedPath(_ value: String) -> String {
    let parts = value.prefix { $0 != ";" }.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count < 3 ? value : parts.dropFirst().dropLast().joined(separator: ":")
  }

  /// The value without braces, with accent commands as letters and `--` as a dash.
  static func plain(_ value: String) -> String {
    var out = String.UnicodeScalarView()
    var rest = Array(value.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "{", "}": continue
      case "~": out.append(" ")
      case "-", "`", "'":
        // Runs as TeX sets them: dashes and quotation marks.
        var run = 1
        while run < (scalar == "-" ? 3 : 2), rest.first == scalar {
          rest.removeFirst()
          run += 1
        }
        let marks: [Unicode.Scalar: [Unicode.Scalar]] = ["-": ["-", "–", "—"], "`": ["‘", "“"], "'": ["'", "”"]]
        out.append((marks[scalar] ?? [])[run - 1])
      case "\\": command(&rest, &out)
      default: out.append(scalar)
      }
    }
    return ComposedText.compose(String(out))
  }

  private static let accents: [Unicode.Scalar: Unicode.Scalar] = [
    "'": "\u{301}", "`": "\u{300}", "^": "\u{302}", "\"": "\u{308}", "~": "\u{303}", "=": "\u{304}", ".": "\u{307}",
    "c": "\u{327}", "v": "\u{30C}", "u": "\u{306}", "H": "\u{30B}", "r": "\u{30A}", "k": "\u{328}",
  ]
  private static let letters = [
    "ss": "ß", "o": "ø", "O": "Ø", "ae": "æ", "AE": "Æ", "oe": "œ", "aa": "å", "l": "ł", "i": "i",
  ]

  private static func command(_ rest: inout ArraySlice<Unicode.Scalar>, _ out: inout String.UnicodeScalarView) {
    guard let first = rest.first else { return }
    guard first.properties.isAlphabetic else {
      rest.removeFirst()
      guard let accent = accents[first] else { return out.append(first) }
      return append(accent, to: &rest, &out)
    }
    let name = String(String.UnicodeScalarView(rest.prefix { $0.properties.isAlphabetic }))
    if let letter = letters[name] {
      rest = rest.dropFirst(name.unicodeScalars.count).drop { $0 == " " }
      out.append(contentsOf: letter.unicodeScalars)
    } else if name.unicodeScalars.count == 1, let accent = accents[first] {
      rest = rest.dropFirst().drop { $0 == " " }
      append(accent, to: &rest, &out)
    } else {
      rest = rest.dropFirst(name.unicodeScalars.count)
    }
  }

  /// The accent goes behind the letter it stands over.
  private static func append(
    _ accent: Unicode.Scalar, to rest: inout ArraySlice<Unicode.Scalar>, _ out: inout String.UnicodeScalarView
  ) {
    rest = rest.drop { $0 == "{" || $0 == "\\" }
    guard let letter = rest.popFirst() else { return }
    out.append(letter)
    out.append(accent)
  }
}

/// Walks BibTeX text scalar by scalar.
private struct Cursor {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  /// Values named by `@string`, by their names in lower case.
  var macros: [String: String] = [:]
  /// Whether the text ended before a value was closed.
  private(set) var endedInsideValue = false
  private var lastLine = (index: 0, number: 1)

  /// The line that has been reached.
  var line: Int {
    mutating get {
      lastLine.number += scalars[lastLine.index..<index].count { $0 == "\n" }
      lastLine.index = index
      return lastLine.number
    }
  }

  init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  mutating func skip(past scalar: Unicode.Scalar) -> Bool {
    while let next = peek {
      index += 1
      if next == scalar { return true }
    }
    return false
  }

  private mutating func skipSpace() {
    while let next = peek, next.properties.isWhitespace { index += 1 }
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek == scalar else { return false }
    index += 1
    return true
  }

  mutating func word() -> String {
    skipSpace()
    var out = String.UnicodeScalarView()
    while let next = peek,
      next.properties.isAlphabetic || next.properties.numericType != nil || "-_".unicodeScalars.contains(next)
    {
      out.append(next)
      index += 1
    }
    return String(out)
  }

  mutating func until(_ ends: [Unicode.Scalar]) -> String {
    var out = String.UnicodeScalarView()
    while let next = peek, !ends.contains(next) {
      out.append(next)
      index += 1
    }
    return Substring(String(out)).trimmed
  }

  /// `name = value`, where parts of the value may be joined by `#`.
  mutating func field() -> (String, String)? {
    let name = word()
    guard !name.isEmpty, take("=") else { return nil }
    var value = part()
    while take("#") { value += part() }
    return (name, value)
  }

  private mutating func part() -> String {
    if take("{") { return balanced(closing: "}") }
    if take("\"") { return balanced(closing: "\"") }
    let bare = until([",", "}", ")", "#", "\n"])
    return macros[bare.lowercased()] ?? bare
  }

  /// Up to the closing mark that stands outside all inner braces.
  private mutating func balanced(closing: Unicode.Scalar) -> String {
    var out = String.UnicodeScalarView()
    var depth = 0
    while let next = peek {
      index += 1
      if next == closing, depth == 0 { return String(out) }
      if next == "{" { depth += 1 }
      if next == "}" { depth -= 1 }
      out.append(next)
    }
    endedInsideValue = true
    return String(out)
  }
}
