// SPDX-License-Identifier: Apache-2.0
internal import Tokenizing

/// Matches one compiled pattern at a place: the shortest way through its elements, by backtracking bounded by its gaps.
struct PatternMatcher {
  /// What the elements of a role pattern ask about actors; nil answers none.
  struct Actors {
    /// End and mask of the mention that starts at a word, and whether it owns what follows.
    var mention: (Int) -> (end: Int, mask: UInt16, possessive: Bool)?
    var agent: (Int) -> UInt16
  }

  struct Match: Equatable {
    var start: Int
    var end: Int
    /// The words that set elements took, as (element, word).
    var words: [Int]
    /// First word of the first agent element or, failing that, of the anchor.
    var act: Int
    var actor: Range<Int>?
  }

  let words: PassageWords
  let actors: Actors?
  /// A bound on the steps of one match, so that no pattern can blow up.
  private var steps = 0
  private var taken: [Int] = []
  private var act = -1
  private var actorSpan: Range<Int>?

  init(words: PassageWords, actors: Actors?) {
    self.words = words
    self.actors = actors
  }

  /// The match nearest to the left of `place` whose anchor element stands on that word.
  mutating func match(_ pattern: CompiledPattern, anchoredAt place: Int) -> Match? {
    var start = place - pattern.shortestLead
    let lowest = max(0, place - pattern.longestLead)
    while start >= lowest {
      if words.sentences[start] != words.sentences[place] { return nil }
      steps = 0
      taken.removeAll(keepingCapacity: true)
      act = -1
      actorSpan = nil
      if let end = step(pattern, 0, start, through: place) {
        return Match(start: start, end: end, words: taken, act: act >= 0 ? act : place, actor: actorSpan)
      }
      start -= 1
    }
    return nil
  }

  private mutating func step(_ pattern: CompiledPattern, _ index: Int, _ position: Int, through place: Int) -> Int? {
    steps += 1
    if steps > 4000 { return nil }
    if index == pattern.elements.count { return position }
    if index <= pattern.anchor, position > place { return nil }
    if index == pattern.anchor, position != place { return nil }
    switch pattern.elements[index] {
    case .set(let literals, let classes, let agent, let optional):
      if let end = take(pattern, index, position, literals, classes, agent, through: place) { return end }
      return optional ? step(pattern, index + 1, position, through: place) : nil
    case .actor(let mask, let possessive, let optional):
      if let mention = fits(position) ? actors?.mention(position) : nil, mention.mask & mask != 0,
        mention.possessive == possessive
      {
        let before = actorSpan
        if actorSpan == nil { actorSpan = position..<mention.end }
        if let end = step(pattern, index + 1, mention.end, through: place) { return end }
        actorSpan = before
      }
      return optional ? step(pattern, index + 1, position, through: place) : nil
    case .gap(let width):
      var next = position
      while next <= position + width, next <= words.count {
        if let end = step(pattern, index + 1, next, through: place) { return end }
        if next >= words.count || next > position && words.sentences[next] != words.sentences[position] { return nil }
        if next < words.count, next > 0, words.sentences[next] != words.sentences[next - 1], next > position {
          return nil
        }
        next += 1
      }
      return nil
    case .hyphen:
      guard position < words.count, words.gaps[position] == Gap.hyphen.rawValue else { return nil }
      return step(pattern, index + 1, position, through: place)
    }
  }

  /// A later element must not open a new sentence.
  private func fits(_ position: Int) -> Bool {
    guard position < words.count else { return false }
    guard let last = taken.last ?? actorSpan.map({ $0.upperBound - 1 }) else { return true }
    return words.sentences[last] == words.sentences[position]
  }

  private mutating func take(
    _ pattern: CompiledPattern, _ index: Int, _ position: Int, _ literals: [Int32], _ classes: ClassSet,
    _ agent: UInt16,
    through place: Int
  ) -> Int? {
    guard fits(position) else { return nil }
    let oldAct = act
    if words.literals[position] >= 0 && contains(literals, words.literals[position])
      || words.classes[position].intersects(classes)
    {
      if agent == 0 || (actors?.agent(position) ?? 0) & agent != 0 {
        if agent != 0, act < 0 { act = position }
        taken.append(position)
        if let end = step(pattern, index + 1, position + 1, through: place) { return end }
        taken.removeLast()
        act = oldAct
      }
    }
    var span = words.firstSpan[position]
    while span >= 0 {
      let candidate = words.spans[Int(span)]
      if candidate.literal >= 0 && contains(literals, candidate.literal) || candidate.classes.intersects(classes) {
        if agent == 0 || (actors?.agent(position) ?? 0) & agent != 0 {
          if agent != 0, act < 0 { act = position }
          taken.append(position)
          if let end = step(pattern, index + 1, candidate.end, through: place) { return end }
          taken.removeLast()
          act = oldAct
        }
      }
      span = candidate.next
    }
    return nil
  }

  private func contains(_ literals: [Int32], _ value: Int32) -> Bool {
    if literals.count < 8 { return literals.contains(value) }
    var low = 0
    var high = literals.count
    while low < high {
      let middle = (low + high) / 2
      if literals[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low < literals.count && literals[low] == value
  }
}
