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
    var (classes, first) = (words.classes, states.firstStates)
    var token = region.lowerBound
    while token < region.upperBound {
      let word = Int(text.surfaces[token])
      if word >= classes.count || classes[word] == PhraseWords.unknown {
        words.classify(text.surfaces[token])
        classes = words.classes
      }
      let wordClass = Int(classes[word])
      if wordClass >= first.count || first[wordClass] == PhraseStates.unknown {
        states.makeFirst(wordClass)
        first = states.firstStates
      }
      let joins = token + 1 < region.upperBound && text.gaps[token + 1] == PhraseWords.hyphen
      if first[wordClass] == PhraseStates.dead && !joins {
        token += 1
        continue
      }
      token = collect(in: text, from: token, to: region.upperBound, mode, into: &found)
    }
  }

  /// Adds what begins at `start`; returns the token to go on at.
  private func collect(
    in text: SpanText, from start: Int, to limit: Int, _ mode: Mode, into found: inout [Match]
  ) -> Int {
    let before = found.count
    walk(PhraseStates.root, text, at: start, start, limit, &found)
    guard found.count > before else { return start + 1 }
    if found.count - before > 1 {
      // Different ways (run and words apart) may lead to one match.
      let own = Set(found[before...]).sorted { ($0.end, $0.phrase) < ($1.end, $1.phrase) }
      found.replaceSubrange(before..., with: own)
    }
    guard mode == .longest, let longest = found[before...].map(\.end).max() else { return start + 1 }
    let kept = found[before...].filter { $0.end == longest }
    found.replaceSubrange(before..., with: kept)
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
    for phrase in states.phrases(at: next) { found.append(Match(phrase: phrase, start: start, end: end)) }
    walk(next, text, at: end, start, limit, &found)
  }
}

extension ValuePattern {
  fileprivate func with(_ form: Form) -> ValuePattern {
    var copy = self
    copy.form = form
    return copy
  }
}
