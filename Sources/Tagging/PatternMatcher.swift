// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// Matches one compiled pattern at a place: the shortest way through its elements, by backtracking bounded by its gaps.
struct PatternMatcher {
  struct Match: Equatable {
    var start: Int
    var end: Int
    /// The words that set elements took.
    var words: TakenWords
    /// First word of the first agent element or, failing that, of the anchor.
    var act: Int
    /// The kinds of actors that the pattern asks to do it; 0 where it asks for none.
    var agents: UInt16 = 0
    var actor: Range<Int>?
    /// What the act is done to, where the pattern asks for it.
    var object: Range<Int>?
  }

  private let words: PassageWords
  /// The actors, once known; none in stages that do not ask for them.
  var actors: KnownActors?
  private let elements: [PatternTable.Element]
  private let literals: [Int32]
  /// A bound on the steps of one match, so that no pattern can blow up.
  private var steps = 0
  private var taken: [Int] = []
  private var act = -1
  /// The kinds of actors asked for at `act`.
  private var agents: UInt16 = 0
  /// The last word taken, or of the actor that opens the match; -1 before either.
  private var last = -1
  private var actorSpan: Range<Int>?
  private var objectSpan: Range<Int>?
  /// Whether all ways through the elements are tried, and the shortest of those tried so far.
  private var triesAll = false
  private var shortest: Match?

  init(words: PassageWords, patterns: PatternTable) {
    self.words = words
    elements = patterns.elements
    literals = patterns.literals
  }

  /// Takes the memory for the words that are taken, or gives it back.
  mutating func trade(_ memory: inout [Int]) { swap(&taken, &memory) }

  /// The match nearest to the left of `place` whose anchor element stands on that word.
  mutating func match(_ pattern: PatternTable.Pattern, anchoredAt place: Int) -> Match? {
    if pattern.anchor > 0, !mayEnd(pattern, from: place) { return nil }
    var start = place - pattern.shortestLead
    let lowest = max(0, place - pattern.longestLead)
    while start >= lowest {
      if words[start].sentence != words[place].sentence { return nil }
      if !mayStart(pattern, start) {
        start -= 1
        continue
      }
      begin()
      if let end = step(pattern, 0, start, through: place) {
        return Match(
          start: start, end: end, words: TakenWords(taken), act: act >= 0 ? act : place, agents: agents,
          actor: actorSpan, object: objectSpan)
      }
      start -= 1
    }
    return nil
  }

  /// For each start the shortest match whose anchor element stands on that word: what a query of the same words finds.
  mutating func matches(_ pattern: PatternTable.Pattern, anchoredAt place: Int) -> [Match] {
    if pattern.anchor > 0, !mayEnd(pattern, from: place) { return [] }
    triesAll = true
    defer { triesAll = false }
    var result: [Match] = []
    var start = place - pattern.shortestLead
    // A word may be a run that hyphens join, twice as long as the lead reckons with.
    let lowest = max(0, place - 2 * pattern.longestLead)
    while start >= lowest, words[start].sentence == words[place].sentence {
      if mayStart(pattern, start) {
        begin()
        shortest = nil
        _ = step(pattern, 0, start, through: place)
        if var match = shortest {
          match.start = start
          if match.act < 0 { match.act = place }
          result.append(match)
        }
      }
      start -= 1
    }
    return result
  }

  /// The end of the pattern is reached; with nil the search goes on.
  private mutating func reached(_ end: Int) -> Int? {
    if !triesAll { return end }
    if shortest.map({ end < $0.end }) ?? true {
      shortest = Match(
        start: end, end: end, words: TakenWords(taken), act: act, agents: agents, actor: actorSpan,
        object: objectSpan)
    }
    return nil
  }

  private mutating func begin() {
    steps = 0
    if !taken.isEmpty { taken.removeAll(keepingCapacity: true) }
    act = -1
    agents = 0
    last = -1
    actorSpan = nil
    objectSpan = nil
  }

  /// Whether what must follow the anchor stands behind a word, as far as one look tells: nearly all candidates fail here.
  func mayFollow(_ pattern: PatternTable.Pattern, _ place: Int) -> Bool {
    if pattern.follower == 0 || words[place].firstSpan >= 0 { return true }
    let element = elements[pattern.follower]
    var next = place + 1
    while next <= place + 1 + pattern.followerGap, next < words.count, words[next].sentence == words[place].sentence {
      if words[next].firstSpan >= 0 || words[next].classes.intersects(element.classes)
        || contains(element, words[next].literal)
      {
        return true
      }
      next += 1
    }
    return false
  }

  /// Whether the elements from the anchor on match: if not, no way of reaching the anchor helps.
  private mutating func mayEnd(_ pattern: PatternTable.Pattern, from place: Int) -> Bool {
    begin()
    return step(pattern, pattern.anchor, place, through: place) != nil
  }

