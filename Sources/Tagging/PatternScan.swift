// SPDX-License-Identifier: Apache-2.0

/// Tries the patterns of one stage over a passage, each where the word or mention stands that it is filed under.
///
/// Nearly all candidates fail, so they are asked cheap things first: whether the sentence holds a word for each of their
/// elements, and whether the actors they name are there at all. Only the rest are matched. Plain phrases are followed
/// through a trie.
struct PatternScan {
  struct Found {
    var pattern: Int
    var match: PatternMatcher.Match
  }

  /// A candidate whose needs are met, at a word that it may be anchored on.
  fileprivate struct Attempt {
    var place: Int32
    /// Its number in the pool of candidates.
    var candidate: Int32
    /// Whether it is filed under the word, 0, or under which span, 2, 4 and so on.
    var source: UInt64
  }

  /// Memory that scans write to, kept from one to the next.
  struct Room {
    fileprivate var attempts: [Attempt] = []
    /// What may match in a sentence under a mention.
    fileprivate var byActor: [CandidateLists.Candidate] = []
    /// By find, its place in the order of reporting: by anchored word, then by the candidate's place in its lists.
    fileprivate var ranks: [UInt64] = []
    /// The places of the words that led to a node of the phrases.
    fileprivate var path: [Int] = []
    fileprivate var taken: [Int] = []
  }

  private let stage: Int
  private let words: PassageWords
  private let patterns: PatternTable
  private let actors: PassageActors?
  private var matcher: PatternMatcher
  private var room = Room()
  /// What earlier scans have found, and behind it what this one has.
  private var found: [Found] = []
  private let firstOfAll: Int
  /// Where the finds of the sentence begin.
  private var firstFound: Int
  private var hasPhrases = false
  /// What the actors of the sentence are.
  private var present = PatternTable.ActorNeeds()
  /// The last word whose agents were asked for, and who they are.
  private var agents: (place: Int32, mask: UInt16) = (-1, 0)

  /// Adds the matches to those that the scratch holds, in the order of the words they are anchored on.
  ///
  /// - Parameters:
  ///   - scratch: settled for these words.
  ///   - actors: the actors, in the stage of role rules.
  static func run(
    stage: Int, words: PassageWords, patterns: PatternTable, _ scratch: inout TaggingScratch,
    actors: PassageActors? = nil
  ) {
    let hasSpans = !words.spans.isEmpty
    let filed = actors == nil ? [] : scratch.lists.byActor[stage]
    let mayMatch = hasSpans || words.stages >> UInt8(stage) & 1 == 1 || !filed.isEmpty
    let mayFollow =
      patterns.phrases.has(stage: stage) && (hasSpans || words.flags.contains(.phrase(ofStage: stage)))
    if !mayMatch, !mayFollow { return }
    var scan = PatternScan(
      stage: stage, words: words, patterns: patterns, actors: actors, firstOfAll: scratch.found.count)
    scan.take(from: &scratch)
    if mayMatch, !patterns.files[stage].isEmpty { scan.run(scratch.needs, scratch.lists, filed) }
    if mayFollow { scan.followPhrases() }
    scan.order()
    scan.give(to: &scratch)
  }

  private init(
    stage: Int, words: PassageWords, patterns: PatternTable, actors: PassageActors?, firstOfAll: Int
  ) {
    self.stage = stage
    self.words = words
    self.patterns = patterns
    self.actors = actors
    self.firstOfAll = firstOfAll
    firstFound = firstOfAll
    matcher = PatternMatcher(words: words, patterns: patterns)
  }

  private mutating func take(from scratch: inout TaggingScratch) {
    swap(&found, &scratch.found)
    swap(&room, &scratch.room)
    matcher.trade(&room.taken)
    room.ranks.removeAll(keepingCapacity: true)
  }

  private mutating func give(to scratch: inout TaggingScratch) {
    matcher.trade(&room.taken)
    swap(&room, &scratch.room)
    swap(&found, &scratch.found)
  }

  private mutating func order() {
    let ranks = room.ranks
    if !hasPhrases || zip(ranks, ranks.dropFirst()).allSatisfy({ $0 <= $1 }) { return }
    let own = found[firstOfAll...]
    found.replaceSubrange(
      firstOfAll..., with: ranks.indices.sorted { ranks[$0] < ranks[$1] }.map { own[firstOfAll + $0] })
  }

