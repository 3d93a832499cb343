// SPDX-License-Identifier: Apache-2.0

/// Finds the terms of a dictionary that an automaton accepts: where it dies on a term, the walk goes on at the next key
/// that it could still accept, past all blocks between.
internal import Patterns
internal import Segments

/// What a scan asks of an automaton over code points.
protocol ScanAutomaton {
  associatedtype State
  var start: State { get }
  func next(_ state: State, _ scalar: UInt32) -> State
  func isDead(_ state: State) -> Bool
  func isAccepting(_ state: State) -> Bool
  /// A code point above `scalar` below which none leads to a state that is not dead; nil where none above does.
  func nextAlive(_ state: State, after scalar: UInt32) -> UInt32?
}

extension EditDistanceWalk: ScanAutomaton {}

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

struct DictionaryScan<Automaton: ScanAutomaton> {
  private let automaton: Automaton
  /// The code points of the last term, as far as they were followed: each with the state before it, and its first byte.
  private var trail: [(state: Automaton.State, scalar: UInt32, place: Int)] = []
  /// The state behind them.
  private var state: Automaton.State
  private var last: [UInt8] = []

  init(_ automaton: Automaton) {
    self.automaton = automaton
    state = automaton.start
  }

  /// Drops what is known of the last term: its states are void.
  mutating func forget() {
    trail.removeAll(keepingCapacity: true)
    last.removeAll(keepingCapacity: true)
    state = automaton.start
  }

  /// Whether the form, the bytes of `key` from the third on, is accepted; `isDead` then says whether the automaton died.
  mutating func accepts(_ key: [UInt8]) -> Bool {
    var shared = 0
    let most = min(last.count, key.count)
    while shared < most, last[shared] == key[shared] { shared &+= 1 }
    while let end = trail.last, end.place &+ Self.length(of: end.scalar) > shared {
      state = end.state
      trail.removeLast()
    }
    var place = trail.last.map { $0.place &+ Self.length(of: $0.scalar) } ?? 2
    last.removeAll(keepingCapacity: true)
    last.append(contentsOf: key)
    while place < key.count, !isDead {
      let scalar = Self.decode(key, at: place)
      trail.append((state, scalar, place))
      state = automaton.next(state, scalar)
      place &+= Self.length(of: scalar)
    }
    return !isDead && automaton.isAccepting(state)
  }

  var isDead: Bool { automaton.isDead(state) }

  /// The least key above the last term that the automaton could accept, once it died; false where there is none.
  func nextKey(into key: inout [UInt8]) -> Bool {
    for step in trail.reversed() {
      guard let scalar = automaton.nextAlive(step.state, after: step.scalar) else { continue }
      key.removeAll(keepingCapacity: true)
      key.append(contentsOf: last[..<step.place])
      // There are no code points between these.
      let valid = Unicode.Scalar(scalar) ?? "\u{E000}"
      key.append(contentsOf: Unicode.UTF8.encode(valid) ?? Unicode.UTF8.encodedReplacementCharacter)
      return true
    }
    return false
  }

  private static func length(of scalar: UInt32) -> Int {
    scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x1_0000 ? 3 : 4
  }

  /// Terms are valid UTF-8.
  private static func decode(_ bytes: [UInt8], at index: Int) -> UInt32 {
    let first = UInt32(bytes[index])
    if first < 0x80 { return first }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    var value = first & (0x7F >> UInt32(length))
    for offset in 1..<length {
      value = value << 6 | (index + offset < bytes.count ? UInt32(bytes[index + offset]) & 0x3F : 0)
    }
    return value
  }
}
