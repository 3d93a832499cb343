// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// An arithmetic expression over what a passage gave, as decision tables use it.
///
/// Names: a concept's id is its asserted weight; `denied(c)`, `claimed(c)`, `hypothetical(c)` are its other weights;
/// `first(c)` and `last(c)` are word numbers of its asserted hits (0 where there are none); `after(c, d)` is the weight
/// of `c` from the first `d` on; `count(c)` the number of hits; `cued(c)` the greatest sum of weighted cues for `c` in a
/// sentence, never below 0. Operators: `+ - * < <= > >= = and or not`,
/// functions `min`, `max`, `if(x, a, b)`; truth is 1 and 0. An id with a hyphen is written in single quotes.
///
/// It is kept in postfix order, operands before their operator, so that a sum may be of any length: no call is as deep as
/// the expression is long.
package struct Expression: Sendable {
  enum Step: Sendable {
    case number(Double)
    case definition(Int)
    case feature(Feature, Int, Int)
    /// Takes so many of the last values and gives one.
    case apply(Operator, count: Int)
  }

  enum Feature: String, CaseIterable, Sendable {
    case asserted, denied, claimed, hypothetical, first, last, after, count, cued
  }

  enum Operator: String, CaseIterable, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "="
    case and
    case or
    case not
    case min
    case max
    case choose = "if"
  }

  private var steps: [Step] = []

  /// No value: 0.
  init() {}

  init(_ line: LexiconLine, concepts: [String: Int], names: [String: Int]) throws(LexiconError) {
    var parser = ExpressionParser(line, concepts: concepts, names: names)
    steps = try parser.whole()
  }

  /// Writes or reads the steps: for each a kind and its numbers, where what an operator takes must be there.
  mutating func archive(_ archive: inout LexiconArchive, concepts: Int) {
    var depth = 0
    archive.list(&steps, .number(0)) {
      $1.archive(&$0, concepts: concepts)
      guard case .apply(let operation, let count) = $1 else { return depth += 1 }
      if count > depth || !operation.takes(count) { $0.fail() }
      depth += 1 - count
    }
  }

  func value(_ evidence: EvidenceByConcept, _ definitions: [Double]) -> Double {
    // Many rows are one feature.
    if steps.count == 1, case .feature(let feature, let first, let second) = steps[0] {
      return evidence.value(feature, first, second)
    }
    var values: [Double] = []
    values.reserveCapacity(min(steps.count, 8))
    for step in steps {
      switch step {
      case .number(let number): values.append(number)
      case .definition(let index): values.append(index < definitions.count ? definitions[index] : 0)
      case .feature(let feature, let first, let second): values.append(evidence.value(feature, first, second))
      case .apply(let operation, let count):
        let start = values.count - count
        let value = Self.apply(operation, values, start)
        values.removeLast(count)
        values.append(value)
      }
    }
    return values.last ?? 0
  }

  /// - Parameter first: where the operands start, which are the last values.
  private static func apply(_ operation: Operator, _ v: [Double], _ first: Int) -> Double {
    switch operation {
    case .add: return v[first] + v[first + 1]
    case .subtract: return v[first] - v[first + 1]
    case .multiply: return v[first] * v[first + 1]
    case .less: return v[first] < v[first + 1] ? 1 : 0
    case .lessOrEqual: return v[first] <= v[first + 1] ? 1 : 0
    case .greater: return v[first] > v[first + 1] ? 1 : 0
    case .greaterOrEqual: return v[first] >= v[first + 1] ? 1 : 0
    case .equal: return v[first] == v[first + 1] ? 1 : 0
    case .and: return v[first] > 0 && v[first + 1] > 0 ? 1 : 0
    case .or: return v[first] > 0 || v[first + 1] > 0 ? 1 : 0
    case .not: return v[first] > 0 ? 0 : 1
    case .min: return v[first...].min() ?? 0
    case .max: return v[first...].max() ?? 0
    case .choose: return v[first] > 0 ? v[first + 1] : v[first + 2]
    }
  }
}

extension Expression.Operator {
  func takes(_ count: Int) -> Bool {
    switch self {
    case .not: count == 1
    case .choose: count == 3
    case .min, .max: count > 0
    default: count == 2
    }
  }
}

extension Expression.Step {
  fileprivate mutating func archive(_ archive: inout LexiconArchive, concepts: Int) {
    var kind = 0
    var (number, index, other) = (0.0, 0, 0)
    var (feature, operation) = (Expression.Feature.asserted, Expression.Operator.add)
    switch self {
    case .number(let own): number = own
    case .definition(let own): (kind, index) = (1, own)
    case .feature(let own, let first, let second): (kind, feature, index, other) = (2, own, first, second)
    case .apply(let own, let count): (kind, operation, index) = (3, own, count)
    }
    archive.number(&kind, in: 0..<4)
    switch kind {
    case 0:
      archive.decimal(&number)
      self = .number(number)
    case 1:
      archive.number(&index, in: 0..<1 << 32)
      self = .definition(index)
    case 2:
      archive.choice(&feature)
      archive.number(&index, in: 0..<concepts)
      archive.number(&other, in: 0..<concepts)
      self = .feature(feature, index, other)
    default:
      archive.choice(&operation)
      archive.number(&index, in: 0..<1 << 32)
      self = .apply(operation, count: index)
    }
  }
}

/// What a passage gave, by concept.
package struct Evidence: Sendable {
  struct Item: Sendable {
    var concept: Int
    var polarity: Polarity
    /// Number of the act's word in the passage, from 1.
    var position: Int
    var weight: Double
  }

  /// One weighted cue that was found.
  struct Cue: Sendable {
    var number: Int32
    var language: Language
    /// Its greatest weight, whatever the sign.
    var strength: Double
    /// Tokens of the document.
    var start: Int
    var end: Int
  }

  var items: [Item] = []
  var cues: [Cue] = []
  /// By internal concept, the sum of its cues over the passage.
  var sums: [Int: Double] = [:]
  /// By concept that is reported, the greatest sum of cues in a sentence.
  var cued: [Int: Double] = [:]
  /// The patterns that gave a hit, whatever its polarity.
  var patterns: Set<Int> = []
}
