// SPDX-License-Identifier: Apache-2.0
internal import Tokenizing

/// Runs the stages of tagging over one passage: class phrases, words and triggers, actors, role rules.
struct PassageTagger {
  private struct Found {
    var rule: Int
    var match: PatternMatcher.Match
    var weight: Double
    var isRole: Bool
  }

  private var words: PassageWords
  private let lexicon: CompiledLexicon
  private let tables: LanguageTables

  init(words: PassageWords, lexicon: CompiledLexicon, tables: LanguageTables) {
    self.words = words
    self.lexicon = lexicon
    self.tables = tables
  }

  func run() -> (hits: [Hit], evidence: Evidence) {
    var copy = self
    return copy.stages()
  }

  private mutating func stages() -> (hits: [Hit], evidence: Evidence) {
    let isOpen = passesGate()
    if isOpen { classPhrases() }
    var plain: [(pattern: CompiledPattern, match: PatternMatcher.Match)] = []
    scan(stage: Anchors.namedTerms, actors: nil) { pattern, match, _ in plain.append((pattern, match)) }
    if isOpen || !plain.isEmpty {
      scan(stage: Anchors.otherWords, actors: nil) { pattern, match, _ in plain.append((pattern, match)) }
    }
    if plain.isEmpty, !isOpen { return ([], Evidence()) }
    var found: [Found] = []
    var exceptions: [(rule: Int, range: Range<Int>)] = []
    var cues = Array(repeating: 0.0, count: lexicon.actors.count)
    var outside = 0.0
    for (pattern, match) in plain {
      switch pattern.purpose {
      case .term(let rule) where isOpen || lexicon.rules[rule].strength == .named:
        found.append(Found(rule: rule, match: match, weight: pattern.weight, isRole: false))
      case .exception(let rule): exceptions.append((rule, match.start..<match.end))
      case .speaker(let rule):
        let speaker = lexicon.rules[rule].speaker
        if speaker >= 0 { cues[speaker] += pattern.weight } else { outside += pattern.weight }
      default: break
      }
    }
    var agents: AgentFinder?
    var mentions: [Mention] = []
    if isOpen, mayHaveActors() {
      mentions = MentionFinder(words: words, tables: tables, masks: lexicon.actorMasks).find()
      ReferenceResolver(words: words, tables: tables, actors: lexicon.actors, masks: lexicon.actorMasks)
        .resolve(&mentions, cues: cues, outside: outside)
      if mentions.contains(where: { $0.mask != 0 }) {
        let finder = AgentFinder(words: words, mentions: mentions, tables: tables)
        agents = finder
        roleStage(mentions, finder, &found, &exceptions)
      }
    }
    let scopes = Scopes(words: words, tables: tables, found: plain)
    return report(found, exceptions, scopes, mentions, agents)
  }

  /// The domain gate: described evidence counts only where the text speaks of the lexicon's subject, and clearly more
  /// often than of a subject that its words are also at home in. A lexicon without a gate class is always open.
  private func passesGate() -> Bool {
    let (wanted, against) = (tables.grammar[.gate], tables.grammar[.gateAgainst])
    if wanted < 0 { return true }
    var count = 0
    var other = 0
    for index in 0..<words.count {
      if words.classes[index].contains(wanted) { count += 1 }
      if against >= 0, words.classes[index].contains(against) { other += 1 }
    }
    return count - other >= 2 || count > 0 && other == 0
  }

  private mutating func classPhrases() {
    scan(stage: Anchors.classPhrases, actors: nil) { pattern, match, words in
      guard case .wordClass(let number, let headOnly) = pattern.purpose else { return }
      if headOnly || match.end == match.start + 1 {
        words.classes[headOnly ? match.words.first ?? match.start : match.start].insert(number)
      } else {
        words.addSpan(match.start, match.end, literal: -1, classes: ClassSet(number))
      }
    }
  }

  private func mayHaveActors() -> Bool {
    var wanted = ClassSet()
    for number in tables.actorClasses where number >= 0 { wanted.insert(number) }
    return words.classes.contains { $0.intersects(wanted) } || words.spans.contains { $0.classes.intersects(wanted) }
  }

  private mutating func roleStage(
    _ mentions: [Mention], _ finder: AgentFinder, _ found: inout [Found],
    _ exceptions: inout [(rule: Int, range: Range<Int>)]
  ) {
    var starting: [Int32] = Array(repeating: -1, count: words.count)
    for (index, mention) in mentions.enumerated() {
      for start in mention.start...mention.head where starting[start] < 0 { starting[start] = Int32(index) }
    }
    let mark = tables.literals["'s"] ?? -2
    let literals = words.literals
    let actors = PatternMatcher.Actors(
      mention: { position in
        guard starting[position] >= 0 else { return nil }
        let mention = mentions[Int(starting[position])]
        let marked = mention.possessive && mention.end < literals.count && literals[mention.end] == mark
        return (mention.end + (marked ? 1 : 0), mention.mask, mention.possessive)
      }, agent: { finder.mask(of: $0) })
    var more: [(CompiledPattern, PatternMatcher.Match)] = []
    scan(stage: Anchors.roles, actors: actors) { pattern, match, _ in more.append((pattern, match)) }
    for (pattern, match) in more {
      switch pattern.purpose {
      case .role(let rule): found.append(Found(rule: rule, match: match, weight: pattern.weight, isRole: true))
      case .exception(let rule): exceptions.append((rule, match.start..<match.end))
      default: break
      }
    }
  }

