// SPDX-License-Identifier: Apache-2.0

/// Joins the records of metadata files to documents: by path, else by DOI, else by key.
package struct MetadataJoin: Sendable {
  private var byName: [String: [(path: String, record: MetadataRecord)]] = [:]
  private var byDOI: [String: MetadataRecord] = [:]
  private var byKey: [String: MetadataRecord] = [:]

  package init(_ records: [MetadataRecord]) {
    for record in records {
      if let path = record.path {
        let clean = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        byName[MetadataJoin.name(clean), default: []].append((clean, record))
      }
      if let doi = record.metadata.doi { byDOI[doi.lowercased()] = record }
      if let key = record.key { byKey[key] = record }
    }
  }

  /// The document's metadata with what its record says put over it; nil where no record joins.
  package func metadata(of document: Document) -> Metadata? {
    guard let record = record(of: document) else { return nil }
    var merged = document.metadata
    let own = record.metadata
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
  private func record(of document: Document) -> MetadataRecord? {
    let candidates = byName[MetadataJoin.name(document.source)] ?? []
    if let exact = candidates.first(where: { $0.path == document.source }) { return exact.record }
    let fitting = candidates.filter { MetadataJoin.agree($0.path, document.source) }
    if let best = fitting.max(by: { $0.path.utf8.count < $1.path.utf8.count }) { return best.record }
    if let doi = document.metadata.doi, let record = byDOI[doi.lowercased()] { return record }
    return byKey[document.id]
  }

  private static func agree(_ a: String, _ b: String) -> Bool {
    a == b || a.hasSuffix("/" + b) || b.hasSuffix("/" + a)
  }

  private static func name(_ path: String) -> String { String(path.split(separator: "/").last ?? Substring(path)) }
}
