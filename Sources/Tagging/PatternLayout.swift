// SPDX-License-Identifier: Apache-2.0

/// Lays a language's patterns out flat, files each under what gives it away, and says what its sentence must hold.
struct PatternLayout {
  private let tables: LanguageTables
  private(set) var elements: [PatternTable.Element] = []
  private(set) var literals: [Int32] = []
  private(set) var patterns: [PatternTable.Pattern] = []
  private(set) var files = Array(repeating: PatternTable.Files(), count: PatternTable.stages)
  private(set) var phrases: PlainPhrases
  private(set) var inclusions: [PatternTable.Inclusion] = []
  private(set) var needs = [PatternTable.Need()]
  private(set) var neededBy: [Int32] = []
  private var numbers: [PatternTable.Need: Int32] = [:]
  /// By class, about how often its words stand in a text.
  private var sizes: [Int] = Array(repeating: 0, count: ClassSet.capacity)

  init(_ tables: LanguageTables, rules: Set<Int>?) {
    self.tables = tables
    phrases = PlainPhrases(stages: PatternTable.stages, words: tables.literals.count)
    measureClasses()
    let wanted = rules.map { Wanted($0, tables) }
    for (number, pattern) in tables.patterns.enumerated() {
      let stage = PatternTable.stage(of: pattern)
      // All have a place, so that a pattern has one number wherever it is spoken of.
      let isFiled = wanted?.contains(pattern) ?? true
      if let inclusion = Self.inclusion(pattern) {
        add(pattern, hasNeeds: false)
        if isFiled { inclusions.append(inclusion) }
        continue
      }
      let isPlain = isFiled && phrases.insert(Int32(number), pattern, stage: stage)
      add(pattern, hasNeeds: isFiled && !isPlain)
      if isFiled, !isPlain { file(Int32(number), pattern, stage) }
    }
  }

  /// Which patterns matter where only some rules are asked for: theirs, those that tell what surrounds a hit, and those
  /// that put phrases into classes that any of these or the engine itself asks about.
  private struct Wanted {
    private let rules: Set<Int>
    private var classes = ClassSet()

    init(_ rules: Set<Int>, _ tables: LanguageTables) {
      self.rules = rules
      for number in tables.grammar.classes + tables.actorClasses + tables.triggers.map(\.stopClass) where number >= 0 {
        classes.insert(number)
      }
      for pattern in tables.patterns {
        if case .wordClass = pattern.purpose { continue }
        guard contains(pattern) else { continue }
        for case .set(_, let asked, _, _) in pattern.elements { classes.formUnion(asked) }
      }
    }

    func contains(_ pattern: CompiledPattern) -> Bool {
      switch pattern.purpose {
      case .wordClass(let number, _): classes.contains(number)
      case .trigger, .pseudoTrigger: true
      case .speaker(let rule), .term(let rule), .role(let rule), .exception(let rule): rules.contains(rule)
      }
    }
  }

  /// What a class phrase of one element says, where that is of more than single words.
  private static func inclusion(_ pattern: CompiledPattern) -> PatternTable.Inclusion? {
    guard case .wordClass(let number, false) = pattern.purpose, pattern.elements.count == 1,
      case .set(let literals, let classes, 0, false) = pattern.elements[0]
    else {
      return nil
    }
    return PatternTable.Inclusion(literals: literals, classes: classes, number: number)
  }

  private mutating func file(_ number: Int32, _ pattern: CompiledPattern, _ stage: Int) {
    guard pattern.anchor < pattern.elements.count else { return }
    switch pattern.elements[pattern.anchor] {
    case .set(let literals, let classes, _, _):
      for literal in literals { files[stage].byLiteral[literal, default: []].append(number) }
      classes.forEach {
        files[stage].byClass[$0].append(number)
        files[stage].classes.insert($0)
      }
    case .actor: files[stage].byActor.append(number)
    case .gap, .hyphen, .objectMark: break
    }
  }

