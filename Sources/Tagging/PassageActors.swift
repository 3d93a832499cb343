// SPDX-License-Identifier: Apache-2.0

/// The actors of one passage, worked out when a pattern first asks for them; in most passages none does.
final class PassageActors {
  private let words: PassageWords
  private let patterns: PatternTable
  private let actors: [Actor]
  private let masks: [UInt16]
  private let groupMask: UInt16
  private let cues: [SpeakerCue]
  private let turns: SpeakerTurns
  private let memory: SpeakerMemory
  private var isReady = false
  private var found: KnownActors?

  /// - Parameter cues: what tells the speaker's side.
  init(
    words: PassageWords, patterns: PatternTable, lexicon: CompiledLexicon, cues: [SpeakerCue], turns: SpeakerTurns,
    memory: SpeakerMemory
  ) {
    self.words = words
    self.patterns = patterns
    (actors, masks, groupMask) = (lexicon.actors, lexicon.actorMasks, lexicon.groupMask)
    self.cues = cues
    self.turns = turns
    self.memory = memory
    // Later passages depend on who speaks here, whether or not a pattern asks.
    if !turns.turns.isEmpty { _ = known }
  }

  /// The mentions, where any is of a known actor; without one, no role rule holds.
  var known: KnownActors? {
    if isReady { return found }
    isReady = true
    var mentions = MentionFinder(words: words, patterns: patterns, masks: masks, groupMask: groupMask).find()
    ReferenceResolver(words: words, tables: patterns.tables, actors: actors, masks: masks, groupMask: groupMask)
      .resolve(&mentions, cues: cues, turns: turns, memory: memory)
    if mentions.contains(where: { $0.mask != 0 }) {
      found = KnownActors(words: words, mentions: mentions, patterns: patterns)
    }
    return found
  }
}

/// The mentions of actors in a passage, and who does what.
final class KnownActors {
  let mentions: [Mention]
  let finder: AgentFinder
  private let words: PassageWords
  private let possessiveMark: Int32
  /// The first mention that covers each word up to its head, or -1.
  private let starting: [Int32]

  init(words: PassageWords, mentions: [Mention], patterns: PatternTable) {
    self.words = words
    self.mentions = mentions
    finder = AgentFinder(words: words, mentions: mentions, tables: patterns.tables)
    possessiveMark = patterns.possessiveMark
    var starting = [Int32](repeating: -1, count: words.count)
    for (index, mention) in mentions.enumerated() {
      for start in mention.start...mention.head where starting[start] < 0 { starting[start] = Int32(index) }
    }
    self.starting = starting
  }

  /// End and mask of the mention that starts at a word, and whether it owns what follows.
  func mention(at position: Int) -> (end: Int, mask: UInt16, possessive: Bool)? {
    guard starting[position] >= 0 else { return nil }
    let mention = mentions[Int(starting[position])]
    let marked = mention.possessive && mention.end < words.count && words[mention.end].literal == possessiveMark
    return (mention.end + (marked ? 1 : 0), mention.mask, mention.possessive)
  }

  /// The kinds of actors whose mentions start in a stretch, and of all that may be agents.
  func present(in range: Range<Int>) -> PatternTable.ActorNeeds {
    var result = PatternTable.ActorNeeds()
    for mention in mentions { result.agent |= mention.mask }
    for place in range where starting[place] >= 0 {
      let mention = mentions[Int(starting[place])]
      if mention.possessive { result.owner |= mention.mask } else { result.mention |= mention.mask }
    }
    return result
  }

  /// The actors that do what the word at `position` says.
  func agents(of position: Int) -> UInt16 { finder.mask(of: position) }

  /// The kinds of the one nearest to the word of those who do what it says: what weights of cues were fitted to.
  func nearestAgent(of position: Int) -> UInt16 { finder.mention(of: position).map { mentions[$0].mask } ?? 0 }
}
