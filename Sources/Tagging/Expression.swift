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

  private let steps: [Step]

  init(_ line: LexiconLine, concepts: [String: Int], names: [String: Int]) throws(LexiconError) {
    var parser = ExpressionParser(line, concepts: concepts, names: names)
    steps = try parser.whole()
  }

  func value(_ evidence: Evidence, _ definitions: [Double]) -> Double {
    var values: [Double] = []
    for step in steps {
      switch step {
      case .number(let number): values.append(number)
      case .definition(let index): values.append(index < definitions.count ? definitions[index] : 0)
      case .feature(let feature, let first, let second): values.append(evidence.value(feature, first, second))
      case .apply(let operation, let count):
        let value = Self.apply(operation, values.suffix(count).map(\.self))
        values.removeLast(count)
        values.append(value)
      }
    }
    return values.last ?? 0
  }

  private static func apply(_ operation: Operator, _ v: [Double]) -> Double {
    switch operation {
    case .add: return v[0] + v[1]
    case .subtract: return v[0] - v[1]
    case .multiply: return v[0] * v[1]
    case .less: return v[0] < v[1] ? 1 : 0
    case .lessOrEqual: return v[0] <= v[1] ? 1 : 0
    case .greater: return v[0] > v[1] ? 1 : 0
    case .greaterOrEqual: return v[0] >= v[1] ? 1 : 0
    case .equal: return v[0] == v[1] ? 1 : 0
    case .and: return v[0] > 0 && v[1] > 0 ? 1 : 0
    case .or: return v[0] > 0 || v[1] > 0 ? 1 : 0
    case .not: return v[0] > 0 ? 0 : 1
    case .min: return v.min() ?? 0
    case .max: return v.max() ?? 0
    case .choose: return v[0] > 0 ? v[1] : v[2]
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

  func value(_ feature: Expression.Feature, _ concept: Int, _ other: Int) -> Double {
    let own = items.lazy.filter { $0.concept == concept }
    switch feature {
    case .asserted: return own.filter { $0.polarity == .asserted }.reduce(sums[concept] ?? 0) { $0 + $1.weight }
    case .denied: return own.filter { $0.polarity == .denied }.reduce(0) { $0 + $1.weight }
    case .claimed: return own.filter { $0.polarity == .claimed }.reduce(0) { $0 + $1.weight }
    case .hypothetical: return own.filter { $0.polarity == .hypothetical }.reduce(0) { $0 + $1.weight }
    case .cued: return max(0, cued[concept] ?? 0)
    case .count: return Double(own.count { $0.polarity == .asserted })
    case .first: return Double(own.filter { $0.polarity == .asserted }.map(\.position).min() ?? 0)
    case .last: return Double(own.filter { $0.polarity == .asserted }.map(\.position).max() ?? 0)
    case .after:
      let start = value(.first, other, 0)
      if start == 0 { return 0 }
      return own.filter { $0.polarity == .asserted && Double($0.position) >= start }.reduce(0) { $0 + $1.weight }
    }
  }
}
