// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Documents
internal import Glibc
internal import Segments
internal import Synchronization
internal import WorkerPool

/// Indexes one batch and writes its segment.

/// What indexing a batch gave.
struct BatchOutcome: Sendable {
  /// nil where the batch gave no new document.
  var segment: Manifest.Segment?
  /// Per file of the batch: its documents and what went wrong in it.
  var files: [FileOutcome] = []
  var added = 0
  var changed = 0
  var unchanged = 0
}

struct FileOutcome: Sendable {
  var file: Int
  var documents = 0
  var hash = ""
  /// What the file itself says of its document, encoded; nil where nobody read it.
  var metadata: [UInt8]?
  var failure: FileFailure?
  /// Lines read, and those that gave no document, by their number in this part of the file (from 1).
  var lines = 0
  var strays: [(line: Int, failure: FileFailure)] = []
  var wide: WideLines?

  init(file: Int) { self.file = file }
}

/// Lines of a `.vrt` file with more cells than it has columns: told once for all of them.
struct WideLines: Sendable {
  var first: Int
  var count: Int
  let columns: Int

  var reason: String {
    "line \(first): has more cells than the \(columns) columns; what stands behind them is left out "
      + "(lines of this kind: \(count))"
  }

  /// Those of a file whose next part, behind so many lines, has others.
  static func joined(_ one: WideLines?, _ next: WideLines?, behind lines: Int) -> WideLines? {
    guard var all = next else { return one }
    all.first = one?.first ?? all.first + lines
    all.count += one?.count ?? 0
    return all
  }
}

struct BatchIndexer {
  let options: BuildOptions
  let files: [CorpusFile]
  /// The index before this build, and whether its documents can be kept.
  let previous: IndexReader?
  let mayKeep: Bool
  /// Files whose record in the metadata files is another one now.
  let rejoined: Set<String>
  let kept: KeptDocuments
  /// Documents of the index before by the bytes of their files; nil where none of them can be taken.
  var stored: StoredDocuments?
  let pool: ExtractorPool?
  let shelf: WordShelf
  let didRead: @Sendable (Int) -> Void

  func index(_ batch: Batch, number: Int) throws -> BatchOutcome {
    let words = shelf.take()
    defer {
      shelf.give(words)
      releaseMemory()
    }
    let indexer = DocumentIndexer(
      words, isComplete: options.isComplete, tagging: options.tagging, bytes: batch.bytes)
    var outcome = BatchOutcome()
    var whole: [Int] = []
    for (place, item) in batch.items.enumerated() {
      if batch.borders.contains(place) { indexer.builder.beginPart() }
      switch item {
      case .whole(let file): whole.append(file)
      case .lines(let file, let range):
        try extract(whole, indexer, &outcome)
        whole.removeAll()
        try readLines(file, range, indexer, &outcome)
      case .texts(let file, let range):
        try extract(whole, indexer, &outcome)
        whole.removeAll()
        try readTexts(file, range, words, indexer, &outcome)
      }
    }
    try extract(whole, indexer, &outcome)
    releaseMemory()
    if indexer.builder.count > 0 { outcome.segment = try write(indexer, number: number) }
    return outcome
  }

  /// What a stage has freed would stay with this thread while another one is at its peak. A thread that is alone uses it
  /// again, which is cheaper than new memory.
  private func releaseMemory() { if options.workers > 1 { FreedMemory.release() } }

  /// Nothing is synced yet: most batches are merged at once.
  private func write(_ indexer: DocumentIndexer, number: Int) throws -> Manifest.Segment {
    let name = SegmentNames.data(number)
    let summary = try indexer.builder.write(to: options.directory + "/" + name, syncs: false)
    var segment = Manifest.Segment(
      number: number, documents: summary.meta.documents, live: summary.meta.documents,
      data: .init(name: name, length: summary.length))
    if let concepts = indexer.queue?.finish(), let tagging = options.tagging {
      let name = SegmentNames.concepts(number, lexicon: tagging.names.lexiconHash)
      segment.concepts = .init(name: name, length: try concepts.write(to: options.directory + "/" + name, syncs: false))
    }
    return segment
  }

  private func open(_ file: Int, _ result: inout FileOutcome) throws -> InputFile? {
    do throws(FileError) {
      return try InputFile(opening: files[file].path)
    } catch {
      // This process is short of something, which the next file would be told as well.
      if [EMFILE, ENFILE, ENOMEM].contains(error.code) { throw BuildFailure.shortage(error.description) }
      result.failure =
        error.code == ENOENT
        ? FileFailure(.vanished, "it vanished while the index was being built")
        : FileFailure(.unreadable, error.reason.lowercased())
      return nil
    }
  }

  // MARK: JSON lines

  private func readLines(
    _ file: Int, _ range: Range<Int>, _ indexer: DocumentIndexer, _ outcome: inout BatchOutcome
  ) throws {
    var result = FileOutcome(file: file)
    defer { outcome.files.append(result) }
    guard let input = try open(file, &result) else { return }
    var reader = LineReader(input, range)
    var progress = ReadingProgress(range, didRead)
    var (position, isFirst) = (range.lowerBound, range.lowerBound == 0)
    try reader.eachLine { line in
      result.lines += 1
      addLine(line, isFirst: isFirst, at: position, source: files[file].id, indexer, &result, &outcome)
      isFirst = false
      position += line.count + 1
      progress.reached(position)
    }
    result.failure = reader.failure
    progress.finish()
  }

