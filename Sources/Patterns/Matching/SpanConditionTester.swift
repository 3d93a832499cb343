// SPDX-License-Identifier: Apache-2.0
import Tokenizing

/// Tests what stands behind `::` on one hit: its captures here, its document's metadata by the caller.
final class SpanConditionTester {
  private indirect enum Compiled {
    case all([Compiled])
    case any([Compiled])
    case not(Compiled)
    case same(Value, Value)
    case matches(Value, ValueMatcher)
    case ofDocument(SpanCondition)
  }

  private struct Value {
    var capture: Int
    var attribute: TokenAttribute
  }

  private let condition: Compiled
  private let environment: any SpanEnvironment

  init(
    _ condition: SpanCondition, captureNames: [String], _ environment: any SpanEnvironment
  ) throws(SpanPatternProblem) {
    self.environment = environment
    self.condition = try SpanConditionTester.compile(condition, captureNames)
  }

  private static func compile(_ condition: SpanCondition, _ names: [String]) throws(SpanPatternProblem) -> Compiled {
    func each(_ parts: [SpanCondition]) throws(SpanPatternProblem) -> [Compiled] {
      var result: [Compiled] = []
      for part in parts { result.append(try compile(part, names)) }
      return result
    }
    func value(_ value: CaptureValue) throws(SpanPatternProblem) -> Value {
      guard let capture = names.firstIndex(of: value.capture) else {
        throw SpanPatternProblem(
          message: "no part of the pattern is named \(value.capture)", suggestion: "Write \(value.capture):[...] in it."
        )
      }
      return Value(capture: capture, attribute: value.attribute)
    }
    switch condition {
    case .all(let parts): return .all(try each(parts))
    case .any(let parts): return .any(try each(parts))
    case .not(let part): return .not(try compile(part, names))
    case .sameValue(let one, let other): return .same(try value(one), try value(other))
    case .value(let one, let pattern): return .matches(try value(one), try ValueMatcher(pattern))
    case .metadata, .beyond: return .ofDocument(condition)
    }
  }

  /// Whether a hit meets the condition; a comparison with a capture that took no part fails.
  func holds(_ hit: SpanHit, in text: SpanText, where document: (SpanCondition) -> Bool) -> Bool {
    holds(condition, hit, text, document)
  }

  private func holds(
    _ condition: Compiled, _ hit: SpanHit, _ text: SpanText, _ document: (SpanCondition) -> Bool
  ) -> Bool {
    switch condition {
    case .all(let parts): return parts.allSatisfy { holds($0, hit, text, document) }
    case .any(let parts): return parts.contains { holds($0, hit, text, document) }
    case .not(let part): return !holds(part, hit, text, document)
    case .ofDocument(let condition): return document(condition)
    case .matches(let value, let matcher):
      return string(value, hit, text, folded: false).map { matcher.matches($0) } ?? false
    case .same(let one, let other):
      guard let one = string(one, hit, text, folded: true), let other = string(other, hit, text, folded: true) else {
        return false
      }
      return one == other
    }
  }

  /// The attribute of the first token of a capture.
  private func string(_ value: Value, _ hit: SpanHit, _ text: SpanText, folded: Bool) -> String? {
    guard let range = hit.captures[value.capture], !range.isEmpty else { return nil }
    let token = range.lowerBound
    let block = SpanScan.block(of: token, text.blocks)
    switch value.attribute {
    case .word:
      return folded ? environment.folded(text.surfaces[token]) : environment.surface(text.surfaces[token])
    case .stem:
      let language = block < text.blocks.count ? text.blocks[block].language : .unknown
      return environment.stem(text.surfaces[token], language)
    case .block: return block < text.blocks.count ? environment.kindName(text.blocks[block].kind) : nil
    case .lemma: return column("lemma", token, text, folded)
    case .column(let name): return column(name, token, text, folded)
    }
  }

  private func column(_ name: String, _ token: Int, _ text: SpanText, _ folded: Bool) -> String? {
    guard let column = text.columns[name], token < column.count else { return nil }
    let value = environment.columnValue(name, column[token])
    return folded ? Folding.fold(value) : value
  }
}
