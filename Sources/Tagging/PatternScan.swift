// SPDX-License-Identifier: Apache-2.0

/// Tries the patterns of one stage over a passage, each where the word or mention stands that it is filed under.
///
/// Nearly all candidates fail, so they are asked cheap things first: whether the sentence holds a word for each of their
/// elements, and whether the actors they name are there at all. Only the rest are matched.
struct PatternScan {
  typealias Found = (pattern: Int, match: PatternMatcher.Match)

  private let stage: Int
  private let words: PassageWords
  private let patterns: PatternTable
  private let actors: PassageActors?
  private var matcher: PatternMatcher
  private var seen: Set<UInt64> = []
  private var found: [Found] = []
  /// What the actors of the sentence are, and the patterns filed under a mention that may match in it.
  private var present = PatternTable.ActorNeeds()
  private var byActor: [CandidateLists.Candidate] = []

  /// The matches in the order of the words they are anchored on.
  ///
  /// - Parameter actors: the actors, in the stage of role rules.
  static func run(stage: Int, words: PassageWords, forms: FormTable, actors: PassageActors? = nil) -> [Found] {
    var scan = PatternScan(stage: stage, words: words, patterns: forms.patterns, actors: actors)
    return forms.withScratch { needs, lists in
      scan.run(&needs, lists)
      return scan.found
    }
  }

  private init(stage: Int, words: PassageWords, patterns: PatternTable, actors: PassageActors?) {
    self.stage = stage
    self.words = words
    self.patterns = patterns
    self.actors = actors
    matcher = PatternMatcher(words: words, actors: actors, patterns: patterns)
  }

  private mutating func run(_ needs: inout SentenceNeeds, _ lists: CandidateLists) {
    let filed = actors == nil ? [] : patterns.tables.anchors[stage].byActor.map { lists.candidate($0) }
    var start = 0
    while start < words.count {
      var end = start + 1
      while end < words.count, words.sentences[end] == words.sentences[start] { end += 1 }
      if !filed.isEmpty || (start..<end).contains(where: { mayAnchor($0, lists) }) {
        needs.begin(start..<end, of: words, lists)
        if !sentence(start..<end, filed, needs, lists) { return }
      }
      start = end
    }
  }

  /// Whether any pattern of the stage is filed under a word or what spans start there.
  private func mayAnchor(_ place: Int, _ lists: CandidateLists) -> Bool {
    if words.firstSpan[place] >= 0 { return true }
    if stage == Anchors.namedTerms, !words.flags[place].contains(.term) { return false }
    return !lists.range(words.kinds[place], stage: stage).isEmpty
  }

  /// Tries the candidates of one sentence; false where no actor is known, so that nothing can match in the passage.
  private mutating func sentence(
    _ range: Range<Int>, _ filed: [CandidateLists.Candidate], _ needs: SentenceNeeds, _ lists: CandidateLists
  ) -> Bool {
    byActor.removeAll(keepingCapacity: true)
    for candidate in filed where meets(candidate, needs) { byActor.append(candidate) }
    if let actors {
      guard !byActor.isEmpty || range.contains(where: { anyMeets($0, needs, lists) }) else { return true }
      guard actors.areKnown else { return false }
      present = actors.present(in: range)
      byActor = byActor.filter { meetsRest($0, needs) }
    }
    for place in range where mayAnchor(place, lists) || !byActor.isEmpty {
      `try`(words.kinds[place], at: place, needs, lists)
      var span = words.firstSpan[place]
      while span >= 0 {
        `try`(words.spans[Int(span)].kind, at: place, needs, lists)
        span = words.spans[Int(span)].next
      }
      if !byActor.isEmpty { tryMention(at: place) }
    }
    return true
  }

  private func anyMeets(_ place: Int, _ needs: SentenceNeeds, _ lists: CandidateLists) -> Bool {
    var span = words.firstSpan[place]
    while span >= 0 {
      if lists.range(words.spans[Int(span)].kind, stage: stage).contains(where: { meets(lists.pool[$0], needs) }) {
        return true
      }
      span = words.spans[Int(span)].next
    }
    return lists.range(words.kinds[place], stage: stage).contains { meets(lists.pool[$0], needs) }
  }

  @inline(__always)
  private func meets(_ candidate: CandidateLists.Candidate, _ needs: SentenceNeeds) -> Bool {
    needs.meets(candidate.firstNeed) && needs.meets(candidate.secondNeed)
  }

  private func meetsRest(_ candidate: CandidateLists.Candidate, _ needs: SentenceNeeds) -> Bool {
    if !candidate.asksMore { return true }
    let pattern = patterns.patterns[Int(candidate.pattern)]
    guard pattern.actors.areMet(by: present) else { return false }
    return patterns.neededBy[pattern.needs].allSatisfy { needs.meets($0) }
  }

  private mutating func `try`(_ kind: Int32, at place: Int, _ needs: SentenceNeeds, _ lists: CandidateLists) {
    for index in lists.range(kind, stage: stage) {
      let candidate = lists.pool[index]
      guard meets(candidate, needs), meetsRest(candidate, needs) else { continue }
      if candidate.agent != 0 {
        guard let actors, actors.agents(of: place) & candidate.agent != 0 else { continue }
      }
      match(Int(candidate.pattern), at: place)
    }
  }

  private mutating func tryMention(at place: Int) {
    guard let mention = actors?.mention(at: place) else { return }
    for candidate in byActor {
      let wanted = patterns.patterns[Int(candidate.pattern)].anchorActors
      if mention.mask & (mention.possessive ? wanted.owner : wanted.mention) != 0 {
        match(Int(candidate.pattern), at: place)
      }
    }
  }

  private mutating func match(_ number: Int, at place: Int) {
    guard let match = matcher.match(patterns.patterns[number], anchoredAt: place) else { return }
    if seen.insert(UInt64(number) << 32 | UInt64(match.start)).inserted { found.append((number, match)) }
  }
}
