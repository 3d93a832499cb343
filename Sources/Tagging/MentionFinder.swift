// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// Finds the noun phrases and pronouns of a passage that can be actors.
struct MentionFinder {
  /// Room for this many is made at once.
  private static let usualMentions = 16
  private let words: PassageWords
  private let patterns: PatternTable
  private let actorClasses: [Int]
  private let language: Language
  private let masks: [UInt16]
  /// The kinds that a group counts as of which a member is one; 0 where there are none.
  private let groupMask: UInt16
  private let grammar: Grammar
  private var wanted = ClassSet()
  /// The classes of pronouns of all kinds.
  private var pronouns = ClassSet()
  /// The classes of all words at which a mention may begin.
  private var openers = ClassSet()

  init(words: PassageWords, patterns: PatternTable, masks: [UInt16], groupMask: UInt16) {
    self.words = words
    self.patterns = patterns
    actorClasses = patterns.tables.actorClasses
    language = patterns.tables.language
    self.masks = masks
    self.groupMask = groupMask
    grammar = patterns.tables.grammar
    wanted = patterns.actorClasses
    if grammar[.groups] >= 0 { wanted.insert(grammar[.groups]) }
    for name in Grammar.Name.allCases[Grammar.Name.speaker.rawValue...Grammar.Name.youPossessive.rawValue]
    where grammar[name] >= 0 {
      pronouns.insert(grammar[name])
    }
    openers = wanted
    openers.formUnion(pronouns)
  }

  func find() -> [Mention] {
    var result: [Mention] = []
    var index = 0
    while index < words.count {
      if words[index].firstSpan < 0 && !words[index].classes.intersects(openers)
        || words.has(index, grammar[.noSubject])
      {
        index += 1
        continue
      }
      // Most passages in which any may stand hold a few.
      if result.isEmpty { result.reserveCapacity(Self.usualMentions) }
      if let mention = noun(at: index, before: result.last) {
        result.append(mention)
        index = mention.end + (mention.possessive && isMark(mention.end) ? 1 : 0)
      } else if let mention = pronoun(at: index) {
        result.append(mention)
        index += 1
      } else {
        index += 1
      }
    }
    return result
  }

  /// The word that a contraction leaves of a possessive: 's.
  private func isMark(_ index: Int) -> Bool {
    index < words.count && words[index].literal >= 0 && words[index].literal == patterns.possessiveMark
      && index > 0 && words[index].token == words[index - 1].token
  }

  // MARK: Nouns

  private func item(at index: Int) -> (end: Int, classes: ClassSet)? {
    guard index < words.count else { return nil }
    if let span = words.longestSpan(at: index, in: wanted) { return (span.end, span.classes) }
    return words[index].classes.intersects(wanted) ? (index + 1, words[index].classes) : nil
  }

  /// The actor kind of a set of classes: the one declared first.
  private func mask(of classes: ClassSet) -> UInt16 {
    for (actor, number) in actorClasses.enumerated() where number >= 0 && classes.contains(number) {
      return masks[actor]
    }
    return 0
  }

  private func noun(at index: Int, before: Mention?) -> Mention? {
    guard var current = item(at: index) else { return nil }
    var headStart = index
    var modifiers: UInt16 = 0
    if let before, before.possessive, before.end >= index - 3, words.joins(index, comma: false) {
      modifiers = before.mask
    }
    while words.joins(current.end, comma: false), !isMark(current.end), let next = item(at: current.end) {
      if words[current.end].gap == Gap.closeQuote.rawValue, words[current.end - 1].flags.contains(.plural) { break }
      modifiers |= mask(of: current.classes)
      headStart = current.end
      current = next
    }
    var end = current.end
    var mask = mask(of: current.classes)
    let group = grammar[.groups] >= 0 && current.classes.contains(grammar[.groups])
    if group, modifiers & groupMask != 0 { mask = groupMask }
    if group, let (tail, tailMask) = complement(after: end) {
      if mask == 0 || tailMask & groupMask != 0 { mask = tailMask }
      end = tail
    }
    if modifiers & groupMask != 0, isFellow(index) { mask = groupMask }
    if isFellow(index - 1), mask != 0, groupMask != 0 { mask = groupMask }
    var mention = Mention(start: index, head: headStart, end: end, kind: mask == 0 ? .bareGroup : .noun, mask: mask)
    mention.literal = words[headStart].literal
    mention.possessive = isMark(end) || isApostrophe(after: end)
    frame(&mention)
    return mention
  }

  private func isFellow(_ index: Int) -> Bool { words.has(index, grammar[.fellows]) }

