// SPDX-License-Identifier: Apache-2.0
import Tokenizing

/// Answers token tests: once per distinct word for what depends on the word alone, per token for the rest.
///
/// The answers for a word are one bit row over the steps of the program that a token may take by its word alone, kept by
/// word (and by language where a test asks for stems).
final class TokenTester {
  let environment: any SpanEnvironment
  /// 64-bit words in a row over the steps.
  let width: Int
  private let tests: [Compiled]
  /// For each test, the row of the steps that ask it.
  private let stepsOfTest: [[UInt64]]
  private let asksForStems: Bool
  /// The rows of all words met so far.
  private(set) var rows = WordRows()
  private var columnAnswers: [ColumnKey: Bool] = [:]

  private struct ColumnKey: Hashable {
    var test: ObjectIdentifier
    var value: UInt32
  }

  /// A test whose values are ready to compare.
  indirect enum Compiled {
    case any
    case word(ValueMatcher)
    case stem(ValueMatcher, literal: String?)
    case column(String, ValueMatcher)
    case block(ValueMatcher)
    case inside(Set<UInt16>)
    case all([Compiled])
    case anyOf([Compiled])
    case not(Compiled)

    /// Whether the word alone (and its language) decides.
    var isByWord: Bool {
      switch self {
      case .any, .word, .stem: true
      case .column, .block, .inside: false
      case .all(let parts), .anyOf(let parts): parts.allSatisfy(\.isByWord)
      case .not(let part): part.isByWord
      }
    }

    var asksForStems: Bool {
      switch self {
      case .stem: true
      case .any, .word, .column, .block, .inside: false
      case .all(let parts), .anyOf(let parts): parts.contains(where: \.asksForStems)
      case .not(let part): part.asksForStems
      }
    }

    /// Whether a run of tokens joined by hyphens can match as one.
    var takesRuns: Bool {
      switch self {
      case .word(let value): value.namesHyphen
      case .any, .stem, .column, .block, .inside, .not: false
      case .all(let parts), .anyOf(let parts): parts.contains(where: \.takesRuns)
      }
    }
  }

  init(_ program: SpanProgram, environment: any SpanEnvironment) throws(SpanPatternProblem) {
    self.environment = environment
    var compiled: [Compiled] = []
    for test in program.tests { compiled.append(try TokenTester.compile(test, environment, depth: 0)) }
    tests = compiled
    width = max(1, (program.steps.count + 63) / 64)
    var rows = [[UInt64]](repeating: Array(repeating: 0, count: width), count: tests.count)
    for (step, content) in program.steps.enumerated() {
      if case .test(let test) = content { rows[test][step / 64] |= 1 << UInt64(step % 64) }
    }
    stepsOfTest = rows
    asksForStems = compiled.contains(where: \.asksForStems)
  }

  private static func compile(
    _ test: TokenTest, _ environment: any SpanEnvironment, depth: Int
  ) throws(SpanPatternProblem) -> Compiled {
    guard depth < PatternLimits.depth * 2 else {
      throw SpanPatternProblem(message: "a bracket is nested too deeply", suggestion: "Take some parentheses away.")
    }
    func parts(_ tests: [TokenTest]) throws(SpanPatternProblem) -> [Compiled] {
      var result: [Compiled] = []
      for test in tests { result.append(try compile(test, environment, depth: depth + 1)) }
      return result
    }
    switch test {
    case .any: return .any
    case .attribute(.word, let value): return .word(try ValueMatcher(value))
    case .attribute(.stem, let value):
      if case .literal(let text) = value.form { return .stem(try ValueMatcher(value), literal: text) }
      return .stem(try ValueMatcher(value), literal: nil)
    case .attribute(.lemma, let value): return .column("lemma", try ValueMatcher(value))
    case .attribute(.block, let value): return .block(try ValueMatcher(value))
    case .attribute(.column(let name), let value): return .column(name, try ValueMatcher(value))
    case .insideConcept(let id, let narrower): return .inside(environment.concepts(id, narrower: narrower))
    case .all(let tests): return .all(try parts(tests))
    case .anyOf(let tests): return .anyOf(try parts(tests))
    case .not(let test): return .not(try compile(test, environment, depth: depth + 1))
    }
  }

  func isByWord(_ test: Int) -> Bool { tests[test].isByWord }
  func takesRuns(_ test: Int) -> Bool { tests[test].takesRuns }

  // MARK: By word

  /// The slot of a word, which depends on the language only where a test asks for stems.
  func slot(of word: UInt32, _ language: Language) -> Int {
    asksForStems ? Int(word) * Language.allCases.count + Int(language.rawValue) : Int(word)
  }

  /// Fills in the row of a word.
  func fillRow(_ slot: Int, _ word: UInt32, _ language: Language) {
    var row = [UInt64](repeating: 0, count: width)
    for (number, test) in tests.enumerated() where test.isByWord && passes(test, word, language) {
      for index in 0..<width { row[index] |= stepsOfTest[number][index] }
    }
    rows.set(row, at: slot)
  }

