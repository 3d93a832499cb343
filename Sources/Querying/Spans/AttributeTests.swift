// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Segments

/// Which values of an attribute a test accepts, and which words can have them.
extension AttributeValues {
  /// The values that a plain text stands for; nil for every other pattern.
  func acceptedRange(_ pattern: ValuePattern) -> Range<UInt32>? {
    guard case .literal(let text) = pattern.form, !pattern.isSensitive else { return nil }
    return values(folded: Array(WordAnalyzer.fold(text).utf8))
  }

  /// The values that the pattern accepts.
  func accepted(_ pattern: ValuePattern, _ clock: QueryClock) throws -> NumberSet {
    var found = NumberSet(count: count)
    if let range = acceptedRange(pattern) {
      for value in range { found.insert(value) }
      return found
    }
    let test = try ValueTest(pattern)
    let isSensitive = pattern.caseSensitive || pattern.accentSensitive
    for value in 0..<UInt32(count) {
      try clock.check(16)
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

/// The words that an attribute's values belong to, segment by segment.
struct AttributeWords {
  var set = TermSet(kind: .forms, terms: [], documents: 0, occurrences: 0)
  /// Whether every token of these words has one of the values.
  var isExact = true
}

extension TermLookup {
  /// The words that can have an accepted value; nil where they are more than are walked at once.
  func words(
    _ attribute: String, _ pattern: ValuePattern, _ field: Field, _ clock: QueryClock
  ) throws -> AttributeWords? {
    var found = AttributeWords()
    for segment in segments {
      guard field == .body, let layer = try segment.attributes, let values = layer.attribute(attribute) else {
        // Tokens without the attribute have the empty value.
        if try ValueTest(pattern).accepts("") { return nil }
        found.set.add([])
        continue
      }
      guard let words = try Self.words(layer, values, pattern, try segment.termOfSurface(field), clock) else {
        return nil
      }
      found.isExact = found.isExact && words.isExact
      found.set.add(
        try words.ordinals.compactMap { try segment.dictionary.term(ordinal: $0)?.info }.filter { $0.documents > 0 })
    }
    return found
  }

  private static func words(
    _ layer: AttributeLayer, _ values: AttributeValues, _ pattern: ValuePattern, _ words: FixedArray<UInt32>,
    _ clock: QueryClock
  ) throws -> (ordinals: [UInt32], isExact: Bool)? {
    let readings: [UInt32]
    if let range = values.acceptedRange(pattern) {
      readings = values.readings(with: range)
    } else {
      let accepted = try values.accepted(pattern, clock)
      readings = (0..<UInt32(layer.readingCount)).filter { accepted.contains(values.value(of: $0)) }
    }
    var ordinals: Set<UInt32> = []
    for reading in readings {
      ordinals.insert(words[Int(layer.surface(of: reading))])
      if ordinals.count > AnchorSearch.mostTerms { return nil }
    }
    // A word is one in several forms, and a form has several readings: all of them must be accepted.
    let all = Set(readings)
    let isExact = places(of: ordinals, in: words.values).allSatisfy { surface in
      layer.readings(of: surface).allSatisfy(all.contains)
    }
    return (ordinals.sorted(), isExact)
  }

  /// Where some of the `wanted` numbers stand. A few are looked for at once.
  private static func places(of wanted: Set<UInt32>, in numbers: UnsafeBufferPointer<UInt32>) -> [UInt32] {
    guard let least = wanted.min(), let most = wanted.max() else { return [] }
    return numbers.places(from: least, span: most &- least, where: wanted.contains)
  }
}
