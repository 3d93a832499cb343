// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// Looks for lines of rules that can do nothing: lines that another one always forestalls, lines that nothing can match,
/// lines that can be gone through in very many ways.
struct EntryChecks {
  typealias Finding = LexiconChecker.Finding

  private struct Entry {
    var number: Int
    var rule: Int
    var pattern: CompiledPattern
    /// Its place among the lines of rules: one line may stand for several patterns.
    var line: LexiconPlace
  }

  /// A pattern that can be gone through in more ways than this at one word may be given up before a match is found.
  static let mostWays = 4000

  private let lexicon: CompiledLexicon
  private let tables: LanguageTables
  private let forms: FormTable
  private var entries: [Entry] = []
  /// By literal, the classes of the word, affixes included.
  private var literalClasses: [ClassSet] = []
  private var findings: [Finding] = []

  static func findings(in lexicon: CompiledLexicon, _ language: Language) -> [Finding] {
    guard let patterns = lexicon.patterns[language] else { return [] }
    var checks = EntryChecks(lexicon, patterns)
    checks.findShadowed()
    checks.findCovered()
    checks.findImpossible()
    checks.findCostly()
    return checks.findings
  }

  private init(_ lexicon: CompiledLexicon, _ patterns: PatternTable) {
    self.lexicon = lexicon
    tables = patterns.tables
    forms = FormTable(patterns)
    literalClasses = Array(repeating: ClassSet(), count: tables.literals.count)
    for (word, number) in tables.literals { literalClasses[Int(number)] = forms.describe(word).classes }
    for (number, pattern) in tables.patterns.enumerated() {
      guard let rule = pattern.rule else { continue }
      entries.append(Entry(number: number, rule: rule, pattern: pattern, line: pattern.place))
    }
  }

  private mutating func add(_ kind: Finding.Kind, _ message: String, _ place: LexiconPlace) {
    // A line that stands for several patterns is told of once.
    if findings.last?.place == place, findings.last?.kind == kind { return }
    findings.append(Finding(kind: kind, message: message, place: place, isError: false))
  }

  private func name(_ entry: Entry) -> String {
    "line \(entry.line.line) of rule \(lexicon.rules[entry.rule].id)"
  }

  // MARK: The same pattern twice

  /// Of two rules that match the same words the overlap policy keeps the earlier one's hit.
  private mutating func findShadowed() {
    var known: [[PatternElement]: Int] = [:]
    for (index, entry) in entries.enumerated() {
      guard let first = known[entry.pattern.elements] else {
        known[entry.pattern.elements] = index
        continue
      }
      let other = entries[first]
      if other.line == entry.line || other.rule == entry.rule { continue }
      let (own, theirs) = (lexicon.rules[entry.rule], lexicon.rules[other.rule])
      let text = lexicon.concepts[theirs.concept].id
      let loses =
        lexicon.overlap == .longestOverall || lexicon.overlap == .longestWithinConcept && own.concept == theirs.concept
      if loses {
        add(.shadowed, "rule \(own.id): this can never win, since \(name(other)) matches the same words", entry.line)
      } else {
        add(.alike, "rule \(own.id): \(name(other)), for \(text), matches the same words", entry.line)
      }
    }
  }

  // MARK: A wider line of the same rule

  private mutating func findCovered() {
    let wide = CoverIndex(entries.filter { isWide($0.pattern) }.map { ($0.number, $0.rule, $0.pattern.elements) })
    let places = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.number, $0) })
    for (index, entry) in entries.enumerated() {
      let candidates = wide.candidates(rule: entry.rule, entry.pattern.elements) { literalClasses[Int($0)] }
      for other in candidates.compactMap({ places[$0] }) where entries[other].line != entry.line {
        let rival = entries[other]
        guard rival.pattern.weight >= entry.pattern.weight, covers(rival.pattern, entry.pattern) else { continue }
        if other > index, covers(entry.pattern, rival.pattern) { continue }
        add(.covered, "rule \(lexicon.rules[entry.rule].id): \(name(rival)) matches all that this does", entry.line)
        break
      }
    }
  }

  private func isWide(_ pattern: CompiledPattern) -> Bool {
    pattern.elements.contains {
      switch $0 {
      case .set(let literals, let classes, _, _): literals.count > 1 || !classes.isEmpty
      case .actor: true
      case .gap, .hyphen, .objectMark: false
      }
    }
  }

  /// Whether one pattern matches wherever another does, and the same words.
  private func covers(_ wide: CompiledPattern, _ narrow: CompiledPattern) -> Bool {
    zip(wide.elements, narrow.elements).allSatisfy { covers($0, $1) }
  }

  private func covers(_ wide: PatternElement, _ narrow: PatternElement) -> Bool {
    switch (wide, narrow) {
    case (.set(let literals, let classes, let agent, let optional), .set(let few, let own, let doer, let mayMiss)):
      guard optional == mayMiss, (agent == 0) == (doer == 0), doer & ~agent == 0 else { return false }
      return own.subtracting(classes).isEmpty
        && few.allSatisfy { literals.contains($0) || literalClasses[Int($0)].intersects(classes) }
    case (.actor(let mask, let possessive, let optional), .actor(let few, let owns, let mayMiss)):
      return possessive == owns && optional == mayMiss && few & ~mask == 0
    default: return wide == narrow
    }
  }

  // MARK: Lines that match nothing, or cost too much

  private mutating func findImpossible() {
    var members = ClassSet()
    for classes in tables.literalClasses { members.formUnion(classes) }
    for classes in tables.prefixes.values { members.formUnion(classes) }
    for classes in tables.suffixes.values { members.formUnion(classes) }
    for pattern in tables.patterns { if case .wordClass(let number, _) = pattern.purpose { members.insert(number) } }
    var actors: UInt16 = 0
    for (actor, number) in tables.actorClasses.enumerated() where number >= 0 && members.contains(number) {
      actors |= lexicon.actorMasks[actor]
    }
    for entry in entries {
      for element in entry.pattern.elements where isImpossible(element, members, actors) {
        add(
          .impossible, "rule \(lexicon.rules[entry.rule].id): this asks for a word class or an actor without members",
          entry.line)
      }
    }
  }

  private func isImpossible(_ element: PatternElement, _ members: ClassSet, _ actors: UInt16) -> Bool {
    switch element {
    case .set(let literals, let classes, let agent, false):
      literals.isEmpty && !classes.intersects(members) || agent != 0 && agent & actors == 0
    case .actor(let mask, _, false): mask & actors == 0
    default: false
    }
  }

  private mutating func findCostly() {
    for entry in entries {
      var ways = 1
      for element in entry.pattern.elements {
        switch element {
        case .gap(let width): ways *= width + 1
        case .set(_, _, _, true), .actor(_, _, true): ways *= 2
        default: break
        }
        if ways > Self.mostWays { break }
      }
      if ways > Self.mostWays {
        add(
          .costly,
          "rule \(lexicon.rules[entry.rule].id): its gaps can be filled in more than \(Self.mostWays) ways at one word; "
            + "matches may be missed", entry.line)
      }
    }
  }
}
