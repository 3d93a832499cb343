// SPDX-License-Identifier: Apache-2.0
internal import Tokenizing

/// Runs the stages of tagging over one passage: class phrases, words and triggers, actors, role rules.
struct PassageTagger {
  private struct Found {
    var pattern: Int
    var rule: Int
    var match: PatternMatcher.Match
    var weight: Double
    var isRole: Bool
    /// The word that tells what is done: the match's own act, or the verb for which that stands.
    var act: Int
  }

  /// Looks for weighted cues in a passage in which rules have found something.
  typealias CueStage = (PassageWords, KnownActors?, inout [Hit], inout Evidence) -> Void

  private var words: PassageWords
  private let shared: SharedLexicon
  private let patterns: PatternTable
  private let isOpen: Bool
  /// The forms of the tokens, and who has spoken so far: what a transcript's turns are known by.
  private let surfaces: [UInt32]
  private let memory: SpeakerMemory

  private init(
    _ shared: SharedLexicon, _ patterns: PatternTable, isOpen: Bool, surfaces: [UInt32],
    _ memory: SpeakerMemory
  ) {
    words = PassageWords()
    self.surfaces = surfaces
    self.memory = memory
    self.shared = shared
    self.patterns = patterns
    self.isOpen = isOpen
  }

  /// The domain gate: described evidence counts only where the text speaks of the lexicon's subject, and clearly more
  /// often than of a subject that its words are also at home in. A lexicon without a gate class is always open.
  static func isOpen(_ tables: LanguageTables, gate: Int, against: Int) -> Bool {
    tables.grammar[.gate] < 0 || gate - against >= 2 || gate > 0 && against == 0
  }

  /// Tags the words, which gain classes and spans by it.
  static func run(
    _ words: inout PassageWords, _ lexicon: SharedLexicon, _ forms: FormTable, isOpen: Bool, surfaces: [UInt32],
    memory: SpeakerMemory, cues: CueStage = { _, _, _, _ in }
  ) -> (hits: [Hit], evidence: Evidence) {
    var tagger = PassageTagger(lexicon, forms.patterns, isOpen: isOpen, surfaces: surfaces, memory)
    swap(&tagger.words, &words)
    defer { swap(&tagger.words, &words) }
    return forms.withScratch { tagger.stages(&$0, cues) }
  }

  private mutating func stages(
    _ scratch: inout TaggingScratch, _ cueStage: CueStage
  ) -> (hits: [Hit], evidence: Evidence) {
    scratch.settle(&words)
    if isOpen { classPhrases(&scratch) }
    var plain = scan(Anchors.namedTerms, scratch)
    if plain.isEmpty, !isOpen { return ([], Evidence()) }
    // With the gate closed, named terms and their exceptions are all that counts.
    if isOpen { plain += scan(Anchors.otherWords, scratch) }
    var found: [Found] = []
    var exceptions: [(rule: Int, range: Range<Int>)] = []
    var cues: [SpeakerCue] = []
    for find in plain {
      let (index, match) = (find.pattern, find.match)
      let weight = patterns.tables.patterns[index].weight
      switch patterns.tables.patterns[index].purpose {
      case .term(let rule) where isOpen || shared.lexicon.rules[rule].strength == .named:
        found.append(Found(pattern: index, rule: rule, match: match, weight: weight, isRole: false, act: match.act))
      case .exception(let rule): exceptions.append((rule, match.start..<match.end))
      case .speaker(let rule):
        cues.append(SpeakerCue(place: match.start, actor: shared.lexicon.rules[rule].speaker, weight: weight))
      default: break
      }
    }
    var actors: PassageActors?
    if isOpen, mayHaveActors() {
      let own = PassageActors(
        words: words, patterns: patterns, lexicon: shared.lexicon, cues: cues,
        turns: SpeakerTurns(words, patterns.tables, surfaces), memory: memory)
      actors = own
      roleStage(own, scratch, &found, &exceptions)
    }
    if found.isEmpty { return ([], Evidence()) }
    let scopes = Scopes(
      words: words, tables: patterns.tables, found: scan(PatternTable.triggers, scratch),
      heedsQuotes: found.contains { $0.isRole })
    var result = report(found, exceptions, scopes, actors)
    if isOpen { cueStage(words, actors?.known, &result.hits, &result.evidence) }
    return result
  }

  private func scan(_ stage: Int, _ scratch: TaggingScratch, actors: PassageActors? = nil) -> [PatternScan.Found] {
    PatternScan.run(stage: stage, words: words, patterns: patterns, scratch, actors: actors)
  }

  private mutating func classPhrases(_ scratch: inout TaggingScratch) {
    let found = scan(Anchors.classPhrases, scratch)
    scratch.open(&words, patterns.inclusions)
    for find in found {
      let match = find.match
      guard case .wordClass(let number, let headOnly) = patterns.tables.patterns[find.pattern].purpose else { continue }
      if headOnly || match.end == match.start + 1 {
        words.insert(number, at: headOnly ? match.words.first ?? match.start : match.start)
      } else {
        words.addSpan(match.start, match.end, literal: -1, classes: ClassSet(number))
      }
    }
    scratch.settleAgain(&words)
  }

