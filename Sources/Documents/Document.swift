// SPDX-License-Identifier: Apache-2.0

/// One document of a corpus: where it came from, what is known about it, and its text as located blocks.
///
/// Every stage after extraction works on this value; offsets printed anywhere are into `text`.
package struct Document: Sendable, Equatable {
  /// Raised when the same file gives another document (text, blocks, metadata, ids), so that an index is built anew whose
  /// documents an earlier program read.
  package static let reading = 3

  /// The path relative to its root (`root-name/path` for further roots), or the `id` field of a JSON-lines document.
  package var id: String
  /// The path the bytes were read from, as given; for a JSON-lines document, the file that holds it.
  package var source: String
  package var format: DocumentFormat
  /// Lower-case hexadecimal SHA-256 of the source bytes (of the line, for a JSON-lines document).
  package var contentHash: String
  package var metadata: Metadata
  /// All blocks, body and not, in reading order.
  package var blocks: [Block]
  /// The number of pages of a paged document; 0 where there are none.
  package var pageCount: Int
  /// What the extractor wants the reader to know ("3 of 12 pages hold no text: scanned?"), one sentence each.
  package var notes: [String]

  package init(
    id: String, source: String, format: DocumentFormat, contentHash: String = "", metadata: Metadata = Metadata(),
    blocks: [Block] = [], pageCount: Int = 0, notes: [String] = []
  ) {
    self.id = id
    self.source = source
    self.format = format
    self.contentHash = contentHash
    self.metadata = metadata
    self.blocks = blocks
    self.pageCount = pageCount
    self.notes = notes
  }

  /// The body blocks' text joined by line feeds, in reading order: the text that offsets point into.
  package var text: String { text(including: []) }

  /// The text of the body and of the kinds in `including`, in reading order.
  package func text(including kinds: Set<BlockKind>) -> String {
    blocks.lazy.filter { $0.kind.isBody || kinds.contains($0.kind) }.map(\.text).joined(separator: "\n")
  }

  /// For each page, the text of the body blocks that start on it (plus the kinds in `including`).
  package func pageTexts(including kinds: Set<BlockKind> = []) -> [String] {
    var pages = [[String]](repeating: [], count: pageCount)
    for block in blocks where block.kind.isBody || kinds.contains(block.kind) {
      guard let page = block.page, (1...max(pageCount, 1)).contains(page), pageCount > 0 else { continue }
      pages[page - 1].append(block.text)
    }
    return pages.map { $0.joined(separator: "\n") }
  }
}

/// What kind of source a document was read from; decided by content, never by suffix.
package enum DocumentFormat: String, Sendable, CaseIterable {
  case html, pdf, plain, markdown, email, transcript, jsonLines = "jsonl", vertical = "vrt"
}
