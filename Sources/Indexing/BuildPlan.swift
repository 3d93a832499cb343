// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Documents
internal import Segments
internal import Tokenizing

/// What a build has to do: which files are new, changed, gone or as they were, and how the work is cut into batches.
struct BuildPlan {
  let files: [CorpusFile]
  /// The index before, if any; its documents stay unless `isFresh`.
  let previous: IndexReader?
  /// Whether everything is indexed anew.
  private(set) var isFresh = false
  /// Whether the list of what could not be indexed is damaged, so that it must be found out again.
  private(set) var lostQuarantine = false
  /// Indices of files to index.
  private(set) var todo: [Int] = []
  /// Files that were indexed with another record of the metadata files than is theirs now.
  private(set) var rejoined: Set<String> = []
  /// Ids of files that are gone.
  private(set) var removed: [String] = []
  private(set) var batches: [Batch] = []
  /// Into how many batches the work was cut, before some were joined.
  private(set) var cuts = 0
  /// Whether what the batches give is merged into one segment, whatever it is: then they may be joined.
  private(set) var givesOneSegment = false
  private(set) var needsExtractors = false
  let rows: [String: Catalogue.Row]
  /// Folders and files that could not be read.
  let failures: [QuarantineEntry]
  private static let unreadable = "unreadable"
  private let unknown: [CorpusRoots.Failure]
  /// Files of before that may be there all the same, since a folder of theirs could not be read; their documents stay.
  private(set) var hidden: [String] = []
  /// Whether other ones could not be read before.
  private(set) var hasOtherFailures = false
  let needsTagging: Bool
  let nextSegment: Int
  var generation: Int

  /// How this program reads files and cuts texts; an index that was read or cut otherwise is built anew.
  static let reading = "\(documentReading), tokens \(Tokenizer.reading)"
  static let documentReading = "documents \(Document.reading)"

  init(_ options: BuildOptions, _ catalogue: Catalogue, _ previous: IndexReader?) throws {
    let listing = CorpusRoots.list(
      options.roots, excluding: [options.directory] + options.metadataFiles + options.lexiconPaths,
      patterns: options.excluded)
    if let root = listing.failures.first(where: \.isRoot) {
      throw BuildFailure("\(root.id) cannot be read: \(root.reason); the index stays as it was")
    }
    files = listing.files
    unknown = listing.failures.filter(\.isUnknown)
    failures = listing.failures.map {
      .init(source: QuarantineFile.plain($0.id), kind: Self.unreadable, reason: QuarantineFile.plain($0.reason))
    }
    self.previous = previous
    generation = previous?.manifest.generation ?? 0
    nextSegment = Int(previous?.manifest["next_segment"] ?? "") ?? 1
    rows = previous == nil ? [:] : catalogue.rows()
    let lexicon = options.tagging?.names.lexiconHash ?? ""
    needsTagging = previous.map { $0.manifest["lexicon_hash"] != lexicon } ?? false
    let former = previous.map { QuarantineFile.read(options.directory, $0.manifest) } ?? []
    compare(previous, listing)
    if !options.allowsEmpty { try refuseEmpty(listing, options) }
    rejoin(options.metadata)
    hasOtherFailures = Set(failures) != Set(former.filter { $0.kind == Self.unreadable && rows[$0.source] == nil })
    let layers = options.isComplete ? "all" : "postings"
    let changes = !todo.isEmpty || !removed.isEmpty
    let sameMetadata = previous?.manifest["metadata_hash"] == options.metadataHash
    let sameReading = previous?.manifest["reading"] == Self.reading && previous?.manifest["ocr"] == options.ocr
    lostQuarantine = previous?.manifest.fault(of: "quarantine", in: options.directory) != nil
    let sameColumns = previous?.manifest["columns"] == options.columns.joined(separator: " ")
    isFresh =
      previous == nil || previous?.manifest["layers"] != layers || !sameMetadata || !sameReading || !sameColumns
      || (!options.isComplete && changes) || lostQuarantine
    if isFresh {
      if let first = hidden.first {
        throw BuildFailure(
          "everything is to be read anew, but \(Self.folder(hiding: first, listing)) cannot be read, of which the index "
            + "holds documents; the index stays as it was")
      }
      todo = Array(files.indices)
    } else if changes {
      let repeated = RepeatedIDs.sources(former)
      todo = Set(todo).union(files.indices.filter { repeated.contains(files[$0].id) }).sorted()
    }
    cut(options)
  }

