// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Joins the records of metadata files to documents: by path, else by DOI, else by key; of several records with one path,
/// DOI or key the first.
package final class MetadataJoin: Sendable {
  private let records: [MetadataRecord]
  private let byName: [String: [(path: String, record: Int)]]
  private let byDOI: [String: Int]
  private let byKey: [String: Int]
  /// What there is to say of the records, each with its place.
  package let remarks: [String]
  private let joined = Mutex<Set<Int>>([])

  package init(_ records: [MetadataRecord]) {
    self.records = records
    var (names, dois, keys): ([String: [(path: String, record: Int)]], [String: Int], [String: Int]) = ([:], [:], [:])
    var (paths, remarks): ([String: Int], [String]) = ([:], [])
    for (number, record) in records.enumerated() {
      remarks += record.remarks.map { "\(record.place): \($0)" }
      func enter(_ what: String, _ value: String, _ table: inout [String: Int]) {
        guard let first = table[value] else { return table[value] = number }
        remarks.append(
          "\(record.place): the \(what) '\(value)' stands at \(records[first].place) already, which is used")
      }
      if let path = record.path {
        let clean = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        enter("path", clean, &paths)
        names[MetadataJoin.name(clean), default: []].append((clean, number))
      }
      if let doi = record.metadata.doi { enter("DOI", doi.lowercased(), &dois) }
      if let key = record.key { enter("key", key, &keys) }
    }
    (byName, byDOI, byKey, self.remarks) = (names, dois, keys, remarks)
  }

  /// Places of the records that no document has been joined to.
  package var unused: [String] {
    let joined = joined.withLock { $0 }
    return records.indices.filter { !joined.contains($0) }.map { records[$0].place }
  }

  package var count: Int { records.count }

  /// The document's metadata with what its record says put over it; nil where no record joins.
  package func metadata(of document: Document) -> Metadata? {
    guard let number = record(of: document) else { return nil }
    joined.withLock { _ = $0.insert(number) }
    var merged = document.metadata
    let own = records[number].metadata
    merged.title = own.title ?? merged.title
    if !own.authors.isEmpty { merged.authors = own.authors }
    merged.date = own.date ?? merged.date
    merged.language = own.language ?? merged.language
    merged.venue = own.venue ?? merged.venue
    merged.doi = own.doi ?? merged.doi
    merged.url = own.url ?? merged.url
    merged.kind = own.kind ?? merged.kind
    if own.date != nil { merged.fields["year"] = nil }
    merged.fields.merge(own.fields) { $1 }
    return merged
  }

  /// A path joins when it is the document's id, or one of the two ends with the other after a slash: a bibliography
  /// may lie above or below the root. The id itself wins, then the longest path.
  private func record(of document: Document) -> Int? {
    let candidates = byName[MetadataJoin.name(document.source)] ?? []
    if let exact = candidates.first(where: { $0.path == document.source }) { return exact.record }
    let fitting = candidates.filter { MetadataJoin.agree($0.path, document.source) }
    if let best = fitting.max(by: { $0.path.utf8.count < $1.path.utf8.count }) { return best.record }
    if let doi = document.metadata.doi, let record = byDOI[doi.lowercased()] { return record }
    if let record = byKey[document.id] { return record }
    // A file is often named by the key of its entry.
    return document.id == document.source ? byKey[MetadataJoin.stem(document.source)] : nil
  }

  private static func agree(_ a: String, _ b: String) -> Bool {
    a == b || a.hasSuffix("/" + b) || b.hasSuffix("/" + a)
  }

  /// The name without its suffix.
  private static func stem(_ path: String) -> String {
    let name = name(path)
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }

  private static func name(_ path: String) -> String { String(path.split(separator: "/").last ?? Substring(path)) }
}
