// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Tokenizing

/// Turns a `Lexicon` into a `CompiledLexicon`, checking every name on the way.
package struct LexiconCompiler {
  /// A line that stands for more chains than this is refused: its alternatives multiply.
  static let mostChains = 4096
  static let mostActors = 12
  /// No pattern is longer.
  static let mostElements = 60
  /// No gap, and nothing before an anchor, is longer.
  static let longestLead = 40

  private let lexicon: Lexicon
  private var actorNumbers: [String: Int] = [:]
  private var conceptNumbers: [String: Int] = [:]
  private var rules: [CompiledRule] = []
  private var ruleNames: Set<String> = []

  private init(_ lexicon: Lexicon) { self.lexicon = lexicon }

  package static func compile(_ lexicon: Lexicon) throws(LexiconError) -> CompiledLexicon {
    var compiler = LexiconCompiler(lexicon)
    do throws(LexiconError) { return try compiler.run() } catch { throw error.inside(lexicon.folder) }
  }

  private mutating func run() throws(LexiconError) -> CompiledLexicon {
    let start = LexiconPlace(file: "scheme.yml", line: 1, column: 1)
    let masks = try actors(start)
    try concepts()
    var tables: [Language: LanguageTables] = [:]
    for language in lexicon.languages {
      var builder = LanguageCompiler(language, actors: lexicon.actors.map(\.name), masks: masks)
      try builder.declare()
      for rule in language.rules {
        let number = try number(of: rule)
        try builder.add(rule, number: number)
      }
      try builder.addTriggers()
      var finished = builder.finish()
      finished.cues = try CueTable(
        language.cues, language: language.language, actors: lexicon.actors.map(\.name), concepts: conceptNumbers)
      addCueRules(&finished.cues)
      tables[language.language] = finished
    }
    let classification = try lexicon.classification.map { source throws(LexiconError) in
      try Classification(source, concepts: conceptNumbers)
    }
    var compiled = CompiledLexicon(
      name: lexicon.name, version: lexicon.version, contentHash: LexiconDigest.digest(of: lexicon),
      overlap: lexicon.overlap)
    (compiled.concepts, compiled.rules) = (lexicon.concepts, rules)
    (compiled.actors, compiled.actorMasks) = (lexicon.actors, masks)
    (compiled.classification, compiled.tables) = (classification, tables)
    compiled.prepare()
    return compiled
  }

  /// One rule for each reported concept that a language's cues speak for: `en.cues.CONCEPT`.
  private mutating func addCueRules(_ table: inout CueTable) {
    for concept in Set(table.cues.flatMap { $0.weights.map(\.concept) }).sorted()
    where !lexicon.concepts[concept].isInternal {
      table.rules[concept] = rules.count
      rules.append(
        CompiledRule(
          id: "\(table.language.code).cues.\(lexicon.concepts[concept].id)", concept: concept, speaker: -1,
          deniedAs: -1,
          strength: .described, weight: 1))
    }
  }

  private mutating func actors(_ start: LexiconPlace) throws(LexiconError) -> [UInt16] {
    if lexicon.actors.count > Self.mostActors {
      throw LexiconError(message: "more than \(Self.mostActors) kinds of actor", place: start)
    }
    for (index, actor) in lexicon.actors.enumerated() { actorNumbers[actor.name] = index }
    var masks: [UInt16] = []
    for (index, actor) in lexicon.actors.enumerated() {
      var mask = UInt16(1) << UInt16(index)
      for other in [actor.countsAs, actor.opposite].compactMap(\.self) where actorNumbers[other] == nil {
        throw LexiconError(message: "unknown actor '\(other)'", place: actor.place)
      }
      if let number = actor.countsAs.flatMap({ actorNumbers[$0] }) { mask |= 1 << UInt16(number) }
      masks.append(mask)
    }
    return masks
  }

  private mutating func concepts() throws(LexiconError) {
    for (index, concept) in lexicon.concepts.enumerated() {
      if conceptNumbers.updateValue(index, forKey: concept.id) != nil {
        throw LexiconError(message: "concept '\(concept.id)' is given twice", place: concept.place)
      }
      if index > Int(UInt16.max) { throw LexiconError(message: "more than 65,535 concepts", place: concept.place) }
    }
    for concept in lexicon.concepts {
      if let id = concept.broader, conceptNumbers[id] == nil {
        throw LexiconError(
          message: "concept '\(concept.id)' is below '\(id)', which is not declared", place: concept.place)
      }
    }
    try refuseCircles()
  }

  /// Follows 'broader' upwards from each concept, once over every one of them.
  private func refuseCircles() throws(LexiconError) {
    /// The concept from which each was first reached.
    var reached = [Int?](repeating: nil, count: lexicon.concepts.count)
    for start in lexicon.concepts.indices {
      var next: Int? = start
      while let index = next, reached[index] == nil {
        reached[index] = start
        next = lexicon.concepts[index].broader.flatMap { conceptNumbers[$0] }
      }
      if let index = next, reached[index] == start {
        let concept = lexicon.concepts[index]
        throw LexiconError(message: "'broader' runs in a circle through '\(concept.id)'", place: concept.place)
      }
    }
  }

  private mutating func number(of rule: RuleSource) throws(LexiconError) -> Int {
    var compiled = CompiledRule(
      id: rule.id, concept: -1, speaker: -1, deniedAs: -1, strength: rule.strength, weight: rule.weight)
    if rule.concept.hasPrefix("speaker:") {
      let name = String(rule.concept.dropFirst(8))
      guard name == "outside" || actorNumbers[name] != nil else {
        throw LexiconError(message: "unknown actor '\(name)'", place: rule.place)
      }
      compiled.speaker = actorNumbers[name] ?? -1
    } else {
      guard let concept = conceptNumbers[rule.concept] else {
        throw LexiconError(message: "unknown concept '\(rule.concept)'", place: rule.place)
      }
      compiled.concept = concept
    }
    if let other = rule.deniedAs {
      guard let concept = conceptNumbers[other] else {
        throw LexiconError(message: "unknown concept '\(other)'", place: rule.place)
      }
      compiled.deniedAs = concept
    }
    if !ruleNames.insert(rule.id).inserted {
      throw LexiconError(message: "rule '\(rule.id)' is given twice", place: rule.place)
    }
    if rules.count > Int(UInt16.max) { throw LexiconError(message: "more than 65,536 rules", place: rule.place) }
    rules.append(compiled)
    return rules.count - 1
  }
}
