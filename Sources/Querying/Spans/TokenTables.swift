// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Segments

/// Answers of token tests for one segment, worked out once per surface form and kept.

/// One value test, such as `word="pub.*"`, made ready for a segment.
final class ValueTable {
  private enum Form {
    case literal(String, stems: [UInt8: String])
    case automaton(TermAutomaton)
  }
  private let form: Form
  private let pattern: ValuePattern
  private let attribute: TokenAttribute
  private let surfaces: SurfaceTable
  private let analyzer: WordAnalyzer
  /// For each surface form (times languages for stems): 0 not asked yet, 1 no, 2 yes.
  private var answers: [UInt8]
  private var runs: [String: Bool] = [:]
  /// Whether the value may hold a hyphen, so that joined runs are tried.
  let takesRuns: Bool

  init(_ attribute: TokenAttribute, _ pattern: ValuePattern, surfaces: SurfaceTable, analyzer: WordAnalyzer) throws {
    (self.attribute, self.pattern, self.surfaces, self.analyzer) = (attribute, pattern, surfaces, analyzer)
    takesRuns = attribute == .word && pattern.text.contains { "-\u{2010}\u{2011}".contains($0) }
    form = try Self.form(attribute, pattern, analyzer)
    answers = [UInt8](repeating: 0, count: surfaces.count * (attribute == .stem ? 32 : 1))
  }

  private static func form(
    _ attribute: TokenAttribute, _ pattern: ValuePattern, _ analyzer: WordAnalyzer
  ) throws -> Form {
    func fold(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] { WordAnalyzer.fold(scalar, pattern) }
    switch pattern.form {
    case .literal(let text):
      let stems = attribute == .stem ? analyzer.stems(of: text) : []
      return .literal(
        plainHyphens(WordAnalyzer.fold(text, pattern)),
        stems: Dictionary(stems.map { ($0.language, $0.stem) }, uniquingKeysWith: { first, _ in first }))
    case .wildcard(let text): return .automaton(try QueryError.from { try TermAutomaton(wildcard: text, fold: fold) })
    case .regex(let text): return .automaton(try QueryError.from { try TermAutomaton(regex: text, fold: fold) })
    case .fuzzy(let text, let distance):
      return .automaton(TermAutomaton(word: WordAnalyzer.fold(text, pattern), distance: distance))
    }
  }

  /// The text with U+2010 and U+2011 as the hyphen-minus.
  static func plainHyphens(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { view.append(scalar == "\u{2010}" || scalar == "\u{2011}" ? "-" : scalar) }
    return String(view)
  }

  /// Whether the token passes; `language` is that of its block.
  func holds(_ surface: UInt32, language: UInt8) -> Bool {
    let slot = attribute == .stem ? Int(surface) * 32 + Int(language & 31) : Int(surface)
    guard slot < answers.count else { return false }
    if answers[slot] == 0 { answers[slot] = test(surface, language) ? 2 : 1 }
    return answers[slot] == 2
  }

  private func test(_ surface: UInt32, _ language: UInt8) -> Bool {
    let text = surfaces.string(surface)
    if attribute == .stem {
      let stem = analyzer.stem(of: text, language: language)
      if case .literal(let wanted, let stems) = form { return stem == wanted || stem == stems[language] }
      return accepts(stem)
    }
    return accepts(WordAnalyzer.fold(text, pattern))
  }

  private func accepts(_ text: String) -> Bool {
    switch form {
    case .literal(let wanted, _): text == wanted
    case .automaton(let automaton): automaton.matches(text)
    }
  }

  /// Whether a text that is not one token passes: a joined run, or the name of a block.
  func holds(_ text: String) -> Bool {
    if let known = runs[text] { return known }
    let answer = accepts(WordAnalyzer.fold(text, pattern))
    runs[text] = answer
    return answer
  }
}

extension ValuePattern {
  /// The text of the pattern, whatever its form.
  var text: String {
    switch form {
    case .literal(let text), .wildcard(let text), .regex(let text), .fuzzy(let text, _): text
    }
  }
}
