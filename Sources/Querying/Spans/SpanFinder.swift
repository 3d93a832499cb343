// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Segments

/// Finds the shortest match of one program at a start, in the cheapest way that the program allows.
final class SpanFinder {
  private enum Way {
    /// All tests are decided by forms and readings.
    case types(TypeSearch)
    /// Some ask for more: the document's blocks, concepts, hyphens, captures.
    case tokens(SpanSearch, SegmentTests)
  }
  private var way: Way
  /// The tokens of the document, for questions about its structure.
  let document: DocumentTokens
  private let clock: QueryClock

  init(
    _ program: SpanProgram, node: SpanNode, tests: TypeTestMaker,
    numbers: (String, Bool) throws -> Set<UInt32>, context: SegmentContext
  ) throws {
    clock = context.clock
    if let bits = BitProgram(program), let made = try tests.tests(program.tests) {
      document = try DocumentTokens(context: context, field: node.field)
      way = .types(
        try TypeSearch(
          bits, try TypeTests(made, layer: tests.layer, context: context, field: node.field),
          document.types, context: context, field: node.field))
    } else {
      let tests = try SegmentTests(
        program, numbers: numbers, takesRuns: node.hasJoinedForms, context: context, field: node.field)
      document = tests.document
      way = .tokens(SpanSearch(program), tests)
    }
  }

  func load(_ document: UInt32) {
    self.document.load(document)
    if case .types(let search) = way { search.load(document) }
  }

  /// The end of the shortest match that starts at `start` and ends at or before `limit`; nil for none.
  func shortest(from start: UInt32, limit: UInt32, accepts: ([UInt32]) -> Bool) -> UInt32? {
    switch way {
    case .types(let search): return accepts([]) ? search.shortest(from: start, limit: limit) : nil
    case .tokens(var search, let tests):
      // The search is moved out and back, so that its memory is not copied.
      way = .tokens(SpanSearch.none, tests)
      defer { way = .tokens(search, tests) }
      return search.shortest(from: start, limit: limit, in: tests, clock, accepts: accepts)
    }
  }

  /// Appends the shortest match of every token at which one starts; false, with nothing done, where each token has to be
  /// asked for.
  func appendMatches(to found: inout [Span]) -> Bool {
    guard case .types(let search) = way else { return false }
    search.appendMatches(to: &found)
    return true
  }
}

/// Makes type tests of token tests for one segment.
struct TypeTestMaker {
  let node: SpanNode
  let context: SegmentContext
  /// Which of the index's segments it is.
  let number: Int
  let layer: AttributeLayer?
  private let surfaces: SurfaceTable

  init(_ node: SpanNode, context: SegmentContext, number: Int) throws {
    (self.node, self.context, self.number) = (node, context, number)
    layer = node.field == .body ? try context.segment.attributes : nil
    surfaces = try context.segment.surfaces
  }

  /// Nil where forms and readings do not decide one of the tests.
  func tests(_ tests: [TokenTest]) throws -> [TypeTest]? {
    var made: [TypeTest] = []
    for test in tests {
      guard let test = try self.test(test) else { return nil }
      made.append(test)
    }
    return made
  }

  private func test(_ test: TokenTest) throws -> TypeTest? {
    switch test {
    case .any: return .always(true)
    case .insideConcept, .attribute(.stem, _), .attribute(.block, _), .attribute(.column("pos-in-block"), _): return nil
    case .attribute(.word, let value): return try word(value)
    case .attribute(let attribute, let value): return try self.attribute(attribute.name, value)
    case .all(let parts): return try tests(parts).map { .all($0) }
    case .anyOf(let parts): return try tests(parts).map { .anyOf($0) }
    case .not(let part): return try self.test(part).map { .not($0) }
    }
  }

  private func word(_ value: ValuePattern) throws -> TypeTest? {
    if value.mayHoldHyphen, node.hasJoinedForms { return nil }
    guard let set = node.words[value] else {
      return .form(try ValueTable(.word, value, surfaces: surfaces, analyzer: WordAnalyzer()))
    }
    let infos = set.terms[number]
    guard infos.count > 1 else { return infos.first.map { .word($0.ordinal) } ?? .always(false) }
    var ordinals = NumberSet(count: Int(infos.map(\.ordinal).max() ?? 0) + 1)
    for info in infos { ordinals.insert(info.ordinal) }
    return .words(ordinals)
  }

  private func attribute(_ name: String, _ value: ValuePattern) throws -> TypeTest {
    // Tokens without the attribute have the empty value.
    guard let values = layer?.attribute(name) else { return .always(try ValueTest(value).accepts("")) }
    return .attribute(AttributeTest(values, try values.accepted(value, context.clock)))
  }
}

extension ValuePattern {
  var isSensitive: Bool { caseSensitive || accentSensitive }

  /// Whether it names a hyphen, so that runs of tokens joined by hyphens are tried.
  var mayHoldHyphen: Bool { text.contains { "-\u{2010}\u{2011}".contains($0) } }
}
