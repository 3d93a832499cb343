// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Documents
internal import Segments
internal import Synchronization

/// Gathers what a build made into a new generation: deletes, merged segments, hashes, the manifest.
struct Commit {
  let options: BuildOptions
  let plan: BuildPlan
  let previous: IndexReader?
  private(set) var manifest: Manifest
  private(set) var rows: [Catalogue.Row] = []
  private(set) var counts = BuildReport.Counts()
  private(set) var quarantine: [QuarantineEntry] = []
  private(set) var report = BuildReport()
  /// What was marked with concepts again because the lexicon is another one.
  private(set) var remarked = (documents: 0, tokens: 0)
  private var leftOut: [RepeatedIDs.LeftOut] = []
  private var nextSegment: Int
  private var hashes: (corpus: String, content: String)?

  init(options: BuildOptions, plan: BuildPlan, previous: IndexReader?) {
    (self.options, self.plan, self.previous) = (options, plan, previous)
    manifest = Manifest(generation: plan.generation + 1)
    nextSegment = plan.nextSegment + plan.cuts
  }

  // MARK: What is in

  /// Enters the segments of the batches behind those of before, and marks the documents that are gone.
  mutating func gather(_ batches: [BatchOutcome], kept: KeptDocuments) throws {
    for batch in batches {
      counts.added += batch.added
      counts.changed += batch.changed
      counts.unchanged += batch.unchanged
    }
    let outcomes = Self.joined(batches)
    let unread = Set(
      plan.todo.filter { outcomes[$0].map { $0.documents == 0 && $0.failure?.kind.isOfTheSystem == true } ?? false }
        .map { plan.files[$0].id })
    try enterPrevious(kept, unread: unread)
    let before = manifest.segments.count
    manifest.segments += batches.compactMap(\.segment)
    try removeRepeated(newFrom: before)
    // A document that was changed was counted as gone with its old form; where all files were read anew, what is there
    // no more is known by counting.
    counts.removed = max((plan.isFresh ? plan.previous?.documentCount ?? 0 : counts.removed) - counts.changed, 0)
    noteFiles(outcomes, unread: previous == nil ? [] : unread)
    tellLoss(outcomes, unread)
    removeEmpty(newFrom: before)
  }

  /// Removes segments without live documents; new ones that will be part of one segment stay as long as that has some.
  private mutating func removeEmpty(newFrom first: Int) {
    let stay = plan.givesOneSegment && manifest.segments[first...].contains { $0.live > 0 }
    manifest.segments = manifest.segments.enumerated().filter { $1.live > 0 || (stay && $0 >= first) }.map(\.element)
  }

  /// Documents of files that the system did not give out stay.
  private mutating func enterPrevious(_ kept: KeptDocuments, unread: Set<String>) throws {
    guard let previous else { return }
    let redone = Set(plan.todo.map { plan.files[$0].id }).subtracting(unread)
    let gone = redone.union(plan.removed)
    for (index, segment) in previous.segments.enumerated() {
      var entry = previous.manifest.segments[index]
      let lost = try documents(of: segment, from: gone).filter { !kept.stays($0, segment: index) }
      counts.unchanged += segment.liveDocumentCount - lost.count - kept.count(segment: index)
      counts.removed += lost.count
      let overtaken = kept.overtaken(segment: index)
      // They were taken for unchanged before the other one was met.
      counts.unchanged -= overtaken.count
      for document in overtaken + kept.again(segment: index) { try leaveOut(document, of: segment) }
      try delete(lost, of: segment, in: &entry)
      if plan.needsTagging {
        entry.concepts = try Retagging.retag(segment, entry, options)
        remarked.documents += entry.live
        remarked.tokens += segment.totals(.body).tokens
      }
      manifest.segments.append(entry)
    }
  }

  private mutating func leaveOut(_ document: UInt32, of segment: SegmentReader) throws {
    leftOut.append(
      .init(
        source: try segment.column("source")?.strings(document).first ?? "", id: try segment.ids.string(document)))
  }

  /// The live documents that came from one of the files.
  private func documents(of segment: SegmentReader, from sources: Set<String>) throws -> [UInt32] {
    guard !sources.isEmpty, let column = try segment.column("source") else { return [] }
    let numbers = Set(sources.compactMap { column.number(of: $0) }.map { UInt32($0 + 1) })
    guard !numbers.isEmpty else { return [] }
    return (0..<UInt32(segment.documentCount)).filter { !segment.isDeleted($0) && numbers.contains(column.code($0)) }
  }

  private func delete(_ lost: [UInt32], of segment: SegmentReader, in entry: inout Manifest.Segment) throws {
    guard !lost.isEmpty else { return }
    let all = (0..<UInt32(segment.documentCount)).filter { segment.isDeleted($0) } + lost
    let name = SegmentNames.deletes(entry.number, generation: manifest.generation)
    let length = try DeletesWriter.write(all.sorted(), of: segment, to: options.directory + "/" + name)
    entry.deletes = .init(name: name, length: length)
    entry.live -= lost.count
  }

