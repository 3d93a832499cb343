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
    /// Indices in `needs` of the two elements beside the anchor that are least likely to be met; 0 is always met.
    var firstNeed: UInt16 = 0
    var secondNeed: UInt16 = 0
  }

  /// The stages of `Anchors`, with the triggers, which matter only beside a find, as one of their own.
  static let stages = Anchors.stages + 1
  static let triggers = Anchors.stages

  let tables: LanguageTables
  private(set) var elements: [Element] = []
  private(set) var literals: [Int32] = []
  private(set) var patterns: [Pattern] = []
  private(set) var needs: [WordSignature] = [WordSignature()]
  /// Number of the possessive 's, or -2.
  let possessiveMark: Int32
  /// The classes of actors' members.
  let actorClasses: ClassSet
  private var numbers: [WordSignature: UInt16] = [:]
  /// By class, about how often its words stand in a text.
  private var sizes: [Int] = Array(repeating: 0, count: ClassSet.capacity)

  init(_ tables: LanguageTables) {
    self.tables = tables
    possessiveMark = tables.literals["'s"] ?? -2
    var classes = ClassSet()
    for number in tables.actorClasses where number >= 0 { classes.insert(number) }
    actorClasses = classes
    measureClasses()
    for pattern in tables.patterns { add(pattern) }
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

  private func add(_ pattern: CompiledPattern) {
    let firstElement = elements.count
    var wanted: [(need: WordSignature, cost: Int)] = []
    for (index, element) in pattern.elements.enumerated() {
      switch element {
      case .set(let own, let classes, let agent, let optional):
        elements.append(
          Element(
            kind: .set, optional: optional, mask: agent, firstLiteral: literals.count, literalCount: own.count,
            classes: classes))
        literals += own
        if !optional, index != pattern.anchor {
          wanted.append((WordSignature(literals: own, classes: classes), cost(own, classes)))
        }
      case .actor(let mask, let possessive, let optional):
        elements.append(Element(kind: .actor, optional: optional, possessive: possessive, mask: mask))
      case .gap(let width): elements.append(Element(kind: .gap, width: width))
      case .hyphen: elements.append(Element(kind: .hyphen))
      }
    }
    wanted.sort { $0.cost < $1.cost }
    patterns.append(
      Pattern(
        firstElement: firstElement, count: pattern.elements.count, anchor: pattern.anchor,
        shortestLead: pattern.shortestLead, longestLead: pattern.longestLead,
        firstNeed: wanted.first.map { number(of: $0.need) } ?? 0,
        secondNeed: wanted.dropFirst().first.map { number(of: $0.need) } ?? 0))
  }

  /// About how often an element is met.
  private func cost(_ literals: [Int32], _ classes: ClassSet) -> Int {
    var total = 0
    for literal in literals { tables.literalClasses[Int(literal)].forEach { total = max(total, sizes[$0] / 4) } }
    total += literals.count
    classes.forEach { total += sizes[$0] }
    return total
  }

  private func number(of need: WordSignature) -> UInt16 {
    if let known = numbers[need] { return known }
    guard needs.count < Int(UInt16.max) else { return 0 }
    numbers[need] = UInt16(needs.count)
    needs.append(need)
    return UInt16(needs.count - 1)
  }
}

/// The classes and, hashed to a bit each, the literals of some words: says for sure that none of them is wanted.
struct WordSignature: Hashable {
  private var classes = ClassSet()
  private var a: UInt64 = 0
  private var b: UInt64 = 0
  private var c: UInt64 = 0
  private var d: UInt64 = 0

  init() {}

  init(literals: [Int32], classes: ClassSet) {
    self.classes = classes
    for literal in literals { insert(literal) }
  }

  mutating func insert(_ literal: Int32) {
    let bit = UInt64(1) << UInt64(literal & 63)
    switch literal >> 6 & 3 {
    case 0: a |= bit
    case 1: b |= bit
    case 2: c |= bit
    default: d |= bit
    }
  }

  mutating func insert(_ more: ClassSet) { classes.formUnion(more) }

  func meets(_ wanted: ClassSet) -> Bool { classes.intersects(wanted) }

  func mayMeet(_ other: WordSignature) -> Bool {
    classes.intersects(other.classes)
      || (a & other.a) | (b & other.b) | (c & other.c)
        | (d & other.d) != 0
  }
}
