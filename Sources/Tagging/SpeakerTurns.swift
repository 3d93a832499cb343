// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// The turns of a transcript: up to five words and a colon at the beginning of a sentence ("Alderman Vos:", "Int:") say who
/// speaks from there on.
struct SpeakerTurns {
  struct Turn {
    /// The words before the colon, and how they are written, by which the speaker is known again.
    var head: Range<Int>
    var label: [UInt32]
    /// Speaks for nobody: asks.
    var isInterviewer: Bool
  }

  private static let longestHead = 5
  private(set) var turns: [Turn] = []

  /// - Parameter surfaces: the forms of the tokens.
  init(_ words: PassageWords, _ tables: LanguageTables, _ surfaces: [UInt32]) {
    for start in 0..<words.count where start == 0 || Self.opens(words, start) {
      guard let end = Self.end(words, from: start, tables.grammar) else { continue }
      let label = (start..<end).map { surfaces[Int(words[$0].token)] }
      turns.append(
        Turn(
          head: start..<end, label: label,
          isInterviewer: end == start + 1 && words.has(start, tables.grammar[.interviewer])))
    }
  }

  private static func opens(_ words: PassageWords, _ index: Int) -> Bool {
    words[index].sentence != words[index - 1].sentence || words[index].gap == Gap.line.rawValue
      || words[index].gap == Gap.block.rawValue
  }

  /// Behind the last word of a head that begins with a capital and holds no verb.
  private static func end(_ words: PassageWords, from start: Int, _ grammar: Grammar) -> Int? {
    guard words[start].flags.contains(.capital) else { return nil }
    for index in start..<min(words.count, start + longestHead + 1) {
      if index > start {
        if words[index].sentence != words[start].sentence { return nil }
        if words[index].gap == Gap.clause.rawValue { return index }
        if !words.joins(index, comma: false) { return nil }
      }
      if words.has(index, grammar[.auxiliaries]) || words.has(index, grammar[.be]) { return nil }
    }
    return nil
  }

  /// Number of the turn that a word belongs to.
  func number(at word: Int) -> Int? { turns.lastIndex { $0.head.lowerBound <= word } }
}

/// Which side the speakers of a document are on, from one passage to the next.
final class SpeakerMemory {
  /// By label, the kinds of actor that the speaker counts as, as bits.
  private var sides: [[UInt32]: UInt16] = [:]

  /// Whether any speaker is known to be on a side.
  var knowsAnybody: Bool { sides.contains { $0.value != 0 } }

  func forget() { if !sides.isEmpty { sides.removeAll() } }

  subscript(turn: SpeakerTurns.Turn) -> UInt16? {
    get { sides[turn.label] }
    set { sides[turn.label] = newValue }
  }
}

/// A phrase that tells who speaks: its place, the actor, or -1 for somebody outside, and its weight.
struct SpeakerCue {
  var place: Int
  var actor: Int
  var weight: Double
}
