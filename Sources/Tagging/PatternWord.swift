// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Tokenizing

/// What a pattern of a lexicon writes as one word, cut and folded as the words of texts are, so that it can be met there:
/// `co-production`, `R&D` and `24/7` are two words each, `U.S.` is `u.s`.
struct PatternWord {
  /// None where it holds neither letter nor digit.
  let parts: [String]
  /// The last part before it was folded.
  let lastAsWritten: String
  /// Whether the parts are several that hyphens join, and so also stand for one word.
  let isHyphenated: Bool

  /// - Throws: where it holds a sign that has a meaning elsewhere.
  init(_ text: String, _ analyzer: WordAnalyzer, _ line: LexiconLine) throws(LexiconError) {
    let folded = WordForms.fold(text)
    if let part = text.unicodeScalars.allSatisfy(Self.isPlain) ? folded : WordForms.part(folded) {
      self.init(parts: [part], lastAsWritten: text, isHyphenated: false)
      return
    }
    try Self.refuseSigns(text, line)
    self.init(analyzer.analyze(text))
  }

  /// A word with one `*` at one end; the part that has it is one of two letters or more.
  init(wildcard text: String, _ analyzer: WordAnalyzer, _ line: LexiconLine) throws(LexiconError) {
    try Self.refuseSigns(text, line)
    self.init(analyzer.analyzeWildcard(text))
    for part in parts where part.contains("*") && part.unicodeScalars.count < 3 {
      throw LexiconError(
        message: "'*' stands for too much in '\(text)': it wants two letters beside it: \(line.excerpt)",
        place: line.place)
    }
  }

  private init(_ word: AnalyzedWord) {
    self.init(parts: word.parts, lastAsWritten: word.surfaces.last ?? "", isHyphenated: word.isHyphenated)
  }

  private init(parts: [String], lastAsWritten: String, isHyphenated: Bool) {
    (self.parts, self.lastAsWritten, self.isHyphenated) = (parts, lastAsWritten, isHyphenated)
  }

  /// Letters of Latin, Greek and Cyrillic and digits stand in one word whatever is beside them.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0xC0..<0x530: scalar.properties.isAlphabetic
    default: false
    }
  }

  /// Signs that mean something in queries, and in a pattern of a lexicon nothing.
  private static func refuseSigns(_ text: String, _ line: LexiconLine) throws(LexiconError) {
    guard let sign = text.unicodeScalars.first(where: { "\"[]=\\".unicodeScalars.contains($0) }) else { return }
    throw LexiconError(
      message: "'\(sign)' means nothing in a pattern of a lexicon, whose words stand bare: \(line.excerpt)",
      place: line.place)
  }
}
