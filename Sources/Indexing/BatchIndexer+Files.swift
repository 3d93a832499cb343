// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Documents
internal import Segments
internal import WorkerPool

/// Files of one document each: those whose bytes the index knows are taken from there, the others go to extractors.
extension BatchIndexer {
  /// Indexes files in their order.
  func extract(_ numbers: [Int], _ indexer: DocumentIndexer, _ outcome: inout BatchOutcome) throws {
    var (asked, known) = ([Int](), [(file: Int, place: StoredDocuments.Place)]())
    for number in numbers {
      let hash = hashIfKnown(number)
      if let hash, stays(number, hash, &outcome) { continue }
      if let hash, let place = stored?.place(hash) { known.append((number, place)) } else { asked.append(number) }
    }
    var next = known.startIndex
    func addKnown(before number: Int) throws {
      while next < known.endIndex, known[next].file < number {
        try add(known[next].file, taking: known[next].place, indexer, &outcome)
        next += 1
      }
    }
    if !asked.isEmpty, let pool {
      try pool.extract(asked.map { files[$0].path }) { index, found in
        try addKnown(before: asked[index])
        try add(asked[index], found, indexer, &outcome)
      }
    }
    try addKnown(before: .max)
  }

  private func add(
    _ number: Int, _ found: Result<Document, FileFailure>, _ indexer: DocumentIndexer, _ outcome: inout BatchOutcome
  ) throws {
    switch found {
    case .success(let document): add(number, document, indexer, &outcome)
    case .failure(let failure) where failure.kind == .noWorker: throw BuildFailure.shortage(failure.reason)
    case .failure(let failure):
      var result = FileOutcome(file: number)
      result.failure = failure
      end(result, &outcome)
    }
  }

  private func add(
    _ number: Int, taking place: StoredDocuments.Place, _ indexer: DocumentIndexer, _ outcome: inout BatchOutcome
  ) throws {
    guard let stored else { return }
    add(number, try stored.document(at: place), indexer, &outcome)
  }

  /// Adds the document of a file, whatever file it was read from.
  private func add(_ number: Int, _ document: Document, _ indexer: DocumentIndexer, _ outcome: inout BatchOutcome) {
    var document = document
    (document.id, document.source) = (files[number].id, files[number].id)
    var result = FileOutcome(file: number)
    (result.hash, result.documents, result.metadata) = (
      document.contentHash, 1, DocumentCodec.encode(document.metadata)
    )
    add(document, Hexadecimal.bytes(document.contentHash) ?? SHA256.of(document.text), at: 0, indexer, &outcome)
    end(result, &outcome)
  }

  private func end(_ result: FileOutcome, _ outcome: inout BatchOutcome) {
    outcome.files.append(result)
    didRead(BatchPlanner.weight(files[result.file].size, .whole))
  }

  /// The hash of a file that the index may hold, under this name or another; nil where it cannot.
  private func hashIfKnown(_ number: Int) -> [UInt8]? {
    let file = files[number]
    let mayStay = mayKeep && (try? previous?.document(file.id)) ?? nil != nil
    guard mayStay || stored?.mayHold(size: file.size) == true else { return nil }
    return InputFile(path: file.path)?.contentHash()
  }

  /// Whether a file was only touched: its document is in the index with these very bytes and stays.
  private func stays(_ number: Int, _ hash: [UInt8], _ outcome: inout BatchOutcome) -> Bool {
    guard let previous, let (segment, document) = try? previous.document(files[number].id),
      mayKeep(document, of: files[number].id, in: previous.segments[segment]),
      (try? previous.segments[segment].contentHash(document)) == hash
    else { return false }
    if kept.keep(document, segment: segment, at: 0) { outcome.unchanged += 1 }
    var result = FileOutcome(file: number)
    (result.hash, result.documents) = (Hexadecimal.string(hash), 1)
    end(result, &outcome)
    return true
  }
}
