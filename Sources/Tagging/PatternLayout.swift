// SPDX-License-Identifier: Apache-2.0

/// Lays a language's patterns out flat, files each under what gives it away, and says what its sentence must hold.
struct PatternLayout {
  private let tables: LanguageTables
  private(set) var elements: [PatternTable.Element] = []
  private(set) var literals: [Int32] = []
  private(set) var patterns: [PatternTable.Pattern] = []
  private(set) var files = Array(repeating: PatternTable.Files(), count: PatternTable.stages)
  private(set) var phrases: PlainPhrases
  private(set) var needs = [PatternTable.Need()]
  private(set) var neededBy: [Int32] = []
  private var numbers: [PatternTable.Need: Int32] = [:]
  /// By class, about how often its words stand in a text.
  private var sizes: [Int] = Array(repeating: 0, count: ClassSet.capacity)

  init(_ tables: LanguageTables) {
    self.tables = tables
    phrases = PlainPhrases(stages: PatternTable.stages, words: tables.literals.count)
    measureClasses()
    for (number, pattern) in tables.patterns.enumerated() {
      let stage = PatternTable.stage(of: pattern)
      let isPlain = phrases.insert(Int32(number), pattern, stage: stage)
      add(pattern, hasNeeds: !isPlain)
      if !isPlain { file(Int32(number), pattern, stage) }
    }
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
    case .gap, .hyphen: break
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
      case .hyphen: elements.append(PatternTable.Element(kind: .hyphen))
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
        firstElement: firstElement, count: pattern.elements.count, anchor: pattern.anchor,
        shortestLead: pattern.shortestLead, longestLead: pattern.longestLead, needs: firstNeed..<neededBy.count,
        actors: actors, anchorActors: anchorActors))
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
