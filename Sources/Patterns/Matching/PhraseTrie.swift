// SPDX-License-Identifier: Apache-2.0

/// Finds thousands of phrases at once in texts of one vocabulary.
///
/// A phrase is a sequence of elements, an element a choice of values for one token. All phrases share one trie; words are
/// sorted into classes by the elements they satisfy, worked out once per distinct word, and sets of trie nodes become
/// states of a deterministic automaton when a text first reaches them. A token at which no phrase begins costs two table
/// look-ups, however many phrases there are.
///
/// Two to four tokens joined by hyphens also count as one word, spelt together: `coproduction` finds `co-production`. An
/// element written with a hyphen (`co-production`) finds the word spelt together, the joined run and the words apart. No
/// match crosses a border between block kinds. Not safe to share between threads.
package final class PhraseTrie {
  /// The values that one token of a phrase may have.
  package struct Element: Sendable, Hashable {
    package var alternatives: [ValuePattern]
    package init(_ alternatives: [ValuePattern]) { self.alternatives = alternatives }
    package init(_ word: String) { alternatives = [ValuePattern(.literal(word))] }
  }

  package enum Mode: Sendable {
    /// Every phrase wherever it stands.
    case all
    /// The longest match at the leftmost start, then on behind it.
    case longest
  }

  package struct Match: Sendable, Hashable {
    /// Index of the phrase among those given.
    package var phrase: Int
    package var start: Int
    package var end: Int

    package init(phrase: Int, start: Int, end: Int) {
      (self.phrase, self.start, self.end) = (phrase, start, end)
    }
  }

  private let words: PhraseWords
  private let states: PhraseStates

  /// - Throws: a reason where a phrase is empty or a value ill-formed.
  package init(_ phrases: [[Element]], _ environment: some SpanEnvironment) throws(SpanPatternProblem) {
    words = PhraseWords(environment)
    states = PhraseStates()
    for (number, phrase) in phrases.enumerated() {
      guard !phrase.isEmpty, phrase.allSatisfy({ !$0.alternatives.isEmpty }) else {
        throw SpanPatternProblem(message: "phrase \(number + 1) is empty", suggestion: "Give it a word.")
      }
      for spelling in try PhraseTrie.spellings(of: phrase) {
        var symbols: [Int] = []
        for element in spelling { symbols.append(try words.symbol(for: element)) }
        states.insert(symbols, phrase: number)
      }
    }
    states.words = words
  }

  /// Spellings of one phrase that hyphens give rise to; more are refused.
  private static let spellingLimit = 256

  /// The phrase with each hyphenated literal spelt together, and also as words apart.
  private static func spellings(of phrase: [Element]) throws(SpanPatternProblem) -> [[Element]] {
    var spellings: [[Element]] = [[]]
    for element in phrase {
      var ways: [[Element]] = []
      var together = element
      together.alternatives.removeAll()
      for value in element.alternatives {
        guard case .literal(let text) = value.form, text.contains("-") else {
          together.alternatives.append(value)
          continue
        }
        let parts = text.split(separator: "-").map(String.init)
        if !parts.isEmpty { ways.append(parts.map { Element([value.with(.literal($0))]) }) }
        together.alternatives.append(value.with(.literal(parts.joined())))
      }
      ways.append([together])
      spellings = spellings.flatMap { head in ways.map { head + $0 } }
      guard spellings.count <= spellingLimit else {
        throw SpanPatternProblem(
          message: "a phrase has too many hyphenated words", suggestion: "Split it into several phrases.")
      }
    }
    return spellings
  }

  /// All matches, by ascending start; at one start by ascending end, then phrase.
  package func matches(in text: SpanText, _ mode: Mode = .all) -> [Match] {
    var found: [Match] = []
    let barriers = text.barriers + [text.count]
    var start = 0
    for limit in barriers where limit > start {
      find(in: text, start..<limit, mode, into: &found)
      start = limit
    }
    return found
  }

  private func find(in text: SpanText, _ region: Range<Int>, _ mode: Mode, into found: inout [Match]) {
    var view = PhraseView(words, states)
    var token = region.lowerBound
    while token < region.upperBound {
      let wordClass = view.wordClass(of: text.surfaces[token])
      let state = view.firstState(wordClass)
      let joins = token + 1 < region.upperBound && text.gaps[token + 1] == PhraseWords.hyphen
      if state == PhraseStates.dead && !joins {
        token += 1
        continue
      }
      let before = found.count
      if !joins, view.collect(text, from: token, to: region.upperBound, state, into: &found) {
        token = settle(&found, before, token, mode)
        continue
      }
      // A hyphen-joined run lies on the way: look at every way of reading it.
      found.removeSubrange(before...)
      view.letGo()
      walk(PhraseStates.root, text, at: token, token, region.upperBound, &found)
      view.takeUp()
      if found.count - before > 1 {
        // Different ways (run and words apart) may lead to one match.
        let own = Set(found[before...]).sorted { ($0.end, $0.phrase) < ($1.end, $1.phrase) }
        found.replaceSubrange(before..., with: own)
      }
      token = settle(&found, before, token, mode)
    }
  }

  /// Keeps what the mode asks for of the matches from `before` on, all with one start; returns the token to go on at.
  private func settle(_ found: inout [Match], _ before: Int, _ start: Int, _ mode: Mode) -> Int {
    guard mode == .longest, let longest = found[before...].map(\.end).max() else { return start + 1 }
    found.replaceSubrange(before..., with: found[before...].filter { $0.end == longest })
    return longest
  }

  private func walk(
    _ state: UInt32, _ text: SpanText, at token: Int, _ start: Int, _ limit: Int, _ found: inout [Match]
  ) {
    guard token < limit else { return }
    step(state, words.wordClass(of: text.surfaces[token]), text, token + 1, start, limit, &found)
    var length = 2
    while length <= StepTable.longestRun, token + length <= limit, text.gaps[token + length - 1] == PhraseWords.hyphen {
      if let joined = words.joinedClass(of: text.surfaces[token..<(token + length)]) {
        step(state, joined, text, token + length, start, limit, &found)
      }
      length += 1
    }
  }

  private func step(
    _ state: UInt32, _ wordClass: UInt32, _ text: SpanText, _ end: Int, _ start: Int, _ limit: Int,
    _ found: inout [Match]
  ) {
    let next = states.next(state, wordClass)
    guard next != PhraseStates.dead else { return }
    let range = Int(states.phraseStarts[Int(next)])..<Int(states.phraseStarts[Int(next) + 1])
    for index in range { found.append(Match(phrase: Int(states.phrases[index]), start: start, end: end)) }
    walk(next, text, at: end, start, limit, &found)
  }
}

