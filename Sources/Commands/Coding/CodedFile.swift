// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import Documents

/// The items that one coder has coded: JSON lines as `sample` writes them and `evaluate` reads them.
struct CodedFile {
  struct Item {
    var text: String?
    var label: String?
    /// nil where the line has no `evidence`.
    var spans: [SpanCodings.Span]?
    var fields: [String: String]
  }
  let path: String
  /// Ids in the order of the file.
  private(set) var ids: [String] = []
  private(set) var items: [String: Item] = [:]

  /// - Parameter field: what is taken as the label; an empty text or null is no label.
  init(_ path: String, field: String) throws {
    self.path = path
    var lines: [String: Int] = [:]
    try FileLines.eachValue(of: path) { value, line in
      guard let id = value["id"]?.scalarText else {
        throw CommandFailure("\(path):\(line): wanted an object with an \"id\"")
      }
      if let first = lines[id] {
        throw CommandFailure("\(path):\(line): the id '\(id)' stands in line \(first) already; one coding an item")
      }
      lines[id] = line
      ids.append(id)
      items[id] = try item(value, field, line)
    }
    // Whoever marked no span anywhere was not asked for any.
    if items.values.allSatisfy({ $0.spans?.isEmpty ?? true }) { for id in ids { items[id]?.spans = nil } }
  }

  private func item(_ value: JSONValue, _ field: String, _ line: Int) throws -> Item {
    let text = value["text"]?.string
    let label = value[field]?.scalarText
    var fields: [String: String] = [:]
    for entry in value.fields ?? [] { fields[entry.name] = entry.value.scalarText }
    for entry in value["stratum"]?.fields ?? [] { fields[entry.name] = entry.value.scalarText }
    var spans: [SpanCodings.Span]?
    if let text, value["evidence"] != nil {
      var evidence = HandCodedEvidence(file: path, concepts: [])
      spans = try evidence.spans(of: value, id: "", length: text.unicodeScalars.count, line: line).map {
        SpanCodings.Span(start: $0.start, end: $0.end, concept: $0.concept)
      }
    }
    return Item(text: text, label: label == "" ? nil : label, spans: spans, fields: fields)
  }
}

/// The items of all coders beside each other.
struct CodedCorpus {
  let files: [CodedFile]
  /// Ids in the order of the first file that has them.
  let ids: [String]
  let labels: LabelCodings
  let spans: SpanCodings

  init(_ files: [CodedFile]) throws {
    self.files = files
    var (ids, known): ([String], Set<String>) = ([], [])
    for id in files.flatMap(\.ids) where known.insert(id).inserted { ids.append(id) }
    self.ids = ids
    for id in ids {
      let texts = files.compactMap { file in file.items[id]?.text.map { (file: file.path, text: $0) } }
      if let first = texts.first, let other = texts.first(where: { $0.text != first.text }) {
        throw CommandFailure("'\(id)' has one text in \(first.file) and another in \(other.file)")
      }
    }
    labels = LabelCodings(ids.map { id in files.map { $0.items[id]?.label } }, coders: files.count)
    spans = SpanCodings(
      ids.map { id in
        let length = files.lazy.compactMap { $0.items[id]?.text }.first?.unicodeScalars.count ?? 0
        return SpanCodings.Item(length: length, spans: files.map { $0.items[id]?.spans })
      })
  }

  func text(_ id: String) -> String? { files.lazy.compactMap { $0.items[id]?.text }.first }

  /// The value of a field in the first file that has one.
  func value(_ id: String, _ field: String) -> String {
    files.lazy.compactMap { $0.items[id]?.fields[field] }.first ?? ""
  }
}