  private func addLine(
    _ line: UnsafeBufferPointer<UInt8>, isFirst: Bool, at place: Int, source: String, _ indexer: DocumentIndexer,
    _ result: inout FileOutcome, _ outcome: inout BatchOutcome
  ) {
    let bytes = LineDocument.content(line, isFirst: isFirst)
    do throws(FileFailure) {
      guard let document = try LineDocument.read(bytes, source: source) else { return }
      let hash = SHA256.of(UnsafeRawBufferPointer(bytes))
      result.documents += 1
      add(document, hash, at: place, indexer, &outcome)
    } catch {
      result.strays.append((result.lines, error))
    }
  }

  /// Keeps a document that is in the index with these very bytes; else indexes it.
  func add(
    _ document: Document, _ hash: [UInt8], at place: Int, _ indexer: DocumentIndexer, _ outcome: inout BatchOutcome
  ) {
    if keep(document, at: place, { try $0.contentHash($1) == hash }, &outcome) { return }
    // Documents are not copied for nothing.
    if options.metadata == nil { return indexer.add(document, contentHash: hash) }
    indexer.add(joined(document), contentHash: hash)
  }

  /// Whether a document at a place of its file is in the index as `isSame` says; else counts it as new or changed.
  func keep(
    _ document: Document, at place: Int, _ isSame: (SegmentReader, UInt32) throws -> Bool,
    _ outcome: inout BatchOutcome
  ) -> Bool {
    guard let previous, let (number, stored) = try? previous.document(document.id) else {
      outcome.added += 1
      return false
    }
    let segment = previous.segments[number]
    guard mayKeep(stored, of: document.source, in: segment) else {
      outcome.changed += 1
      return false
    }
    guard (try? isSame(segment, stored)) ?? false else {
      outcome.changed += 1
      kept.meetOther(stored, segment: number, at: place)
      return false
    }
    if kept.keep(stored, segment: number, at: place) { outcome.unchanged += 1 }
    return true
  }

  /// Whether a stored document came from that file and may stay, if it is the same.
  func mayKeep(_ document: UInt32, of source: String, in segment: SegmentReader) -> Bool {
    mayKeep && !rejoined.contains(source) && (try? segment.column("source")?.strings(document)) == [source]
  }

  private func joined(_ document: Document) -> Document {
    guard let metadata = options.metadata?.metadata(of: document) else { return document }
    var document = document
    document.metadata = metadata
    return document
  }

  // MARK: Vertical text

  private func readTexts(
    _ file: Int, _ range: Range<Int>, _ words: WorkerWords, _ indexer: DocumentIndexer, _ outcome: inout BatchOutcome
  ) throws {
    var result = FileOutcome(file: file)
    defer { outcome.files.append(result) }
    guard let input = try open(file, &result) else { return }
    words.verticalWords.setColumns(options.columns.isEmpty ? VerticalHeader.columns(input) : options.columns)
    let source = files[file].id
    let gathered = VerticalDocument(words.verticalWords, words.vocabulary)
    var reader = VerticalReader(gathered, file: source, start: range.lowerBound)
    func end(_ text: VerticalText) {
      defer { reader.startAfresh() }
      guard !gathered.isTooLong else {
        result.strays.append((reader.line, FileFailure(.tooLarge, "ends a text of more than 2 GiB")))
        return
      }
      result.documents += 1
      add(text, gathered, at: reader.place, source, indexer, &outcome)
    }
    var lines = LineReader(input, range)
    var progress = ReadingProgress(range) { didRead($0 / BatchPlanner.textBytes) }
    try lines.eachLine { line in
      if let text = reader.text(endingBefore: line) { end(text) }
      if let stray = reader.take(line) { result.strays.append(stray) }
      progress.reached(reader.place)
    }
    if !gathered.isEmpty { end(reader.text) }
    result.lines = reader.line
    result.wide = reader.firstWide.map {
      WideLines(first: $0, count: gathered.wideLines, columns: words.verticalWords.columnCount)
    }
    result.failure = lines.failure
    progress.finish()
  }

  private func add(
    _ text: VerticalText, _ tokens: VerticalDocument, at place: Int, _ source: String, _ indexer: DocumentIndexer,
    _ outcome: inout BatchOutcome
  ) {
    let document = joined(Document(id: text.id, source: source, format: .vertical, metadata: text.metadata))
    indexer.add(document, tokens, contentHash: tokens.contentHash()) { digest in
      keep(document, at: place, { try $0.hashes().digest($1).elementsEqual(digest) }, &outcome)
    }
  }
}

/// Tells how much of a part of a file has been read, a MiB at a time.
private struct ReadingProgress {
  private let end: Int
  private var told: Int
  private let tell: (Int) -> Void

  init(_ range: Range<Int>, _ tell: @escaping (Int) -> Void) {
    (told, end, self.tell) = (range.lowerBound, range.upperBound, tell)
  }

  mutating func reached(_ place: Int) {
    guard place - told > 1 << 20 else { return }
    tell(place - told)
    told = place
  }

  /// The rest, however little was read of it.
  func finish() { tell(max(end - told, 0)) }
}

/// Names of files in an index directory.
enum SegmentNames {
  static func data(_ number: Int) -> String { "segment-\(number).data" }
  static func deletes(_ number: Int, generation: Int) -> String { "segment-\(number).deletes-\(generation)" }
  static func concepts(_ number: Int, lexicon: String) -> String { "segment-\(number).concepts-\(lexicon.prefix(16))" }
  static func lexicon(_ hash: String) -> String { "lexicon-\(hash.prefix(16))" }
  static func quarantine(_ generation: Int) -> String { "quarantine-\(generation)" }
}
