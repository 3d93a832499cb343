// SPDX-License-Identifier: Apache-2.0

/// A span pattern as an automaton without empty moves: steps that take tokens, and which step may follow which.
///
/// A step takes one token (or a hyphen-joined run) that passes a test, or one whole hit of a concept, or any tokens
/// between two bounds. Counted gaps stay one step whatever their bounds, other repetitions are written out.
struct SpanProgram {
  enum Step: Equatable {
    /// Number of a test in `tests`.
    case test(Int)
    /// Number of a concept in `concepts`.
    case concept(Int)
    /// Between `min` (at least 1) and `max` tokens, whatever they are.
    case gap(min: Int, max: Int?)
  }

  /// What happens between two steps: a capture opens or closes.
  enum Mark: Equatable {
    case open(Int)
    case close(Int)
  }

  /// One way on: to a step, or to the end of the pattern.
  struct Edge: Equatable {
    /// Nil for the end.
    var step: Int?
    var marks: [Mark]
  }

  struct ConceptTest: Hashable {
    var id: String
    var narrower: Bool
  }

  private(set) var steps: [Step] = []
  /// The ways on from each step, in order of preference; without marks where the pattern has no captures.
  private(set) var edges: [[Edge]] = []
  /// The ways into the first step.
  private(set) var first: [Edge] = []
  private(set) var tests: [TokenTest] = []
  private(set) var concepts: [ConceptTest] = []
  let captureNames: [String]

  /// Steps of a pattern; more are refused.
  static let stepLimit = 4096
  /// Ways from step to step; more are refused.
  static let edgeLimit = 400_000

  /// - Parameter isBounded: whether some scope makes unbounded gaps finite.
  init(_ pattern: SpanPattern, isBounded: Bool) throws(SpanPatternProblem) {
    captureNames = pattern.captureNames
    guard SpanProgram.depth(pattern, limit: PatternLimits.depth * 4) != nil else {
      throw SpanPatternProblem(message: "the pattern is nested too deeply", suggestion: "Take some parentheses away.")
    }
    if pattern.matchesEmpty {
      throw SpanPatternProblem(
        message: "the pattern may match nothing at all",
        suggestion: "Require at least one token: + for *, {1,3} for {0,3}.")
    }
    let simple = SpanProgram.simplified(pattern)
    if !isBounded, SpanProgram.hasUnboundedGap(simple) {
      throw SpanPatternProblem(
        message: "the pattern has a gap of any length", suggestion: "Bound it, as in []{0,10}, or add within s.")
    }
    guard SpanProgram.size(simple) <= SpanProgram.stepLimit else {
      throw SpanPatternProblem(
        message: "the repetitions of this pattern multiply to too much", suggestion: "Use smaller numbers in {m,n}.")
    }
    var graph = Graph()
    let end = graph.add(.end)
    let start = graph.build(simple, then: end, captures: captureNames)
    try resolve(graph, start: start)
  }

  /// Turns the graph with empty moves into steps and edges.
  private mutating func resolve(_ graph: Graph, start: Int) throws(SpanPatternProblem) {
    var numbers: [Int: Int] = [:]
    var (testNumbers, conceptNumbers): ([TokenTest: Int], [ConceptTest: Int]) = ([:], [:])
    var origins: [Int] = []
    for (node, content) in graph.nodes.enumerated() {
      switch content {
      case .test(let test, _):
        let number = testNumbers[test] ?? tests.count
        if number == tests.count { tests.append(test) }
        testNumbers[test] = number
        steps.append(.test(number))
      case .concept(let concept, _):
        let number = conceptNumbers[concept] ?? concepts.count
        if number == concepts.count { concepts.append(concept) }
        conceptNumbers[concept] = number
        steps.append(.concept(number))
      case .gap(let min, let max, _): steps.append(.gap(min: min, max: max))
      default: continue
      }
      numbers[node] = steps.count - 1
      origins.append(node)
    }
    first = graph.edges(from: start, numbers)
    var total = first.count
    for node in origins {
      edges.append(graph.edges(from: graph.next(of: node), numbers))
      total += edges[edges.count - 1].count
      guard total <= SpanProgram.edgeLimit else {
        throw SpanPatternProblem(
          message: "the repetitions of this pattern multiply to too much", suggestion: "Use fewer nested * and +.")
      }
    }
  }
}

extension SpanProgram {
  /// How deep the pattern is nested, or nil beyond `limit`.
  private static func depth(_ pattern: SpanPattern, limit: Int) -> Int? {
    guard limit > 0 else { return nil }
    switch pattern {
    case .token, .concept: return 1
    case .sequence(let parts), .alternatives(let parts):
      var deepest = 0
      for part in parts {
        guard let below = depth(part, limit: limit - 1) else { return nil }
        deepest = max(deepest, below)
      }
      return deepest + 1
    case .repeated(let part, _, _), .capture(_, let part): return depth(part, limit: limit - 1).map { $0 + 1 }
    }
  }

