// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Documents
internal import Glibc
package import Segments
internal import Synchronization
internal import WorkerPool

/// Stage 4, index: brings an index up to date with its corpus and commits a new generation.
///
/// Files are walked and compared with the notebook; what is new or changed is cut into batches, each of which a worker
/// turns into a segment; documents that are gone are marked in delete files; segments are merged; then the manifest is
/// renamed into place. Until that moment nothing that readers see has changed, so a build may be killed at any time.
package struct IndexBuild {
  private let options: BuildOptions
  private let clock = StageClock()

  package init(_ options: BuildOptions) { self.options = options }

  /// Runs the build. Throws `IndexError.busy` where another one runs in the same directory.
  package func run() throws -> BuildReport {
    try Files.makeDirectory(options.directory)
    let lock = try BuilderLock(directory: options.directory)
    defer { lock.release() }
    do {
      return try build()
    } catch {
      // What was written so far belongs to no generation; where the disk is full, room is what is wanted next.
      Housekeeping.sweep(options.directory)
      throw error
    }
  }

  private func build() throws -> BuildReport {
    for root in options.roots where !Files.exists(root) {
      throw BuildFailure(
        "the folder or file \(root) is not there; the index stays as it was. If it is gone for good, name those that are "
          + "left: syntop build PATH...")
    }
    let previous = try openPrevious()
    let catalogue = try Catalogue(
      path: options.directory + "/catalogue.sqlite", generation: previous?.manifest.generation ?? 0)
    var plan = try clock.time("walk") { try BuildPlan(options, catalogue, previous) }
    plan.tellHidden(options)
    if let previous, plan.isUpToDate { return unchanged(previous, plan) }
    if plan.wasReadOtherwise {
      options.notice("the index is of a program that read files or cut texts otherwise; everything is read anew")
    }
    if plan.lostQuarantine {
      options.notice("the list of what could not be read is damaged; everything is read anew")
    }
    let outcome = try clock.time("index") { try index(plan, catalogue) }
    var commit = Commit(options: options, plan: plan, previous: plan.isFresh ? nil : previous)
    // What the workers needed is more than merging does.
    FreedMemory.release()
    try clock.time("delete") { try commit.gather(outcome.batches, kept: outcome.kept) }
    if let previous, commit.changesNothing {
      try clock.time("catalogue") {
        try catalogue.record(
          changed: commit.rows, removed: plan.removed, generation: previous.manifest.generation, run: nil)
      }
      Housekeeping.sweep(options.directory)
      return unchanged(previous, plan)
    }
    try clock.time("merge") { try commit.merge() }
    try clock.time("commit") { try commit.finish() }
    plan.generation = commit.manifest.generation
    try clock.time("catalogue") {
      try catalogue.record(
        changed: commit.rows, removed: plan.removed, generation: plan.generation,
        run: commit.report.run(commit.manifest, seconds: clock.total))
    }
    Housekeeping.sweep(options.directory)
    return finished(commit)
  }

  /// The index as it is; nil where there is none. An index of another version is refused; where the newest generation is
  /// damaged, the one before is gone on from; and where none can be opened any more, all are removed, since everything in
  /// them can be read again from the corpus.
  private func openPrevious() throws -> IndexReader? {
    do {
      var isPassedOver = false
      let reader = try IndexReader.openSound(options.directory) { fault in
        isPassedOver = true
        guard case .damaged(let path, let what) = fault else { return }
        options.notice("\(path) is damaged: \(what); the build goes on from the generation before")
      }
      if !isPassedOver { try checkListing(newest: reader.manifest.generation) }
      return reader
    } catch IndexError.missing {
      try checkListing(newest: 0)
      return nil
    } catch IndexError.damaged(let path, let what) {
      options.notice("\(path) is damaged: \(what); everything is read anew")
      Housekeeping.removeAll(options.directory)
      return nil
    }
  }

  /// Refuses to write over a generation that the listing of the folder does not show.
  private func checkListing(newest: Int) throws {
    let path = options.directory + "/" + Manifest.fileName(newest + 1)
    guard try Files.length(of: path) != nil else { return }
    throw BuildFailure(
      "\(path) is there although the listing of its folder does not show it; the index stays as it was. "
        + "Is the disk or network at fault?")
  }

  private func index(_ plan: BuildPlan, _ catalogue: Catalogue) throws -> (batches: [BatchOutcome], kept: KeptDocuments)
  {
    let mayKeep = !plan.isFresh && options.isComplete
    let kept = KeptDocuments(mayKeep ? plan.previous?.segments ?? [] : [])
    let done = Mutex(0)
    let (progress, total) = (options.progress, plan.batches.reduce(0) { $0 + $1.bytes })
    let indexer = BatchIndexer(
      options: options, files: plan.files, previous: plan.previous, mayKeep: mayKeep, rejoined: plan.rejoined,
      kept: kept, stored: storedDocuments(plan, catalogue), pool: try pool(plan),
      shelf: WordShelf(options.tagging),
      didRead: { bytes in
        let now = done.withLock { value in
          value += bytes
          return value
        }
        progress(BuildProgress(stage: "indexing", done: now, total: total))
      })
    let outcomes = Mutex<[BatchOutcome?]>(Array(repeating: nil, count: plan.batches.count))
    let (batches, first) = (plan.batches, plan.nextSegment)
    try WorkerThreads.each(batches.count, threads: options.workers) { number in
      let outcome = try indexer.index(batches[number], number: first + batches[number].number)
      outcomes.withLock { $0[number] = outcome }
    }
    return (outcomes.withLock { $0.compactMap { $0 } }, kept)
  }

  /// What of the index before can be taken for files that are new, or called otherwise.
  private func storedDocuments(_ plan: BuildPlan, _ catalogue: Catalogue) -> StoredDocuments? {
    guard plan.needsExtractors, let previous = plan.previous else { return nil }
    return StoredDocuments(
      previous, catalogue, ocr: options.ocr, wanted: Set(plan.todo.map { plan.files[$0].size }))
  }

  private func pool(_ plan: BuildPlan) throws -> ExtractorPool? {
    guard plan.needsExtractors else { return nil }
    do throws(FileFailure) {
      return try ExtractorPool(workers: options.workers, recognizer: options.recognizer)
    } catch {
      throw BuildFailure(error.reason)
    }
  }

  private func finished(_ commit: Commit) -> BuildReport {
    var report = commit.report
    report.remarked = commit.remarked
    report.seconds = clock.stages
    report.peakMemory = ProcessMemory.peak()
    return report
  }

  private func unchanged(_ previous: IndexReader, _ plan: BuildPlan) -> BuildReport {
    var report = BuildReport(previous.manifest, sizes: previous.sizes)
    report.documents.unchanged = report.documents.total
    report.tokens = previous.totals(.body).tokens
    report.quarantine = QuarantineFile.read(options.directory, previous.manifest)
    report.documents.quarantined = report.quarantine.count
    report.isUntouched = true
    report.seconds = clock.stages
    report.peakMemory = ProcessMemory.peak()
    return report
  }
}

