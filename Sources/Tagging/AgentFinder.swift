// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// Says who does what a verb says: its subject in the active, the by-phrase in the passive, without a parser.
///
/// The subject is the nearest mention to the left that nothing governs, inside the clause; a verb after "and" or after a
/// clause border without a subject of its own takes over the one before. In verb-second languages it may stand behind the verb.
/// Mentions that are joined to it ("residents and the council") act with it.
final class AgentFinder {
  private let words: PassageWords
  private let mentions: [Mention]
  private let language: Language
  private let verbSecond: Bool
  private let grammar: Grammar
  /// Mention that covers each word, or -1.
  private let covering: [Int32]
  /// Agent mention of each word: -2 unknown yet, -1 none.
  @exclusivity(unchecked) private var memo: [Int32]
  /// By word, its agent and those joined to it, as far as asked for.
  private var joined: [Int: Range<Int>] = [:]

  init(words: PassageWords, mentions: [Mention], tables: LanguageTables) {
    self.words = words
    self.mentions = mentions
    language = tables.language
    verbSecond = tables.verbSecond
    grammar = tables.grammar
    var covering = [Int32](repeating: -1, count: words.count)
    memo = Array(repeating: -2, count: words.count)
    for (index, mention) in mentions.enumerated() {
      for word in mention.start..<mention.end { covering[word] = Int32(index) }
    }
    self.covering = covering
  }

  /// The kinds of all who do what a word says.
  func mask(of verb: Int) -> UInt16 {
    agents(of: verb).map { numbers in mentions[numbers].reduce(0) { $0 | $1.mask } } ?? 0
  }

  /// Indices of the mentions that do what a match tells: of several that are joined the first of the kinds that its pattern
  /// asks for, with those of these kinds that follow it directly.
  func agents(of match: PatternMatcher.Match) -> Range<Int>? {
    let kinds = match.agents
    guard let all = agents(of: match.act),
      let first = all.first(where: { mentions[$0].mask & kinds != 0 }) ?? mention(of: match.act)
    else { return nil }
    return first..<(all.first { $0 > first && mentions[$0].mask & kinds == 0 } ?? all.upperBound)
  }

  /// The agent of a word with the mentions that are joined to it.
  private func agents(of verb: Int) -> Range<Int>? {
    if joined[verb] == nil, let agent = mention(of: verb) {
      joined[verb] = JoinedMentions(words: words, mentions: mentions, grammar: grammar).around(agent, of: verb)
    }
    return joined[verb]
  }

  /// Index of the mention that is the agent of a word.
  func mention(of verb: Int) -> Int? {
    if memo[verb] == -2 {
      // Only words further left are asked on the way, so that it ends, and gives the same whoever asks first.
      memo[verb] = Int32(find(verb) ?? -1)
    }
    return memo[verb] >= 0 ? Int(memo[verb]) : nil
  }

  private func find(_ verb: Int) -> Int? {
    if isNoun(verb) { return nil }
    if let agent = byPhrase(verb) { return agent }
    if verbSecond { return isPassiveSecond(verb) ? nil : subjectSecond(verb) }
    return isPassive(verb) ? nil : subject(verb)
  }

  /// Behind a determiner, a possessive or "of" stands a noun, whatever verb it may look like ("the form", "their work").
  private func isNoun(_ word: Int) -> Bool {
    guard word > 0, words.joins(word, comma: false), sameSentence(word - 1, word), !verbSecond,
      language == .english
    else {
      return false
    }
    if words.has(word - 1, grammar[.of]) { return true }
    if words.has(word - 1, grammar[.determiners]), !words.has(word - 1, grammar[.adverbs]), covering[word - 1] < 0 {
      return true
    }
    return covering[word - 1] >= 0 && mentions[Int(covering[word - 1])].possessive
  }

  private func sameSentence(_ a: Int, _ b: Int) -> Bool { words[a].sentence == words[b].sentence }

  // MARK: Passive

  private func byPhrase(_ verb: Int) -> Int? {
    var index = verb + 1
    while index < words.count, index <= verb + 9, sameSentence(index, verb), words[index].gap != Gap.clause.rawValue {
      if words.has(index, grammar[.boundaries]) { break }
      if words.has(index, grammar[.by]), let agent = mention(startingAt: index + 1), !mentions[agent].possessive,
        passiveForm(verb)
      {
        return agent
      }
      index += 1
    }
    guard verbSecond else { return nil }
    index = verb - 1
    while index >= 0, index >= verb - 12, sameSentence(index, verb) {
      if words.has(index, grammar[.by]), let agent = mention(startingAt: index + 1), passiveForm(verb) { return agent }
      if words[index + 1].gap == Gap.clause.rawValue || words[index + 1].gap == Gap.comma.rawValue { break }
      index -= 1
    }
    return nil
  }

  private func mention(startingAt index: Int) -> Int? {
    // Up to three words may describe the agent: "by recently evicted students".
    for place in index..<index + 4 {
      guard place < words.count, place == index || words.joins(place, comma: false) else { return nil }
      if covering[place] >= 0 {
        let number = Int(covering[place])
        return place > index || mentions[number].start >= index - 1 ? number : nil
      }
      if words.has(place, grammar[.boundaries]) || words.has(place, grammar[.prepositions]) { return nil }
    }
    return nil
  }

  private func passiveForm(_ verb: Int) -> Bool {
    grammar[.participles] < 0 || words.has(verb, grammar[.participles]) || words.has(verb + 1, grammar[.participles])
      || words.has(verb + 2, grammar[.participles])
  }

