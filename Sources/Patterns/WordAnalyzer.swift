// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// Cuts, folds and stems the words of a query exactly as the text was when it was indexed.

/// One typed word as tokens.
package struct AnalyzedWord: Sendable, Equatable {
  /// Folded forms of its tokens; empty where it holds no letter or digit.
  package var parts: [String]
  /// The tokens as typed (NFC), for stemming.
  package var surfaces: [String]
  /// Whether two to four tokens stand there, all joined by hyphens.
  package var isHyphenated: Bool
}

/// Not safe to share between threads.
package final class WordAnalyzer {
  private lazy var vocabulary = Vocabulary(capacity: 64)
  private lazy var stemming = Stemming()

  package init() {}

  package func analyze(_ text: String) -> AnalyzedWord {
    if let simple = Self.simpleForm(of: text) {
      return AnalyzedWord(parts: [simple], surfaces: [text], isHyphenated: false)
    }
    let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2, language: .english)])
    return AnalyzedWord(
      parts: tokens.surfaces.map { vocabulary.folded($0) }, surfaces: tokens.surfaces.map { vocabulary.string($0) },
      isHyphenated: (2...4).contains(tokens.count) && tokens.gaps.dropFirst().allSatisfy { $0 == Gap.hyphen.rawValue })
  }

  /// The folded form of a text of nothing but ASCII letters and digits, which is one token whatever it says; nil of any
  /// other.
  package static func simpleForm(of text: String) -> String? {
    var text = text
    var isFolded = true
    let isSimple = text.withUTF8 { bytes in
      guard bytes.count > 0, bytes.count <= 64 else { return false }
      for byte in bytes {
        switch byte {
        case 0x61...0x7A, 0x30...0x39: break
        case 0x41...0x5A: isFolded = false
        default: return false
        }
      }
      return true
    }
    guard isSimple else { return nil }
    return isFolded ? text : text.lowercased()
  }

  /// As `analyze`, of text in which `*` stands for any run of characters and counts as a letter, or as a digit where a
  /// mark that only digits join stands between it and a digit, as in `3.*`.
  package func analyzeWildcard(_ text: String) -> AnalyzedWord {
    // A letter and a digit of scripts without case, accents or compatibility forms take the place of the star meanwhile.
    let letter: Unicode.Scalar = text.unicodeScalars.contains("\u{1401}") ? "\u{A015}" : "\u{1401}"
    let digit: Unicode.Scalar = text.unicodeScalars.contains("\u{A620}") ? "\u{A8D0}" : "\u{A620}"
    let scalars = Array(text.unicodeScalars)
    var view = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      view.append(scalar != "*" ? scalar : Self.isMarkedOff(scalars, index) ? digit : letter)
    }
    var result = analyze(String(view))
    func starred(_ part: String) -> String { part.replacing(letter, with: "*").replacing(digit, with: "*") }
    result.parts = result.parts.map(starred)
    result.surfaces = result.surfaces.map(starred)
    return result
  }

  /// Whether nothing but a mark that may join digits stands between the code point there and a digit.
  private static func isMarkedOff(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    func stands(_ mark: Int, _ digit: Int) -> Bool {
      guard scalars.indices.contains(digit) else { return false }
      return ".,;".unicodeScalars.contains(scalars[mark]) && scalars[digit].properties.numericType == .decimal
    }
    return stands(index - 1, index - 2) || stands(index + 1, index + 2)
  }

  /// The stems of a word, one for each language, with the language's raw value.
  package func stems(of surface: String) -> [(language: UInt8, stem: String)] {
    var stems: [(language: UInt8, stem: String)] = []
    forEachStem(of: surface, in: .max) { language, stem in
      stems.append((language, stem.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }))
    }
    return stems
  }

  /// Lends the stem of a word in each of some languages, a bit for each by its raw value.
  package func forEachStem(
    of surface: String, in languages: UInt32, _ body: (_ language: UInt8, _ stem: Span<UInt8>) throws -> Void
  ) rethrows {
    try stemming.forEachStem(of: surface, in: languages) { try body($0.rawValue, $1) }
  }

  /// The folded stem of a word in the language with that raw value.
  package func stem(of surface: String, language: UInt8) -> String {
    stemming.stem(surface, Language(rawValue: language) ?? .unknown)
  }

  /// A bit for each language (by its raw value) in which a folded word is a stop word.
  package func stopLanguages(of form: String) -> UInt32 { StopWords.languages(of: form) }

  package static func fold(_ text: String) -> String { Folding.fold(text) }

  /// The text folded as far as a value pattern wants.
  package static func fold(_ text: String, _ pattern: ValuePattern) -> String {
    switch (pattern.caseSensitive, pattern.accentSensitive) {
    case (false, false): Folding.fold(text)
    case (true, false): Folding.fold(text, .accentsOnly)
    case (false, true): Folding.fold(text, .caseOnly)
    case (true, true): text
    }
  }

  /// What one code point becomes under a value pattern; a hyphen of any kind becomes the plain one.
  package static func fold(_ scalar: Unicode.Scalar, _ pattern: ValuePattern) -> [Unicode.Scalar] {
    if scalar == "\u{2010}" || scalar == "\u{2011}" { return ["-"] }
    return Array(fold(String(scalar), pattern).unicodeScalars)
  }

  /// What one code point becomes in folded forms; a hyphen of any kind becomes the plain one.
  package static func fold(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    if scalar == "\u{2010}" || scalar == "\u{2011}" { return ["-"] }
    return Array(Folding.fold(String(scalar)).unicodeScalars)
  }
}

extension String {
  fileprivate func replacing(_ old: Unicode.Scalar, with new: Unicode.Scalar) -> String {
    var view = String.UnicodeScalarView()
    for scalar in unicodeScalars { view.append(scalar == old ? new : scalar) }
    return String(view)
  }
}
