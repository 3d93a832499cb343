// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// Runs the stages of tagging over one passage: class phrases, words and triggers, actors, role rules.
struct PassageTagger {
  /// A find that counts as evidence of a rule.
  struct Found {
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
  /// Whether evidence is wanted besides hits.
  private let isWeighed: Bool

  private init(
    _ shared: SharedLexicon, _ patterns: PatternTable, isOpen: Bool, isWeighed: Bool, surfaces: [UInt32],
    _ memory: SpeakerMemory
  ) {
    self.isWeighed = isWeighed
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
  ///
  /// - Parameter isWeighed: false where hits alone are wanted, without the rules' evidence.
  static func run(
    _ words: inout PassageWords, _ lexicon: SharedLexicon, _ forms: FormTable, isOpen: Bool, isWeighed: Bool = true,
    surfaces: [UInt32], memory: SpeakerMemory, cues: CueStage = { _, _, _, _ in }
  ) -> (hits: [Hit], evidence: Evidence) {
    var tagger = PassageTagger(
      lexicon, forms.patterns, isOpen: isOpen, isWeighed: isWeighed, surfaces: surfaces, memory)
    swap(&tagger.words, &words)
    defer { swap(&tagger.words, &words) }
    return forms.withScratch { tagger.stages(&$0, cues) }
  }

  private mutating func stages(
    _ scratch: inout TaggingScratch, _ cueStage: CueStage
  ) -> (hits: [Hit], evidence: Evidence) {
    scratch.settle(&words)
    if isOpen { classPhrases(&scratch) }
    scratch.found.removeAll(keepingCapacity: true)
    scan(Anchors.namedTerms, &scratch)
    if scratch.found.isEmpty, !isOpen { return ([], Evidence()) }
    // With the gate closed, named terms and their exceptions are all that counts.
    if isOpen { scan(Anchors.otherWords, &scratch) }
    var findings = Findings()
    swap(&findings.found, &scratch.rules)
    defer { swap(&findings.found, &scratch.rules) }
    findings.found.removeAll(keepingCapacity: true)
    var cues: [SpeakerCue] = []
    for find in scratch.found { take(find, &findings, &cues) }
    var actors: PassageActors?
    if isOpen, mayHaveActors(cues) {
      let own = PassageActors(
        words: words, patterns: patterns, lexicon: shared.lexicon, cues: cues,
        turns: SpeakerTurns(words, patterns.tables, surfaces), memory: memory)
      actors = own
      roleStage(own, &scratch, &findings)
    }
    if findings.found.isEmpty { return ([], Evidence()) }
    scratch.found.removeAll(keepingCapacity: true)
    scan(PatternTable.triggers, &scratch)
    let scopes = Scopes(
      words: words, tables: patterns.tables, found: scratch.found,
      heedsQuotes: findings.found.contains { $0.isRole })
    var result = report(findings, scopes, actors)
    if isOpen { cueStage(words, actors?.known, &result.hits, &result.evidence) }
    return result
  }

  /// What the rules have found in a passage, and where their exceptions stand.
  private struct Findings {
    var found: [Found] = []
    var exceptions: [(rule: Int, range: Range<Int>)] = []
  }

  /// Takes in what patterns over words have found.
  private func take(_ find: PatternScan.Found, _ findings: inout Findings, _ cues: inout [SpeakerCue]) {
    let (index, match) = (find.pattern, find.match)
    let weight = patterns.tables.patterns[index].weight
    switch patterns.tables.patterns[index].purpose {
    case .term(let rule) where isOpen || shared.lexicon.rules[rule].strength == .named:
      findings.found.append(
        Found(pattern: index, rule: rule, match: match, weight: weight, isRole: false, act: match.act))
    case .exception(let rule): findings.exceptions.append((rule, match.start..<match.end))
    case .speaker(let rule):
      cues.append(SpeakerCue(place: match.start, actor: shared.lexicon.rules[rule].speaker, weight: weight))
    default: break
    }
  }

  private func scan(_ stage: Int, _ scratch: inout TaggingScratch, actors: PassageActors? = nil) {
    PatternScan.run(stage: stage, words: words, patterns: patterns, &scratch, actors: actors)
  }

  private mutating func classPhrases(_ scratch: inout TaggingScratch) {
    scratch.found.removeAll(keepingCapacity: true)
    scan(Anchors.classPhrases, &scratch)
    scratch.open(&words, patterns.inclusions)
    for find in scratch.found {
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

  /// Whether anything names an actor, or tells who "we" is, here or earlier in the document.
  private func mayHaveActors(_ cues: [SpeakerCue]) -> Bool {
    words.present.intersects(patterns.actorClasses) || cues.contains { $0.actor >= 0 } || memory.knowsAnybody
  }

  private func roleStage(
    _ actors: PassageActors, _ scratch: inout TaggingScratch, _ findings: inout Findings
  ) {
    scratch.found.removeAll(keepingCapacity: true)
    scan(Anchors.roles, &scratch, actors: actors)
    if scratch.found.isEmpty { return }
    let verbs = MainVerbs(words: words, tables: patterns.tables)
    let before = findings.found.count
    for find in scratch.found {
      let (index, match) = (find.pattern, find.match)
      switch patterns.tables.patterns[index].purpose {
      case .role(let rule):
        if !isInternal(rule), isName(match, actors) { continue }
        let weight = patterns.tables.patterns[index].weight
        findings.found.append(
          Found(pattern: index, rule: rule, match: match, weight: weight, isRole: true, act: verbs.act(of: match)))
      case .exception(let rule): findings.exceptions.append((rule, match.start..<match.end))
      default: break
      }
    }
    dropAuxiliaries(in: &findings.found, from: before, verbs)
  }

  /// Signs count words, whatever they are: their weights were fitted so.
  private func isInternal(_ rule: Int) -> Bool {
    shared.lexicon.concepts[shared.lexicon.rules[rule].concept].isInternal
  }

  /// Whether what looks like an act is part of its own actor's name: "a service", "the newly opened club". Where verbs stand
  /// second, one may stand before the noun ("dat regelen bewoners").
  private func isName(_ match: PatternMatcher.Match, _ actors: PassageActors) -> Bool {
    guard match.actor == nil, let known = actors.known, let index = known.finder.mention(of: match.act) else {
      return false
    }
    let mention = known.mentions[index]
    return ((patterns.tables.verbSecond ? mention.head : mention.start)..<mention.end).contains(match.act)
  }

  /// An auxiliary is no act beside the verb that it governs.
  private func dropAuxiliaries(in found: inout [Found], from start: Int, _ verbs: MainVerbs) {
    if found.count - start < 2 { return }
    let roles = found[start...]
    let others = roles.filter { item in
      !roles.contains {
        shared.lexicon.rules[$0.rule].concept == shared.lexicon.rules[item.rule].concept
          && verbs.isAuxiliary(item.act, of: $0.act)
      }
    }
    if others.count < roles.count { found.replaceSubrange(start..., with: others) }
  }

  // MARK: From matches to hits

  private func report(
    _ findings: Findings, _ scopes: Scopes, _ actors: PassageActors?
  ) -> (hits: [Hit], evidence: Evidence) {
    var evidence = Evidence()
    var hits: [Hit] = []
    var tally = ActTally(policy: shared.lexicon.overlap)
    for item in findings.found {
      let span = item.match.start..<item.match.end
      if findings.exceptions.contains(where: { $0.rule == item.rule && $0.range.overlaps(span) }) { continue }
      let rule = shared.lexicon.rules[item.rule]
      let polarity = scopes.polarity(of: item.match, act: item.act, heedsQuotes: item.isRole)
      if isWeighed { evidence.patterns.insert(item.pattern) }
      func add(_ concept: Int, _ polarity: Polarity, share: Double) {
        if isWeighed {
          tally.add(
            Evidence.Item(concept: concept, polarity: polarity, position: item.act + 1, weight: item.weight * share),
            over: span)
        }
        if shared.lexicon.concepts[concept].isInternal { return }
        hits.append(hit(concept, polarity, item, rule, actors))
      }
      add(rule.concept, polarity, share: 1)
      // What a denial says of another concept is weighed for labels; the text asserts it nowhere, so an index holds no hit of it.
      if polarity == .denied, rule.deniedAs >= 0, isWeighed || rule.deniedAs == rule.concept {
        add(rule.deniedAs, .asserted, share: rule.deniedAs == rule.concept ? 1 : 0.6)
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
    if item.isRole || item.match.object != nil { roles.reserveCapacity(3) }
    if item.isRole {
      var actor = item.match.actor
      if actor == nil, let actors = actors?.known, let own = actors.finder.agents(of: item.match) {
        let (mention, end) = (actors.mentions[own.lowerBound], actors.mentions[own.upperBound - 1].end)
        // A verb that stands before the noun is no part of the actor.
        let isBefore = (mention.start..<mention.head).contains(item.act)
        actor = (isBefore ? item.act + 1 : mention.start)..<end
      }
      if let actor, words[actor.lowerBound].sentence == words[start].sentence {
        if actor.lowerBound < start, start - actor.lowerBound <= 14 { start = actor.lowerBound }
        if actor.upperBound > end, actor.upperBound - end <= 10 { end = actor.upperBound }
        roles.append(
          RoleSpan(
            role: 0, start: UInt32(words[actor.lowerBound].token), end: UInt32(words[actor.upperBound - 1].token + 1))
        )
      }
      var act: Int? = item.act
      if let actor, actor.contains(item.act) {
        act = MainVerbs(words: words, tables: patterns.tables).act(of: item.match, beside: actor)
      }
      if let act {
        roles.append(RoleSpan(role: 1, start: UInt32(words[act].token), end: UInt32(words[act].token + 1)))
      }
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
