// SPDX-License-Identifier: Apache-2.0

/// Tries the patterns of one stage over a passage, each where the word or mention stands that it is filed under.
///
/// Nearly all candidates fail, so they are asked cheap things first: whether the sentence holds a word for each of their
/// elements, and whether the actors they name are there at all. Only the rest are matched. Plain phrases are followed
/// through a trie.
struct PatternScan {
  typealias Found = (pattern: Int, match: PatternMatcher.Match)

  private let stage: Int
  private let words: PassageWords
  private let patterns: PatternTable
  private let actors: PassageActors?
  private var matcher: PatternMatcher
  private var found: [Found] = []
  /// Where the finds of the sentence begin.
  private var firstFound = 0
  /// By find, its place in the order of reporting: by anchored word, then by the candidate's place in its lists.
  private var ranks: [UInt64] = []
  private var hasPhrases = false
  /// What the actors of the sentence are, and the patterns filed under a mention that may match in it.
  private var present = PatternTable.ActorNeeds()
  private var byActor: [CandidateLists.Candidate] = []

  /// The matches in the order of the words they are anchored on.
  ///
  /// - Parameter actors: the actors, in the stage of role rules.
  static func run(stage: Int, words: PassageWords, forms: FormTable, actors: PassageActors? = nil) -> [Found] {
    let (hasPhrases, hasFiles) = (forms.patterns.phrases.has(stage: stage), !forms.patterns.files[stage].isEmpty)
    if !hasPhrases, !hasFiles { return [] }
    var scan = PatternScan(stage: stage, words: words, patterns: forms.patterns, actors: actors)
    if hasFiles { forms.withScratch { scan.run(&$0, $1) } }
    if hasPhrases { scan.followPhrases() }
    return scan.inOrder()
  }

  private init(stage: Int, words: PassageWords, patterns: PatternTable, actors: PassageActors?) {
    self.stage = stage
    self.words = words
    self.patterns = patterns
    self.actors = actors
    matcher = PatternMatcher(words: words, patterns: patterns)
  }

  private func inOrder() -> [Found] {
    if !hasPhrases || found.count < 2 { return found }
    return found.indices.sorted { ranks[$0] < ranks[$1] }.map { found[$0] }
  }

  private mutating func run(_ needs: inout SentenceNeeds, _ lists: CandidateLists) {
    let filed = actors == nil ? [] : lists.byActor[stage]
    var start = 0
    while start < words.count {
      var end = start + 1
      while end < words.count, words[end].sentence == words[start].sentence { end += 1 }
      if !filed.isEmpty || (start..<end).contains(where: { mayAnchor($0, lists) }) {
        needs.begin(start..<end, of: words, lists)
        firstFound = found.count
        if !sentence(start..<end, filed, needs, lists) { return }
      }
      start = end
    }
  }

  /// Whether any pattern of the stage is filed under a word or what spans start there.
  @inline(__always)
  private func mayAnchor(_ place: Int, _ lists: CandidateLists) -> Bool {
    if words[place].firstSpan >= 0 { return true }
    if stage == Anchors.namedTerms, !words[place].flags.contains(.term) { return false }
    return !lists.range(words[place].kind, stage: stage).isEmpty
  }

  /// Tries the candidates of one sentence; false where no actor is known, so that nothing can match in the passage.
  private mutating func sentence(
    _ range: Range<Int>, _ filed: [CandidateLists.Candidate], _ needs: SentenceNeeds, _ lists: CandidateLists
  ) -> Bool {
    if let actors {
      byActor.removeAll(keepingCapacity: true)
      for candidate in filed where meets(candidate, needs) { byActor.append(candidate) }
      guard !byActor.isEmpty || range.contains(where: { anyMeets($0, needs, lists) }) else { return true }
      guard let known = actors.known else { return false }
      matcher.actors = known
      present = known.present(in: range)
      byActor = byActor.filter { meetsRest($0, needs) }
    }
    for place in range {
      if mayAnchor(place, lists) {
        `try`(words[place].kind, at: place, source: 0, needs, lists)
        var source: UInt64 = 2
        var span = words[place].firstSpan
        while span >= 0 {
          `try`(words.spans[Int(span)].kind, at: place, source: source, needs, lists)
          span = words.spans[Int(span)].next
          source += 2
        }
      }
      if !byActor.isEmpty { tryMention(at: place) }
    }
    return true
  }