  /// Tries, at every word, the patterns of a stage that are filed under it.
  private mutating func scan(
    stage: Int, actors: PatternMatcher.Actors?,
    _ body: (CompiledPattern, PatternMatcher.Match, inout PassageWords) -> Void
  ) {
    let anchors = tables.anchors[stage]
    var matcher = PatternMatcher(words: words, actors: actors)
    var seen: Set<UInt64> = []
    var candidates: [Int32] = []
    for place in 0..<words.count {
      if stage == Anchors.namedTerms, !words.flags[place].contains(.term), words.firstSpan[place] < 0 { continue }
      candidates.removeAll(keepingCapacity: true)
      collect(place, anchors, &candidates)
      if actors != nil, !anchors.byActor.isEmpty, actors?.mention(place) != nil { candidates += anchors.byActor }
      for candidate in candidates {
        let pattern = tables.patterns[Int(candidate)]
        guard let match = matcher.match(pattern, anchoredAt: place) else { continue }
        if seen.insert(UInt64(candidate) << 32 | UInt64(match.start)).inserted { body(pattern, match, &words) }
      }
    }
  }

  private func collect(_ place: Int, _ anchors: Anchors, _ candidates: inout [Int32]) {
    if words.literals[place] >= 0 { candidates += anchors.byLiteral[Int(words.literals[place])] }
    if words.classes[place].intersects(anchors.classes) {
      words.classes[place].forEach { candidates += anchors.byClass[$0] }
    }
    var span = words.firstSpan[place]
    while span >= 0 {
      let own = words.spans[Int(span)]
      if own.literal >= 0 { candidates += anchors.byLiteral[Int(own.literal)] }
      own.classes.forEach { candidates += anchors.byClass[$0] }
      span = own.next
    }
  }

  // MARK: From matches to hits

  private func report(
    _ found: [Found], _ exceptions: [(rule: Int, range: Range<Int>)], _ scopes: Scopes, _ mentions: [Mention],
    _ agents: AgentFinder?
  ) -> (hits: [Hit], evidence: Evidence) {
    var evidence = Evidence()
    var best: [String: Int] = [:]
    var hits: [Hit] = []
    for item in found {
      let span = item.match.start..<item.match.end
      if exceptions.contains(where: { $0.rule == item.rule && $0.range.overlaps(span) }) { continue }
      let rule = lexicon.rules[item.rule]
      evidence.rules.insert(item.rule)
      let polarity = scopes.polarity(of: item.match, heedsQuotes: item.isRole)
      var concepts = [(rule.concept, polarity)]
      if polarity == .denied, rule.deniedAs >= 0 { concepts.append((rule.deniedAs, .asserted)) }
      for (concept, polarity) in concepts {
        add(concept, polarity, item, concept == rule.concept ? 1 : 0.6, &evidence, &best)
        if lexicon.concepts[concept].isInternal { continue }
        hits.append(hit(concept, polarity, item, rule, mentions, agents))
      }
    }
    return (Overlaps.resolve(hits, lexicon.overlap), evidence)
  }

  /// One act counts once for a concept, with its strongest rule.
  private func add(
    _ concept: Int, _ polarity: Polarity, _ item: Found, _ share: Double, _ evidence: inout Evidence,
    _ best: inout [String: Int]
  ) {
    let key = "\(concept) \(polarity.rawValue) \(item.match.act)"
    if let index = best[key] {
      evidence.items[index].weight = max(evidence.items[index].weight, item.weight * share)
      return
    }
    best[key] = evidence.items.count
    evidence.items.append(
      Evidence.Item(
        concept: concept, polarity: polarity, position: item.match.act + 1, weight: item.weight * share))
  }

  private func hit(
    _ concept: Int, _ polarity: Polarity, _ item: Found, _ rule: CompiledRule, _ mentions: [Mention],
    _ agents: AgentFinder?
  ) -> Hit {
    var start = item.match.start
    var end = item.match.end
    var roles: [RoleSpan] = []
    if item.isRole {
      var actor = item.match.actor
      if actor == nil, let index = agents?.mention(of: item.match.act) {
        actor = mentions[index].start..<mentions[index].end
      }
      if let actor, words.sentences[actor.lowerBound] == words.sentences[start] {
        if actor.lowerBound < start, start - actor.lowerBound <= 14 { start = actor.lowerBound }
        if actor.upperBound > end, actor.upperBound - end <= 10 { end = actor.upperBound }
        roles.append(
          RoleSpan(
            role: 0, start: UInt32(words.tokens[actor.lowerBound]), end: UInt32(words.tokens[actor.upperBound - 1] + 1))
        )
      }
      roles.append(
        RoleSpan(role: 1, start: UInt32(words.tokens[item.match.act]), end: UInt32(words.tokens[item.match.act] + 1)))
      end = clauseEnd(from: end)
    }
    return Hit(
      concept: UInt16(concept), start: UInt32(words.tokens[start]), end: UInt32(words.tokens[end - 1] + 1),
      rule: UInt16(item.rule),
      strength: rule.strength, polarity: polarity, roles: roles)
  }

  /// The object belongs to the evidence: on to the next comma, clause mark, conjunction or ten words.
  private func clauseEnd(from end: Int) -> Int {
    var index = end
    while index < words.count, index < end + 10, words.sentences[index] == words.sentences[end - 1],
      words.joins(index, comma: false),
      !words.has(index, tables.grammar[.boundaries]), !words.has(index, tables.grammar[.and])
    {
      index += 1
    }
    return index
  }
}
