// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Tokenizing

/// Compiles one language's file: word classes first, since patterns refer to them, then rules and triggers.
struct LanguageCompiler {
  let source: LanguageLexicon
  let actorNames: [String]
  private let masks: [UInt16]
  let inflector: Inflector
  let analyzer = WordAnalyzer()
  /// In how many optional parts of a pattern the compiler is; there, and only there, marks may stand, and change nothing.
  var optionalDepth = 0
  private(set) var classNumbers: [String: Int] = [:]
  private var classSizes: [Int] = []
  private var common: ClassSet = ClassSet()
  private var tables: LanguageTables

  init(_ source: LanguageLexicon, actors: [String], masks: [UInt16]) {
    self.source = source
    actorNames = actors
    self.masks = masks
    tables = LanguageTables(language: source.language)
    tables.verbSecond = source.verbSecond
    var irregular: [String: [String]] = [:]
    for line in source.irregular {
      let forms = line.text.split(separator: " ").map(String.init)
      if let lemma = forms.first { irregular[lemma] = forms }
    }
    inflector = Inflector(language: source.language, irregular: irregular)
    // What a contraction leaves of a possessive marks owners, whether or not an entry has it.
    _ = literal("'s")
  }

  // MARK: Names

  mutating func literal(_ folded: String) -> Int32 {
    if let known = tables.literals[folded] { return known }
    let number = Int32(tables.literals.count)
    tables.literals[folded] = number
    tables.literalClasses.append(ClassSet())
    return number
  }

  mutating func newClass(_ name: String, _ place: LexiconPlace, size: Int = 0) throws(LexiconError) -> Int {
    if classNumbers.count >= ClassSet.capacity {
      throw LexiconError(
        message: "more than \(ClassSet.capacity) word classes and affixes in one language", place: place)
    }
    let number = classNumbers.count
    classNumbers[name] = number
    classSizes.append(size)
    return number
  }

  func failure(_ error: PhraseError, in line: LexiconLine) -> LexiconError {
    var place = line.place
    place.column += error.offset
    return LexiconError(message: "\(error.message): \(line.excerpt)", place: place)
  }

  // MARK: Classes

  mutating func declare() throws(LexiconError) {
    let start = LexiconPlace(file: "\(source.language.code).yml", line: 1, column: 1)
    for (name, lines) in source.grammar.sorted(by: { $0.key < $1.key }) {
      guard let index = Grammar.names.firstIndex(of: name) else {
        throw LexiconError(
          message: "unknown grammar class '\(name)'; known: \(Grammar.names.joined(separator: ", "))",
          place: lines.first?.place ?? start)
      }
      let number = try newClass("g:" + name, start)
      tables.grammar.classes[index] = number
      if !["quantities", "groups", "verbs", "titles", "interviewer"].contains(name) { common.insert(number) }
    }
    for name in source.classes.keys.sorted() { _ = try newClass(name, start) }
    for name in actorNames {
      if classNumbers[name] == nil { _ = try newClass(name, start) }
      tables.actorClasses.append(classNumbers[name] ?? -1)
    }
    for (name, lines) in source.grammar.sorted(by: { $0.key < $1.key }) {
      try fill(classNumbers["g:" + name] ?? 0, lines)
    }
    for (name, lines) in source.classes.sorted(by: { $0.key < $1.key }) { try fill(classNumbers[name] ?? 0, lines) }
  }

  /// Entries of a class are separated by commas or stand on lines of their own.
  private mutating func fill(_ number: Int, _ lines: [LexiconLine]) throws(LexiconError) {
    for line in lines {
      for piece in line.text.utf8.split(separator: UInt8(ascii: ",")) {
        let text = Substring(piece.drop { $0 == UInt8(ascii: " ") })
        if text.isEmpty { continue }
        classSizes[number] += 1
        let entry = LexiconLine(text: String(text), place: line.place)
        if try affix(entry, under: number) { continue }
        for chain in try chains(of: entry) {
          try file(chain, under: number, line.place)
        }
      }
    }
  }

  /// Files an entry that is a word's beginning or ending and nothing else; false of others.
  private mutating func affix(_ line: LexiconLine, under number: Int) throws(LexiconError) -> Bool {
    guard line.text.utf8.contains(UInt8(ascii: "*")) else { return false }
    let node: PhraseNode
    do { node = try PhraseLineParser.parse(line.text) } catch { throw failure(error, in: line) }
    guard case .wildcard(let text) = node else { return false }
    let word = try PatternWord(wildcard: text, analyzer, line)
    guard word.parts.count == 1 else { return false }
    addAffix(word.parts[0], to: number)
    classSizes[number] += 10
    return true
  }

  /// Puts the words with a beginning (`garden*`) or an ending (`*ed`) into a class.
  mutating func addAffix(_ folded: String, to number: Int) {
    if folded.hasSuffix("*") {
      tables.prefixes[String(folded.dropLast()), default: ClassSet()].insert(number)
    } else {
      tables.suffixes[String(folded.dropFirst()), default: ClassSet()].insert(number)
    }
  }