  /// Ids must differ: the first document in the order of files keeps an id, later ones are quarantined.
  private mutating func removeRepeated(newFrom firstNew: Int) throws {
    let segments = try manifest.segments.map { try open($0) }
    func source(_ segment: Int, _ document: UInt32) throws -> String {
      try segments[segment].column("source")?.strings(document).first ?? ""
    }
    var places: [String: Int]?
    let repeated = try RepeatedIDs.find(segments) { segment, document in
      let known = places ?? Dictionary(zip(plan.files.map(\.id), plan.files.indices)) { first, _ in first }
      places = known
      return known[try source(segment, document)] ?? .max
    }
    for (index, documents) in repeated.enumerated() where !documents.isEmpty {
      for document in documents {
        try leaveOut(document, of: segments[index])
        takeBack(try segments[index].ids.string(document), isNew: index >= firstNew)
      }
      try delete(documents, of: segments[index], in: &manifest.segments[index])
    }
    quarantine += RepeatedIDs.entries(leftOut, plan.files)
  }

  /// Takes back how a document that is left out was counted.
  private mutating func takeBack(_ id: String, isNew: Bool) {
    if !isNew {
      // Another file's document has taken its place, which is a change.
      counts.unchanged -= 1
      counts.removed += 1
    } else if (try? plan.previous?.document(id)) ?? nil != nil {
      counts.changed -= 1
    } else {
      counts.added -= 1
    }
  }

  private func open(_ entry: Manifest.Segment) throws -> SegmentReader {
    func path(_ file: Manifest.File) -> String { options.directory + "/" + file.name }
    return try SegmentReader(
      path: path(entry.data), deletes: entry.deletes.map(path), concepts: entry.concepts.map(path))
  }

  // MARK: What is out

  /// The outcomes of the files, of which several batches may have read parts.
  private static func joined(_ batches: [BatchOutcome]) -> [Int: FileOutcome] {
    var outcomes: [Int: FileOutcome] = [:]
    for part in batches.flatMap(\.files) {
      var whole = outcomes[part.file] ?? FileOutcome(file: part.file)
      whole.strays += part.strays.map { ($0.line + whole.lines, $0.failure) }
      whole.wide = WideLines.joined(whole.wide, part.wide, behind: whole.lines)
      whole.lines += part.lines
      whole.documents += part.documents
      whole.failure = whole.failure ?? part.failure
      whole.hash = part.hash
      whole.metadata = part.metadata
      outcomes[part.file] = whole
    }
    return outcomes
  }

  private mutating func noteFiles(_ outcomes: [Int: FileOutcome], unread: Set<String>) {
    for number in plan.todo {
      let file = plan.files[number]
      var outcome = outcomes[number] ?? FileOutcome(file: number)
      if unread.contains(file.id), let row = plan.rows[file.id], row.documents > 0 {
        (outcome.hash, outcome.documents) = (row.hash, row.documents)
        outcome.failure?.reason += "; what it gave before stays"
      }
      rows.append(
        .init(
          id: file.id, stamp: file.stamp, hash: outcome.hash, documents: outcome.documents, failure: outcome.failure,
          metadata: outcome.metadata))
      if let failure = outcome.failure {
        quarantine.append(.init(source: file.id, kind: failure.kind.rawValue, reason: failure.reason))
      }
      if let wide = outcome.wide {
        quarantine.append(.init(source: file.id, kind: FileFailure.Kind.damaged.rawValue, reason: wide.reason))
      }
      for (line, failure) in outcome.strays {
        quarantine.append(
          .init(source: file.id, kind: failure.kind.rawValue, reason: "line \(line): \(failure.reason)"))
      }
    }
    keepQuarantine(of: Set(plan.todo.map { plan.files[$0].id }))
    quarantine += plan.failures
    quarantine.sort { ($0.source, $0.reason) < ($1.source, $1.reason) }
  }

  /// Says of which files documents stay that could not be read now, and of which they do not.
  private func tellLoss(_ outcomes: [Int: FileOutcome], _ unread: Set<String>) {
    let failed = plan.todo.filter { outcomes[$0]?.failure?.kind.isOfTheSystem == true }
    func tell(_ numbers: [Int], _ consequence: String) {
      guard let first = numbers.first, let failure = outcomes[first]?.failure else { return }
      options.notice(
        "files that could not be read: \(numbers.count), such as \(plan.files[first].id) (\(failure.reason)); "
          + "\(consequence), and they are tried again at the next build")
    }
    func before(_ number: Int) -> Int { plan.rows[plan.files[number].id]?.documents ?? 0 }
    let stays = { previous != nil && unread.contains(plan.files[$0].id) }
    tell(failed.filter { stays($0) && before($0) > 0 }, "what they gave before stays in the index")
    tell(
      failed.filter { !stays($0) && before($0) > outcomes[$0]?.documents ?? 0 },
      "what they gave before is out of the index, as far as it was not read")
  }

