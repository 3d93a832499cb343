// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Segments

/// What a CQL pattern tells before any text is looked at: how many tokens its parts take, which words they need.

/// How many tokens a match takes.
struct SpanLengths: Equatable {
  var min: Int
  /// Nil where nothing bounds it.
  var max: Int?

  static func + (one: SpanLengths, other: SpanLengths) -> SpanLengths {
    SpanLengths(min: one.min &+ other.min, max: bounded(one.max) { a in bounded(other.max) { a + $0 } })
  }

  func times(_ least: Int, _ most: Int?) -> SpanLengths {
    let (low, overflow) = min.multipliedReportingOverflow(by: least)
    var high: Int? = max == 0 ? 0 : nil
    if let max, let most {
      let (product, overflow) = max.multipliedReportingOverflow(by: most)
      high = overflow ? nil : product
    }
    return SpanLengths(min: overflow ? .max / 4 : low, max: high)
  }

  private static func bounded(_ value: Int?, _ next: (Int) -> Int?) -> Int? {
    guard let value, let result = next(value), result < 1 << 30 else { return nil }
    return result
  }
}

/// Occurrences of words of which every match has one: `before` of its tokens precede the first of them.
struct SpanAnchor {
  var node: PositionalNode
  var before: ClosedRange<Int>
}

/// One part of the sequence that a pattern is at its top.
struct SpanElement {
  var pattern: SpanPattern
  var lengths: SpanLengths
  /// What stands at the first token of every match of the part, if that is known.
  var first: PositionalNode?
  /// Whether the part is one token and matches wherever `first` stands.
  var isExact = false
}

extension PositionalNode {
  /// Occurrences of all the terms, an upper bound.
  var occurrences: Int {
    switch self {
    case .term(let set): set.occurrences
    case .sequence(let parts): parts.compactMap { $0?.occurrences }.min() ?? 0
    case .either(let parts): parts.reduce(0) { $0 + $1.occurrences }
    case .near(let one, let other, _): min(one.occurrences, other.occurrences)
    case .inBlocks(let inner, _): inner.occurrences
    }
  }

  /// The most terms that have to be walked at once.
  var termCount: Int {
    switch self {
    case .term(let set): set.terms.map(\.count).max() ?? 0
    case .sequence(let parts): parts.reduce(0) { $0 + ($1?.termCount ?? 0) }
    case .either(let parts): parts.reduce(0) { $0 + $1.termCount }
    case .near(let one, let other, _): one.termCount + other.termCount
    case .inBlocks(let inner, _): inner.termCount
    }
  }
}

extension SpanAnchor {
  /// About how many places have to be looked at.
  fileprivate var cost: Int { node.occurrences * (before.count + 1) / 2 }
}

/// Finds the anchors of a pattern.
struct AnchorSearch {
  /// More terms than this are not walked at once: reading the text is faster.
  static let mostTerms = 4096
  /// What a part of the pattern says of itself.
  let element: (SpanPattern) throws -> SpanElement

  /// Anchors at least one of which every match holds; none where nothing bounds the places to look at.
  func anchors(_ pattern: SpanPattern) throws -> [SpanAnchor] {
    switch pattern {
    case .token, .concept:
      guard let node = try element(pattern).first, node.termCount <= Self.mostTerms else { return [] }
      return [SpanAnchor(node: node, before: 0...0)]
    case .capture(_, let part): return try anchors(part)
    case .repeated(let part, let min, _): return min > 0 ? try anchors(part) : []
    case .alternatives(let parts):
      var all: [SpanAnchor] = []
      for part in parts {
        let found = try anchors(part)
        if found.isEmpty { return [] }
        all += found
      }
      return all
    case .sequence(let parts): return try best(parts)
    }
  }

  /// The cheapest anchors of a sequence: those of one part, or words side by side.
  private func best(_ parts: [SpanPattern]) throws -> [SpanAnchor] {
    let elements = try flattened(parts)
    var best: (anchors: [SpanAnchor], cost: Int) = ([], .max)
    func offer(_ anchors: [SpanAnchor], discount: Int = 1) {
      let cost = anchors.reduce(0) { $0 + $1.cost } / discount
      if !anchors.isEmpty, cost < best.cost { best = (anchors, cost) }
    }
    var lengths = SpanLengths(min: 0, max: 0)
    var index = 0
    while index < elements.count, let most = lengths.max {
      let run = elements[index...].prefix { $0.first != nil && $0.lengths == SpanLengths(min: 1, max: 1) }
      let nodes = run.compactMap(\.first)
      if run.count > 1, nodes.reduce(0, { $0 + $1.termCount }) <= Self.mostTerms {
        offer([SpanAnchor(node: .sequence(nodes), before: lengths.min...most)], discount: 2)
      }
      let inner = try anchors(elements[index].pattern)
      offer(
        inner.map {
          SpanAnchor(node: $0.node, before: lengths.min + $0.before.lowerBound...most + $0.before.upperBound)
        })
      lengths = lengths + elements[index].lengths
      index += 1
    }
    return best.anchors
  }

  /// The parts with sequences inside sequences, and captures, opened up.
  func flattened(_ parts: [SpanPattern]) throws -> [SpanElement] {
    try parts.flatMap { part -> [SpanElement] in
      switch part {
      case .sequence(let inner): return try flattened(inner)
      case .capture(_, let inner): return try flattened([inner])
      case .repeated(let inner, let min, let max) where min == max && min <= 16:
        return try (0..<min).flatMap { _ in try flattened([inner]) }
      default: return [try element(part)]
      }
    }
  }
}
