// SPDX-License-Identifier: Apache-2.0

/// One language's patterns laid out flat, so that trying one neither copies nor counts references.
///
/// A pattern carries what must stand somewhere in the anchor's sentence; most patterns fail on that alone.
///
/// Nothing changes once it is made, and every tagger of a lexicon reads the same one.
final class PatternTable: Sendable {
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
    /// Index of the element that the act is done to, or -1.
    var object: Int
    var shortestLead: Int
    var longestLead: Int
    /// Stretch of `neededBy` with what the elements beside the anchor need, the least likely to be met first.
    var needs: Range<Int>
    /// What the first elements that ask for actors ask for, the anchor's own apart.
    var actors = ActorNeeds()
    /// What the anchor itself asks of actors.
    var anchorActors = ActorNeeds()
    /// The word that must stand right behind the anchor, or behind a gap: its element, 0 where it is none, and the gap.
    var follower = 0
    var followerGap = 0
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

  /// A whole class, or words and classes, that are part of another class.
  struct Inclusion {
    var literals: [Int32]
    var classes: ClassSet
    /// The class that they are part of.
    var number: Int

    func holds(_ literal: Int32, _ classes: ClassSet) -> Bool {
      classes.intersects(self.classes) || literal >= 0 && literals.contains(literal)
    }
  }

  /// The stages of `Anchors`, with the triggers, which matter only beside a find, as one of their own.
  static let stages = Anchors.stages + 1
  static let triggers = Anchors.stages

  let tables: LanguageTables
  let elements: [Element]
  let literals: [Int32]
  let patterns: [Pattern]
  /// By stage.
  let files: [Files]
  let phrases: PlainPhrases
  /// What is told of whole classes at once, without matching anything.
  let inclusions: [Inclusion]
  /// The distinct needs; number 0 is always met.
  let needs: [Need]
  /// Numbers of needs, pattern by pattern.
  let neededBy: [Int32]
  let prefixes: AffixTable
  let suffixes: AffixTable
  /// Whether nothing but terms can be found: no class phrases, no role rules.
  let holdsOnlyTerms: Bool
  /// Number of the possessive 's, or -2.
  let possessiveMark: Int32
  /// The classes of actors' members.
  let actorClasses: ClassSet
  /// Whether a pattern is found at each place where it begins, as a query is; else from the nearest one only.
  let keepsAllStarts: Bool

  /// - Parameter rules: the rules whose patterns are asked for; nil for all.
  init(_ tables: LanguageTables, _ overlap: OverlapPolicy, rules: Set<Int>? = nil) {
    self.tables = tables
    keepsAllStarts = overlap == .all
    let layout = PatternLayout(tables, rules: rules)
    (elements, literals, patterns) = (layout.elements, layout.literals, layout.patterns)
    (files, phrases, inclusions) = (layout.files, layout.phrases, layout.inclusions)
    (needs, neededBy) = (layout.needs, layout.neededBy)
    holdsOnlyTerms =
      files[Anchors.classPhrases].isEmpty && files[Anchors.roles].isEmpty && !phrases.has(stage: Anchors.classPhrases)
      && inclusions.isEmpty
    possessiveMark = tables.literals["'s"] ?? -2
    var classes = ClassSet()
    for number in tables.actorClasses where number >= 0 { classes.insert(number) }
    actorClasses = classes
    prefixes = AffixTable(tables.prefixes, fromEnd: false, decisive: classes)
    suffixes = AffixTable(tables.suffixes, fromEnd: true, decisive: classes)
  }

  /// The stage in which a pattern of one of the `Anchors` is tried.
  func stage(of pattern: Int32) -> Int { Self.stage(of: tables.patterns[Int(pattern)]) }

  static func stage(of pattern: CompiledPattern) -> Int {
    switch pattern.purpose {
    case .trigger, .pseudoTrigger: triggers
    default: pattern.stage
    }
  }
}
