// SPDX-License-Identifier: Apache-2.0
import Tokenizing

/// The value side of an attribute test, ready to be held against strings.
final class ValueMatcher {
  private enum Form {
    case literal(String)
    case automaton(TermAutomaton)
  }
  private let form: Form
  /// How a value is folded before it is compared; nil for not at all.
  let fold: Folding.Kind?
  /// Whether the pattern names a hyphen, so that runs of tokens joined by hyphens can match as one.
  let namesHyphen: Bool

  init(_ pattern: ValuePattern) throws(SpanPatternProblem) {
    let fold = ValueMatcher.fold(of: pattern)
    func folded(_ text: String) -> String { fold.map { Folding.fold(text, $0) } ?? Normalization.nfc(text) }
    let foldScalar = fold.map { kind in
      { (scalar: Unicode.Scalar) in Array(Folding.fold(String(Character(scalar)), kind).unicodeScalars) }
    }
    self.fold = fold
    namesHyphen = ValueMatcher.namesHyphen(pattern.form)
    do throws(PatternSyntaxError) {
      switch pattern.form {
      case .literal(let text): form = .literal(folded(ValueMatcher.plainHyphens(text)))
      case .wildcard(let text):
        form = .automaton(try TermAutomaton(wildcard: folded(ValueMatcher.plainHyphens(text)), fold: nil))
      case .regex(let text):
        form = .automaton(try TermAutomaton(regex: ValueMatcher.plainHyphens(text), fold: foldScalar))
      case .fuzzy(let text, let distance):
        form = .automaton(TermAutomaton(word: folded(ValueMatcher.plainHyphens(text)), distance: distance))
      }
    } catch {
      throw SpanPatternProblem(message: error.message, suggestion: error.suggestion)
    }
  }

  /// Whether a value that is folded already matches.
  func matches(folded value: String) -> Bool {
    switch form {
    case .literal(let text): text == value
    case .automaton(let automaton): automaton.matches(value)
    }
  }

  /// Whether a value matches, folded here.
  func matches(_ value: String) -> Bool { matches(folded: fold.map { Folding.fold(value, $0) } ?? value) }

  private static func fold(of pattern: ValuePattern) -> Folding.Kind? {
    switch (pattern.caseSensitive, pattern.accentSensitive) {
    case (false, false): .caseAndAccents
    case (true, false): .accentsOnly
    case (false, true): .caseOnly
    case (true, true): nil
    }
  }

  private static func isHyphen(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "-" || scalar == "\u{2010}" || scalar == "\u{2011}" || scalar == "\u{2013}"
  }

  /// The text with every joining hyphen as U+002D: joined runs are spelt so.
  private static func plainHyphens(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text.unicodeScalars.map { isHyphen($0) ? "-" : $0 })
    return String(view)
  }

  /// Whether a hyphen stands in the text; in a regular expression, outside of brackets, where it may mean a range.
  private static func namesHyphen(_ form: ValuePattern.Form) -> Bool {
    switch form {
    case .literal(let text), .wildcard(let text), .fuzzy(let text, _):
      return text.unicodeScalars.contains(where: isHyphen)
    case .regex(let text):
      var (inBrackets, escaped) = (false, false)
      for scalar in text.unicodeScalars {
        if !inBrackets, isHyphen(scalar) { return true }
        if !escaped, scalar == "[" { inBrackets = true }
        if !escaped, scalar == "]" { inBrackets = false }
        escaped = !escaped && scalar == "\\"
      }
      return false
    }
  }
}