  private mutating func measureClasses() {
    for classes in tables.literalClasses { classes.forEach { sizes[$0] += 1 } }
    for classes in tables.prefixes.values { classes.forEach { sizes[$0] += 30 } }
    for classes in tables.suffixes.values { classes.forEach { sizes[$0] += 100 } }
    // The closed classes are small, and their words are everywhere.
    for number in tables.grammar.classes where number >= 0 { sizes[number] += 300 }
  }

  private mutating func add(_ pattern: CompiledPattern, hasNeeds: Bool) {
    let firstElement = elements.count
    var wanted: [(need: Int32, cost: Int)] = []
    var actors = PatternTable.ActorNeeds()
    var anchorActors = PatternTable.ActorNeeds()
    for (index, element) in pattern.elements.enumerated() {
      var own = PatternTable.ActorNeeds()
      switch element {
      case .set(let words, let classes, let agent, let optional):
        elements.append(
          PatternTable.Element(
            kind: .set, optional: optional, mask: agent, firstLiteral: Int32(literals.count),
            literalCount: Int32(words.count), classes: classes))
        literals += words
        if optional { continue }
        own.agent = agent
        if hasNeeds, index != pattern.anchor {
          wanted.append((number(of: PatternTable.Need(literals: words, classes: classes)), cost(words, classes)))
        }
      case .actor(let mask, let possessive, let optional):
        elements.append(PatternTable.Element(kind: .actor, optional: optional, possessive: possessive, mask: mask))
        if optional { continue }
        if possessive { own.owner = mask } else { own.mention = mask }
      case .gap(let width): elements.append(PatternTable.Element(kind: .gap, width: Int32(width)))
      case .hyphen, .objectMark: elements.append(PatternTable.Element(kind: .hyphen))
      }
      if index == pattern.anchor {
        anchorActors = own
      } else {
        if actors.mention == 0 { actors.mention = own.mention }
        if actors.owner == 0 { actors.owner = own.owner }
        if actors.agent == 0 { actors.agent = own.agent }
      }
    }
    wanted.sort { $0.cost < $1.cost }
    let firstNeed = neededBy.count
    for (need, _) in wanted where !neededBy[firstNeed...].contains(need) { neededBy.append(need) }
    patterns.append(
      PatternTable.Pattern(
        firstElement: firstElement, count: pattern.elements.count, anchor: pattern.anchor, object: pattern.object,
        shortestLead: pattern.shortestLead, longestLead: pattern.longestLead, needs: firstNeed..<neededBy.count,
        actors: actors, anchorActors: anchorActors))
    addFollower(pattern, firstElement)
  }

  /// Notes what must follow the anchor of the pattern that was added last.
  private mutating func addFollower(_ pattern: CompiledPattern, _ firstElement: Int) {
    guard pattern.anchor < pattern.elements.count, case .set(_, _, _, false) = pattern.elements[pattern.anchor]
    else {
      return
    }
    var gap = 0
    for index in pattern.elements.indices.dropFirst(pattern.anchor + 1) {
      switch pattern.elements[index] {
      case .gap(let width): gap += width
      case .set(_, _, _, false):
        patterns[patterns.count - 1].follower = firstElement + index
        patterns[patterns.count - 1].followerGap = gap
        return
      default: return
      }
    }
  }

  /// About how often an element is met.
  private func cost(_ literals: [Int32], _ classes: ClassSet) -> Int {
    var total = 0
    for literal in literals { tables.literalClasses[Int(literal)].forEach { total = max(total, sizes[$0] / 4) } }
    total += literals.count
    classes.forEach { total += sizes[$0] }
    return total
  }

  private mutating func number(of need: PatternTable.Need) -> Int32 {
    if let known = numbers[need] { return known }
    let number = Int32(needs.count)
    numbers[need] = number
    needs.append(need)
    return number
  }
}
