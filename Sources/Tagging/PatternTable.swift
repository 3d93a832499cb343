// SPDX-License-Identifier: Apache-2.0

/// One language's patterns laid out flat, so that trying one neither copies nor counts references.
///
/// A pattern carries what must stand somewhere in the anchor's sentence; most patterns fail on that alone.
final class PatternTable {
  struct Element {
    enum Kind: UInt8 { case set, actor, gap, hyphen }

    var kind: Kind
    var optional = false
    var possessive = false
    /// The actors that must be doing it, or that the mention must be.
    var mask: UInt16 = 0
    var width = 0
    /// The element's stretch of `literals`.
    var firstLiteral = 0
    var literalCount = 0
    var classes = ClassSet()
  }

  struct Pattern {
    var firstElement: Int
    var count: Int
    var anchor: Int
    var shortestLead: Int
    var longestLead: Int
    /// The pattern's stretch of `needs`.
    var needs: Range<Int>
  }

  /// The stages of `Anchors`, with the triggers, which matter only beside a find, as one of their own.
  static let stages = Anchors.stages + 1
  static let triggers = Anchors.stages

  let tables: LanguageTables
  private(set) var elements: [Element] = []
  private(set) var literals: [Int32] = []
  private(set) var patterns: [Pattern] = []
  private(set) var needs: [WordSignature] = []
  /// Number of the possessive 's, or -2.
  let possessiveMark: Int32
  /// The classes of actors' members.
  let actorClasses: ClassSet

  init(_ tables: LanguageTables) {
    self.tables = tables
    possessiveMark = tables.literals["'s"] ?? -2
    var classes = ClassSet()
    for number in tables.actorClasses where number >= 0 { classes.insert(number) }
    actorClasses = classes
    for pattern in tables.patterns { add(pattern) }
  }

  /// The stage in which a pattern of one of the `Anchors` is tried.
  func stage(of pattern: Int32) -> Int {
    switch tables.patterns[Int(pattern)].purpose {
    case .trigger, .pseudoTrigger: return Self.triggers
    default: return tables.patterns[Int(pattern)].stage
    }
  }

  private func add(_ pattern: CompiledPattern) {
    let firstElement = elements.count
    let firstNeed = needs.count
    for (index, element) in pattern.elements.enumerated() {
      switch element {
      case .set(let own, let classes, let agent, let optional):
        elements.append(
          Element(
            kind: .set, optional: optional, mask: agent, firstLiteral: literals.count, literalCount: own.count,
            classes: classes))
        literals += own
        if !optional, index != pattern.anchor { needs.append(WordSignature(literals: own, classes: classes)) }
      case .actor(let mask, let possessive, let optional):
        elements.append(Element(kind: .actor, optional: optional, possessive: possessive, mask: mask))
      case .gap(let width): elements.append(Element(kind: .gap, width: width))
      case .hyphen: elements.append(Element(kind: .hyphen))
      }
    }
    patterns.append(
      Pattern(
        firstElement: firstElement, count: pattern.elements.count, anchor: pattern.anchor,
        shortestLead: pattern.shortestLead, longestLead: pattern.longestLead, needs: firstNeed..<needs.count))
  }
}

/// The classes and, hashed to a bit each, the literals of some words: says for sure that none of them is wanted.
struct WordSignature {
  private var classes = ClassSet()
  private var literals: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  init() {}

  init(literals: [Int32], classes: ClassSet) {
    self.classes = classes
    for literal in literals { insert(literal) }
  }

  mutating func insert(_ literal: Int32) {
    let bit = UInt64(1) << UInt64(literal & 63)
    switch literal >> 6 & 3 {
    case 0: literals.0 |= bit
    case 1: literals.1 |= bit
    case 2: literals.2 |= bit
    default: literals.3 |= bit
    }
  }

  mutating func insert(_ more: ClassSet) { classes.formUnion(more) }

  func meets(_ wanted: ClassSet) -> Bool { classes.intersects(wanted) }

  func mayMeet(_ other: WordSignature) -> Bool {
    classes.intersects(other.classes)
      || (literals.0 & other.literals.0) | (literals.1 & other.literals.1) | (literals.2 & other.literals.2)
        | (literals.3 & other.literals.3) != 0
  }
}
