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

  /// Lends the folded stem of a word in each of some languages, a bit for each by its raw value: nothing is allocated for
  /// a word of small ASCII letters.
  package func forEachStem(
    of word: borrowing String, in languages: UInt32, _ body: (Language, Span<UInt8>) throws -> Void
  ) rethrows {
    var word = copy word
    try word.withUTF8 { bytes in
      try Folding.withFolded(bytes.span, .caseOnly) { lowered in
        for language in Language.allCases where languages >> UInt32(language.rawValue) & 1 == 1 {
          try withStem(bytes.span, lowered: lowered, language) { try body(language, $0) }
        }
      }
    }
  }

  /// The folded stem of a word; the folded word itself where the language has no stemmer.
  package func stem(_ word: some StringProtocol, _ language: Language) -> String {
    let bytes = Array(word.utf8)
    return withStem(of: bytes.span, language) { $0.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
  }

  /// Lends the folded stem of a word given as UTF-8.
  func withStem<Result>(
    of word: Span<UInt8>, _ language: Language, _ body: (Span<UInt8>) throws -> Result
  ) rethrows -> Result {
    try Folding.withFolded(word, .caseOnly) { lowered in try withStem(word, lowered: lowered, language, body) }
  }

  /// Lends the folded stem of a word; the folded word itself where the language has no stemmer.
  private func withStem<Result>(
    _ word: Span<UInt8>, lowered: Span<UInt8>, _ language: Language, _ body: (Span<UInt8>) throws -> Result
  ) rethrows -> Result {
    guard let stemmer = stemmers[language, lowered.isASCII], let length = Int32(exactly: lowered.count) else {
      return try Folding.withFolded(word) { try body($0) }
    }
    return try lowered.withUnsafeBufferPointer { lowered in
      let start = language == .french ? Self.elisionLength(lowered) : 0
      let rest = UnsafeBufferPointer(rebasing: lowered[start...])
      guard let base = rest.baseAddress, let stem = sb_stemmer_stem(stemmer, base, length - Int32(start)) else {
        return try Folding.withFolded(word) { try body($0) }
      }
      // The stemmer keeps its result until it is called again.
      let result = UnsafeBufferPointer(start: stem, count: Int(max(0, sb_stemmer_length(stemmer))))
      return try Folding.withFolded((result.isEmpty ? rest : result).span) { try body($0) }
    }
  }

  /// The number of bytes that an elided French article, pronoun or conjunction takes at the start of a lower-cased word.
  private static func elisionLength(_ word: UnsafeBufferPointer<UInt8>) -> Int {
    guard let apostrophe = word.firstIndex(of: UInt8(ascii: "'")), apostrophe + 1 < word.count else { return 0 }
    return elided.contains(String(decoding: word[..<apostrophe], as: UTF8.self)) ? apostrophe + 1 : 0
  }

  private static let elided: Set<String> = [
    "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu",
  ]
}

/// Snowball's stemmers, each made when first asked for: to make one takes longer than to stem some words.
///
/// Words of ASCII are the same in Latin-1, whose stemmers need not decode them and take two thirds of the time.
///
/// Unchecked: whoever took them has them alone.
private struct SnowballStemmers: @unchecked Sendable {
  private var made: [OpaquePointer?] = Array(repeating: nil, count: 2 * Language.allCases.count)

  subscript(language: Language, isASCII: Bool) -> OpaquePointer? {
    mutating get {
      guard let name = Self.algorithms[Int(language.rawValue)] else { return nil }
      let slot = 2 * Int(language.rawValue) + (isASCII ? 1 : 0)
      if made[slot] == nil { made[slot] = sb_stemmer_new(name, isASCII ? "ISO_8859_1" : "UTF_8") }
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

extension Span<UInt8> {
  var isASCII: Bool {
    var all: UInt8 = 0
    for index in indices { all |= self[index] }
    return all < 0x80
  }
}
