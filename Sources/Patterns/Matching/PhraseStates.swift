// SPDX-License-Identifier: Apache-2.0

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
  private struct Move: Hashable {
    var state: UInt32
    var wordClass: UInt32
  }

  private var children: [Edge: Int] = [:]
  /// Phrases that end at each node.
  private var endings: [[Int]] = [[]]
  /// The nodes each state stands for.
  private var nodes: [[Int]] = [[], [0]]
  private var phrasesOfState: [[Int]] = [[], []]
  private var numbers: [[Int]: UInt32] = [[]: dead, [0]: root]
  private var moves: [Move: UInt32] = [:]

  /// Adds a phrase, spelt in elements.
  func insert(_ symbols: [Int], phrase: Int) {
    var node = 0
    for symbol in symbols {
      let edge = Edge(node: node, symbol: symbol)
      let child = children[edge] ?? endings.count
      if child == endings.count { endings.append([]) }
      children[edge] = child
      node = child
    }
    if endings[node].last != phrase { endings[node].append(phrase) }
  }

  /// The phrases that end at a state, ascending.
  func phrases(at state: UInt32) -> [Int] { phrasesOfState[Int(state)] }

  /// The state after a word of a class.
  func next(_ state: UInt32, _ wordClass: UInt32) -> UInt32 {
    if state == PhraseStates.root, Int(wordClass) < firstStates.count,
      firstStates[Int(wordClass)] != PhraseStates.unknown
    {
      return firstStates[Int(wordClass)]
    }
    let move = Move(state: state, wordClass: wordClass)
    if let known = moves[move] { return known }
    let made = make(state, wordClass)
    moves[move] = made
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
    phrasesOfState.append(Set(reached.flatMap { endings[$0] }).sorted())
    numbers[reached] = number
    return number
  }
}
