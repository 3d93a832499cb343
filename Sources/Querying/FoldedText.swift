// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Synchronization

/// The folded form of a text, for those who compare words as queries do.
package enum FoldedText {
  package static func of(_ text: String) -> String { WordAnalyzer.fold(text) }

  /// The folded stem of a word in the language with that raw value.
  package static func stem(of surface: String, language: UInt8) -> String {
    analyzer.withLock { $0.stem(of: surface, language: language) }
  }

  private static let analyzer = Mutex(WordAnalyzer())
}
