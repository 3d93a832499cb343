// SPDX-License-Identifier: Apache-2.0

package import Documents

/// What an extractor makes of one file: everything of a `Document` but its id and hash, which the caller knows.
package struct Extraction: Sendable, Equatable {
  package var format: DocumentFormat
  package var metadata: Metadata
  /// All blocks in reading order, body and not.
  package var blocks: [Block]
  /// The number of pages; 0 where the format has none.
  package var pageCount: Int
  /// One sentence each, for the reader of `syntop status`.
  package var notes: [String]

  package init(
    format: DocumentFormat, metadata: Metadata = Metadata(), blocks: [Block] = [], pageCount: Int = 0,
    notes: [String] = []
  ) {
    self.format = format
    self.metadata = metadata
    self.blocks = blocks
    self.pageCount = pageCount
    self.notes = notes
  }
}

/// Why a file gave no document.
package struct ExtractionFailure: Error, Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    case empty, encrypted, damaged, unsupported, tooLarge = "too-large", undecodable, noText = "no-text"
  }
  package var kind: Kind
  /// One line: what was found, what was wanted, what to do about it.
  package var reason: String

  package init(_ kind: Kind, _ reason: String) {
    self.kind = kind
    self.reason = reason
  }
}

/// What one file may cost: the limits as the worker was told them.
package typealias ExtractionLimits = FileLimits