  /// Alternatives of single tokens become one test, bad bounds are put right, groups of one are opened.
  private static func simplified(_ pattern: SpanPattern) -> SpanPattern {
    switch pattern {
    case .token, .concept: return pattern
    case .sequence(let parts): return parts.count == 1 ? simplified(parts[0]) : .sequence(parts.map(simplified))
    case .alternatives(let parts):
      let parts = parts.map(simplified)
      let tests = parts.compactMap { if case .token(let test) = $0 { test } else { nil } }
      if tests.count == parts.count, !tests.isEmpty { return .token(tests.count == 1 ? tests[0] : .anyOf(tests)) }
      return parts.count == 1 ? parts[0] : .alternatives(parts)
    case .repeated(let part, let min, let max):
      return .repeated(simplified(part), min: Swift.max(0, min), max: max.map { Swift.max($0, min, 0) })
    case .capture(let name, let part): return .capture(name, simplified(part))
    }
  }

  private static func hasUnboundedGap(_ pattern: SpanPattern) -> Bool {
    switch pattern {
    case .token, .concept: false
    case .sequence(let parts), .alternatives(let parts): parts.contains(where: hasUnboundedGap)
    case .repeated(let part, _, nil): takesAnything(part) || hasUnboundedGap(part)
    case .repeated(let part, _, _), .capture(_, let part): hasUnboundedGap(part)
    }
  }

  /// Whether some way through the pattern asks nothing of any token.
  private static func takesAnything(_ pattern: SpanPattern) -> Bool {
    switch pattern {
    case .token(let test): test == .any
    case .concept: false
    case .sequence(let parts): parts.allSatisfy { takesAnything($0) || $0.matchesEmpty }
    case .alternatives(let parts): parts.contains(where: takesAnything)
    case .repeated(let part, _, _), .capture(_, let part): takesAnything(part)
    }
  }

  /// The number of steps, saturating far above the limit.
  private static func size(_ pattern: SpanPattern) -> Int {
    func capped(_ value: (partialValue: Int, overflow: Bool)) -> Int {
      value.overflow ? .max / 4 : min(value.0, .max / 4)
    }
    switch pattern {
    case .token, .concept: return 1
    case .sequence(let parts), .alternatives(let parts):
      return parts.reduce(0) { capped($0.addingReportingOverflow(size($1))) }
    case .capture(_, let part): return size(part)
    case .repeated(.token(.any), _, _): return 1
    case .repeated(let part, let min, let max):
      return capped(size(part).multipliedReportingOverflow(by: Swift.max(max ?? min, 1)))
    }
  }

  /// The pattern with empty moves, from which edges are gathered.
  private struct Graph {
    enum Node {
      case test(TokenTest, next: Int)
      case concept(ConceptTest, next: Int)
      case gap(min: Int, max: Int?, next: Int)
      case split([Int])
      case mark(Mark, next: Int)
      case end
    }
    private(set) var nodes: [Node] = []

    mutating func add(_ node: Node) -> Int {
      nodes.append(node)
      return nodes.count - 1
    }

    func next(of node: Int) -> Int {
      switch nodes[node] {
      case .test(_, let next), .concept(_, let next), .gap(_, _, let next), .mark(_, let next): next
      case .split, .end: node
      }
    }

    /// Adds a pattern that goes on at `then`; returns its entry.
    mutating func build(_ pattern: SpanPattern, then: Int, captures: [String]) -> Int {
      switch pattern {
      case .token(let test): return add(.test(test, next: then))
      case .concept(let id, let narrower):
        return add(.concept(ConceptTest(id: id, narrower: narrower), next: then))
      case .sequence(let parts):
        return parts.reversed().reduce(then) { build($1, then: $0, captures: captures) }
      case .alternatives(let parts):
        return add(.split(parts.map { build($0, then: then, captures: captures) }))
      case .capture(let name, let part):
        guard let number = captures.firstIndex(of: name) else { return build(part, then: then, captures: captures) }
        let close = add(.mark(.close(number), next: then))
        return add(.mark(.open(number), next: build(part, then: close, captures: captures)))
      case .repeated(.token(.any), let min, let max):
        if max == 0 { return then }
        let gap = add(.gap(min: Swift.max(min, 1), max: max, next: then))
        return min == 0 ? add(.split([then, gap])) : gap
      case .repeated(let part, let min, let max):
        return buildRepeated(part, min: min, max: max, then: then, captures: captures)
      }
    }

    private mutating func buildRepeated(
      _ part: SpanPattern, min: Int, max: Int?, then: Int, captures: [String]
    ) -> Int {
      var entry = then
      if let max {
        // Optional copies, each inside the one before: a shorter way is tried first.
        for _ in 0..<(max - min) { entry = add(.split([then, build(part, then: entry, captures: captures)])) }
      } else {
        let loop = add(.split([]))
        nodes[loop] = .split([then, build(part, then: loop, captures: captures)])
        entry = loop
      }
      for _ in 0..<min { entry = build(part, then: entry, captures: captures) }
      return entry
    }

    /// All steps (and the end) that empty moves reach, each by its first way.
    func edges(from start: Int, _ numbers: [Int: Int]) -> [Edge] {
      var (found, visited): ([Edge], Set<Int>) = ([], [])
      var stack: [(Int, [Mark])] = [(start, [])]
      while let (node, marks) = stack.popLast() {
        guard visited.insert(node).inserted else { continue }
        switch nodes[node] {
        case .test, .concept, .gap: found.append(Edge(step: numbers[node], marks: marks))
        case .end: found.append(Edge(step: nil, marks: marks))
        case .mark(let mark, let next): stack.append((next, marks + [mark]))
        case .split(let ways): stack.append(contentsOf: ways.reversed().map { ($0, marks) })
        }
      }
      return found
    }
  }
}
