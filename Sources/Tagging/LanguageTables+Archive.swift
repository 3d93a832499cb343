// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// How one language's tables stand in the archived form of a lexicon.
///
///     Tables   --> VerbSecond Word* ClassSet* Prefix* Suffix* Grammar ActorClass* Trigger* Pattern* Cues
///     Pattern  --> Place Purpose Number Stage Weight Element* Anchor Object ShortestLead LongestLead
///     Place    --> IsOtherFile File? Line Column
///     Element  --> 0 Literal* ClassSet Agent Optional | 1 Mask Possessive Optional | 2 Width | 3
extension LanguageTables {
  /// What the rest of the lexicon has, which numbers in the tables stay below.
  struct Counts {
    var actors: Int
    var concepts: Int
    /// The concept of each rule, or -1.
    var rules: [Int]
  }

  mutating func archive(_ archive: inout LexiconArchive, _ counts: Counts) {
    archive.choice(&language)
    archive.flag(&verbSecond)
    archive.numbered(&literals)
    archive.list(&literalClasses, ClassSet()) { $1.archive(&$0) }
    archive.table(&prefixes)
    archive.table(&suffixes)
    archive.list(&grammar.classes, -1) { $0.number(&$1, in: -1..<ClassSet.capacity) }
    archive.list(&actorClasses, -1) { $0.number(&$1, in: -1..<ClassSet.capacity) }
    archive.list(&triggers, CompiledTrigger()) {
      $0.choice(&$1.polarity)
      $0.choice(&$1.direction)
      $0.number(&$1.window, in: 1..<101)
      $0.number(&$1.stopClass, in: -1..<ClassSet.capacity)
    }
    let (words, triggerCount) = (literals.count, triggers.count)
    var file = ""
    archive.list(&patterns, CompiledPattern()) {
      $1.archive(&$0, words: words, triggers: triggerCount, rules: counts.rules, &file)
    }
    cues.archive(&archive, language, counts)
    if literalClasses.count != words || grammar.classes.count != Grammar.names.count
      || actorClasses.count != counts.actors
    {
      archive.fail()
    }
  }
}

extension CompiledPattern {
  /// - Parameter file: the one in which the pattern before this stands.
  fileprivate mutating func archive(
    _ archive: inout LexiconArchive, words: Int, triggers: Int, rules: [Int], _ file: inout String
  ) {
    var isOtherFile = place.file != file
    archive.flag(&isOtherFile)
    if archive.isReading { place.file = file }
    if isOtherFile { archive.text(&place.file) }
    file = place.file
    archive.number(&place.line, in: 0..<1 << 40)
    archive.number(&place.column, in: 0..<1 << 40)
    purpose.archive(&archive, triggers: triggers, rules: rules)
    archive.number(&stage, in: 0..<Anchors.stages)
    archive.decimal(&weight)
    archive.list(&elements, .hyphen) { $1.archive(&$0, words: words) }
    if elements.isEmpty || elements.count > LexiconCompiler.mostElements { archive.fail() }
    archive.number(&anchor, in: 0..<max(1, elements.count))
    archive.number(&object, in: -1..<elements.count)
    archive.number(&shortestLead, in: 0..<LexiconCompiler.mostElements)
    archive.number(&longestLead, in: 0..<LexiconCompiler.longestLead + 1)
  }
}

extension CompiledPattern.Purpose {
  private static let kinds = 8

  fileprivate mutating func archive(_ archive: inout LexiconArchive, triggers: Int, rules: [Int]) {
    var (kind, number) = numbers
    archive.number(&kind, in: 0..<Self.kinds)
    let limit = kind < 2 ? ClassSet.capacity : kind == 2 ? triggers : kind == 3 ? 1 : rules.count
    archive.number(&number, in: 0..<limit)
    guard archive.isReading, !archive.failed else { return }
    switch kind {
    case 0, 1: self = .wordClass(number, headOnly: kind == 1)
    case 2: self = .trigger(number)
    case 3: self = .pseudoTrigger
    case 4: self = .speaker(number)
    case 5: self = .term(number)
    case 6: self = .role(number)
    default: self = .exception(number)
    }
    // A rule that gives hits has a concept.
    if kind == 5 || kind == 6, rules[number] < 0 { archive.fail() }
  }

  private var numbers: (kind: Int, number: Int) {
    switch self {
    case .wordClass(let number, let headOnly): (headOnly ? 1 : 0, number)
    case .trigger(let number): (2, number)
    case .pseudoTrigger: (3, 0)
    case .speaker(let number): (4, number)
    case .term(let number): (5, number)
    case .role(let number): (6, number)
    case .exception(let number): (7, number)
    }
  }
}

extension PatternElement {
  fileprivate mutating func archive(_ archive: inout LexiconArchive, words: Int) {
    var kind = 3
    var (literals, classes, mask, marks) = ([Int32](), ClassSet(), UInt16(0), (possessive: false, optional: false))
    var width = 1
    switch self {
    case .set(let all, let own, let agent, let optional):
      (kind, literals, classes, mask, marks.optional) = (0, all, own, agent, optional)
    case .actor(let own, let possessive, let optional): (kind, mask, marks) = (1, own, (possessive, optional))
    case .gap(let own): (kind, width) = (2, own)
    case .hyphen, .objectMark: break
    }
    archive.number(&kind, in: 0..<4)
    switch kind {
    case 0:
      archive.list(&literals, 0) { $0.number(&$1, in: 0..<words) }
      classes.archive(&archive)
      archive.mask(&mask)
      archive.flag(&marks.optional)
      self = .set(literals: literals, classes: classes, agent: mask, optional: marks.optional)
    case 1:
      archive.mask(&mask)
      archive.flag(&marks.possessive)
      archive.flag(&marks.optional)
      self = .actor(mask: mask, possessive: marks.possessive, optional: marks.optional)
    case 2:
      archive.number(&width, in: 1..<LexiconCompiler.longestLead + 1)
      self = .gap(width)
    default: self = .hyphen
    }
  }
}