/// Why a build cannot be done.
package struct BuildFailure: Error, CustomStringConvertible {
  package var description: String
  package init(_ description: String) { self.description = description }

  /// The system gives this process too little to go on, whatever the file.
  static func shortage(_ what: String) -> BuildFailure {
    BuildFailure(
      "\(what); the index stays as it was. Take fewer --workers, or allow more open files and processes (ulimit -n, -u)"
    )
  }
}

extension BuildReport {
  /// The build as the notebook keeps it.
  fileprivate func run(_ manifest: Manifest, seconds: Double) -> Catalogue.Run {
    var values = [
      "documents": "\(documents.total)", "added": "\(documents.added)", "changed": "\(documents.changed)",
      "removed": "\(documents.removed)", "unchanged": "\(documents.unchanged)",
      "quarantined": "\(documents.quarantined)",
    ]
    for name in ["tokens", "corpus_hash", "lexicon_hash", "content_digest", "program"] { values[name] = manifest[name] }
    return Catalogue.Run(generation: manifest.generation, seconds: seconds, values: values)
  }

  /// What a manifest tells of its generation.
  init(_ manifest: Manifest, sizes: [String: Int]) {
    documents.total = manifest.segments.reduce(0) { $0 + $1.live }
    generation = manifest.generation
    corpusHash = manifest["corpus_hash"]
    lexiconHash = manifest["lexicon_hash"]
    contentDigest = manifest["content_digest"]
    bytes = Int(manifest["source_bytes"]) ?? 0
    self.sizes = sizes
  }
}

/// Seconds by stage.
final class StageClock {
  private(set) var stages: [(stage: String, seconds: Double)] = []

  var total: Double { stages.reduce(0) { $0 + $1.seconds } }

  func time<R>(_ stage: String, _ body: () throws -> R) rethrows -> R {
    let start = ContinuousClock.now
    defer {
      let spent = (ContinuousClock.now - start).components
      stages.append((stage, Double(spent.seconds) + Double(spent.attoseconds) / 1e18))
    }
    return try body()
  }
}

enum ProcessMemory {
  /// The most memory the process ever held, in bytes.
  static func peak() -> Int {
    var usage = rusage()
    return getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 ? usage.ru_maxrss * 1024 : 0
  }
}

/// Held while an index is being written.
struct BuilderLock {
  private let descriptor: Int32

  init(directory: String) throws {
    let path = directory + "/lock"
    let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard opened >= 0 else { throw FileError("create", path, code: errno) }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      close(opened)
      throw IndexError.busy(directory: directory)
    }
    descriptor = opened
  }

  func release() { close(descriptor) }
}
