// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Segments

/// What stands behind `::` in a CQL query, made ready for one segment.
final class HitCondition {
  private indirect enum Test {
    case all([Test])
    case any([Test])
    case not(Test)
    case same(Int, TokenAttribute, Int, TokenAttribute)
    case value(Int, ValueTable)
    case attribute(Int, String, ValueTest, ValuePattern)
    /// Nil where no document of the segment passes.
    case document(DocumentPredicate?)
  }
  private let test: Test
  private let surfaces: SurfaceTable
  private let analyzer = WordAnalyzer()
  private let layer: AttributeLayer?

  init(
    _ condition: SpanCondition, captures: [String], context: SegmentContext,
    predicate: (FieldFilter, Bool?) throws -> DocumentPredicate?
  ) throws {
    let surfaces = try context.segment.surfaces
    self.surfaces = surfaces
    layer = try context.segment.attributes
    let analyzer = self.analyzer
    func number(_ value: CaptureValue) throws -> Int {
      if value.attribute == .block || value.attribute == .column("pos-in-block") {
        throw QueryError("captures are compared by word, stem or a column, not by \(value.attribute.name)")
      }
      return captures.firstIndex(of: value.capture) ?? 0
    }
    func make(_ condition: SpanCondition) throws -> Test {
      switch condition {
      case .all(let parts): return .all(try parts.map(make))
      case .any(let parts): return .any(try parts.map(make))
      case .not(let part): return .not(try make(part))
      case .sameValue(let one, let other):
        return .same(try number(one), one.attribute, try number(other), other.attribute)
      case .value(let capture, let pattern) where capture.attribute.isColumn:
        return .attribute(try number(capture), capture.attribute.name, try ValueTest(pattern), pattern)
      case .value(let capture, let pattern):
        let table = try ValueTable(capture.attribute, pattern, surfaces: surfaces, analyzer: analyzer)
        return .value(try number(capture), table)
      case .metadata(let filter): return .document(try predicate(filter, nil))
      case .beyond(let filter, let less): return .document(try predicate(filter, less))
      }
    }
    test = try make(condition)
  }

  func holds(_ document: UInt32, _ captures: [UInt32], _ tokens: DocumentTokens) -> Bool {
    holds(test, document, captures, tokens)
  }

  /// A capture that took no part in the match makes every comparison with it false.
  private func holds(_ test: Test, _ document: UInt32, _ captures: [UInt32], _ tokens: DocumentTokens) -> Bool {
    switch test {
    case .all(let parts): return parts.allSatisfy { holds($0, document, captures, tokens) }
    case .any(let parts): return parts.contains { holds($0, document, captures, tokens) }
    case .not(let part): return !holds(part, document, captures, tokens)
    case .same(let one, let first, let other, let second):
      guard let left = value(captures[one], first, tokens), let right = value(captures[other], second, tokens) else {
        return false
      }
      return left == right
    case .value(let capture, let table):
      let position = captures[capture]
      guard position < tokens.count else { return false }
      return table.holds(tokens.surfaces[Int(position)], language: tokens.language(position))
    case .attribute(let capture, let name, let test, let pattern):
      guard let value = column(captures[capture], name, tokens) else { return false }
      return test.accepts(WordAnalyzer.fold(value, pattern))
    case .document(let predicate): return predicate?.holds(document) ?? false
    }
  }

  /// The value of an attribute as given; empty for tokens without it.
  private func column(_ position: UInt32, _ name: String, _ tokens: DocumentTokens) -> String? {
    guard position < tokens.count else { return nil }
    guard let values = layer?.attribute(name) else { return "" }
    return values.string(values.value(of: tokens.reading(position)))
  }

  private func value(_ position: UInt32, _ attribute: TokenAttribute, _ tokens: DocumentTokens) -> String? {
    guard position < tokens.count else { return nil }
    if attribute.isColumn { return column(position, attribute.name, tokens).map { WordAnalyzer.fold($0) } }
    let text = surfaces.string(tokens.surfaces[Int(position)])
    return attribute == .stem ? analyzer.stem(of: text, language: tokens.language(position)) : WordAnalyzer.fold(text)
  }
}

extension TokenAttribute {
  /// Whether it is a column of `.vrt` files.
  fileprivate var isColumn: Bool {
    switch self {
    case .lemma, .column: true
    case .word, .stem, .block: false
    }
  }
}
