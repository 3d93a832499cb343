// SPDX-License-Identifier: Apache-2.0

/// Which values of an attribute a test accepts, and which words can have them.
internal import Patterns
internal import Segments

extension AttributeValues {
  /// The values that the pattern accepts.
  func accepted(_ pattern: ValuePattern) throws -> NumberSet {
    var found = NumberSet(count: count)
    if case .literal(let text) = pattern.form, !pattern.caseSensitive, !pattern.accentSensitive {
      for value in values(folded: Array(WordAnalyzer.fold(text).utf8)) { found.insert(value) }
      return found
    }
    let test = try ValueTest(pattern)
    let isSensitive = pattern.caseSensitive || pattern.accentSensitive
    for value in 0..<UInt32(count) {
      let text = isSensitive ? WordAnalyzer.fold(string(value), pattern) : nil
      if test.accepts(text ?? String(decoding: folded(value), as: UTF8.self)) { found.insert(value) }
    }
    return found
  }
}

/// One value pattern as something that accepts folded texts.
struct ValueTest {
  private enum Form {
    case literal(String)
    case automaton(TermAutomaton)
  }
  private let form: Form

  init(_ pattern: ValuePattern) throws {
    func fold(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] { WordAnalyzer.fold(scalar, pattern) }
    form =
      switch pattern.form {
      case .literal(let text): .literal(WordAnalyzer.fold(text, pattern))
      case .wildcard(let text): .automaton(try QueryError.from { try TermAutomaton(wildcard: text, fold: fold) })
      case .regex(let text): .automaton(try QueryError.from { try TermAutomaton(regex: text, fold: fold) })
      case .fuzzy(let text, let distance):
        .automaton(TermAutomaton(word: WordAnalyzer.fold(text, pattern), distance: distance))
      }
  }

  func accepts(_ folded: String) -> Bool {
    switch form {
    case .literal(let wanted): folded == wanted
    case .automaton(let automaton): automaton.matches(folded)
    }
  }
}

extension TermLookup {
  /// The words that can have an accepted value; nil where they are more than are walked at once. A word may have other
  /// readings too.
  func words(_ attribute: String, _ pattern: ValuePattern, _ field: Field) throws -> TermSet? {
    var set = TermSet(kind: .forms, terms: [], documents: 0, occurrences: 0)
    for segment in segments {
      guard field == .body, let layer = try segment.attributes, let values = layer.attribute(attribute) else {
        set.add([])
        continue
      }
      let accepted = try values.accepted(pattern)
      let words = try segment.termOfSurface(field)
      var ordinals: Set<UInt32> = []
      for reading in 0..<UInt32(layer.readingCount) where accepted.contains(values.value(of: reading)) {
        ordinals.insert(words[Int(layer.surface(of: reading))])
        if ordinals.count > AnchorSearch.mostTerms { return nil }
      }
      set.add(
        try ordinals.sorted().compactMap { try segment.dictionary.term(ordinal: $0)?.info }.filter { $0.documents > 0 })
    }
    return set
  }
}
