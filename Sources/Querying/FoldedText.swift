// SPDX-License-Identifier: Apache-2.0

/// The folded form of a text, for those who compare words as queries do.
internal import Patterns

package enum FoldedText {
  package static func of(_ text: String) -> String { WordAnalyzer.fold(text) }
}
