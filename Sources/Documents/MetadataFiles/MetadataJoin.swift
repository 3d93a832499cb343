// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Joins the records of metadata files to documents: by path, else by DOI, else by key; of several records with one path,
/// DOI or key the first.
///
/// Which file a path names depends on the files there are: `settle(among:)` tells them before the first document comes.
package final class MetadataJoin: Sendable {
  private let records: [MetadataRecord]
  private let paths: [String: Int]
  private let byDOI: [String: Int]
  private let byKey: [String: Int]
  /// What there is to say of the records, each with its place.
  package let remarks: [String]
  private let joined = Mutex<Set<Int>>([])
  private let settled = Mutex(Places())

  /// What the paths and keys of records name among some files.
  package struct Places: Sendable {
    /// Whether another record joins a file by path or key than among other files.
    package func differs(from other: Places, at file: String) -> Bool {
      records[file] != other.records[file] || keyed[file] != other.keyed[file]
    }

    /// By file, the record whose path names it.
    package fileprivate(set) var records: [String: Int] = [:]
    /// By file, the record whose key is its name without the suffix.
    package fileprivate(set) var keyed: [String: Int] = [:]
    /// Records that name several files alike, each with its place; they join none.
    package fileprivate(set) var doubtful: [String] = []
  }

  package init(_ records: [MetadataRecord]) {
    self.records = records
    var (paths, dois, keys): ([String: Int], [String: Int], [String: Int]) = ([:], [:], [:])
    var remarks: [String] = []
    for (number, record) in records.enumerated() {
      remarks += record.remarks.map { "\(record.place): \($0)" }
      func enter(_ what: String, _ value: String, _ table: inout [String: Int]) {
        guard let first = table[value] else { return table[value] = number }
        remarks.append(
          "\(record.place): the \(what) '\(value)' stands at \(records[first].place) already, which is used")
      }
      if let path = record.path {
        enter("path", path.hasPrefix("./") ? String(path.dropFirst(2)) : path, &paths)
      }
      if let doi = record.metadata.doi { enter("DOI", doi.lowercased(), &dois) }
      if let key = record.key { enter("key", key, &keys) }
    }
    (self.paths, byDOI, byKey, self.remarks) = (paths, dois, keys, remarks)
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

  private func record(of document: Document) -> Int? {
    let places = settled.withLock { ($0.records[document.source], $0.keyed[document.source]) }
    if let record = places.0 { return record }
    if let doi = document.metadata.doi, let record = byDOI[doi.lowercased()] { return record }
    // A file is often named by the key of its entry.
    return byKey[document.id] ?? (document.id == document.source ? places.1 : nil)
  }

  // MARK: Paths

  /// Finds out which of these files the records name.
  @discardableResult
  package func settle(among files: [String]) -> Places {
    let places = places(among: files)
    settled.withLock { $0 = places }
    return places
  }

  /// Records whose path or key names several files alike.
  package var doubtful: [String] { settled.withLock { $0.doubtful } }

  /// A path names the file whose id it is; else, since a bibliography may lie above or below the root, the file that it
  /// ends with, the longest of several; else the only file that ends with it. A key names the only file of that name.
  ///
  /// - Complexity: O(folders in all paths).
  package func places(among files: [String]) -> Places {
    var (places, byStem) = (Places(), [String: [String]]())
    for file in files { byStem[Self.stem(file), default: []].append(file) }
    let endings = PathEndings(files)
    var claims: [String: (record: Int, rank: Int)] = [:]
    for (path, record) in paths.sorted(by: { $0.value < $1.value }) {
      // The nearer the path is to the id, the better the claim.
      switch endings.match(path) {
      case .whole: claims[path] = (record, .min)
      case .one(let file):
        let rank = abs(path.utf8.count - file.utf8.count)
        if claims[file].map({ rank < $0.rank }) ?? true { claims[file] = (record, rank) }
      case .several(let count):
        places.doubtful.append("\(records[record].place): the path '\(path)' fits \(count) files; give it whole")
      case .none: break
      }
    }
    places.records = claims.mapValues(\.record)
    for (key, record) in byKey.sorted(by: { $0.value < $1.value }) {
      let alike = byStem[key] ?? []
      if alike.count == 1 {
        places.keyed[alike[0]] = record
      } else if alike.count > 1 {
        places.doubtful.append("\(records[record].place): the key '\(key)' fits \(alike.count) files; give a path")
      }
    }
    return places
  }

  /// The name without its suffix.
  private static func stem(_ path: String) -> String {
    let name = name(path)
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }

  private static func name(_ path: String) -> String { String(path.split(separator: "/").last ?? Substring(path)) }
}
