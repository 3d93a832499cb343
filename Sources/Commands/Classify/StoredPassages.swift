// SPDX-License-Identifier: Apache-2.0

internal import Indexing
internal import Querying
internal import Segments
internal import Tagging

/// The passages of stored documents, cut as `classify` and the tagger cut them.
enum StoredPassages {
  /// Behind the last token of each passage of a document's body.
  static func ends(_ context: SegmentContext, _ document: UInt32) throws -> [Int] {
    let tokens = try StoredTokens.tokens(of: document, in: context.segment)
    return Passages.ranges(of: tokens, headings: PassageClassifier.headings).map(\.upperBound)
  }
}
