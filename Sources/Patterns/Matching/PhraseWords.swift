// SPDX-License-Identifier: Apache-2.0
import Tokenizing

/// Sorts words into classes by the phrase elements they satisfy: words of one class move every phrase alike.
final class PhraseWords {
  static let unknown = UInt32.max
  static let hyphen = Gap.hyphen.rawValue

  private let environment: any SpanEnvironment
  /// Numbers of elements, which are the letters of the trie.
  private var symbols: [PhraseTrie.Element: Int] = [:]
  /// Elements that ask for a folded literal, by that literal.
  private var byLiteral: [String: [Int]] = [:]
  /// Elements that ask for anything else.
  private var byTest: [(symbol: Int, value: ValueMatcher)] = []
  private var classNumbers: [[Int]: UInt32] = [[]: 0]
  /// The elements that each class satisfies; class 0 satisfies none.
  private(set) var symbolsOfClass: [[Int]] = [[]]
  /// The class of each word, `unknown` where not asked yet.
  private(set) var classes: [UInt32] = []
  private var joined: [ArraySlice<UInt32>: UInt32] = [:]

  init(_ environment: any SpanEnvironment) { self.environment = environment }

  /// The number of an element, new or old.
  func symbol(for element: PhraseTrie.Element) throws(SpanPatternProblem) -> Int {
    if let known = symbols[element] { return known }
    let symbol = symbols.count
    symbols[element] = symbol
    for value in element.alternatives {
      if case .literal(let text) = value.form, !value.caseSensitive, !value.accentSensitive {
        byLiteral[Folding.fold(text), default: []].append(symbol)
      } else {
        byTest.append((symbol, try ValueMatcher(value)))
      }
    }
    return symbol
  }

  /// The class of a word.
  func wordClass(of word: UInt32) -> UInt32 {
    if Int(word) >= classes.count || classes[Int(word)] == PhraseWords.unknown { classify(word) }
    return classes[Int(word)]
  }

  /// Works out the class of a word.
  func classify(_ word: UInt32) {
    if Int(word) >= classes.count {
      classes.append(
        contentsOf: repeatElement(PhraseWords.unknown, count: max(Int(word) + 1, classes.count * 2) - classes.count))
    }
    classes[Int(word)] = classNumber(environment.folded(word), surface: byTest.isEmpty ? "" : environment.surface(word))
  }

  /// The class of tokens joined by hyphens, spelt together; nil where it satisfies no element.
  func joinedClass(of run: ArraySlice<UInt32>) -> UInt32? {
    if let known = joined[run] { return known == 0 ? nil : known }
    let surface = byTest.isEmpty ? "" : run.map(environment.surface).joined()
    let number = classNumber(run.map(environment.folded).joined(), surface: surface)
    // A key of its own, so that no text is kept alive.
    joined[Array(run)[...]] = number
    return number == 0 ? nil : number
  }

  private func classNumber(_ folded: String, surface: String) -> UInt32 {
    var own = byLiteral[folded] ?? []
    for (symbol, value) in byTest where !own.contains(symbol) {
      if value.fold == .caseAndAccents ? value.matches(folded: folded) : value.matches(surface) { own.append(symbol) }
    }
    own.sort()
    if let known = classNumbers[own] { return known }
    let number = UInt32(symbolsOfClass.count)
    symbolsOfClass.append(own)
    classNumbers[own] = number
    return number
  }
}