  private func passes(_ test: Compiled, _ word: UInt32, _ language: Language) -> Bool {
    switch test {
    case .any: true
    case .word(let value):
      value.fold == .caseAndAccents
        ? value.matches(folded: environment.folded(word)) : value.matches(environment.surface(word))
    case .stem(let value, let literal):
      matchesStem(environment.stem(word, language), value, literal, language)
    case .column, .block, .inside: false
    case .all(let parts): parts.allSatisfy { passes($0, word, language) }
    case .anyOf(let parts): parts.contains { passes($0, word, language) }
    case .not(let part): !passes(part, word, language)
    }
  }

  /// A literal is stemmed as a word of the token's language; patterns are held against the stem itself.
  private func matchesStem(_ stem: String, _ value: ValueMatcher, _ literal: String?, _ language: Language) -> Bool {
    if let literal { return environment.stem(ofText: literal, language) == stem || value.matches(stem) }
    return value.matches(stem)
  }

  // MARK: By token

  /// A place in a text, for tests that the word alone does not decide.
  struct Place {
    let text: SpanText
    let covers: ConceptCover?
    var token: Int
    var block: Int
  }

  /// Whether a token passes a test of any kind.
  func passes(_ test: Int, _ place: Place) -> Bool { passes(tests[test], place) }

  private func passes(_ test: Compiled, _ place: Place) -> Bool {
    switch test {
    case .any, .word, .stem:
      let language = place.block < place.text.blocks.count ? place.text.blocks[place.block].language : .unknown
      return passes(test, place.text.surfaces[place.token], language)
    case .column(let name, let value):
      guard let column = place.text.columns[name], place.token < column.count else { return false }
      let key = ColumnKey(test: ObjectIdentifier(value), value: column[place.token])
      if let answer = columnAnswers[key] { return answer }
      let answer = value.matches(environment.columnValue(name, column[place.token]))
      columnAnswers[key] = answer
      return answer
    case .block(let value):
      guard place.block < place.text.blocks.count else { return false }
      return value.matches(environment.kindName(place.text.blocks[place.block].kind))
    case .inside(let concepts): return place.covers?.covers(place.token, concepts) ?? false
    case .all(let parts): return parts.allSatisfy { passes($0, place) }
    case .anyOf(let parts): return parts.contains { passes($0, place) }
    case .not(let part): return !passes(part, place)
    }
  }

  // MARK: Runs

  /// Whether the `length` tokens at a place, joined by hyphens, pass a test as one.
  ///
  /// A word value that names a hyphen carries a run; what stands beside it in the bracket is then asked of the joined
  /// text or, where it is not about the word, of the run's first token.
  func passesRun(_ test: Int, _ place: Place, length: Int) -> Bool {
    let words = place.text.surfaces[place.token..<(place.token + length)]
    return carries(tests[test], place, words.map(environment.surface).joined(separator: "-"))
  }

  private func carries(_ test: Compiled, _ place: Place, _ joined: String) -> Bool {
    switch test {
    case .word(let value): value.namesHyphen && value.matches(joined)
    case .anyOf(let parts): parts.contains { carries($0, place, joined) }
    case .all(let parts):
      parts.contains { carries($0, place, joined) } && parts.allSatisfy { allows($0, place, joined) }
    case .any, .stem, .column, .block, .inside, .not: false
    }
  }

  private func allows(_ test: Compiled, _ place: Place, _ joined: String) -> Bool {
    switch test {
    case .word(let value): value.matches(joined)
    case .all(let parts): parts.allSatisfy { allows($0, place, joined) }
    case .anyOf(let parts): parts.contains { allows($0, place, joined) }
    case .not(let part): !allows(part, place, joined)
    case .any, .stem, .column, .block, .inside: passes(test, place)
    }
  }
}

/// One bit row a slot, and which slots are filled in. Readers in a loop hold a copy, and let go of it before a row is
/// added, so that nothing is copied.
struct WordRows {
  private(set) var bits: [UInt64] = []
  private(set) var known: [Bool] = []

  mutating func set(_ row: [UInt64], at slot: Int) {
    if slot >= known.count {
      let count = max(slot + 1, known.count * 2)
      known.append(contentsOf: repeatElement(false, count: count - known.count))
      bits.append(contentsOf: repeatElement(0, count: count * row.count - bits.count))
    }
    known[slot] = true
    for index in row.indices { bits[slot * row.count + index] = row[index] }
  }
}

/// Which concepts cover which tokens of a text.
struct ConceptCover {
  private let spans: [ConceptSpan]
  /// For each span, the furthest end of it and all before it: where to stop looking back.
  private let reach: [UInt32]

  init?(_ spans: [ConceptSpan]) {
    guard !spans.isEmpty else { return nil }
    self.spans = spans
    var furthest: UInt32 = 0
    reach = spans.map { span in
      furthest = max(furthest, span.end)
      return furthest
    }
  }

  /// Whether a token lies inside a hit of one of the concepts.
  func covers(_ token: Int, _ concepts: Set<UInt16>) -> Bool {
    var index = firstStarting(after: token) - 1
    while index >= 0, reach[index] > token {
      if spans[index].end > token, concepts.contains(spans[index].concept) { return true }
      index -= 1
    }
    return false
  }

  /// Index of the first span that starts behind a token.
  private func firstStarting(after token: Int) -> Int {
    var (low, high) = (0, spans.count)
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].start <= token { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
