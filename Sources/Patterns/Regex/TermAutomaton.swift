// SPDX-License-Identifier: Apache-2.0

/// What a `TermAutomaton` is built from: states, how a code point moves them, and which code points move them alike.
protocol TransitionSource {
  var start: [UInt16] { get }
  /// The state after `scalar`; empty when nothing can match any more.
  func step(_ state: [UInt16], _ scalar: Unicode.Scalar) -> [UInt16]
  func accepts(_ state: [UInt16]) -> Bool
  /// Code points of one key move every state alike.
  func key(of scalar: Unicode.Scalar) -> UInt32
}

/// A deterministic automaton over code points, built state by state as text asks for it, so that matching takes time
/// linear in the text whatever the pattern.
///
/// It serves wildcards, regular expressions and edit distances alike, over the term dictionary and over attribute values.
/// Walk a sorted list of terms with `start`, `next` and `isAccepting`; a `dead` state says that no longer term can match.
package final class TermAutomaton {
  package typealias State = Int32
  package static let dead: State = 0

  private let source: any TransitionSource
  /// What every accepted text starts with.
  package let prefix: String
  // No method is entered again while it runs, so what changes as states are built needs no check at each step.
  @exclusivity(unchecked) private var states: [[UInt16]] = []
  @exclusivity(unchecked) private var accepting: [Bool] = []
  @exclusivity(unchecked) private var ids: [[UInt16]: State] = [:]
  @exclusivity(unchecked) private var columns: [UInt32: Int] = [:]
  /// Column of each ASCII code point; -1 where not asked yet.
  @exclusivity(unchecked) private var ascii = [Int16](repeating: -1, count: 128)
  /// `transitions[state * width + column]`; -1 where not asked yet.
  @exclusivity(unchecked) private var transitions: [State] = []
  @exclusivity(unchecked) private var width = 32
  package private(set) var start: State = 0

  init(_ source: any TransitionSource, prefix: String) {
    self.source = source
    self.prefix = prefix
    forget()
  }

  /// Drops all built states when there are more than `limit`; states held by the caller are then void.
  ///
  /// - Returns: whether they were dropped.
  package func trim(above limit: Int = 20_000) -> Bool {
    guard states.count > limit else { return false }
    forget()
    return true
  }

  private func forget() {
    states = [[]]
    accepting = [false]
    ids = [[]: 0]
    transitions = [State](repeating: 0, count: width)
    start = intern(source.start)
  }

  private func intern(_ state: [UInt16]) -> State {
    if let id = ids[state] { return id }
    let id = State(states.count)
    states.append(state)
    accepting.append(source.accepts(state))
    ids[state] = id
    transitions.append(contentsOf: repeatElement(-1, count: width))
    return id
  }

  private func column(of scalar: Unicode.Scalar) -> Int {
    if scalar.value < 128, ascii[Int(scalar.value)] >= 0 { return Int(ascii[Int(scalar.value)]) }
    let key = source.key(of: scalar)
    let column = columns[key] ?? columns.count
    columns[key] = column
    if column >= width { widen() }
    if scalar.value < 128 { ascii[Int(scalar.value)] = Int16(clamping: column) }
    return column
  }

  private func widen() {
    var wider = [State](repeating: -1, count: states.count * width * 2)
    for state in states.indices {
      for column in 0..<width { wider[state * width * 2 + column] = transitions[state * width + column] }
    }
    for column in 0..<(width * 2) { wider[column] = 0 }
    transitions = wider
    width *= 2
  }

  package func isAccepting(_ state: State) -> Bool { accepting[Int(state)] }

  package func next(_ state: State, _ scalar: Unicode.Scalar) -> State {
    let column = column(of: scalar)
    let slot = Int(state) * width + column
    let known = transitions[slot]
    if known >= 0 { return known }
    let id = intern(source.step(states[Int(state)], scalar))
    transitions[slot] = id
    return id
  }

  /// The first code point above `scalar` that may not lead to a dead state; those outside ASCII are not told apart.
  package func nextAlive(_ state: State, after scalar: UInt32) -> UInt32? {
    guard scalar < 0x7F else { return scalar < 0x10FFFF ? scalar + 1 : nil }
    for value in UInt8(scalar + 1)..<0x80 where next(state, Unicode.Scalar(value)) != Self.dead { return UInt32(value) }
    return 0x80
  }

  /// Whether all of `text` is accepted.
  package func matches(_ text: some StringProtocol) -> Bool {
    _ = trim()
    var state = start
    for scalar in text.unicodeScalars {
      state = next(state, scalar)
      if state == Self.dead { return false }
    }
    return isAccepting(state)
  }
}

extension TermAutomaton {
  /// The automaton of a regular expression that must match whole values.
  ///
  /// - Parameter fold: what one code point becomes where values are folded; nil to match them as they are.
  /// - Throws: an error with offsets into `regex`, also when the expression is too large.
  package convenience init(
    regex: String, fold: ((Unicode.Scalar) -> [Unicode.Scalar])? = nil
  ) throws(PatternSyntaxError) {
    try self.init(try RegexSyntax(parsing: regex), text: regex, fold: fold)
  }

  /// The automaton of a wildcard, in which only `*` means something.
  package convenience init(
    wildcard: String, fold: ((Unicode.Scalar) -> [Unicode.Scalar])? = nil
  ) throws(PatternSyntaxError) {
    let nodes = wildcard.unicodeScalars.map { scalar -> RegexSyntax.Node in
      scalar == "*" ? .repeated(.set(.any), min: 0, max: nil) : .scalar(scalar)
    }
    try self.init(RegexSyntax(root: .sequence(nodes)), text: wildcard, fold: fold)
  }

  private convenience init(
    _ syntax: RegexSyntax, text: String, fold: ((Unicode.Scalar) -> [Unicode.Scalar])?
  ) throws(PatternSyntaxError) {
    let syntax = fold.map(syntax.folded) ?? syntax
    guard let program = RegexProgram(syntax) else {
      throw PatternSyntaxError(
        text: text, offset: 0, message: "the repetitions of this pattern multiply to too much",
        suggestion: "Use smaller numbers in {m,n}, or fewer signs.")
    }
    self.init(program, prefix: Self.string(syntax.root.literalPrefix.0))
  }

  /// The automaton of all texts within an edit distance of `word`, where a transposition of neighbours counts 1.
  package convenience init(word: String, distance: Int) {
    self.init(EditDistanceSource(word, distance: distance), prefix: "")
  }

  private static func string(_ scalars: [Unicode.Scalar]) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
