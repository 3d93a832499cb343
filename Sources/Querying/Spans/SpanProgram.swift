// SPDX-License-Identifier: Apache-2.0

internal import Patterns

/// A span pattern as a nondeterministic automaton over tokens, and the search for the shortest match at a start.
///
/// The search goes through positions in ascending order with the set of instructions that are alive at each, so it takes
/// time in proportion to instructions times tokens, whatever the pattern. With captures the set holds pairs of an
/// instruction and the starts of the captures so far, of which there may be very many: each asks the clock.
struct SpanProgram: Sendable {
  enum Instruction: Sendable {
    /// Consumes one token, or one hyphen-joined run; the number is that of a test.
    case token(Int)
    /// Consumes one whole hit of a concept.
    case concept(Int)
    case split(Int, Int)
    case jump(Int)
    case open(Int)
    case match
  }
  private(set) var instructions: [Instruction] = []
  private(set) var tests: [TokenTest] = []
  private(set) var concepts: [(id: String, narrower: Bool)] = []
  /// Names of the captures, by number.
  private(set) var captures: [String] = []
  /// Larger programs are refused.
  static let limit = 50_000

  /// A program without instructions.
  init() {}

  /// - Parameter keepsCaptures: false where no condition asks for them, which makes matching cheaper.
  init(_ pattern: SpanPattern, keepsCaptures: Bool) throws {
    try emit(pattern, keepsCaptures)
    instructions.append(.match)
  }

  private mutating func emit(_ pattern: SpanPattern, _ captures: Bool) throws {
    guard instructions.count < Self.limit else {
      throw QueryError("the repetitions of this pattern multiply to too much", "Use smaller numbers in {m,n}.")
    }
    switch pattern {
    case .token(let test):
      instructions.append(.token(tests.count))
      tests.append(test)
    case .concept(let id, let narrower):
      instructions.append(.concept(concepts.count))
      concepts.append((id, narrower))
    case .sequence(let parts): for part in parts { try emit(part, captures) }
    case .alternatives(let parts): try emitAlternatives(parts, captures)
    case .repeated(let part, let min, let max): try emitRepeated(part, min, max, captures)
    case .capture(let name, let part):
      if captures {
        let number = self.captures.firstIndex(of: name) ?? self.captures.count
        if number == self.captures.count { self.captures.append(name) }
        instructions.append(.open(number))
      }
      try emit(part, captures)
    }
  }

  private mutating func emitAlternatives(_ parts: [SpanPattern], _ captures: Bool) throws {
    var exits: [Int] = []
    for (index, part) in parts.enumerated() {
      let fork = instructions.count
      let isLast = index + 1 == parts.count
      if !isLast { instructions.append(.split(fork + 1, 0)) }
      try emit(part, captures)
      guard !isLast else { break }
      exits.append(instructions.count)
      instructions.append(.jump(0))
      instructions[fork] = .split(fork + 1, instructions.count)
    }
    for exit in exits { instructions[exit] = .jump(instructions.count) }
  }