  private mutating func run(
    _ needs: SentenceNeeds, _ lists: CandidateLists, _ filed: [CandidateLists.Candidate]
  ) {
    let filed = needs.mayMatch(filed)
    for (number, range) in needs.sentences.enumerated() {
      room.attempts.removeAll(keepingCapacity: true)
      words.words.withUnsafeBufferPointer { words in
        for place in range {
          if words[place].firstSpan >= 0 {
            gatherWithSpans(at: place, number, needs, lists)
          } else if words[place].stages >> UInt8(stage) & 1 == 1 {
            gather(words[place].kind, at: place, source: 0, number, needs, lists)
          }
        }
      }
      if room.attempts.isEmpty, filed.isEmpty { continue }
      firstFound = found.count
      if !sentence(range, number, filed, needs, lists) { return }
    }
  }

  private mutating func gatherWithSpans(
    at place: Int, _ sentence: Int, _ needs: SentenceNeeds, _ lists: CandidateLists
  ) {
    gather(words[place].kind, at: place, source: 0, sentence, needs, lists)
    var source: UInt64 = 2
    var span = words[place].firstSpan
    while span >= 0 {
      gather(words.spans[Int(span)].kind, at: place, source: source, sentence, needs, lists)
      span = words.spans[Int(span)].next
      source += 2
    }
  }

  /// Notes the candidates filed under a kind of which the sentence holds the first two needs.
  private mutating func gather(
    _ kind: Int32, at place: Int, source: UInt64, _ sentence: Int, _ needs: SentenceNeeds, _ lists: CandidateLists
  ) {
    let range = lists.range(kind, stage: stage)
    lists.asked.withUnsafeBufferPointer { asked in
      needs.withBits(of: sentence) { bits in
        for index in range where bits.contains(asked[index].first) && bits.contains(asked[index].second) {
          room.attempts.append(
            Attempt(
              place: Int32(truncatingIfNeeded: place), candidate: Int32(truncatingIfNeeded: index), source: source))
        }
      }
    }
  }

  /// Tries the candidates of one sentence; false where no actor is known, so that nothing can match in the passage.
  private mutating func sentence(
    _ range: Range<Int>, _ number: Int, _ filed: [CandidateLists.Candidate], _ needs: SentenceNeeds,
    _ lists: CandidateLists
  ) -> Bool {
    guard let actors else {
      for index in room.attempts.indices { `try`(room.attempts[index], number, needs, lists) }
      return true
    }
    room.byActor.removeAll(keepingCapacity: true)
    needs.withBits(of: number) { bits in
      for candidate in filed where bits.contains(candidate.firstNeed) && bits.contains(candidate.secondNeed) {
        room.byActor.append(candidate)
      }
    }
    if room.byActor.isEmpty, room.attempts.isEmpty { return true }
    guard let known = actors.known else { return false }
    matcher.actors = known
    present = known.present(in: range)
    var byActor: [CandidateLists.Candidate] = []
    swap(&byActor, &room.byActor)
    byActor.removeAll { !meetsRest($0, number, needs) }
    var next = 0
    for place in range {
      while next < room.attempts.count, Int(room.attempts[next].place) == place {
        `try`(room.attempts[next], number, needs, lists)
        next += 1
      }
      if !byActor.isEmpty { tryMention(at: place, byActor) }
    }
    swap(&byActor, &room.byActor)
    return true
  }

  /// Whether the sentence holds what a candidate asks for besides its first two needs.
  private func meetsRest(_ candidate: CandidateLists.Candidate, _ sentence: Int, _ needs: SentenceNeeds) -> Bool {
    if !candidate.asksMore { return true }
    let pattern = Int(candidate.pattern)
    guard patterns.patterns[pattern].actors.areMet(by: present) else { return false }
    let range = patterns.patterns[pattern].needs
    return patterns.neededBy.withUnsafeBufferPointer { neededBy in
      needs.withBits(of: sentence) { bits in neededBy[range].allSatisfy { bits.contains($0) } }
    }
  }

  private mutating func `try`(_ attempt: Attempt, _ sentence: Int, _ needs: SentenceNeeds, _ lists: CandidateLists) {
    let candidate = lists.pool[Int(attempt.candidate)]
    guard meetsRest(candidate, sentence, needs) else { return }
    if candidate.agent != 0 {
      if agents.place != attempt.place {
        agents = (attempt.place, matcher.actors?.agents(of: Int(attempt.place)) ?? 0)
      }
      guard agents.mask & candidate.agent != 0 else { return }
    }
    match(
      Int(candidate.pattern), at: Int(attempt.place),
      source: candidate.isByLiteral ? attempt.source : attempt.source + 1)
  }

  private mutating func tryMention(at place: Int, _ byActor: [CandidateLists.Candidate]) {
    guard let mention = matcher.actors?.mention(at: place) else { return }
    for candidate in byActor {
      let wanted = patterns.patterns[Int(candidate.pattern)].anchorActors
      if mention.mask & (mention.possessive ? wanted.owner : wanted.mention) != 0 {
        match(Int(candidate.pattern), at: place, source: 0xff)
      }
    }
  }

