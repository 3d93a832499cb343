// SPDX-License-Identifier: Apache-2.0
import Bytes
import CStemmer
import Synchronization

/// Snowball stems of English, Dutch, French and German words.
///
/// The stem is taken from the lower-cased word with its accents, which French and German rules look at, and is folded
/// afterwards, so that stems are compared like words. French elided words (`l'`, `d'`, `qu'` ...) are cut off first.
///
/// A stemmer is not safe to share between threads: make one for each. That costs little: what it is made of is kept for the
/// next one.
package final class Stemming {
  private var stemmers: SnowballStemmers

  package init() { stemmers = SnowballStemmers.take() }

  deinit { stemmers.giveBack() }

  /// The folded stems of a word in all languages, by their raw values.
  package func stems(of word: some StringProtocol) -> [String] {
    let bytes = Array(word.utf8)
    let folded = String(decoding: Folding.fold(bytes.span), as: UTF8.self)
    let lowered = Folding.fold(bytes.span, .caseOnly)
    return Language.allCases.map { language in
      stem(lowered: lowered, language).map { String(decoding: $0, as: UTF8.self) } ?? folded
    }
  }

  /// The folded stem of a word; the folded word itself where the language has no stemmer.
  package func stem(_ word: some StringProtocol, _ language: Language) -> String {
    let bytes = Array(word.utf8)
    return String(decoding: stem(bytes.span, language), as: UTF8.self)
  }

  /// The folded stem of a word given as UTF-8.
  func stem(_ word: Span<UInt8>, _ language: Language) -> [UInt8] {
    guard stemmers[language] != nil else { return Folding.fold(word) }
    return stem(lowered: Folding.fold(word, .caseOnly), language) ?? Folding.fold(word)
  }

  /// Nil where the language has no stemmer.
  private func stem(lowered: [UInt8], _ language: Language) -> [UInt8]? {
    guard let stemmer = stemmers[language] else { return nil }
    var lowered = lowered
    if language == .french { lowered.removeFirst(Stemming.elisionLength(lowered)) }
    guard let length = Int32(exactly: lowered.count), let stem = sb_stemmer_stem(stemmer, lowered, length) else {
      return nil
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
}

/// Snowball's stemmers, each made when first asked for: to make one takes longer than to stem some words.
///
/// Unchecked: whoever took them has them alone.
private struct SnowballStemmers: @unchecked Sendable {
  private var made: [OpaquePointer?] = Array(repeating: nil, count: Language.allCases.count)

  subscript(language: Language) -> OpaquePointer? {
    mutating get {
      guard let name = Self.algorithms[Int(language.rawValue)] else { return nil }
      let slot = Int(language.rawValue)
      if made[slot] == nil { made[slot] = sb_stemmer_new(name, "UTF_8") }
      return made[slot]
    }
  }

  /// By the raw values of the languages.
  private static let algorithms: [String?] = [nil, "english", "dutch", "french", "german"]

  // MARK: Those that nobody uses

  private static let idle = Mutex<[SnowballStemmers]>([])
  private static let mostIdle = 16

  static func take() -> SnowballStemmers { idle.withLock { $0.popLast() } ?? SnowballStemmers() }

  func giveBack() {
    let isKept = Self.idle.withLock { idle in
      guard idle.count < Self.mostIdle else { return false }
      idle.append(self)
      return true
    }
    if !isKept { for stemmer in made { sb_stemmer_delete(stemmer) } }
  }
}
