// SPDX-License-Identifier: Apache-2.0

/// What one whole CQL query means: a pattern over tokens, where its hits must lie, and conditions on them.
package struct SpanQuery: Sendable, Hashable {
  package var pattern: SpanPattern
  /// Every scope must hold the whole hit.
  package var within: [SpanScope]
  /// Each pattern must match somewhere inside the hit.
  package var containing: [SpanPattern]
  /// What stands behind `::`, if anything.
  package var condition: SpanCondition?

  package init(
    _ pattern: SpanPattern, within: [SpanScope] = [], containing: [SpanPattern] = [], condition: SpanCondition? = nil
  ) {
    self.pattern = pattern
    self.within = within
    self.containing = containing
    self.condition = condition
  }
}

/// A condition on a hit's captures and on its document's metadata.
package indirect enum SpanCondition: Sendable, Hashable {
  case all([SpanCondition])
  case any([SpanCondition])
  case not(SpanCondition)
  /// The first token of one capture compares equal to that of another in an attribute, after folding.
  case sameValue(CaptureValue, CaptureValue)
  /// The first token of a capture passes a test.
  case value(CaptureValue, ValuePattern)
  case metadata(FieldFilter)
  /// The field's value is strictly below (`less`) or above the given one.
  case beyond(FieldFilter, less: Bool)
}

/// `a.word`: an attribute of the first token of a capture.
package struct CaptureValue: Sendable, Hashable {
  package var capture: String
  package var attribute: TokenAttribute

  package init(capture: String, attribute: TokenAttribute) {
    self.capture = capture
    self.attribute = attribute
  }
}

extension SpanPattern {
  /// Whether the pattern matches the empty sequence of tokens.
  package var matchesEmpty: Bool {
    switch self {
    case .token, .concept: false
    case .sequence(let parts): parts.allSatisfy(\.matchesEmpty)
    case .alternatives(let parts): parts.contains(where: \.matchesEmpty)
    case .repeated(let part, let min, _): min == 0 || part.matchesEmpty
    case .capture(_, let part): part.matchesEmpty
    }
  }

  /// The names of all captures, in the order in which they open.
  package var captureNames: [String] {
    switch self {
    case .token, .concept: []
    case .sequence(let parts), .alternatives(let parts): parts.flatMap(\.captureNames)
    case .repeated(let part, _, _): part.captureNames
    case .capture(let name, let part): [name] + part.captureNames
    }
  }
}
