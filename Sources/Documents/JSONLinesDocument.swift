// SPDX-License-Identifier: Apache-2.0

/// One line of a JSON-lines file as a document.
///
/// `id` and `text` are wanted; `title`, `authors` (or `author`), `date`, `language` (or `lang`), `venue`, `doi`, `url`
/// and `kind` go to the metadata of those names, all other fields to `fields`.
package enum JSONLine {
  /// The document that `bytes` hold; throws why they hold none.
  package static func document(_ bytes: Span<UInt8>, source: String) throws(FileFailure) -> Document {
    var id = ""
    var metadata = Metadata()
    var text: String?
    do throws(JSONSyntaxError) {
      var scanner = JSONScanner()
      try scanner.object(in: bytes) { (scanner, name) throws(JSONSyntaxError) in
        let value = try scanner.value(in: bytes)
        switch name {
        case "id": id = value.scalarText ?? ""
        case "text": text = value.string
        default: metadata.set(name, value)
        }
      }
      try scanner.end(in: bytes)
    } catch {
      throw FileFailure(.damaged, "\(error)")
    }
    guard !id.isEmpty else { throw FileFailure(.damaged, "has no \"id\": give each line an id of its own") }
    guard let text else { throw FileFailure(.damaged, "has no \"text\" that is a string") }
    var document = Document(id: id, source: source, format: .jsonLines, blocks: ParagraphBlocks.split(text))
    // A copy would count a reference for each field.
    swap(&document.metadata, &metadata)
    return document
  }
}

extension Metadata {
  /// Puts a field of a JSON object where it belongs; objects and null are left out.
  package mutating func set(_ name: String, _ value: JSONValue) {
    var text: String? { value.scalarText }
    switch name {
    case "title": title = text ?? title
    case "authors", "author": authors = value.array?.compactMap(\.scalarText) ?? text.map(Metadata.names) ?? authors
    case "date": date = text ?? date
    case "language", "lang": language = text.map { $0.lowercased() } ?? language
    case "venue": venue = text ?? venue
    case "doi": doi = text ?? doi
    case "url": url = text ?? url
    case "kind": kind = text ?? kind
    default:
      if fields.isEmpty { fields.reserveCapacity(4) }
      switch value {
      case .string(let text): fields[name] = .text(text)
      case .integer(let number): fields[name] = .number(Double(number))
      case .number(let number): fields[name] = .number(number)
      case .bool(let flag): fields[name] = .text(flag ? "true" : "false")
      case .array(let values): fields[name] = .list(values.compactMap(\.scalarText))
      case .null, .object: break
      }
    }
  }

  /// The names in one string: separated by semicolons, or by " and " as in BibTeX.
  package static func names(_ text: String) -> [String] {
    let separator = text.contains(";") ? ";" : " and "
    return text.split(separator: separator).map { part in
      String(part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }.filter { !$0.isEmpty }
  }
}
