// SPDX-License-Identifier: Apache-2.0

package import Segments

/// What ranking must know of the whole index, whatever its segments: live documents and the lengths of their bodies.
package struct IndexStatistics: Sendable {
  package let documents: Int
  /// Tokens of all bodies.
  package let tokens: Int

  package init(segments: [SegmentReader]) {
    documents = segments.reduce(0) { $0 + $1.liveDocumentCount }
    tokens = segments.reduce(0) { $0 + $1.totals(.body).tokens }
  }

  package var averageLength: Double { documents > 0 ? Double(tokens) / Double(documents) : 1 }
}
