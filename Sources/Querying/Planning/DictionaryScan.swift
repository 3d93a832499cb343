// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Segments

/// Finds the terms of a dictionary that an automaton accepts: where it dies on a term, the walk goes on at the next key
/// that it could still accept, past all blocks between.

/// What a scan asks of an automaton over code points.
protocol ScanAutomaton {
  associatedtype State
  var start: State { get }
  func next(_ state: State, _ scalar: UInt32) -> State
  func isDead(_ state: State) -> Bool
  func isAccepting(_ state: State) -> Bool
  /// Whether all that goes on from there is accepted.
  func acceptsAll(_ state: State) -> Bool
  /// A code point above `scalar` below which none leads to a state that is not dead; nil where none above does.
  func nextAlive(_ state: State, after scalar: UInt32) -> UInt32?
}

extension ScanAutomaton {
  func acceptsAll(_ state: State) -> Bool { false }
}

extension EditDistanceWalk: ScanAutomaton {}

/// Accepts whatever begins as the scan's prefix says.
struct PrefixWalk: ScanAutomaton {
  struct State {}
  let start = State()

  func next(_ state: State, _ scalar: UInt32) -> State { state }
  func isDead(_ state: State) -> Bool { false }
  func isAccepting(_ state: State) -> Bool { true }
  func acceptsAll(_ state: State) -> Bool { true }
  func nextAlive(_ state: State, after scalar: UInt32) -> UInt32? { nil }
}

/// A `TermAutomaton` under the scan's names.
struct TermAutomatonWalk: ScanAutomaton {
  let automaton: TermAutomaton

  var start: TermAutomaton.State { automaton.start }

  func next(_ state: TermAutomaton.State, _ scalar: UInt32) -> TermAutomaton.State {
    automaton.next(state, Unicode.Scalar(scalar) ?? "\u{FFFD}")
  }

  func isDead(_ state: TermAutomaton.State) -> Bool { state == TermAutomaton.dead }
  func isAccepting(_ state: TermAutomaton.State) -> Bool { automaton.isAccepting(state) }

  func nextAlive(_ state: TermAutomaton.State, after scalar: UInt32) -> UInt32? {
    automaton.nextAlive(state, after: scalar)
  }
}

/// The terms of one namespace and field of a dictionary that an automaton accepts.
struct DictionaryScan<Automaton: ScanAutomaton> {
  private struct Step {
    /// The state before the code point.
    var state: Automaton.State
    var scalar: UInt32
    /// Where in the key it begins.
    var place: Int
  }
  private let automaton: Automaton
  private let namespace: TermNamespace
  private let field: Field
  /// What all keys wanted begin with: namespace, field, and what the automaton wants first.
  private let prefix: [UInt8]
  /// The code points of the current key, as far as they were followed.
  private var trail: [Step] = []
  /// The state behind them.
  private var state: Automaton.State
  /// The first `length` bytes are the current key, or the one that is looked for.
  private var key: [UInt8]
  private var length: Int

  init(_ automaton: Automaton, prefix: String, _ field: Field, _ namespace: TermNamespace) {
    (self.automaton, self.field, self.namespace) = (automaton, field, namespace)
    state = automaton.start
    self.prefix = TermKey.bytes(namespace, field, prefix.utf8)
    key = self.prefix + [UInt8](repeating: 0, count: 128)
    length = self.prefix.count
    trail.reserveCapacity(32)
  }

  /// Drops what is known of the current key: its states are void.
  mutating func forget() {
    trail.removeAll(keepingCapacity: true)
    state = automaton.start
  }

  /// What a term costs, in steps of the clock.
  private static var steps: Int { 7 }

  /// Few scans find more.
  private static var usualTerms: Int { 256 }

  /// - Parameter trim: called before each term.
  /// - Throws: `QueryTimeout` too; the clock is asked once in some thirty terms.
  mutating func terms(
    of dictionary: TermDictionary, _ clock: QueryClock, trim: (inout DictionaryScan) -> Void = { _ in }
  ) throws -> [TermInfo] {
    var result: [TermInfo] = []
    result.reserveCapacity(Self.usualTerms)
    var scanner = try prefix.withUnsafeBytes { try dictionary.scanner(from: $0) }
    var isThere = try seek(&scanner, common: 0)
    while isThere {
      try clock.check(Self.steps)
      trim(&self)
      guard take(scanner) else { break }
      follow()
      if automaton.isDead(state) {
        guard let common = nextWanted() else { break }
        isThere = try seek(&scanner, common: common)
        continue
      }
      if automaton.isAccepting(state) {
        let info = try scanner.info(namespace, field)
        if info.documents > 0 { result.append(info) }
      }
      isThere = try scanner.next()
    }
    return result
  }

  private func seek(_ scanner: inout TermScanner, common: Int) throws -> Bool {
    try key.withUnsafeBytes {
      try scanner.seek(notBelow: UnsafeRawBufferPointer(rebasing: $0[..<length]), common: common)
    }
  }

  /// Makes the scanner's key the current one; false where it does not begin as all must.
  private mutating func take(_ scanner: TermScanner) -> Bool {
    // Never more than is known; a damaged dictionary may say so.
    let shared = min(scanner.shared, length)
    while let end = trail.last, end.place &+ Self.length(of: end.scalar) > shared {
      state = end.state
      trail.removeLast()
    }
    let suffix = scanner.suffix
    length = shared + suffix.count
    if length > key.count { key.append(contentsOf: repeatElement(0, count: length)) }
    for index in 0..<suffix.count { key[shared &+ index] = suffix[index] }
    return shared >= prefix.count || key[..<length].starts(with: prefix)
  }

  /// Moves the automaton to the end of the current key, or to where it dies.
  private mutating func follow() {
    var place = trail.last.map { $0.place &+ Self.length(of: $0.scalar) } ?? 2
    while place < length, !automaton.isDead(state), !automaton.acceptsAll(state) {
      let scalar = decode(at: place)
      trail.append(Step(state: state, scalar: scalar, place: place))
      state = automaton.next(state, scalar)
      place &+= Self.length(of: scalar)
    }
  }

  /// Makes the least key above the current one that the automaton could accept, once it died, the one looked for.
  ///
  /// - Returns: how many bytes the two have in common; nil where there is no such key.
  private mutating func nextWanted() -> Int? {
    while let step = trail.popLast() {
      state = step.state
      guard let scalar = automaton.nextAlive(state, after: step.scalar) else { continue }
      // There are no code points between these.
      let valid = Unicode.Scalar(scalar) ?? "\u{E000}"
      var common = step.place
      length = step.place
      if length + 4 > key.count { key.append(contentsOf: repeatElement(0, count: length)) }
      for byte in Unicode.UTF8.encode(valid) ?? Unicode.UTF8.encodedReplacementCharacter {
        if common == length, key[length] == byte { common &+= 1 }
        key[length] = byte
        length &+= 1
      }
      return common
    }
    return nil
  }

  private static func length(of scalar: UInt32) -> Int {
    scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x1_0000 ? 3 : 4
  }

  /// Terms are valid UTF-8.
  private func decode(at index: Int) -> UInt32 {
    let first = UInt32(key[index])
    if first < 0x80 { return first }
    let count = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    var value = first & (0x7F >> UInt32(count))
    for offset in 1..<count {
      value = value << 6 | (index + offset < length ? UInt32(key[index + offset]) & 0x3F : 0)
    }
    return value
  }
}
