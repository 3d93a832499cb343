// SPDX-License-Identifier: Apache-2.0

/// One entry of a bibliography: what it says of a document, and what joins it to the document.
package struct MetadataRecord: Sendable, Equatable {
  /// Path of the file it describes, as written there.
  package var path: String?
  /// Citation key, `id` of CSL-JSON, or `key` column: joins to a document's id, or to a file's name
  /// without its suffix.
  package var key: String?
  /// Only what the entry states; nil and empty fields leave the document's own.
  package var metadata: Metadata
  /// Where it stands, as `refs.csv:12`, and what there is to say of it.
  package var place = ""
  package var remarks: [String] = []

  package init(path: String? = nil, key: String? = nil, metadata: Metadata = Metadata()) {
    (self.path, self.key, self.metadata) = (path, key, metadata)
  }

  /// Files a value under the field that `name` means in any of the formats; unknown names become further fields.
  mutating func set(_ name: String, _ value: String) {
    let text = value.split { $0.isWhitespace }.joined(separator: " ")
    guard !text.isEmpty else { return }
    switch name.lowercased() {
    case "path", "file", "filename", "l1": path = text
    case "key", "id", "citekey", "citation-key": key = text
    case "title", "ti", "t1": metadata.title = text
    case "author", "authors", "au", "a1": metadata.authors += MetadataRecord.names(text)
    case "date", "issued", "da": metadata.date = date(text) ?? metadata.date
    case "year", "py", "y1": if metadata.date == nil { metadata.date = date(text) }
    case "month": month(text)
    case "language", "lang", "langid", "la": metadata.language = LanguageName.code(text)
    case "venue", "journal", "journaltitle", "booktitle", "container-title", "jo", "t2", "publication":
      metadata.venue = text
    case "doi", "do": metadata.doi = MetadataRecord.doi(text)
    case "url", "ur": metadata.url = text
    case "kind", "type", "entrytype": metadata.kind = text
    default: metadata.fields[name.isEmpty ? "_" : name.lowercased()] = MetadataRecord.value(text)
    }
  }

  private mutating func date(_ text: String) -> String? {
    let date = MetadataRecord.date(text)
    if date == nil { remarks.append("'\(text)' is no year or date (YYYY, YYYY-MM, YYYY-MM-DD) and is left out") }
    return date
  }

  private mutating func month(_ text: String) {
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    let number = Int(text) ?? names.firstIndex(of: String(text.lowercased().prefix(3))).map { $0 + 1 }
    guard let number, (1...12).contains(number), let year = metadata.date, year.utf8.count == 4 else { return }
    metadata.date = year + (number < 10 ? "-0" : "-") + "\(number)"
  }

  /// The names in a list parted by semicolons, as they stand.
  static func names(_ text: String) -> [String] {
    text.split(separator: ";").map(\.trimmed).filter { !$0.isEmpty }
  }

  /// A name whose family name comes first, turned round: `Example, Ada`; `Example, Jr, Ada`.
  static func personName(_ name: String) -> String {
    familyFirst(parted: name.split(separator: ",", maxSplits: 2)) ?? Substring(name).trimmed
  }

  /// The same of its parts; nil for one that has no comma.
  static func familyFirst(parted: [Substring]) -> String? {
    let parts = parted.map(\.trimmed)
    switch parts.count {
    case 2: return "\(parts[1]) \(parts[0])"
    case 3: return "\(parts[2]) \(parts[0]) \(parts[1])"
    default: return nil
    }
  }

  /// The longest of YYYY, YYYY-MM and YYYY-MM-DD that `text` starts with; slashes part as hyphens do.
  static func date(_ text: String) -> String? {
    if let date = DateText.normal(text) { return String(date.prefix(10)) }
    let parts = text.split { $0 == "-" || $0 == "/" }.map(String.init)
    guard let year = parts.first, year.utf8.count == 4, Int(year) != nil else { return nil }
    guard parts.count > 1, let month = Int(parts[1]), (1...12).contains(month) else { return year }
    let start = year + (month < 10 ? "-0" : "-") + "\(month)"
    guard parts.count > 2, let day = Int(parts[2].prefix(2)), (1...31).contains(day) else { return start }
    return start + (day < 10 ? "-0" : "-") + "\(day)"
  }

  /// Without the resolver's address: from the `10.` on.
  static func doi(_ text: String) -> String {
    text.indices.first { text[$0...].hasPrefix("10.") }.map { String(text[$0...]) } ?? text
  }

  static func value(_ text: String) -> MetadataValue {
    // 007 is a name, not a number.
    let isName = text.utf8.count > 1 && text.utf8.first == 0x30 && text.utf8.allSatisfy { $0 > 0x2F }
    if !isName, let number = Double(text), text.utf8.allSatisfy({ $0 < 0x3A && $0 > 0x2A }) {
      return number.isFinite && text.utf8.count <= 15 ? .number(number) : .text(text)
    }
    return .text(text)
  }
}

extension Substring {
  /// Without white space at both ends.
  var trimmed: String {
    var text = drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
