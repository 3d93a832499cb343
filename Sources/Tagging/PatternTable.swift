// SPDX-License-Identifier: Apache-2.0

/// One language's patterns laid out flat, so that trying one neither copies nor counts references.
///
/// A pattern carries what must stand somewhere in the anchor's sentence; most patterns fail on that alone.
///
/// Unchecked: nothing changes once it is made, and every tagger of a lexicon reads the same one.
final class PatternTable: @unchecked Sendable {
  struct Element {
    enum Kind: UInt8 { case set, actor, gap, hyphen }

    var kind: Kind
    var optional = false
    var possessive = false
    /// The actors that must be doing it, or that the mention must be.
    var mask: UInt16 = 0
    var width: Int32 = 0
    /// The element's stretch of `literals`.
    var firstLiteral: Int32 = 0
    var literalCount: Int32 = 0
    var classes = ClassSet()
  }

  /// What an element asks for: one of some words, or a word of one of some classes.
  struct Need: Hashable {
    var literals: [Int32] = []
    var classes = ClassSet()
  }

  /// The actors that some elements of a pattern ask for, as bits; 0 where none does.
  struct ActorNeeds {
    /// By a mention that owns nothing, by one that owns what follows, and by the agent of a word.
    var mention: UInt16 = 0
    var owner: UInt16 = 0
    var agent: UInt16 = 0

    /// Whether actors that are there may be those asked for.
    func areMet(by present: ActorNeeds) -> Bool {
      (mention == 0 || mention & present.mention != 0) && (owner == 0 || owner & present.owner != 0)
        && (agent == 0 || agent & present.agent != 0)
    }
  }

  struct Pattern {
    var firstElement: Int
    var count: Int
    var anchor: Int
    var shortestLead: Int
    var longestLead: Int
    /// Stretch of `neededBy` with what the elements beside the anchor need, the least likely to be met first.
    var needs: Range<Int>
    /// What the first elements that ask for actors ask for, the anchor's own apart.
    var actors = ActorNeeds()
    /// What the anchor itself asks of actors.
    var anchorActors = ActorNeeds()
  }

  /// The patterns of one stage under what gives them away; plain phrases are filed apart.
  struct Files {
    var byLiteral: [Int32: [Int32]] = [:]
    var byClass: [[Int32]] = Array(repeating: [], count: ClassSet.capacity)
    var byActor: [Int32] = []
    /// The classes that anything is filed under.
    var classes = ClassSet()
    var isEmpty: Bool { byLiteral.isEmpty && classes.isEmpty && byActor.isEmpty }
  }

  /// The stages of `Anchors`, with the triggers, which matter only beside a find, as one of their own.
  static let stages = Anchors.stages + 1
  static let triggers = Anchors.stages

  let tables: LanguageTables
  private(set) var elements: [Element] = []
  private(set) var literals: [Int32] = []
  private(set) var patterns: [Pattern] = []
  private(set) var files: [Files] = Array(repeating: Files(), count: stages)
  private(set) var phrases: PlainPhrases
  /// The distinct needs; number 0 is always met.
  private(set) var needs: [Need] = [Need()]
  /// Numbers of needs, pattern by pattern.
  private(set) var neededBy: [Int32] = []
  /// Whether nothing but terms can be found: no class phrases, no role rules.
  var holdsOnlyTerms: Bool {
    files[Anchors.classPhrases].isEmpty && files[Anchors.roles].isEmpty && !phrases.has(stage: Anchors.classPhrases)
  }
  /// Number of the possessive 's, or -2.
  let possessiveMark: Int32
  /// The classes of actors' members.
  let actorClasses: ClassSet
  private var numbers: [Need: Int32] = [:]
  /// By class, about how often its words stand in a text.
  private var sizes: [Int] = Array(repeating: 0, count: ClassSet.capacity)

  init(_ tables: LanguageTables) {
    self.tables = tables
    phrases = PlainPhrases(stages: Self.stages, words: tables.literals.count)
    possessiveMark = tables.literals["'s"] ?? -2
    var classes = ClassSet()
    for number in tables.actorClasses where number >= 0 { classes.insert(number) }
    actorClasses = classes
    measureClasses()
    for (number, pattern) in tables.patterns.enumerated() {
      let stage = stage(of: Int32(number))
      let isPlain = phrases.insert(Int32(number), pattern, stage: stage)
      add(pattern, hasNeeds: !isPlain)
      if !isPlain { file(Int32(number), pattern, stage) }
    }
  }

  private func file(_ number: Int32, _ pattern: CompiledPattern, _ stage: Int) {
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

  /// The stage in which a pattern of one of the `Anchors` is tried.
  func stage(of pattern: Int32) -> Int {
    switch tables.patterns[Int(pattern)].purpose {
    case .trigger, .pseudoTrigger: return Self.triggers
    default: return tables.patterns[Int(pattern)].stage
    }
  }

  private func measureClasses() {
    for classes in tables.literalClasses { classes.forEach { sizes[$0] += 1 } }
    for classes in tables.prefixes.values { classes.forEach { sizes[$0] += 30 } }
    for classes in tables.suffixes.values { classes.forEach { sizes[$0] += 100 } }
    // The closed classes are small, and their words are everywhere.
    for number in tables.grammar.classes where number >= 0 { sizes[number] += 300 }
  }

  private func add(_ pattern: CompiledPattern, hasNeeds: Bool) {
    let firstElement = elements.count
    var wanted: [(need: Int32, cost: Int)] = []
    var actors = ActorNeeds()
    var anchorActors = ActorNeeds()
    for (index, element) in pattern.elements.enumerated() {
      var own = ActorNeeds()
      switch element {
      case .set(let words, let classes, let agent, let optional):
        elements.append(
          Element(
            kind: .set, optional: optional, mask: agent, firstLiteral: Int32(literals.count),
            literalCount: Int32(words.count), classes: classes))
        literals += words
        if optional { continue }
        own.agent = agent
        if hasNeeds, index != pattern.anchor {
          wanted.append((number(of: Need(literals: words, classes: classes)), cost(words, classes)))
        }
      case .actor(let mask, let possessive, let optional):
        elements.append(Element(kind: .actor, optional: optional, possessive: possessive, mask: mask))
        if optional { continue }
        if possessive { own.owner = mask } else { own.mention = mask }
      case .gap(let width): elements.append(Element(kind: .gap, width: Int32(width)))
      case .hyphen: elements.append(Element(kind: .hyphen))
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
      Pattern(
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

  private func number(of need: Need) -> Int32 {
    if let known = numbers[need] { return known }
    let number = Int32(needs.count)
    numbers[need] = number
    needs.append(need)
    return number
  }
}
