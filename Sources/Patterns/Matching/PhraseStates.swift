// SPDX-License-Identifier: Apache-2.0

/// Moves of an automaton from a state on a word class: open addressing over flat arrays.
struct MoveTable {
  private var keys: [UInt64]
  private var values: [UInt32]
  private var count = 0

  init() {
    keys = Array(repeating: 0, count: 64)
    values = Array(repeating: 0, count: 64)
  }

  private init(keys: [UInt64]) { (self.keys, values) = (keys, []) }

  /// Holds no tables: to be replaced before it is asked anything.
  static let none = MoveTable(keys: [])

  /// States begin at 1, so that no key is 0.
  private static func key(_ state: UInt32, _ wordClass: UInt32) -> UInt64 { UInt64(state) << 32 | UInt64(wordClass) }

  private func place(of key: UInt64) -> Int {
    let hash = key &* 0x9E37_79B9_7F4A_7C15
    var place = Int(truncatingIfNeeded: hash >> 32) & (keys.count &- 1)
    while keys[place] != 0, keys[place] != key { place = (place &+ 1) & (keys.count &- 1) }
    return place
  }

  func find(_ state: UInt32, _ wordClass: UInt32) -> UInt32? {
    let key = MoveTable.key(state, wordClass)
    let place = place(of: key)
    return keys[place] == key ? values[place] : nil
  }

  mutating func insert(_ state: UInt32, _ wordClass: UInt32, _ next: UInt32) {
    if count * 2 >= keys.count { grow() }
    let key = MoveTable.key(state, wordClass)
    let place = place(of: key)
    count += keys[place] == 0 ? 1 : 0
    (keys[place], values[place]) = (key, next)
  }

  private mutating func grow() {
    let old = (keys, values)
    keys = Array(repeating: 0, count: old.0.count * 2)
    values = Array(repeating: 0, count: old.0.count * 2)
    for index in old.0.indices where old.0[index] != 0 {
      let place = place(of: old.0[index])
      (keys[place], values[place]) = (old.0[index], old.1[index])
    }
  }
}

/// The trie of all phrases over elements, and the automaton over word classes that grows out of it as texts ask.
final class PhraseStates {
  static let dead: UInt32 = 0
  static let root: UInt32 = 1
  static let unknown = UInt32.max

  /// Set once the phrases are in.
  var words: PhraseWords?
  /// The state after a first word, by its class.
  private(set) var firstStates: [UInt32] = []

  private struct Edge: Hashable {
    var node: Int
    var symbol: Int
  }

  private var children: [Edge: Int] = [:]
  /// Phrases that end at each node.
  private var endings: [[Int]] = [[]]
  /// The nodes each state stands for.
  private var nodes: [[Int]] = [[], [0]]
  private var numbers: [[Int]: UInt32] = [[]: dead, [0]: root]
  private(set) var moves = MoveTable()
  /// Phrases that end at each state: a range of `phrases`, from `phraseStarts[state]` to the next.
  private(set) var phrases: [Int32] = []
  private(set) var phraseStarts: [Int32] = [0, 0, 0]
  /// Whether a longer phrase goes on from each state.
  private(set) var goesOn: [Bool] = [false, true]
  private var hasChildren: [Bool] = [false]

  /// Adds a phrase, spelt in elements.
  func insert(_ symbols: [Int], phrase: Int) {
    var node = 0
    for symbol in symbols {
      let edge = Edge(node: node, symbol: symbol)
      let child = children[edge] ?? endings.count
      if child == endings.count {
        endings.append([])
        hasChildren.append(false)
      }
      hasChildren[node] = true
      children[edge] = child
      node = child
    }
    if endings[node].last != phrase { endings[node].append(phrase) }
  }

  /// The state after a word of a class.
  func next(_ state: UInt32, _ wordClass: UInt32) -> UInt32 {
    guard goesOn[Int(state)] else { return PhraseStates.dead }
    if let known = moves.find(state, wordClass) { return known }
    let made = make(state, wordClass)
    moves.insert(state, wordClass, made)
    return made
  }

  /// Fills in the first state for a class.
  func makeFirst(_ wordClass: Int) {
    if wordClass >= firstStates.count {
      let count = max(wordClass + 1, firstStates.count * 2)
      firstStates.append(contentsOf: repeatElement(PhraseStates.unknown, count: count - firstStates.count))
    }
    firstStates[wordClass] = make(PhraseStates.root, UInt32(wordClass))
  }

  private func make(_ state: UInt32, _ wordClass: UInt32) -> UInt32 {
    guard let symbols = words?.symbolsOfClass[Int(wordClass)] else { return PhraseStates.dead }
    var reached: [Int] = []
    for node in nodes[Int(state)] {
      for symbol in symbols {
        if let child = children[Edge(node: node, symbol: symbol)] { reached.append(child) }
      }
    }
    reached.sort()
    if let known = numbers[reached] { return known }
    let number = UInt32(nodes.count)
    nodes.append(reached)
    phrases += Set(reached.flatMap { endings[$0] }).sorted().map { Int32(truncatingIfNeeded: $0) }
    phraseStarts.append(Int32(truncatingIfNeeded: phrases.count))
    goesOn.append(reached.contains { hasChildren[$0] })
    numbers[reached] = number
    return number
  }
}