  /// A plural with an apostrophe that nothing opened: "the parents' call".
  private func isApostrophe(after end: Int) -> Bool {
    guard end < words.count, words[end - 1].flags.contains(.plural), words[end].gap == Gap.closeQuote.rawValue else {
      return false
    }
    var index = end - 1
    while index >= 0, index > end - 12 {
      if words[index].gap == Gap.openQuote.rawValue { return false }
      index -= 1
    }
    return true
  }

  /// "of elderly neighbours" behind a group noun.
  private func complement(after end: Int) -> (Int, UInt16)? {
    guard words.has(end, grammar[.of]) else { return nil }
    var index = end + 1
    while index < words.count, index <= end + 4, words.joins(index, comma: false) {
      if let found = item(at: index) {
        let own = mask(of: found.classes)
        return own == 0 ? nil : (found.end, own)
      }
      if words.has(index, grammar[.verbs]) || words.has(index, grammar[.prepositions]) { return nil }
      index += 1
    }
    return nil
  }

  /// Looks to the left for the determiner, a quantity ("a handful of"), and a preposition that governs the phrase.
  private func frame(_ mention: inout Mention) {
    var index = mention.start - 1
    var steps = 0
    while index >= 0, steps < 4, words.joins(index + 1, comma: false) {
      if words.has(index, grammar[.determiners]) {
        mention.start = index
        if words.has(index, grammar[.objectMarkers]) { mention.isObject = true }
        if words.joins(index, comma: false) { govern(&mention, index - 1) }
        return
      }
      if isPreposition(index) {
        if steps > 0 { mention.start = index + 1 }
        govern(&mention, index)
        return
      }
      if stops(index) { break }
      index -= 1
      steps += 1
    }
  }

  private func stops(_ index: Int) -> Bool {
    words.has(index, grammar[.verbs]) || words.has(index, grammar[.auxiliaries]) || words.has(index, grammar[.and])
      || words.has(index, grammar[.boundaries]) || words.has(index, grammar[.relatives])
      || words[index].classes.intersects(wanted)
      || words[index].flags.contains(.capital) && language != .german || words[index].flags.contains(.digit)
  }

  private func isPreposition(_ index: Int) -> Bool {
    words.has(index, grammar[.prepositions]) || words.has(index, grammar[.of]) || words.has(index, grammar[.by])
      || words.has(index, grammar[.timePrepositions])
  }

  private func govern(_ mention: inout Mention, _ index: Int) {
    guard index >= 0 else { return }
    if words.has(index, grammar[.of]), index > 0,
      words.has(index - 1, grammar[.quantities]) || words.has(index - 1, grammar[.groups])
    {
      mention.start = index - 1
      var lower = index - 2
      while lower >= 0, lower > index - 5, words.joins(lower + 1, comma: false) {
        if words.has(lower, grammar[.determiners]) {
          mention.start = lower
          if isPreposition(lower - 1), words.joins(lower, comma: false) { mention.governed = true }
          break
        }
        if isPreposition(lower) { mention.governed = true; break }
        if stops(lower) { break }
        lower -= 1
      }
      return
    }
    if words.has(index, grammar[.timePrepositions]) {
      mention.loosely = true
    } else if isPreposition(index) {
      mention.governed = true
    }
  }

  // MARK: Pronouns

  private static let pronounKinds: [(Grammar.Name, Mention.Kind, possessive: Bool, object: Bool)] = [
    (.speaker, .speaker, false, false), (.speakerObject, .speaker, false, true),
    (.speakerPossessive, .speaker, true, false),
    (.they, .they, false, false), (.theyObject, .they, false, true), (.theyPossessive, .they, true, false),
    (.it, .it, false, false), (.itPossessive, .it, true, false), (.singular, .singular, false, false),
    (.singularPossessive, .singular, true, false), (.you, .you, false, false), (.youPossessive, .you, true, false),
  ]

  private func pronoun(at index: Int) -> Mention? {
    guard words[index].classes.intersects(pronouns) else { return nil }
    for (name, kind, possessive, object) in Self.pronounKinds where words.has(index, grammar[name]) {
      var mention = Mention(start: index, head: index, end: index + 1, kind: kind, mask: 0)
      mention.possessive = possessive
      mention.isObject = object
      if name == .speaker, words.has(index, grammar[.speakerObject]) {
        mention.isObject =
          !words.has(index + 1, grammar[.firstPersonVerbs]) && !words.has(index + 2, grammar[.firstPersonVerbs])
      }
      if index > 0, isPreposition(index - 1), words.joins(index, comma: false) {
        mention.governed = !words.has(index - 1, grammar[.timePrepositions])
      }
      return mention
    }
    return nil
  }
}