  private func isPassive(_ verb: Int) -> Bool {
    if words[verb].flags.contains(.gerund) || words.has(verb, grammar[.be]) || words.has(verb, grammar[.intransitives])
    {
      return false
    }
    var index = verb - 1
    while index >= 0, index >= verb - 4, sameSentence(index, verb), words.joins(index + 1, comma: false) {
      if words.has(index, grammar[.be]) { return passiveForm(verb) }
      guard words.has(index, grammar[.adverbs]) || words.has(index, grammar[.and]) else { return false }
      index -= 1
    }
    return false
  }

  private func isPassiveSecond(_ verb: Int) -> Bool {
    guard words.has(verb, grammar[.participles]), !words.has(verb, grammar[.intransitives]) else { return false }
    let bounds = segment(around: verb)
    return bounds.contains { words.has($0, grammar[.be]) && $0 != verb }
  }

  // MARK: Subject before the verb

  private func subject(_ verb: Int) -> Int? {
    var index = verb - 1
    var fallback: Int?
    while index >= 0, index >= verb - 30, sameSentence(index, verb) {
      let gap = words[index + 1].gap
      if gap == Gap.clause.rawValue { return fallback ?? inherited(index, verb) }
      if words.has(index, grammar[.boundaries]), index < verb - 1 || verb - index <= 3 {
        return fallback ?? inherited(index - 1, verb)
      }
      if words.has(index, grammar[.relatives]) || words.has(index, grammar[.relativePossessives]), index > 0,
        verb - index <= 8,
        let antecedent = antecedent(before: index, sentence: verb)
      {
        return antecedent
      }
      let number = Int(covering[index])
      if number >= 0 {
        let mention = mentions[number]
        if !mention.possessive, !mention.isObject, !mention.governed {
          if !mention.loosely { return objectOf(number, verb) ?? number }
          fallback = fallback ?? number
        }
        index = mention.start - 1
        continue
      }
      index -= 1
    }
    return fallback ?? (index >= 0 && !sameSentence(index, verb) ? nil : nil)
  }

  /// When the nearest mention is the object of an earlier verb that "and" ties to this one, both share a subject.
  private func objectOf(_ number: Int, _ verb: Int) -> Int? {
    let mention = mentions[number]
    var tied = false
    guard mention.end <= verb else { return nil }
    for index in mention.end..<verb where words.has(index, grammar[.and]) || words[index].gap == Gap.comma.rawValue {
      tied = true
    }
    if words[verb].gap == Gap.comma.rawValue { tied = true }
    guard tied else { return nil }
    var index = mention.start - 1
    while index >= 0, index >= mention.start - 3, sameSentence(index, verb), words.joins(index + 1, comma: false) {
      if covering[index] >= 0 { return nil }
      if words.has(index, grammar[.verbs]), !words.has(index, grammar[.be]) { return self.mention(of: index) }
      index -= 1
    }
    return nil
  }

  /// The agent of the last verb at or before a place, for a verb whose clause has no subject.
  private func inherited(_ place: Int, _ verb: Int) -> Int? {
    var index = place
    while index >= 0, index >= place - 14, sameSentence(index, verb) {
      if words.has(index, grammar[.verbs]), let agent = mention(of: index) { return agent }
      index -= 1
    }
    return nil
  }

  private func antecedent(before index: Int, sentence verb: Int) -> Int? {
    var place = index - 1
    while place >= 0, place >= index - 10, sameSentence(place, verb) {
      if covering[place] >= 0, !mentions[Int(covering[place])].possessive { return Int(covering[place]) }
      if words.has(place, grammar[.verbs]), place < index - 2 { return nil }
      place -= 1
    }
    return nil
  }

  // MARK: Verb-second languages

  private func segment(around verb: Int) -> Range<Int> {
    var low = verb
    while low > 0, sameSentence(low - 1, verb), !opens(low) { low -= 1 }
    var high = verb + 1
    while high < words.count, sameSentence(high, verb), !opens(high) { high += 1 }
    return low..<high
  }

  /// A comma, clause mark or conjunction opens a new segment.
  private func opens(_ index: Int) -> Bool {
    words[index].gap == Gap.comma.rawValue || words[index].gap == Gap.clause.rawValue
      || words.has(index, grammar[.boundaries])
  }

  private func candidates(_ range: Range<Int>) -> [Int] {
    var result: [Int] = []
    for index in range where covering[index] >= 0 {
      let number = Int(covering[index])
      let mention = mentions[number]
      if mention.possessive || mention.isObject || mention.governed || result.last == number { continue }
      result.append(number)
    }
    return result
  }

  private func subjectSecond(_ verb: Int) -> Int? {
    var range = segment(around: verb)
    let all = candidates(range)
    let before = all.filter { mentions[$0].end <= verb }
    if let joint = (range.lowerBound..<verb).last(where: { words.has($0, grammar[.and]) }),
      let later = before.first(where: { mentions[$0].start > joint }),
      range.contains(where: { $0 < joint && words.has($0, grammar[.verbs]) })
    {
      return later
    }
    if words.has(range.lowerBound, grammar[.relatives]), range.lowerBound > 0, before.isEmpty {
      if let antecedent = antecedent(before: range.lowerBound, sentence: verb) { return antecedent }
    }
    if let first = before.first { return first }
    if let next = all.first, mentions[next].start - verb <= 5 { return next }
    for _ in 0..<3 {
      guard range.lowerBound > 0, sameSentence(range.lowerBound - 1, verb) else { return all.first }
      range = segment(around: range.lowerBound - 1)
      if let found = candidates(range).first { return found }
    }
    return all.first
  }
}