  private func mayHaveActors() -> Bool { words.present.intersects(patterns.actorClasses) }

  private func roleStage(
    _ actors: PassageActors, _ scratch: TaggingScratch, _ found: inout [Found],
    _ exceptions: inout [(rule: Int, range: Range<Int>)]
  ) {
    let verbs = MainVerbs(words: words, tables: patterns.tables)
    let before = found.count
    for find in scan(Anchors.roles, scratch, actors: actors) {
      let (index, match) = (find.pattern, find.match)
      switch patterns.tables.patterns[index].purpose {
      case .role(let rule):
        let weight = patterns.tables.patterns[index].weight
        found.append(
          Found(pattern: index, rule: rule, match: match, weight: weight, isRole: true, act: verbs.act(of: match)))
      case .exception(let rule): exceptions.append((rule, match.start..<match.end))
      default: break
      }
    }
    dropAuxiliaries(in: &found, from: before, verbs)
  }

  /// An auxiliary is no act beside the verb that it governs.
  private func dropAuxiliaries(in found: inout [Found], from start: Int, _ verbs: MainVerbs) {
    let roles = found[start...]
    let others = roles.filter { item in
      !roles.contains {
        shared.lexicon.rules[$0.rule].concept == shared.lexicon.rules[item.rule].concept
          && verbs.isAuxiliary(item.act, of: $0.act)
      }
    }
    found.replaceSubrange(start..., with: others)
  }

  // MARK: From matches to hits

  private func report(
    _ found: [Found], _ exceptions: [(rule: Int, range: Range<Int>)], _ scopes: Scopes,
    _ actors: PassageActors?
  ) -> (hits: [Hit], evidence: Evidence) {
    var evidence = Evidence()
    var hits: [Hit] = []
    var tally = ActTally()
    for item in found {
      let span = item.match.start..<item.match.end
      if exceptions.contains(where: { $0.rule == item.rule && $0.range.overlaps(span) }) { continue }
      let rule = shared.lexicon.rules[item.rule]
      evidence.patterns.insert(item.pattern)
      let polarity = scopes.polarity(of: item.match, act: item.act, heedsQuotes: item.isRole)
      var concepts = [(rule.concept, polarity)]
      if polarity == .denied, rule.deniedAs >= 0 { concepts.append((rule.deniedAs, .asserted)) }
      for (concept, polarity) in concepts {
        let share = concept == rule.concept ? 1 : 0.6
        tally.add(
          Evidence.Item(concept: concept, polarity: polarity, position: item.act + 1, weight: item.weight * share),
          over: span)
        if shared.lexicon.concepts[concept].isInternal { continue }
        hits.append(hit(concept, polarity, item, rule, actors))
      }
    }
    evidence.items = tally.counted
    return (Overlaps.resolve(hits, shared.lexicon.overlap), evidence)
  }

  private func hit(
    _ concept: Int, _ polarity: Polarity, _ item: Found, _ rule: CompiledRule,
    _ actors: PassageActors?
  ) -> Hit {
    var start = item.match.start
    var end = item.match.end
    var roles: [RoleSpan] = []
    if item.isRole {
      var actor = item.match.actor
      if actor == nil, let actors = actors?.known, let index = actors.finder.mention(of: item.match.act) {
        actor = actors.mentions[index].start..<actors.mentions[index].end
      }
      if let actor, words[actor.lowerBound].sentence == words[start].sentence {
        if actor.lowerBound < start, start - actor.lowerBound <= 14 { start = actor.lowerBound }
        if actor.upperBound > end, actor.upperBound - end <= 10 { end = actor.upperBound }
        roles.append(
          RoleSpan(
            role: 0, start: UInt32(words[actor.lowerBound].token), end: UInt32(words[actor.upperBound - 1].token + 1))
        )
      }
      roles.append(
        RoleSpan(role: 1, start: UInt32(words[item.act].token), end: UInt32(words[item.act].token + 1)))
      end = clauseEnd(from: end)
    }
    if let object = item.match.object {
      roles.append(
        RoleSpan(
          role: 2, start: UInt32(words[object.lowerBound].token), end: UInt32(words[object.upperBound - 1].token + 1)))
    }
    return Hit(
      concept: UInt16(concept), start: UInt32(words[start].token), end: UInt32(words[end - 1].token + 1),
      rule: UInt16(item.rule),
      strength: rule.strength, polarity: polarity, roles: roles)
  }

  /// The object belongs to the evidence: on to the next comma, clause mark, conjunction or ten words.
  private func clauseEnd(from end: Int) -> Int {
    var index = end
    while index < words.count, index < end + 10, words[index].sentence == words[end - 1].sentence,
      words.joins(index, comma: false),
      !words.has(index, patterns.tables.grammar[.boundaries]), !words.has(index, patterns.tables.grammar[.and])
    {
      index += 1
    }
    return index
  }
}