  /// Whether the index was built by a program that read the same files otherwise.
  var wasReadOtherwise: Bool { previous.map { $0.manifest["reading"] != Self.reading } ?? false }

  var isUpToDate: Bool {
    previous != nil && !isFresh && todo.isEmpty && removed.isEmpty && !needsTagging && !hasOtherFailures
  }

  private mutating func compare(_ previous: IndexReader?, _ listing: CorpusRoots.Listing) {
    let present = Set(files.map(\.id))
    for (number, file) in files.enumerated() {
      if let row = rows[file.id], file.stamp.isSame(as: row.stamp), !isToBeTriedAgain(file, row) { continue }
      todo.append(number)
    }
    var gone = Set(rows.keys.filter { !present.contains($0) })
    // The notebook may have been lost: what the index holds counts too.
    for segment in previous?.segments ?? [] {
      guard let column = try? segment.column("source") else { continue }
      for number in 0..<column.valueCount where !present.contains(column.value(number)) {
        if (0..<UInt32(segment.documentCount)).contains(where: {
          !segment.isDeleted($0) && column.code($0) == UInt32(number + 1)
        }) {
          gone.insert(column.value(number))
        }
      }
    }
    hidden = gone.filter { file in listing.failures.contains { $0.mayHide(file) } }.sorted()
    removed = gone.subtracting(hidden).sorted()
  }

  /// Whether a file that has not changed failed for a reason that may have passed.
  private func isToBeTriedAgain(_ file: CorpusFile, _ row: Catalogue.Row) -> Bool {
    guard let failure = row.failure, failure.kind.isPassing else { return false }
    return failure.kind != .unreadable || InputFile(path: file.path)?.canBeRead == true
  }

  private static func folder(hiding file: String, _ listing: CorpusRoots.Listing) -> String {
    listing.failures.first { $0.mayHide(file) }?.id ?? file
  }

  /// A folder without any file that had some is most often a disk that is not mounted.
  private func refuseEmpty(_ listing: CorpusRoots.Listing, _ options: BuildOptions) throws {
    let others = options.roots.dropFirst().map { CorpusRoots.prefix(ofFurther: $0) }
    for root in listing.empty {
      let count = removed.count { file in
        root.prefix.isEmpty ? !others.contains(where: file.hasPrefix) : file.hasPrefix(root.prefix)
      }
      guard count > 0 else { continue }
      throw BuildFailure(
        "there is no file in \(root.path), from where the index has \(count); it stays as it was. Is a disk not mounted? "
          + "If all are gone for good: syntop build --allow-empty")
    }
  }

  /// What is kept although it was not found, for the person at the terminal.
  func tellHidden(_ options: BuildOptions) {
    for failure in unknown {
      let count = hidden.count(where: failure.mayHide)
      guard count > 0 else { continue }
      options.notice(
        "\(failure.id) cannot be read: \(failure.reason); what the index holds of it (files: \(count)) stays as it was")
    }
  }

  /// Which file a record of a metadata file names depends on all files: those that are named otherwise are read anew.
  private mutating func rejoin(_ join: MetadataJoin?) {
    guard let join else { return }
    let (before, now) = (join.places(among: Array(rows.keys)), join.settle(among: files.map(\.id)))
    let others = files.indices.filter { rows[files[$0].id] != nil && now.differs(from: before, at: files[$0].id) }
    rejoined = Set(others.map { files[$0].id })
    todo = Set(todo).union(others).sorted()
  }

  private mutating func cut(_ options: BuildOptions) {
    let kinds = todo.map { FileKind.of(files[$0]) }
    let sizes = todo.map { files[$0].size }
    let total = zip(sizes, kinds).reduce(0) { $0 + BatchPlanner.weight($1.0, $1.1) }
    var planner = BatchPlanner(limit: options.mostBatchBytes, total: total)
    for (number, kind) in zip(todo, kinds) {
      let file = files[number]
      switch kind {
      case .texts: planner.add(texts: number, path: file.path, size: file.size)
      case .lines: planner.add(lines: number, path: file.path, size: file.size)
      case .whole:
        needsExtractors = true
        planner.add(whole: number, size: file.size)
      }
    }
    planner.finish()
    cuts = planner.batches.count
    // A token takes two bytes at least; of the text in other files nothing is known before they have been read.
    givesOneSegment = cuts > 1 && !needsExtractors && sizes.reduce(0, +) <= 2 * Merging.largest && options.merges
    batches = Batch.joined(planner.batches, givesOneSegment ? options.mostBatchesJoined : 1)
  }
}