  /// - Parameter source: what the pattern is filed under: an even number for a word or span itself, odd for its classes.
  private mutating func match(_ number: Int, at place: Int, source: UInt64) {
    if !matcher.mayFollow(patterns.patterns[number], place) { return }
    if patterns.keepsAllStarts { return matchAll(number, at: place, source: source) }
    guard let match = matcher.match(patterns.patterns[number], anchoredAt: place) else { return }
    // Of the ways to one start the first counts.
    if found[firstFound...].contains(where: { $0.pattern == number && $0.match.start == match.start }) { return }
    add(number, match, at: place, source: source)
  }

  /// Of each start the shortest match counts.
  private mutating func matchAll(_ number: Int, at place: Int, source: UInt64) {
    for match in matcher.matches(patterns.patterns[number], anchoredAt: place) {
      if let known = found[firstFound...].firstIndex(where: { $0.pattern == number && $0.match.start == match.start }) {
        if match.end < found[known].match.end { found[known].match = match }
      } else {
        add(number, match, at: place, source: source)
      }
    }
  }

  private mutating func add(_ number: Int, _ match: PatternMatcher.Match, at place: Int, source: UInt64) {
    room.ranks.append(UInt64(place) << 40 | min(source, 0xff) << 32 | UInt64(source & 1 == 0 ? number : found.count))
    found.append(Found(pattern: number, match: match))
  }

  // MARK: Plain phrases

  private mutating func followPhrases() {
    var path: [Int] = []
    swap(&path, &room.path)
    defer { swap(&path, &room.path) }
    let opens = FormTable.Flags.phrase(ofStage: stage)
    if words.spans.isEmpty {
      for place in words.openings where words[Int(place)].flags.contains(opens) { followWord(at: Int(place), &path) }
      return
    }
    let phrases = patterns.phrases
    for place in 0..<words.count {
      if words[place].flags.contains(opens) { followWord(at: place, &path) }
      var span = words[place].firstSpan
      while span >= 0 {
        let node = phrases.first(stage: stage, words.spans[Int(span)].literal)
        if node != 0 { follow(node, from: place, to: words.spans[Int(span)].end, &path) }
        span = words.spans[Int(span)].next
      }
    }
  }

  private mutating func followWord(at place: Int, _ path: inout [Int]) {
    let node = patterns.phrases.first(stage: stage, words[place].literal)
    if mayGoOn(node, place + 1) { follow(node, from: place, to: place + 1, &path) }
  }

  /// Whether a phrase ends at a node, or one may be followed to what stands at a place.
  @inline(__always)
  private func mayGoOn(_ node: Int32, _ place: Int) -> Bool {
    patterns.phrases.isEnd(node)
      || place < words.count
        && (words[place].firstSpan >= 0 || patterns.phrases.next(node, words[place].literal) != 0)
  }

  /// Goes on behind a word or span that led to a node; `path` holds the places of those before it.
  private mutating func follow(_ node: Int32, from place: Int, to end: Int, _ path: inout [Int]) {
    path.append(place)
    defer { path.removeLast() }
    if patterns.phrases.isEnd(node) { addPhrases(node, path, end) }
    guard end < words.count, words[end].sentence == words[place].sentence else { return }
    let next = patterns.phrases.next(node, words[end].literal)
    if next != 0 { follow(next, from: end, to: end + 1, &path) }
    var span = words[end].firstSpan
    while span >= 0 {
      let next = patterns.phrases.next(node, words.spans[Int(span)].literal)
      if next != 0 { follow(next, from: end, to: words.spans[Int(span)].end, &path) }
      span = words.spans[Int(span)].next
    }
  }

  private mutating func addPhrases(_ node: Int32, _ path: [Int], _ end: Int) {
    hasPhrases = true
    patterns.phrases.forEachEnd(node) { number in
      let pattern = patterns.patterns[Int(number)]
      let place = path[pattern.anchor]
      guard let start = path.first, place - start <= pattern.longestLead else { return }
      // The word itself is the anchor where it has the wanted literal; else it is a span that starts there.
      let element = patterns.elements[pattern.firstElement + pattern.anchor]
      let own = patterns.literals[Int(element.firstLiteral)..<Int(element.firstLiteral + element.literalCount)]
      let source: UInt64 = own.contains(words[place].literal) ? 0 : 2
      let match = PatternMatcher.Match(start: start, end: end, words: TakenWords(path), act: place, actor: nil)
      add(Int(number), match, at: place, source: source)
    }
  }
}
