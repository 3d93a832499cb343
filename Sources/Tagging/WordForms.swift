// SPDX-License-Identifier: Apache-2.0

package import Tokenizing

/// How a surface form is cut and folded before a lexicon looks at it.
///
/// Contractions and elisions become words of their own, since one side of the apostrophe may be an actor and the other a
/// preposition: `council's` is `council` + `'s`, `won't` is `will` + `not`, `d'habitants` is `d'` + `habitants`. Words written
/// for both sexes become one of the two: `habitant·e·s` is `habitants`, `Bürger:innen` is `bürgerinnen`.
package enum WordForms {
  /// Case, accents, ligatures, soft hyphens, typographic apostrophes and whatever else folds in queries are taken away.
  package static func fold(_ form: some StringProtocol) -> String {
    var ascii = true
    var lower = true
    for byte in form.utf8 {
      if byte >= 0x80 { ascii = false } else if byte >= 0x41, byte <= 0x5A { lower = false }
    }
    if ascii { return lower ? String(form) : form.lowercased() }
    return Folding.fold(form)
  }

  /// Lends the folded bytes of a form that is short, of ASCII and stands for one word; nil for others.
  static func withPlainFold<Result>(
    _ form: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result? {
    guard !form.isEmpty, form.count <= longestPlain else { return nil }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: longestPlain) { folded in
      var (any, isWhole): (UInt8, Bool) = (0, true)
      for index in form.indices {
        let byte = form[index]
        any |= byte
        if byte == UInt8(ascii: "'") || Self.mayBeInclusive(byte) { isWhole = false }
        folded[index] = byte &- 0x41 < 26 ? byte | 0x20 : byte
      }
      let word = UnsafeBufferPointer(rebasing: folded[..<form.count])
      return any < 0x80 && isWhole && !word.elementsEqual("cannot".utf8) ? body(word) : nil
    }
  }

  private static let longestPlain = 64

  private static let irregularEnglish = ["won't": "will", "can't": "can", "cannot": "can", "shan't": "shall"]
  private static let endings = ["'re": "are", "'ve": "have", "'ll": "will", "'d": "'d", "'m": "am", "'s": "'s"]
  private static let elided: Set<String> = [
    "l'", "d'", "qu'", "n'", "s'", "c'", "j'", "m'", "t'", "jusqu'", "lorsqu'", "puisqu'", "quelqu'",
  ]

  /// The word that a contraction or an elision leaves, as `'s`, `'re`, `n't` or `d'`; nil of others. No word of a text is one by
  /// itself, but a pattern may name it.
  static func part(_ folded: String) -> String? {
    elided.contains(folded) ? folded : folded == "n't" ? "not" : endings[folded]
  }

  /// Whether a folded form may stand for more words than one.
  static func mayBeCut(_ folded: String) -> Bool {
    folded.utf8.contains { $0 == UInt8(ascii: "'") || mayBeInclusive($0) } || folded == "cannot"
  }

  /// The one or two folded words that a folded form stands for.
  package static func parts(of folded: String, language: Language) -> [String] {
    guard mayBeCut(folded) else { return [folded] }
    if folded.utf8.contains(where: mayBeInclusive) {
      let plain = InclusiveForms.plain(folded, language: language)
      return plain == folded ? apart(folded, language) : parts(of: plain, language: language)
    }
    return apart(folded, language)
  }

  /// Whether a byte may be of a mark of inclusive writing: `·`, `.`, `:` or `_`.
  private static func mayBeInclusive(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "_") || byte == 0xB7
  }

  /// What a contraction or an elision is made of.
  private static func apart(_ folded: String, _ language: Language) -> [String] {
    if language == .french {
      guard let mark = folded.firstIndex(of: "'"), folded != "aujourd'hui" else { return [folded] }
      let head = String(folded[...mark])
      let tail = String(folded[folded.index(after: mark)...])
      return elided.contains(head) && !tail.isEmpty ? [head, tail] : [folded]
    }
    if language == .english {
      if let base = irregularEnglish[folded] { return [base, "not"] }
      if folded.hasSuffix("n't") { return [String(folded.dropLast(3)), "not"] }
      for (ending, word) in endings where folded.hasSuffix(ending) && folded.count > ending.count {
        return [String(folded.dropLast(ending.count)), word]
      }
    }
    if language == .german || language == .dutch, folded.hasSuffix("'s"), folded.count > 2 {
      return [String(folded.dropLast(2)), "'s"]
    }
    return [folded]
  }
}
