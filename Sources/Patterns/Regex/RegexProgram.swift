// SPDX-License-Identifier: Apache-2.0

/// A regular expression as a nondeterministic automaton (Thompson's construction): the source of a `TermAutomaton`.
struct RegexProgram: TransitionSource {
  /// One instruction; `step` consumes a code point of the set and goes on to the next instruction.
  enum Instruction {
    case step(Int)
    case split(Int, Int)
    case jump(Int)
    case match
  }
  private(set) var instructions: [Instruction] = []
  private var sets: [ScalarSet] = []
  /// Ascending starts of the stretches of code points that no set tells apart by its ranges.
  private var borders: [UInt32] = []
  private var classes: UInt32 = 0

  /// The largest program; a nest of `{m,n}` can ask for far more.
  static let limit = 20_000

  /// Nil if the program would be larger than `limit`.
  init?(_ syntax: RegexSyntax) {
    guard emit(syntax.root) else { return nil }
    instructions.append(.match)
    var cuts: Set<UInt32> = []
    for set in sets {
      classes |= set.classes | set.complements
      for range in set.ranges {
        cuts.insert(range.lowerBound)
        cuts.insert(range.upperBound &+ 1)
      }
    }
    borders = cuts.sorted()
  }

  private mutating func emit(_ node: RegexSyntax.Node) -> Bool {
    if instructions.count > Self.limit { return false }
    switch node {
    case .scalar(let scalar): emit(.single(scalar))
    case .set(let set): emit(set)
    case .sequence(let parts):
      for part in parts { guard emit(part) else { return false } }
    case .choice(let parts): return emitChoice(parts)
    case .repeated(let part, let min, let max): return emitRepeated(part, min, max)
    }
    return true
  }

  private mutating func emit(_ set: ScalarSet) {
    instructions.append(.step(sets.count))
    sets.append(set)
  }

  private mutating func emitChoice(_ parts: [RegexSyntax.Node]) -> Bool {
    var exits: [Int] = []
    for (index, part) in parts.enumerated() {
      let fork = instructions.count
      if index + 1 < parts.count { instructions.append(.split(fork + 1, 0)) }
      guard emit(part) else { return false }
      if index + 1 < parts.count {
        exits.append(instructions.count)
        instructions.append(.jump(0))
        instructions[fork] = .split(fork + 1, instructions.count)
      }
    }
    for exit in exits { instructions[exit] = .jump(instructions.count) }
    return true
  }

  private mutating func emitRepeated(_ part: RegexSyntax.Node, _ min: Int, _ max: Int?) -> Bool {
    for _ in 0..<min { guard emit(part) else { return false } }
    guard let max else {
      let fork = instructions.count
      instructions.append(.split(fork + 1, 0))
      guard emit(part) else { return false }
      instructions.append(.jump(fork))
      instructions[fork] = .split(fork + 1, instructions.count)
      return true
    }
    var forks: [Int] = []
    for _ in min..<Swift.max(min, max) {
      forks.append(instructions.count)
      instructions.append(.split(instructions.count + 1, 0))
      guard emit(part) else { return false }
    }
    for fork in forks { instructions[fork] = .split(fork + 1, instructions.count) }
    return true
  }

  var start: [UInt16] { closure(of: [0]) }

  func step(_ state: [UInt16], _ scalar: Unicode.Scalar) -> [UInt16] {
    var next: [Int] = []
    for index in state {
      if case .step(let set) = instructions[Int(index)], sets[set].contains(scalar) { next.append(Int(index) + 1) }
    }
    return closure(of: next)
  }

  func accepts(_ state: [UInt16]) -> Bool {
    state.contains { if case .match = instructions[Int($0)] { true } else { false } }
  }

  func key(of scalar: Unicode.Scalar) -> UInt32 {
    var low = 0
    var high = borders.count
    while low < high {
      let middle = (low + high) / 2
      if borders[middle] <= scalar.value { low = middle + 1 } else { high = middle }
    }
    return UInt32(low) << 8 | ScalarSet.classBits(of: scalar, wanted: classes)
  }

  /// The consuming and matching instructions reachable without consuming, ascending.
  private func closure(of entries: [Int]) -> [UInt16] {
    var seen = Set<Int>()
    var stack = entries
    var result: [UInt16] = []
    while let index = stack.popLast() {
      guard seen.insert(index).inserted else { continue }
      switch instructions[index] {
      case .step, .match: result.append(UInt16(index))
      case .split(let one, let other): stack += [one, other]
      case .jump(let target): stack.append(target)
      }
    }
    return result.sorted()
  }
}