/// The automaton's tables as values of a loop's own, which costs no check on each access; taken anew when they grow.
private struct PhraseView {
  private let words: PhraseWords
  private let states: PhraseStates
  private var classes: [UInt32] = []
  private var first: [UInt32] = []
  private var moves = MoveTable()
  private var phrases: [Int32] = []
  private var phraseStarts: [Int32] = []
  private var goesOn: [Bool] = []

  init(_ words: PhraseWords, _ states: PhraseStates) {
    (self.words, self.states) = (words, states)
    takeUp()
  }

  mutating func takeUp() {
    classes = words.classes
    (first, moves, goesOn) = (states.firstStates, states.moves, states.goesOn)
    (phrases, phraseStarts) = (states.phrases, states.phraseStarts)
  }

  /// Gives the tables back, so that their owner can grow them without a copy.
  mutating func letGo() {
    (classes, first, goesOn, phrases, phraseStarts) = ([], [], [], [], [])
    moves = MoveTable.none
  }

  @inline(__always)
  mutating func wordClass(of word: UInt32) -> UInt32 {
    if Int(word) < classes.count, classes[Int(word)] != PhraseWords.unknown { return classes[Int(word)] }
    letGo()
    words.classify(word)
    takeUp()
    return classes[Int(word)]
  }

  @inline(__always)
  mutating func firstState(_ wordClass: UInt32) -> UInt32 {
    if Int(wordClass) < first.count, first[Int(wordClass)] != PhraseStates.unknown { return first[Int(wordClass)] }
    letGo()
    states.makeFirst(Int(wordClass))
    takeUp()
    return first[Int(wordClass)]
  }

  /// Follows the one way on from a first state; false, with some matches added, where a hyphen joins words on it.
  mutating func collect(
    _ text: SpanText, from start: Int, to limit: Int, _ firstState: UInt32, into found: inout [PhraseTrie.Match]
  ) -> Bool {
    var (state, token) = (firstState, start + 1)
    while true {
      for index in Int(phraseStarts[Int(state)])..<Int(phraseStarts[Int(state) + 1]) {
        found.append(PhraseTrie.Match(phrase: Int(phrases[index]), start: start, end: token))
      }
      guard token < limit, goesOn[Int(state)] else { return true }
      if token + 1 < limit, text.gaps[token + 1] == PhraseWords.hyphen { return false }
      let wordClass = wordClass(of: text.surfaces[token])
      if let next = moves.find(state, wordClass) {
        state = next
      } else {
        letGo()
        state = states.next(state, wordClass)
        takeUp()
      }
      if state == PhraseStates.dead { return true }
      token += 1
    }
  }
}

extension ValuePattern {
  fileprivate func with(_ form: Form) -> ValuePattern {
    var copy = self
    copy.form = form
    return copy
  }
}
