// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Segments

/// Finds the shortest match at a start for programs whose tests are all decided by forms and readings: the states of the
/// automaton are the bits of one word.

/// A program of at most 64 token tests as masks.
struct BitProgram {
  /// The states before anything is read, and whether that is a match already.
  let start: UInt64
  /// For each state, the test it asks, the states behind it, and whether a match ends behind it.
  private(set) var tests: [UInt8] = []
  private(set) var next: [UInt64] = []
  private(set) var accepting: UInt64 = 0

  /// Nil where the program has captures, concepts, or too many tests.
  init?(_ program: SpanProgram) {
    var states: [Int: Int] = [:]
    for (place, instruction) in program.instructions.enumerated() {
      switch instruction {
      case .token(let test):
        guard states.count < 64, test < TypeTests.most else { return nil }
        states[place] = states.count
        tests.append(UInt8(test))
      case .concept, .open: return nil
      case .split, .jump, .match: break
      }
    }
    start = Self.reach(0, program, states).states
    next = [UInt64](repeating: 0, count: states.count)
    for (place, state) in states {
      let reached = Self.reach(place + 1, program, states)
      next[state] = reached.states
      if reached.matches { accepting |= 1 << UInt64(state) }
    }
  }

  /// Whether it is one token and nothing else.
  var isSingle: Bool { start == 1 && accepting == 1 && next == [0] }

  /// The states behind those alive at a token whose tests have the answers given, and whether a match ends there.
  @inline(__always)
  func step(_ states: UInt64, _ answers: UInt64) -> (next: UInt64, matches: Bool) {
    var (rest, reached, matches) = (states, UInt64(0), false)
    while rest != 0 {
      let state = rest.trailingZeroBitCount
      rest &= rest &- 1
      if answers >> UInt64(tests[state]) & 1 == 1 {
        reached |= next[state]
        matches = matches || accepting >> UInt64(state) & 1 == 1
      }
    }
    return (reached, matches)
  }

  /// The states that are reached from an instruction without reading a token.
  private static func reach(
    _ place: Int, _ program: SpanProgram, _ states: [Int: Int]
  ) -> (states: UInt64, matches: Bool) {
    var (found, matches): (UInt64, Bool) = (0, false)
    var (stack, seen) = ([place], Set<Int>())
    while let place = stack.popLast() {
      guard seen.insert(place).inserted else { continue }
      switch program.instructions[place] {
      case .token: states[place].map { found |= 1 << UInt64($0) }
      case .jump(let target): stack.append(target)
      case .split(let one, let other): stack += [one, other]
      case .match: matches = true
      case .concept, .open: break
      }
    }
    return (found, matches)
  }
}

/// Runs a `BitProgram` over the tokens of one document after another.
final class TypeSearch {
  private let program: BitProgram
  private let tests: TypeTests
  private let types: TokenTypes
  /// Reads whole documents.
  private let reader: TypeReader
  private let forward: ForwardField
  private let context: SegmentContext
  /// A byte for each type, 1 where a match can start; empty until a whole document is read.
  @exclusivity(unchecked) private var starters: [UInt8] = []
  /// The tests of the program's first states.
  private let firstTests: UInt64
  /// Index in the stream of the current document's first token, and how many tokens the document has.
  private var first = 0
  private var count: UInt32 = 0

  init(_ program: BitProgram, _ tests: TypeTests, _ types: TokenTypes, context: SegmentContext, field: Field) throws {
    (self.program, self.tests, self.types, self.context) = (program, tests, types, context)
    forward = try context.segment.forward(field)
    reader = TypeReader(forward, tests.layer)
    firstTests = program.tests.indices.reduce(0) { bits, state in
      program.start >> UInt64(state) & 1 == 1 ? bits | 1 << UInt64(program.tests[state]) : bits
    }
  }

  func load(_ document: UInt32) {
    first = forward.firstToken(of: document)
    count = UInt32(clamping: forward.count(document))
  }

  /// Appends the shortest match of every token of the document at which one starts.
  func appendMatches(to found: inout [Span]) {
    if starters.isEmpty { starters = tests.passes(firstTests) }
    context.attempt {
      try reader.withTypes(first..<first + Int(count)) { types in
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: types.count + 1) { starts in
          for start in starts[..<gatherStarts(types, into: starts)] {
            if let end = program.isSingle ? Int(start) + 1 : shortest(from: Int(start), in: types) {
              found.append(Span(start, UInt32(truncatingIfNeeded: end)))
            }
          }
        }
      }
    }
  }

  /// Writes the tokens at which a match can start; returns how many there are.
  private func gatherStarts(
    _ types: UnsafeBufferPointer<UInt32>, into starts: UnsafeMutableBufferPointer<UInt32>
  ) -> Int {
    starters.withUnsafeBufferPointer { starters in
      var count = 0
      // Each is written, and kept only if it is one: whether it is cannot be guessed.
      for place in types.indices {
        starts[count] = UInt32(truncatingIfNeeded: place)
        count &+= Int(starters[Int(types[place])])
      }
      return count
    }
  }

  private func shortest(from start: Int, in types: UnsafeBufferPointer<UInt32>) -> Int? {
    var (states, position) = (program.start, start)
    while position < types.count, states != 0 {
      let step = program.step(states, tests.answer(types[position]))
      position &+= 1
      if step.matches { return position }
      states = step.next
    }
    return nil
  }

  /// The end of the shortest match that starts at `start` and ends at or before `limit`; nil for none.
  func shortest(from start: UInt32, limit: UInt32) -> UInt32? {
    var (states, position) = (program.start, start)
    let end = min(limit, count)
    do {
      while position < end, states != 0 {
        let step = program.step(states, tests.answer(try types.type(of: first + Int(position)).reading))
        position &+= 1
        if step.matches { return position }
        states = step.next
      }
    } catch {
      context.attempt { throw error }
    }
    return nil
  }
}