  private mutating func emitRepeated(_ part: SpanPattern, _ min: Int, _ max: Int?, _ captures: Bool) throws {
    if case .repeated(let inner, 0, let most) = part {
      // `(x{0,k}){m,n}` is `x{0,kn}`: unrolled as it stands, a token would be tried in the place of every later one.
      if most == 0 || max == 0 { return }
      let product = most.flatMap { most in max.map { most.multipliedReportingOverflow(by: $0) } }
      return try emitRepeated(inner, 0, product.map { $0.overflow ? Int.max : $0.partialValue }, captures)
    }
    // Equal tests share one number, so that a gap of many tokens does not multiply the tables of answers.
    let (firstTest, firstConcept) = (tests.count, concepts.count)
    func emitOnce(_ program: inout SpanProgram) throws {
      let (testBase, conceptBase, codeBase) = (program.tests.count, program.concepts.count, program.instructions.count)
      try program.emit(part, captures)
      guard testBase > firstTest || conceptBase > firstConcept else { return }
      for index in codeBase..<program.instructions.count {
        switch program.instructions[index] {
        case .token(let test) where test >= testBase: program.instructions[index] = .token(test - testBase + firstTest)
        case .concept(let concept) where concept >= conceptBase:
          program.instructions[index] = .concept(concept - conceptBase + firstConcept)
        default: break
        }
      }
      program.tests.removeLast(program.tests.count - testBase)
      program.concepts.removeLast(program.concepts.count - conceptBase)
    }
    for _ in 0..<min { try emitOnce(&self) }
    guard let max else {
      let fork = instructions.count
      instructions.append(.split(fork + 1, 0))
      try emitOnce(&self)
      instructions.append(.jump(fork))
      instructions[fork] = .split(fork + 1, instructions.count)
      return
    }
    var forks: [Int] = []
    for _ in min..<Swift.max(min, max) {
      forks.append(instructions.count)
      instructions.append(.split(instructions.count + 1, 0))
      try emitOnce(&self)
    }
    for fork in forks { instructions[fork] = .split(fork + 1, instructions.count) }
  }
}

/// What the search asks of the document it runs over.
protocol SpanSource {
  /// The ends of what test `test` can consume at `position`, ascending: the next position, or behind a joined run.
  func ends(ofTest test: Int, at position: UInt32, limit: UInt32, _ body: (UInt32) -> Void)
  /// The ends of the hits of concept `concept` that start at `position`.
  func ends(ofConcept concept: Int, at position: UInt32, limit: UInt32, _ body: (UInt32) -> Void)
}

/// Runs a program over one document after another, keeping its memory.
struct SpanSearch: Sendable {
  let program: SpanProgram
  /// One alive configuration: an instruction and the starts of captures (none without captures).
  private struct Configuration: Hashable, Sendable {
    var instruction: Int32
    var captures: [UInt32]
  }
  /// Configurations waiting at a position, by distance from the start.
  private var waiting: [UInt32: [Configuration]] = [:]

  init(_ program: SpanProgram) { self.program = program }

  /// A search for nothing.
  static let none = SpanSearch(SpanProgram())

  /// The end of the shortest match that starts at `start` and ends at or before `limit`; nil for none.
  ///
  /// - Parameter accepts: a last condition on the starts of the captures, in the order of the program's names.
  mutating func shortest(
    from start: UInt32, limit: UInt32, in source: some SpanSource, _ clock: QueryClock, accepts: ([UInt32]) -> Bool
  ) -> UInt32? {
    waiting.removeAll(keepingCapacity: true)
    let none = [UInt32](repeating: .max, count: program.captures.count)
    waiting[start] = [Configuration(instruction: 0, captures: none)]
    var pending: [UInt32] = [start]
    while let position = pending.min() {
      pending.removeAll { $0 == position }
      var seen: Set<Configuration> = []
      var stack = waiting.removeValue(forKey: position) ?? []
      while let configuration = stack.popLast() {
        if clock.tick() { return nil }
        guard seen.insert(configuration).inserted else { continue }
        var next = configuration
        next.instruction += 1
        func wait(_ end: UInt32) {
          if waiting[end] == nil { pending.append(end) }
          waiting[end, default: []].append(next)
        }
        switch program.instructions[Int(configuration.instruction)] {
        case .match: if accepts(configuration.captures) { return position }
        case .jump(let target):
          next.instruction = Int32(target)
          stack.append(next)
        case .split(let one, let other):
          next.instruction = Int32(one)
          stack.append(next)
          next.instruction = Int32(other)
          stack.append(next)
        case .open(let capture):
          next.captures[capture] = position
          stack.append(next)
        case .token(let test): source.ends(ofTest: test, at: position, limit: limit, wait)
        case .concept(let concept): source.ends(ofConcept: concept, at: position, limit: limit, wait)
        }
      }
    }
    return nil
  }
}
