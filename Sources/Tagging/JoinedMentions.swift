// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// Finds the mentions that "and" joins to one that acts: "volunteers and the municipality decide", "run by residents and by
/// the council", "parents, neighbours and the church".
///
/// Left of the agent a mention that an earlier verb has for its object is none of them; right of it, one that begins a clause
/// of its own.
struct JoinedMentions {
  private let words: PassageWords
  private let mentions: [Mention]
  private let grammar: Grammar
  private let and: ClassSet
  /// Words that may describe a mention behind its "and" or comma: "and the local council".
  private static let reach = 4

  init(words: PassageWords, mentions: [Mention], grammar: Grammar) {
    self.words = words
    self.mentions = mentions
    self.grammar = grammar
    and = grammar[.and] >= 0 ? ClassSet(grammar[.and]) : ClassSet()
  }

  private enum Join { case none, comma, and }

  /// The mention that is the agent of a verb, and those joined to it; commas join where an "and" ends the list.
  func around(_ agent: Int, of verb: Int) -> Range<Int> {
    // Whom a relative clause without a comma speaks of is the last alone.
    if words.has(mentions[agent].end, grammar[.relatives]), words.joins(mentions[agent].end, comma: false) {
      return agent..<agent + 1
    }
    var (low, high, isList) = (agent, agent + 1, false)
    var open = high
    while open < mentions.count, !beginsClause(open, verb) {
      let join = join(open - 1, open)
      if join == .none { break }
      open += 1
      if join == .and { (high, isList) = (open, true) }
    }
    while low > 0, !isObject(low - 1) {
      let join = join(low - 1, low)
      guard join == .and || join == .comma && isList else { break }
      isList = true
      low -= 1
    }
    return low..<high
  }

  private func join(_ first: Int, _ second: Int) -> Join {
    let (a, b) = (mentions[first], mentions[second])
    guard b.start > a.end || words[b.start].gap == Gap.comma.rawValue, b.start - a.end <= Self.reach,
      words[a.start].sentence == words[b.end - 1].sentence, !a.possessive, !b.possessive
    else { return .none }
    var result = words[a.end].gap == Gap.comma.rawValue ? Join.comma : .none
    var index = a.end
    var isLinked = false
    while index < b.start {
      if index > a.end, !words.joins(index, comma: false) { return .none }
      if result != .and, !isLinked, let end = endOfAnd(at: index) {
        result = .and
        isLinked = end > index + 1
        index = end
        continue
      }
      if index == a.end, result == .none { return .none }
      let isBy = words.has(index, grammar[.by]) && a.governed
      if breaks(index), !isBy { return .none }
      index += 1
    }
    if b.start > a.end, !words.joins(b.start, comma: false) { return .none }
    // "The council with its volunteers": what a preposition governs does not act, unless by-phrases are joined.
    return isLinked || a.governed || !b.governed && !a.isObject && !b.isObject ? result : .none
  }

  /// The end of "and" or of a phrase that stands for it ("as well as").
  private func endOfAnd(at index: Int) -> Int? {
    words.longestSpan(at: index, in: and)?.end ?? (words.has(index, grammar[.and]) ? index + 1 : nil)
  }

  private func breaks(_ index: Int) -> Bool {
    if words.has(index, grammar[.relatives]), !words.has(index, grammar[.determiners]) { return true }
    return [.verbs, .be, .prepositions, .timePrepositions, .of, .boundaries].contains { words.has(index, grammar[$0]) }
  }

  /// Whether a verb other than the one in question stands behind a mention: "and the council pays".
  private func beginsClause(_ number: Int, _ verb: Int) -> Bool {
    let mention = mentions[number]
    if (mention.start..<mention.end).contains(verb) { return true }
    var index = mention.end
    while index < words.count, index <= mention.end + 2, words.joins(index, comma: false),
      words[index].sentence == words[mention.start].sentence
    {
      if index == verb { return false }
      if !words.has(index, grammar[.adverbs]) {
        return [.verbs, .be, .auxiliaries].contains { words.has(index, grammar[$0]) }
      }
      index += 1
    }
    return false
  }

  /// Whether an earlier verb has the mention for its object: "the parents met the residents and the council".
  private func isObject(_ number: Int) -> Bool {
    let start = mentions[number].start
    var index = start - 1
    while index >= 0, index >= start - 3, words.joins(index + 1, comma: false),
      words[index].sentence == words[start].sentence
    {
      if words.has(index, grammar[.verbs]), !words.has(index, grammar[.be]) { return true }
      if mentions.contains(where: { ($0.start..<$0.end).contains(index) }) { return false }
      index -= 1
    }
    return false
  }
}
