// SPDX-License-Identifier: Apache-2.0

package import Documents
package import Segments
package import WorkerPool

/// What a build is to do, and what it tells when it is done.
package struct BuildOptions: Sendable {
  package var directory: String
  /// The folders and files that are the corpus.
  package var roots: [String]
  /// What is left out below the roots.
  package var excluded: [PathPattern] = []
  package var workers = 1
  /// Whether all layers are built, or only what ranking and counting documents needs.
  package var isComplete = true
  package var tagging: ConceptTagging?
  /// The lexicons that `tagging` was made from, of which a copy is kept in the index.
  package var lexicons: LexiconSources?
  /// The metadata files that `metadata` was made from; they are no documents themselves.
  package var metadataFiles: [String] = []
  /// The folders or files of the lexicons, which are no documents either.
  package var lexiconPaths: [String] = []
  /// Whether a folder may be without any file although the index has documents of it.
  package var allowsEmpty = false
  /// SHA-256 of what the metadata files say, empty without any; documents are read anew when it changes.
  package var metadataHash = ""
  /// What reads scanned pages, and in which languages; documents are read anew when the languages change.
  package var recognizer: TextRecognizer?
  package var ocr = ""
  /// Fields joined to documents from metadata files.
  package var metadata: MetadataJoin?
  /// What the columns of `.vrt` files are called, the first being the word; empty where their headers say so.
  package var columns: [String] = []
  /// Bytes of source that one batch takes; fixes where segments are cut. Nil for as many as memory allows.
  package var batchBytes: Int?
  /// With all layers and concepts a worker needs about nine bytes of memory for each byte of source.
  var mostBatchBytes: Int { batchBytes ?? (isComplete ? 10 << 20 : 16 << 20) }
  /// Batches that are indexed together where they will be one segment anyway: the larger the parts, the less is left to be
  /// merged. Nil for as many as memory allows: a worker that is alone has that of several. Of postings alone so little is
  /// merged that larger parts, which the caches do not hold, gain nothing.
  package var batchesJoined: Int?
  var mostBatchesJoined: Int {
    if let batchesJoined { return batchesJoined }
    guard isComplete, batchBytes == nil else { return 1 }
    // What waits to be tagged takes the memory that two workers' larger parts would.
    return workers == 1 ? 4 : workers == 2 && tagging == nil ? 2 : 1
  }
  /// Whether segments are merged; tests of several segments do without.
  package var merges = true
  /// Called with what the person at the terminal should know before the work begins.
  package var notice: @Sendable (String) -> Void = { _ in }
  /// Called right before a generation is committed, for what must not be older than it.
  package var willCommit: @Sendable () throws -> Void = {}
  /// Called now and then, from any thread, with bytes done and bytes to do.
  package var progress: @Sendable (BuildProgress) -> Void = { _ in }

  package init(directory: String, roots: [String]) { (self.directory, self.roots) = (directory, roots) }
}

package struct BuildProgress: Sendable, Equatable {
  package var stage: String
  package var done: Int
  package var total: Int

  package init(stage: String, done: Int, total: Int) { (self.stage, self.done, self.total) = (stage, done, total) }
}

package struct BuildReport: Sendable {
  package struct Counts: Sendable, Equatable {
    package var total = 0
    package var added = 0
    package var changed = 0
    package var removed = 0
    package var unchanged = 0
    package var quarantined = 0
  }
  package var documents = Counts()
  package var tokens = 0
  package var bytes = 0
  package var seconds: [(stage: String, seconds: Double)] = []
  package var peakMemory = 0
  package var sizes: [String: Int] = [:]
  package var generation = 0
  package var corpusHash = ""
  package var lexiconHash = ""
  package var contentDigest = ""
  package var quarantine: [QuarantineEntry] = []
  /// How many of these are files of kinds that are no documents.
  package var skipped: Int { quarantine.count(where: \.isSkipped) }
  /// What was marked with concepts again because the lexicon is another one.
  package var remarked = (documents: 0, tokens: 0)
  /// Fields of the documents under the names that they have here, since syntop has fields of theirs: `source_`.
  package var renamedFields: [String] = []
  /// Whether the index was left as it was.
  package var isUntouched = false
}

/// Something that could not be indexed, and why.
package struct QuarantineEntry: Sendable, Hashable {
  /// The file's id or the path that could not be read.
  package var source: String
  package var kind: String
  package var reason: String

  /// Whether it is of a kind that is not read, such as a picture or a style sheet: nothing went wrong with it.
  package var isSkipped: Bool { kind == FileFailure.Kind.unsupported.rawValue }

  package init(source: String, kind: String, reason: String) {
    (self.source, self.kind, self.reason) = (source, kind, reason)
  }
}
