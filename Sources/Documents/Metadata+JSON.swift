// SPDX-License-Identifier: Apache-2.0

/// Metadata from the fields of a JSON object, as lines of a corpus, Crossref, OpenAlex and CSL-JSON write them.
///
/// `title`, `authors` (or `author`), `date`, `language` (or `lang`), `venue`, `doi`, `url` and `kind` go to the metadata of
/// those names, all other fields to `fields`. Nothing but null is left out: a list where one value is wanted is joined by
/// semicolons, and the members of an object become fields of their own (`"a":{"b":1}` is the field `a.b`). Line ends and
/// tabs in a named field are spaces; a date with the year first becomes YYYY-MM-DD however it is written.
extension Metadata {
  package mutating func set(_ name: String, _ value: JSONValue) {
    switch name {
    case "authors", "author": authors = Self.authors(value) ?? authors
    case "language", "lang": language = (value.array?.first ?? value).scalarText.map(LanguageName.code) ?? language
    case "title": title = text(name, value) ?? title
    case "date": date = Self.date(value) ?? text(name, value).map { DateText.normal($0) ?? $0 } ?? date
    case "venue": venue = text(name, value) ?? venue
    case "doi": doi = text(name, value) ?? doi
    case "url": url = text(name, value) ?? url
    case "kind": kind = text(name, value) ?? kind
    default: setFurther(name, value)
    }
  }

  /// A document that says no more of its time than a year of four digits is of that date.
  package mutating func setDateFromYear() {
    guard date == nil, let year = fields["year"] else { return }
    switch year {
    case .number(let number): if let whole = Int(exactly: number), (1000...9999).contains(whole) { date = "\(whole)" }
    case .text(let text): if text.utf8.count == 4 { date = DateText.normal(text) }
    case .list: break
    }
  }

  /// The one text that a value gives; of an object its name, while its members become further fields.
  private mutating func text(_ name: String, _ value: JSONValue) -> String? {
    switch value {
    case .array(let values):
      let texts = values.compactMap { $0.scalarText ?? $0["name"]?.string }
      return texts.isEmpty ? nil : Self.onOneLine(texts.joined(separator: "; "))
    case .object:
      setFurther(name, value)
      return value["name"]?.string
    default: return value.scalarText.map(Self.onOneLine)
    }
  }

  /// With runs of white space as one space, where a line ends or a tab stands in it.
  private static func onOneLine(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 }) else { return text }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private mutating func setFurther(_ name: String, _ value: JSONValue) {
    if fields.isEmpty { fields.reserveCapacity(4) }
    // Tables give their column of row numbers no name; here every field can be asked for.
    let name = name.isEmpty ? "_" : name
    switch value {
    case .null: break
    case .string(let text): fields[name] = .text(text)
    // Numbers of 16 digits and more are names of things, such as ids, which doubles would run together.
    case .integer(let number): fields[name] = abs(Double(number)) < 1e15 ? .number(Double(number)) : .text("\(number)")
    case .number(let number): fields[name] = .number(number)
    case .bool(let flag): fields[name] = .text(flag ? "true" : "false")
    case .array(let values):
      let texts = values.compactMap(\.scalarText)
      if !texts.isEmpty || values.isEmpty { fields[name] = .list(texts) }
      for member in Self.members(values) { setFurther("\(name).\(member.name)", member.value) }
    case .object(let members): for member in members { setFurther("\(name).\(member.name)", member.value) }
    }
  }

  /// The members of all objects of a list, each name once with the list of its values.
  private static func members(_ values: [JSONValue]) -> [JSONField] {
    var gathered: [(name: String, values: [JSONValue])] = []
    for member in values.lazy.compactMap(\.fields).joined() {
      let values = member.value.array ?? [member.value]
      if let index = gathered.firstIndex(where: { $0.name == member.name }) {
        gathered[index].values += values
      } else {
        gathered.append((member.name, values))
      }
    }
    return gathered.map { JSONField($0.name, .array($0.values)) }
  }

  // MARK: Names and dates

  private static func authors(_ value: JSONValue) -> [String]? {
    let found = value.array?.compactMap(author) ?? value.scalarText.map(names) ?? author(value).map { [$0] }
    return found.flatMap { $0.isEmpty ? nil : $0.map(onOneLine) }
  }

  /// A name as a text, or as the object of CSL-JSON (`literal`, or `given` and `family`), schema.org (`name`) or OpenAlex
  /// (`author`, `display_name`).
  static func author(_ value: JSONValue) -> String? {
    guard case .object = value else { return value.scalarText }
    if let whole = value["literal"] ?? value["name"] ?? value["display_name"] { return whole.string }
    if let inner = value["author"] { return author(inner) }
    let parts = ["given", "dropping-particle", "non-dropping-particle", "family", "suffix"].compactMap {
      value[$0]?.string
    }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  /// A date as CSL-JSON and Crossref write it: `{"date-parts":[[2014,5]]}`; nil for all else.
  static func date(_ value: JSONValue) -> String? {
    guard let parts = value["date-parts"]?.array?.first?.array else { return nil }
    return MetadataRecord.date(parts.compactMap(\.scalarText).joined(separator: "-"))
  }

  /// The names in one string: separated by semicolons, or by " and " as in BibTeX.
  package static func names(_ text: String) -> [String] {
    let separator = text.contains(";") ? ";" : " and "
    return text.split(separator: separator).map(\.trimmed).filter { !$0.isEmpty }
  }
}
