// SPDX-License-Identifier: Apache-2.0
import Bytes
import CStemmer

/// Snowball stems of English, Dutch, French and German words.
///
/// The stem is taken from the lower-cased word with its accents, which French and German rules look at, and is folded
/// afterwards, so that stems are compared like words. French elided words (`l'`, `d'`, `qu'` ...) are cut off first.
///
/// A stemmer is not safe to share between threads: make one for each.
package final class Stemming {
  private var stemmers: [OpaquePointer?] = Array(repeating: nil, count: Language.allCases.count)

  package init() {}

  deinit {
    for stemmer in stemmers { sb_stemmer_delete(stemmer) }
  }

  /// The folded stem of a word; the folded word itself where the language has no stemmer.
  package func stem(_ word: some StringProtocol, _ language: Language) -> String {
    let bytes = Array(word.utf8)
    return String(decoding: stem(bytes.span, language), as: UTF8.self)
  }

  /// The folded stem of a word given as UTF-8.
  func stem(_ word: Span<UInt8>, _ language: Language) -> [UInt8] {
    guard let stemmer = stemmer(for: language) else { return Folding.fold(word) }
    var lowered = Folding.fold(word, .caseOnly)
    if language == .french { lowered.removeFirst(Stemming.elisionLength(lowered)) }
    guard let length = Int32(exactly: lowered.count), let stem = sb_stemmer_stem(stemmer, lowered, length) else {
      return Folding.fold(word)
    }
    // The stemmer keeps its result until it is called again.
    let result = UnsafeBufferPointer(start: stem, count: Int(max(0, sb_stemmer_length(stemmer))))
    return result.isEmpty ? Folding.fold(lowered.span) : Folding.fold(result.span)
  }

  /// The number of bytes that an elided French article, pronoun or conjunction takes at the start of a lower-cased word.
  static func elisionLength(_ word: [UInt8]) -> Int {
    guard let apostrophe = word.firstIndex(of: UInt8(ascii: "'")), apostrophe + 1 < word.count else { return 0 }
    return elided.contains(String(decoding: word[..<apostrophe], as: UTF8.self)) ? apostrophe + 1 : 0
  }

  private static let elided: Set<String> = [
    "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu",
  ]

  private func stemmer(for language: Language) -> OpaquePointer? {
    guard let name = Stemming.algorithms[language] else { return nil }
    let slot = Int(language.rawValue)
    if stemmers[slot] == nil { stemmers[slot] = sb_stemmer_new(name, "UTF_8") }
    return stemmers[slot]
  }

  private static let algorithms: [Language: String] = [
    .english: "english", .dutch: "dutch", .french: "french", .german: "german",
  ]
}
