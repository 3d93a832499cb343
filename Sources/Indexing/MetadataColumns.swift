// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Segments
internal import Tokenizing

/// Which columns a document's metadata fill, and with what: source, format, title, date, language, venue, doi, url, kind as
/// text, author as a list, year as a number, and one for each further field.
enum MetadataColumns {
  typealias Value = (name: String, value: ColumnWriter.Value)

  /// Names that a further field may not take.
  static let reserved: Set<String> = [
    "source", "format", "title", "author", "date", "year", "language", "venue", "doi", "url", "kind",
    "text",
  ]

  /// Which of the columns stand for further fields whose own names are taken.
  static func renamed(_ columns: [String]) -> [String] {
    Set(columns.filter { $0.last == "_" && reserved.contains(String($0.dropLast())) }).sorted()
  }

  /// - Parameter language: what the document declares or its text tells.
  static func values(of document: Document, language: String?) -> [Value] {
    var values: [Value] = []
    put(document, language: language, into: &values)
    return values
  }

  /// Puts the values in place of those that are there.
  static func put(_ document: Document, language: String?, into values: inout [Value]) {
    let metadata = document.metadata
    values.removeAll(keepingCapacity: true)
    values.reserveCapacity(8)
    values.append(("source", .text(document.source)))
    values.append(("format", .text(document.format.rawValue)))
    func add(_ name: String, _ text: String?) { if let text, !text.isEmpty { values.append((name, .text(text))) } }
    add("title", metadata.title)
    add("date", metadata.date)
    add("language", language)
    add("venue", metadata.venue)
    add("doi", metadata.doi)
    add("url", metadata.url)
    add("kind", metadata.kind)
    if !metadata.authors.isEmpty { values.append(("author", .list(metadata.authors))) }
    if let year = year(metadata) { values.append(("year", .number(year))) }
    // By their own names, whatever they are called as columns.
    let further = values.count
    for (name, value) in metadata.fields where name != "year" { values.append((name, column(value))) }
    if values.count - further > 1 { values[further...].sort { $0.name < $1.name } }
    for index in further..<values.count where reserved.contains(values[index].name) { values[index].name += "_" }
  }

  private static func column(_ value: MetadataValue) -> ColumnWriter.Value {
    switch value {
    case .text(let text): .text(text)
    case .number(let number): .number(number)
    case .list(let list): .list(list)
    }
  }

  /// The field `year`, else the year of the date; of texts such as `c2010` or `1998/99` the first run of four digits.
  private static func year(_ metadata: Metadata) -> Double? {
    switch metadata.fields["year"] {
    case .number(let number)?: return number
    case .text(let text)?: if let year = year(text) { return year }
    case .list(let texts)?: if let year = texts.first.flatMap(year) { return year }
    case nil: break
    }
    // Digits beyond the fourth are no date's: 1262304000 counts the seconds since 1970.
    guard let digits = metadata.date?.utf8.prefix(while: { (0x30...0x39).contains($0) }), digits.count == 4 else {
      return nil
    }
    return Double(String(decoding: digits, as: UTF8.self))
  }

  private static func year(_ text: String) -> Double? {
    if let number = Double(text), number.isFinite { return number }
    let runs = text.utf8.split { !(0x30...0x39).contains($0) }
    return runs.first { $0.count == 4 }.flatMap { Double(String(decoding: $0, as: UTF8.self)) }
  }
}
