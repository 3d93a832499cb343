// SPDX-License-Identifier: Apache-2.0

internal import Segments
internal import Synchronization
internal import Tokenizing

/// The words a worker knows, kept from one batch to the next: folds, stems and what the tagger found out about each form
/// are then worked out once. What is written does not depend on them: segments number forms by frequency and bytes.
final class WorkerWords {
  let vocabulary = Vocabulary(capacity: 1 << 15)
  let tables: VocabularyTables
  let verticalWords: VerticalWords
  let tagger: (any ConceptTagger)?

  init(_ tagging: ConceptTagging?) {
    tables = VocabularyTables(vocabulary)
    verticalWords = VerticalWords(vocabulary, tables.readings)
    tagger = tagging?.makeTagger(vocabulary)
  }
}

/// The words of workers between two batches.
///
/// Unchecked: each is used by one thread at a time, from `take` to `give`.
final class WordShelf: @unchecked Sendable {
  /// More forms than this are forgotten, so that memory does not grow with the corpus.
  private static let mostForms = 200_000
  private let lock = Mutex<Void>(())
  private var free: [WorkerWords] = []
  private let tagging: ConceptTagging?

  init(_ tagging: ConceptTagging?) { self.tagging = tagging }

  func take() -> WorkerWords { lock.withLock { _ in free.popLast() } ?? WorkerWords(tagging) }

  func give(_ words: WorkerWords) {
    guard words.vocabulary.count <= Self.mostForms, words.tables.readings.count <= Self.mostForms else { return }
    lock.withLock { _ in free.append(words) }
  }
}
