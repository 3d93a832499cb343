// SPDX-License-Identifier: Apache-2.0

/// The patterns that are nothing but words in a row, as a trie over words for each stage.
///
/// Following it costs a look-up for each word that goes on a phrase, however many phrases there are.
struct PlainPhrases: Sendable {
  /// A phrase that stands for more rows of words than this is matched like any other pattern.
  private static let mostRows = 64

  private struct Node: Sendable {
    /// The patterns that end here, as a chain in `ends`, or -1.
    var firstEnd: Int32 = -1
    /// The words that go on from here, each a bit that it may share with others: most words that stand there go on nothing,
    /// which the edges need not be asked for.
    var following: UInt64 = 0
  }

  private var nodes: [Node] = [Node()]
  private var ends: [(pattern: Int32, next: Int32)] = []
  private var edges = EdgeTable()
  /// By stage and word, the node behind the first word, or 0.
  private var roots: [[Int32]]
  /// By stage, whether it has any phrase.
  private var filed: [Bool]

  init(stages: Int, words: Int) {
    roots = Array(repeating: Array(repeating: 0, count: words), count: stages)
    filed = Array(repeating: false, count: stages)
  }

  /// Files a pattern if it is plain: words side by side, all of which must stand there.
  mutating func insert(_ number: Int32, _ pattern: CompiledPattern, stage: Int) -> Bool {
    var rows = 1
    for element in pattern.elements {
      guard case .set(let literals, let classes, 0, false) = element, classes.isEmpty, !literals.isEmpty else {
        return false
      }
      rows *= literals.count
      if rows > Self.mostRows { return false }
    }
    // A phrase notes no object.
    guard !pattern.elements.isEmpty, pattern.object < 0 else { return false }
    filed[stage] = true
    insert(number, pattern, stage, 0, at: 0)
    return true
  }

  private mutating func insert(_ number: Int32, _ pattern: CompiledPattern, _ stage: Int, _ index: Int, at node: Int32)
  {
    guard index < pattern.elements.count, case .set(let literals, _, _, _) = pattern.elements[index] else {
      ends.append((number, nodes[Int(node)].firstEnd))
      nodes[Int(node)].firstEnd = Int32(ends.count - 1)
      return
    }
    for literal in literals {
      let next = index == 0 ? root(stage, literal) : edge(node, literal)
      insert(number, pattern, stage, index + 1, at: next)
    }
  }

  private mutating func root(_ stage: Int, _ literal: Int32) -> Int32 {
    if roots[stage][Int(literal)] == 0 { roots[stage][Int(literal)] = newNode() }
    return roots[stage][Int(literal)]
  }

  private mutating func newNode() -> Int32 {
    nodes.append(Node())
    return Int32(nodes.count - 1)
  }

  private mutating func edge(_ node: Int32, _ literal: Int32) -> Int32 {
    let known = edges.target(node, literal)
    if known != 0 { return known }
    let next = newNode()
    edges.insert(node, literal, target: next)
    nodes[Int(node)].following |= Self.bit(literal)
    return next
  }

  // MARK: Following

  func has(stage: Int) -> Bool { filed[stage] }

  /// The node behind a first word, or 0.
  @inline(__always)
  func first(stage: Int, _ literal: Int32) -> Int32 { literal >= 0 ? roots[stage][Int(literal)] : 0 }

  /// The bit of a word among those that go on from a node; none for a word that the lexicon does not know.
  @inline(__always)
  static func bit(_ literal: Int32) -> UInt64 { literal < 0 ? 0 : 1 << UInt64(literal & 63) }

  /// What words may go on from a node, each a bit that it may share with others; `all` where a phrase ends there.
  func following(_ node: Int32) -> UInt64 { isEnd(node) ? Self.all : nodes[Int(node)].following }

  static let all = ~UInt64(0)

  /// The node behind one more word, or 0.
  @inline(__always)
  func next(_ node: Int32, _ literal: Int32) -> Int32 {
    guard literal >= 0, nodes[Int(node)].following & Self.bit(literal) != 0 else { return 0 }
    return edges.target(node, literal)
  }

  /// Whether some phrase ends at a node.
  @inline(__always)
  func isEnd(_ node: Int32) -> Bool { nodes[Int(node)].firstEnd >= 0 }

  func forEachEnd(_ node: Int32, _ body: (Int32) -> Void) {
    var index = nodes[Int(node)].firstEnd
    while index >= 0 {
      body(ends[Int(index)].pattern)
      index = ends[Int(index)].next
    }
  }
}