  /// What was quarantined before and has not been tried again.
  private mutating func keepQuarantine(of redone: Set<String>) {
    guard let previous else { return }
    let present = Set(plan.files.map(\.id))
    quarantine += QuarantineFile.read(options.directory, previous.manifest).filter {
      present.contains($0.source) && !redone.contains($0.source)
    }
  }

  /// Whether the generation would say what the one before says: files were touched, or changed to and fro.
  var changesNothing: Bool {
    guard let previous, !plan.needsTagging, manifest.segments == previous.manifest.segments else { return false }
    return QuarantineFile.text(quarantine)
      == QuarantineFile.text(QuarantineFile.read(options.directory, previous.manifest))
      && "\(sourceBytes())" == previous.manifest["source_bytes"]
  }

  // MARK: Commit

  /// Merges segments, and hashes their documents meanwhile: segments of some layers keep no hashes once they are merged.
  mutating func merge() throws {
    guard options.merges else { return }
    let readers = try manifest.segments.map { try open($0) }
    let committed = Set((plan.previous?.manifest.segments ?? []).map(\.number))
    let lexicon = options.isComplete ? options.tagging?.names.lexiconHash ?? "" : ""
    let (options, isFresh, joinsNew) = (self.options, previous == nil, plan.givesOneSegment)
    let done = Mutex((segments: manifest.segments, next: nextSegment, hashes: hashes))
    try WorkerThreads.each(2, threads: options.workers) { number in
      if number == 0 {
        var (segments, next) = done.withLock { ($0.segments, $0.next) }
        segments = try Merging.merge(
          segments, options, committed: committed, isFresh: isFresh, joinsNew: joinsNew, next: &next)
        done.withLock { ($0.segments, $0.next) = (segments, next) }
      } else {
        let hashes = try CorpusHashes.compute(readers, lexicon: lexicon)
        done.withLock { $0.hashes = hashes }
      }
    }
    (manifest.segments, nextSegment, hashes) = done.withLock { $0 }
  }

  mutating func finish() throws {
    let segments = try manifest.segments.map { try open($0) }
    counts.total = manifest.segments.reduce(0) { $0 + $1.live }
    counts.quarantined = quarantine.count
    manifest.values["layers"] = options.isComplete ? "all" : "postings"
    manifest.values["next_segment"] = "\(nextSegment)"
    manifest.values["lexicon_hash"] = options.tagging?.names.lexiconHash ?? ""
    manifest.values["metadata_hash"] = options.metadataHash
    manifest.values["reading"] = BuildPlan.reading
    if !options.ocr.isEmpty { manifest.values["ocr"] = options.ocr }
    manifest.values["columns"] = options.columns.joined(separator: " ")
    manifest.values["documents"] = "\(counts.total)"
    manifest.values["source_bytes"] = "\(sourceBytes())"
    manifest.values["tokens"] = "\(segments.reduce(0) { $0 + $1.totals(.body).tokens })"
    manifest.values["quarantined"] = "\(quarantine.count)"
    manifest.values["program"] = "syntop \(ProgramVersion.text)"
    let hashes =
      try self.hashes ?? CorpusHashes.compute(segments, lexicon: options.tagging?.names.lexiconHash ?? "")
    manifest.values["corpus_hash"] = hashes.corpus
    manifest.values["content_digest"] = hashes.content
    if let lexicons = options.lexicons, let tagging = options.tagging {
      let name = SegmentNames.lexicon(tagging.names.lexiconHash)
      manifest.setFile("lexicon", name, try lexicons.write(to: options.directory + "/" + name))
    }
    try QuarantineFile.write(quarantine, options.directory, &manifest)
    try syncBatches()
    try Files.syncDirectory(options.directory)
    let path = options.directory + "/" + Manifest.fileName(manifest.generation)
    try options.willCommit()
    try Files.replace(path, with: manifest.text)
    report = BuildReport(manifest, sizes: sizes(segments))
    report.documents = counts
    report.tokens = segments.reduce(0) { $0 + $1.totals(.body).tokens }
    report.quarantine = quarantine
    report.renamedFields = MetadataColumns.renamed(segments.flatMap { $0.meta.columns.map(\.name) })
  }

  /// Of the new files, those of batches that were not merged are not synced yet.
  private func syncBatches() throws {
    for segment in manifest.segments where (plan.nextSegment..<plan.nextSegment + plan.cuts).contains(segment.number) {
      for file in segment.files { try Files.sync(options.directory + "/" + file.name) }
    }
  }

  /// Bytes of the files that gave documents; what could not be read does not count.
  private func sourceBytes() -> Int {
    var failed = Set(plan.rows.values.lazy.filter { $0.failure != nil && $0.documents == 0 }.map(\.id))
    for row in rows {
      if row.failure != nil, row.documents == 0 { failed.insert(row.id) } else { failed.remove(row.id) }
    }
    return plan.files.reduce(0) { failed.contains($1.id) ? $0 : $0 + $1.size }
  }

  private func sizes(_ segments: [SegmentReader]) -> [String: Int] {
    IndexReader(directory: options.directory, manifest: manifest, segments: segments).sizes
  }
}
