// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// Finds the word of a match that tells what is done: the verb for which an auxiliary stands ("they have not set the rent":
/// somebody sets, and nobody has), and never the actor, on whose mention a pattern such as `left to <CIT>` is anchored.
///
/// Without the first a pattern that asks for "have" beside "set" would lay its act before the "not", and say that the text asserts
/// what it denies.
struct MainVerbs {
  private let words: PassageWords
  private let grammar: Grammar
  private let verbSecond: Bool
  /// No more words than this lie between an auxiliary and its verb.
  private static let reach = 12

  init(words: PassageWords, tables: LanguageTables) {
    self.words = words
    grammar = tables.grammar
    verbSecond = tables.verbSecond
  }

  /// The word that tells what is done: of a match whose act is an auxiliary, the verb among its words that the auxiliary
  /// governs.
  func act(of match: PatternMatcher.Match) -> Int {
    governed(by: match.act).last { match.words.contains($0) } ?? match.act
  }

  /// Of a match that is anchored on the mention of its actor, the word beside it that tells what is done: the first verb
  /// or, without any, the first word that the pattern asks for; nil where it asks for the actor alone.
  func act(of match: PatternMatcher.Match, beside actor: Range<Int>) -> Int? {
    let others = (match.start..<match.end).filter { match.words.contains($0) && !actor.contains($0) }
    return others.first(where: isVerb) ?? others.first
  }

  /// Whether one word is an auxiliary of another.
  func isAuxiliary(_ word: Int, of verb: Int) -> Bool { verb > word && governed(by: word).contains(verb) }

  /// The words that an auxiliary may govern: where verbs stand second any of its clause, elsewhere the next one that is no
  /// auxiliary or adverb.
  private func governed(by word: Int) -> [Int] {
    guard words.has(word, grammar[.auxiliaries]) else { return [] }
    var result: [Int] = []
    for index in word + 1..<min(words.count, word + 1 + Self.reach) {
      guard words[index].sentence == words[word].sentence, words.joins(index, comma: false),
        !words.has(index, grammar[.boundaries]), !words.has(index, grammar[.and])
      else { break }
      if words.has(index, grammar[.auxiliaries]) || words.has(index, grammar[.adverbs]) { continue }
      if isVerb(index) { result.append(index) }
      if !verbSecond { break }
    }
    return result
  }

  private func isVerb(_ index: Int) -> Bool {
    words.has(index, grammar[.participles]) || words.has(index, grammar[.verbs]) || words[index].flags.contains(.gerund)
  }
}