  private func anyMeets(_ place: Int, _ needs: SentenceNeeds, _ lists: CandidateLists) -> Bool {
    var span = words[place].firstSpan
    while span >= 0 {
      if lists.range(words.spans[Int(span)].kind, stage: stage).contains(where: { meets(lists.pool[$0], needs) }) {
        return true
      }
      span = words.spans[Int(span)].next
    }
    return lists.range(words[place].kind, stage: stage).contains { meets(lists.pool[$0], needs) }
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

  private mutating func `try`(
    _ kind: Int32, at place: Int, source: UInt64, _ needs: SentenceNeeds, _ lists: CandidateLists
  ) {
    for index in lists.range(kind, stage: stage) {
      let candidate = lists.pool[index]
      guard meets(candidate, needs), meetsRest(candidate, needs) else { continue }
      if candidate.agent != 0 {
        guard let actors = matcher.actors, actors.agents(of: place) & candidate.agent != 0 else { continue }
      }
      match(Int(candidate.pattern), at: place, source: candidate.isByLiteral ? source : source + 1)
    }
  }

  private mutating func tryMention(at place: Int) {
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
    ranks.append(UInt64(place) << 40 | min(source, 0xff) << 32 | UInt64(source & 1 == 0 ? number : found.count))
    found.append((number, match))
  }

  // MARK: Plain phrases

  private mutating func followPhrases() {
    var taken: [Int] = []
    let phrases = patterns.phrases
    for place in 0..<words.count {
      let node = phrases.first(stage: stage, words[place].literal)
      if node != 0, mayGoOn(node, place + 1) { follow(node, from: place, to: place + 1, &taken) }
      var span = words[place].firstSpan
      while span >= 0 {
        let node = patterns.phrases.first(stage: stage, words.spans[Int(span)].literal)
        if node != 0 { follow(node, from: place, to: words.spans[Int(span)].end, &taken) }
        span = words.spans[Int(span)].next
      }
    }
  }

  /// Whether a phrase ends at a node, or one may be followed to what stands at a place.
  @inline(__always)
  private func mayGoOn(_ node: Int32, _ place: Int) -> Bool {
    patterns.phrases.isEnd(node)
      || place < words.count
        && (words[place].firstSpan >= 0 || patterns.phrases.next(node, words[place].literal) != 0)
  }

  /// Goes on behind a word or span that led to a node; `taken` holds the places of those before it.
  private mutating func follow(_ node: Int32, from place: Int, to end: Int, _ taken: inout [Int]) {
    taken.append(place)
    defer { taken.removeLast() }
    if patterns.phrases.isEnd(node) { addPhrases(node, taken, end) }
    guard end < words.count, words[end].sentence == words[place].sentence else { return }
    let next = patterns.phrases.next(node, words[end].literal)
    if next != 0 { follow(next, from: end, to: end + 1, &taken) }
    var span = words[end].firstSpan
    while span >= 0 {
      let next = patterns.phrases.next(node, words.spans[Int(span)].literal)
      if next != 0 { follow(next, from: end, to: words.spans[Int(span)].end, &taken) }
      span = words.spans[Int(span)].next
    }
  }

  private mutating func addPhrases(_ node: Int32, _ taken: [Int], _ end: Int) {
    hasPhrases = true
    patterns.phrases.forEachEnd(node) { number in
      let pattern = patterns.patterns[Int(number)]
      let place = taken[pattern.anchor]
      guard let start = taken.first, place - start <= pattern.longestLead else { return }
      // The word itself is the anchor where it has the wanted literal; else it is a span that starts there.
      let element = patterns.elements[pattern.firstElement + pattern.anchor]
      let own = patterns.literals[Int(element.firstLiteral)..<Int(element.firstLiteral + element.literalCount)]
      let source: UInt64 = own.contains(words[place].literal) ? 0 : 2
      let match = PatternMatcher.Match(start: start, end: end, words: taken, act: place, actor: nil)
      add(Int(number), match, at: place, source: source)
    }
  }
}
