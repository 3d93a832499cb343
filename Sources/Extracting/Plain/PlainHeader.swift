// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// What a plain file says of itself at its top: front matter, "Author: name" lines, a byline.
struct PlainHeader {
  var metadata = Metadata()
  /// The first line of the body; front matter is before it.
  var bodyStart = 0

  private static let keys: [String: String] = [
    "author": "author", "authors": "author", "by": "author", "autor": "author", "autorin": "author",
    "verfasser": "author", "verfasserin": "author", "auteur": "author", "auteurs": "author", "autrice": "author",
    "date": "date", "datum": "date", "year": "year", "jahr": "year", "jaar": "year", "année": "year",
    "language": "language", "lang": "language", "sprache": "language", "taal": "language", "langue": "language",
    "kind": "kind", "type": "kind", "art": "kind", "soort": "kind", "genre": "kind", "title": "title",
    "titel": "title", "titre": "title", "doi": "doi", "url": "url", "venue": "venue", "journal": "venue",
  ]
  /// How many lines at the top are looked at.
  private static let depth = 14

  init(_ text: TextLines, isMarkdown: Bool) {
    if let matter = FrontMatter(text) { take(matter) }
    var seen = 0
    for index in text.lines.indices[bodyStart...] where !text.lines[index].isBlank {
      seen += 1
      guard seen <= Self.depth, text.lines[index].width <= 200 else { break }
      let line = isMarkdown ? MarkdownInline.plain(Array(text.content(index))) : Array(text.content(index))
      for part in String(decoding: line, as: UTF8.self).split(separator: "·") { takeField(part) }
      if seen <= 6, metadata.authors.isEmpty { takeByline(String(decoding: line, as: UTF8.self)) }
    }
  }

  private mutating func take(_ matter: FrontMatter) {
    for field in matter.fields {
      let key = field.name.lowercased()
      if field.isList, Self.keys[key] == "author" {
        if metadata.authors.isEmpty { metadata.authors = field.values }
      } else if !set(key, field.values.joined(separator: ", ")) {
        metadata.fields[field.name] = field.isList ? .list(field.values) : .text(field.values.joined(separator: ", "))
      }
    }
    bodyStart = matter.end
  }

  private mutating func takeField(_ part: Substring) {
    guard let colon = part.firstIndex(of: ":") else { return }
    let key = Self.trimmed(part[..<colon]).lowercased()
    let value = Self.trimmed(part[part.index(after: colon)...])
    if !value.isEmpty, value.unicodeScalars.count <= 160 { _ = set(key, value) }
  }

  /// Whether the key is one that is known.
  private mutating func set(_ key: String, _ value: String) -> Bool {
    switch Self.keys[key] {
    case "author": if metadata.authors.isEmpty { metadata.authors = Self.names(value) }
    case "date": metadata.date = metadata.date ?? DateForms.date(value)
    case "year": metadata.date = metadata.date ?? DateForms.year(value)
    case "language": metadata.language = metadata.language ?? DateForms.languageTag(value)
    case "kind": metadata.kind = metadata.kind ?? value
    case "title": metadata.title = metadata.title ?? value
    case "doi": metadata.doi = metadata.doi ?? value
    case "url": metadata.url = metadata.url ?? value
    case "venue": metadata.venue = metadata.venue ?? value
    default: return false
    }
    return true
  }

  private static func names(_ value: String) -> [String] {
    value.contains(";") || value.contains(" and ") ? Metadata.names(value) : [value]
  }

  /// "by Jane Doe": a short line of which every other word is a name.
  private mutating func takeByline(_ line: String) {
    let words = line.split(separator: " ")
    guard (3...8).contains(words.count), let first = words.first?.lowercased(),
      ["by", "par", "door", "von", "van"].contains(first)
    else { return }
    let particles: Set<Substring> = ["de", "van", "der", "den", "von", "di", "le", "la", "und", "and", "en", "et", "&"]
    let isName = words.dropFirst().allSatisfy { word in
      particles.contains(word) || word.unicodeScalars.first?.properties.isUppercase ?? false
    }
    guard isName, let last = line.unicodeScalars.last, last.properties.isAlphabetic else { return }
    metadata.authors = Metadata.names(words.dropFirst().joined(separator: " "))
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