  private mutating func file(_ chain: [PatternElement], under number: Int, _ place: LexiconPlace) throws(LexiconError) {
    if chain.count == 1, case .set(let literals, let classes, 0, false) = chain[0], classes.isEmpty {
      for literal in literals { tables.literalClasses[Int(literal)].insert(number) }
      classSizes[number] += literals.count
      return
    }
    let headOnly = chain.contains { if case .gap = $0 { true } else { false } }
    append(chain, purpose: .wordClass(number, headOnly: headOnly), weight: 1, place: place)
  }

  // MARK: Rules

  mutating func add(_ rule: RuleSource, number: Int) throws(LexiconError) {
    for line in rule.patterns {
      var line = line
      var weight = rule.weight
      if line.text.utf8.contains(UInt8(ascii: ":")), let mark = line.text.firstRange(of: " :: ") {
        guard let own = Double(line.text[..<mark.lowerBound]), own.magnitude <= 100 else {
          let found = LexiconLine.excerpt(String(line.text[..<mark.lowerBound]))
          throw LexiconError(
            message: "a weight before '::' is a number from -100 to 100, not '\(found)'", place: line.place)
        }
        weight = own
        line.place.column += line.text.unicodeScalars.count - line.text[mark.upperBound...].unicodeScalars.count
        line.text = String(line.text[mark.upperBound...])
      }
      if line.text.hasSuffix(" ::") {
        throw LexiconError(message: "a pattern is wanted behind '::': \(line.excerpt)", place: line.place)
      }
      for chain in try chains(of: line) {
        try refuseEmpty(chain, line)
        let purpose: CompiledPattern.Purpose =
          rule.concept.hasPrefix("speaker:") ? .speaker(number) : asksForActors(chain) ? .role(number) : .term(number)
        append(chain, purpose: purpose, weight: weight, place: line.place, isNamed: rule.strength == .named)
      }
    }
    for line in rule.exceptions {
      for chain in try chains(of: line) {
        append(chain, purpose: .exception(number), weight: 1, place: line.place, isNamed: rule.strength == .named)
      }
    }
  }

  mutating func addTriggers() throws(LexiconError) {
    for (index, trigger) in source.triggers.enumerated() {
      var stop = -1
      if let first = trigger.stop.first {
        stop = try newClass("stop:\(index)", first.place)
        try fill(stop, trigger.stop)
      }
      tables.triggers.append(
        CompiledTrigger(
          polarity: trigger.polarity, direction: trigger.direction, window: trigger.window, stopClass: stop))
      for line in trigger.phrases {
        for chain in try chains(of: line) { append(chain, purpose: .trigger(index), weight: 1, place: line.place) }
      }
      for line in trigger.pseudo {
        for chain in try chains(of: line) { append(chain, purpose: .pseudoTrigger, weight: 1, place: line.place) }
      }
    }
  }

  private func asksForActors(_ chain: [PatternElement]) -> Bool {
    chain.contains {
      switch $0 {
      case .actor: true
      case .set(_, _, let agent, _): agent != 0
      default: false
      }
    }
  }

  private func refuseEmpty(_ chain: [PatternElement], _ line: LexiconLine) throws(LexiconError) {
    let asks = chain.contains {
      switch $0 {
      case .set(_, _, _, false), .actor(_, _, false): true
      default: false
      }
    }
    if !asks { throw LexiconError(message: "the pattern can match nothing at all: \(line.excerpt)", place: line.place) }
  }

  // MARK: Filing

  private mutating func append(
    _ marked: [PatternElement], purpose: CompiledPattern.Purpose, weight: Double, place: LexiconPlace,
    isNamed: Bool = false
  ) {
    let chain = marked.filter { $0 != .objectMark }
    let anchor = chain.indices.min { cost(chain[$0], $0) < cost(chain[$1], $1) } ?? 0
    var shortest = 0
    var longest = 0
    for element in chain[..<anchor] {
      switch element {
      case .set(_, let classes, _, let optional):
        shortest += optional ? 0 : 1
        longest += classes.isEmpty ? 2 : 5
      case .actor(_, _, let optional):
        shortest += optional ? 0 : 1
        longest += 10
      case .gap(let width): longest += width
      case .hyphen, .objectMark: break
      }
    }
    let stage =
      if case .wordClass = purpose {
        Anchors.classPhrases
      } else if asksForActors(chain) {
        Anchors.roles
      } else {
        isNamed ? Anchors.namedTerms : Anchors.otherWords
      }
    tables.patterns.append(
      CompiledPattern(
        purpose: purpose, stage: stage, weight: weight, elements: chain, anchor: anchor,
        object: marked.firstIndex(of: .objectMark) ?? -1, shortestLead: shortest,
        longestLead: min(longest, LexiconCompiler.longestLead),
        place: place))
  }

  private func cost(_ element: PatternElement, _ index: Int) -> Int {
    switch element {
    case .set(let literals, let classes, let agent, false):
      var total = index + (agent == 0 ? 0 : -3)
      for literal in literals { total += tables.literalClasses[Int(literal)].intersects(common) ? 300 : 2 }
      classes.forEach { total += (common.contains($0) ? 400 : 20) + classSizes[$0] / 4 }
      return total
    case .actor(_, _, false): return 250 + index
    default: return 100_000
    }
  }

  mutating func finish() -> LanguageTables {
    return tables
  }
}
