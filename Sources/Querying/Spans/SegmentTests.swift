// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Segments

/// All token tests of a program, made ready for one segment, and the document they are asked about.
final class SegmentTests {
  private indirect enum Test {
    case any
    case value(ValueTable)
    case block(ValueTable)
    case placeInBlock(ValueTable)
    /// Nil where no token has the attribute; then whether the empty value passes.
    case attribute(AttributeValues?, NumberSet, empty: Bool)
    case inside(Set<UInt32>)
    case all([Test])
    case anyOf([Test])
    case not(Test)

    /// Whether it may pass for a joined run though it passes for no token of it.
    var takesRuns: Bool {
      switch self {
      case .value(let table): table.takesRuns
      case .all(let parts), .anyOf(let parts): parts.contains(where: \.takesRuns)
      default: false
      }
    }
  }
  private var tests: [(test: Test, takesRuns: Bool)] = []
  private let concepts: [Set<UInt32>]
  private let layer: AttributeLayer?
  private let surfaces: SurfaceTable
  private let makeTable: (TokenAttribute, ValuePattern) throws -> ValueTable
  let document: DocumentTokens

  init(
    _ program: SpanProgram, numbers: (String, Bool) throws -> Set<UInt32>, takesRuns: Bool, context: SegmentContext,
    field: Field
  ) throws {
    let analyzer = WordAnalyzer()
    let surfaces = try context.segment.surfaces
    self.surfaces = surfaces
    layer = field == .body ? try context.segment.attributes : nil
    makeTable = { try ValueTable($0, $1, surfaces: surfaces, analyzer: analyzer) }
    concepts = try program.concepts.map { try numbers($0.id, $0.narrower) }
    document = try DocumentTokens(context: context, field: field)
    for test in program.tests {
      let made = try make(test, numbers)
      tests.append((made, takesRuns && made.takesRuns))
    }
  }

  private func make(_ test: TokenTest, _ numbers: (String, Bool) throws -> Set<UInt32>) throws -> Test {
    switch test {
    case .any: return .any
    case .attribute(let attribute, let value):
      switch attribute {
      case .word, .stem: return .value(try makeTable(attribute, value))
      case .block: return .block(try makeTable(attribute, value))
      case .column("pos-in-block"): return .placeInBlock(try makeTable(attribute, value))
      case .lemma, .column:
        let values = layer?.attribute(attribute.name)
        return .attribute(
          values, try values?.accepted(value, document.clock) ?? NumberSet(count: 0),
          empty: try ValueTest(value).accepts(""))
      }
    case .insideConcept(let id, let narrower): return .inside(try numbers(id, narrower))
    case .all(let parts): return .all(try parts.map { try make($0, numbers) })
    case .anyOf(let parts): return .anyOf(try parts.map { try make($0, numbers) })
    case .not(let part): return .not(try make(part, numbers))
    }
  }

  /// - Parameter run: the text of the joined run that is asked about, nil for a token.
  private func holds(_ test: Test, _ position: UInt32, run: String?) -> Bool {
    switch test {
    case .any: return run == nil
    case .value(let table):
      if let run { return table.takesRuns && table.holds(run) }
      return table.holds(document.surfaces[Int(position)], language: document.language(position))
    case .block(let table): return table.holds(BlockKindNames.name(document.kind(position)))
    case .placeInBlock(let table): return table.holds("\(document.placeInBlock(position))")
    case .attribute(let values, let accepted, let empty):
      return values.map { accepted.contains($0.value(of: document.reading(position))) } ?? empty
    case .inside(let concepts): return document.isInside(concepts, position)
    case .all(let parts): return parts.allSatisfy { holds($0, position, run: run) }
    case .anyOf(let parts): return parts.contains { holds($0, position, run: run) }
    case .not(let part): return !holds(part, position, run: run)
    }
  }
}

extension SegmentTests: SpanSource {
  func ends(ofTest number: Int, at position: UInt32, limit: UInt32, _ body: (UInt32) -> Void) {
    guard position < limit else { return }
    let (test, takesRuns) = tests[number]
    if holds(test, position, run: nil) { body(position + 1) }
    guard takesRuns else { return }
    var end = position + 1
    var text = surfaces.string(document.surfaces[Int(position)])
    guard document.bearsLetter(position) else { return }
    while end < limit, end - position < 4, document.isJoined(end), document.bearsLetter(end) {
      text += "-" + surfaces.string(document.surfaces[Int(end)])
      end += 1
      if holds(test, position, run: text) { body(end) }
    }
  }

  func ends(ofConcept number: Int, at position: UInt32, limit: UInt32, _ body: (UInt32) -> Void) {
    for end in document.hitEnds(of: concepts[number], at: position) where end <= limit { body(end) }
  }
}