  /// Whether the first element, where it is a word or a mention, accepts what stands at `start`.
  private func mayStart(_ pattern: PatternTable.Pattern, _ start: Int) -> Bool {
    let element = elements[pattern.firstElement]
    if element.optional { return true }
    if element.kind == .actor {
      guard let mention = actors?.mention(at: start) else { return false }
      return mention.mask & element.mask != 0 && mention.possessive == element.possessive
    }
    if element.kind != .set || words[start].firstSpan >= 0 { return true }
    return words[start].classes.intersects(element.classes) || contains(element, words[start].literal)
  }

  private mutating func step(_ pattern: PatternTable.Pattern, _ index: Int, _ position: Int, through place: Int) -> Int?
  {
    steps += 1
    if steps > 4000 { return nil }
    if index == pattern.count { return reached(position) }
    if index <= pattern.anchor, position > place { return nil }
    if index == pattern.anchor, position != place { return nil }
    switch elements[pattern.firstElement + index].kind {
    case .set: return take(pattern, index, position, through: place)
    case .actor: return takeActor(pattern, index, position, through: place)
    case .gap:
      let width = Int(elements[pattern.firstElement + index].width)
      var next = position
      while next <= position + width, next <= words.count {
        if let end = step(pattern, index + 1, next, through: place) { return end }
        if next >= words.count || next > position && words[next].sentence != words[position].sentence { return nil }
        if next < words.count, next > 0, words[next].sentence != words[next - 1].sentence, next > position {
          return nil
        }
        next += 1
      }
      return nil
    case .hyphen:
      guard position < words.count, words[position].gap == Gap.hyphen.rawValue else { return nil }
      return step(pattern, index + 1, position, through: place)
    }
  }

  private mutating func takeActor(
    _ pattern: PatternTable.Pattern, _ index: Int, _ position: Int, through place: Int
  ) -> Int? {
    let element = elements[pattern.firstElement + index]
    if let mention = fits(position) ? actors?.mention(at: position) : nil, mention.mask & element.mask != 0,
      mention.possessive == element.possessive
    {
      let (before, oldLast) = (actorSpan, last)
      if actorSpan == nil {
        // A mention to which something is done does nothing here.
        if index != pattern.object { actorSpan = position..<mention.end }
        if last < 0 { last = mention.end - 1 }
      }
      if index == pattern.object { objectSpan = position..<mention.end }
      if let end = step(pattern, index + 1, mention.end, through: place) { return end }
      if index == pattern.object { objectSpan = nil }
      actorSpan = before
      last = oldLast
    }
    return element.optional ? step(pattern, index + 1, position, through: place) : nil
  }

  /// A later element must not open a new sentence.
  private func fits(_ position: Int) -> Bool {
    guard position < words.count else { return false }
    return last < 0 || words[last].sentence == words[position].sentence
  }

  private mutating func take(
    _ pattern: PatternTable.Pattern, _ index: Int, _ position: Int, through place: Int
  ) -> Int? {
    let element = elements[pattern.firstElement + index]
    if fits(position) {
      if words[position].classes.intersects(element.classes) || contains(element, words[position].literal),
        let end = take(pattern, index, position, end: position + 1, element.mask, through: place)
      {
        return end
      }
      var span = words[position].firstSpan
      while span >= 0 {
        let candidate = words.spans[Int(span)]
        if candidate.classes.intersects(element.classes) || contains(element, candidate.literal),
          let end = take(pattern, index, position, end: candidate.end, element.mask, through: place)
        {
          return end
        }
        span = candidate.next
      }
    }
    return element.optional ? step(pattern, index + 1, position, through: place) : nil
  }

  /// Goes on behind a word or span that an element accepts, if the agents are right.
  private mutating func take(
    _ pattern: PatternTable.Pattern, _ index: Int, _ position: Int, end: Int, _ agent: UInt16, through place: Int
  ) -> Int? {
    let (oldAct, oldLast) = (act, last)
    if agent != 0 {
      guard let actors, actors.agents(of: position) & agent != 0 else { return nil }
      if act < 0 { (act, agents) = (position, agent) }
    }
    taken.append(position)
    last = position
    if index == pattern.object { objectSpan = position..<end }
    if let end = step(pattern, index + 1, end, through: place) { return end }
    if index == pattern.object { objectSpan = nil }
    taken.removeLast()
    act = oldAct
    last = oldLast
    return nil
  }

  private func contains(_ element: PatternTable.Element, _ value: Int32) -> Bool {
    if value < 0 { return false }
    var low = Int(element.firstLiteral)
    let end = low + Int(element.literalCount)
    var high = end
    if element.literalCount < 8 {
      while low < high {
        if literals[low] == value { return true }
        low += 1
      }
      return false
    }
    while low < high {
      let middle = (low + high) / 2
      if literals[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low < end && literals[low] == value
  }
}
