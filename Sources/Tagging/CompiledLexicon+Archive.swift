// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// The archived form of a compiled lexicon, which is quicker to read than its files are to compile.
///
///     Lexicon   --> Name Version Hash Overlap Actor* Mask* Concept* Rule* Classification? Language*
///     Language  --> Number Tables (`LanguageTables`: words, classes, affixes, triggers, patterns, cues)
///
/// `LexiconArchive` says how numbers, texts and lists are stored. What a lexicon lays out for matching is worked out anew. A
/// changed layout, like a compiler that makes other patterns of the same lines, needs another `archiveVersion`.
extension CompiledLexicon {
  /// Names the layout, what the compiler makes of a lexicon's files, and how the tagger reads it.
  package static let archiveVersion = "layout 2, compiler 4, \(LexiconDigest.reading)"

  /// The greatest number of concepts, and of rules: hits give them in 16 bits.
  private static let most = 1 << 16

  package func archived() -> [UInt8] {
    var archive = LexiconArchive()
    var copy = self
    copy.archive(&archive)
    return archive.bytes
  }

  /// Reads what `archived` gave; nil where it is anything else.
  package init?(archived bytes: [UInt8]) {
    self.init(name: "", version: "", contentHash: "", overlap: .all)
    var archive = LexiconArchive(reading: bytes)
    self.archive(&archive)
    guard archive.isComplete else { return nil }
    prepare()
  }

  private mutating func archive(_ archive: inout LexiconArchive) {
    archive.text(&name)
    archive.text(&version)
    archive.text(&contentHash)
    archive.choice(&overlap)
    archiveScheme(&archive)
    let counts = LanguageTables.Counts(actors: actors.count, concepts: concepts.count, rules: rules.map(\.concept))
    archive.optional(&classification, Classification()) { $1.archive(&$0, concepts: counts.concepts) }
    var languages = tables.values.sorted { $0.language.rawValue < $1.language.rawValue }
    archive.list(&languages, LanguageTables(language: .unknown)) { $1.archive(&$0, counts) }
    if archive.isReading {
      tables = Dictionary(languages.map { ($0.language, $0) }, uniquingKeysWith: { first, _ in first })
    }
  }

  private mutating func archiveScheme(_ archive: inout LexiconArchive) {
    archive.list(&actors, Actor(name: "")) { archive, actor in
      archive.text(&actor.name)
      archive.text(&actor.countsAs)
      archive.text(&actor.opposite)
      archive.flag(&actor.takesGroups)
      archive.place(&actor.place)
    }
    archive.list(&actorMasks, 0) { $0.mask(&$1) }
    archive.list(&concepts, Concept(id: "")) { $1.archive(&$0) }
    archive.list(&rules, CompiledRule()) { [concepts, actors] archive, rule in
      archive.text(&rule.id)
      archive.number(&rule.concept, in: -1..<concepts.count)
      archive.number(&rule.speaker, in: -1..<actors.count)
      archive.number(&rule.deniedAs, in: -1..<concepts.count)
      archive.choice(&rule.strength)
      archive.decimal(&rule.weight)
    }
    if actorMasks.count != actors.count || actors.count > LexiconCompiler.mostActors
      || max(concepts.count, rules.count) > Self.most
    {
      archive.fail()
    }
  }
}

extension Concept {
  fileprivate mutating func archive(_ archive: inout LexiconArchive) {
    archive.text(&id)
    for text in [\Concept.broader, \.facet, \.definition, \.source, \.scopeNote] { archive.text(&self[keyPath: text]) }
    var pairs = labels.sorted { $0.key < $1.key }.map { (code: $0.key, label: $0.value) }
    archive.list(&pairs, ("", "")) {
      $0.text(&$1.code)
      $0.text(&$1.label)
    }
    labels = Dictionary(pairs.map { ($0.code, $0.label) }, uniquingKeysWith: { first, _ in first })
    archive.flag(&isInternal)
    archive.place(&place)
  }
}

extension Classification {
  fileprivate mutating func archive(_ archive: inout LexiconArchive, concepts: Int) {
    archive.list(&labels, "") { $0.text(&$1) }
    archive.text(&otherwise)
    let blank = Expression()
    archive.list(&definitions, ("", blank)) {
      $0.text(&$1.name)
      $1.expression.archive(&$0, concepts: concepts)
    }
    func rows(_ archive: inout LexiconArchive, _ rows: inout [Row]) {
      archive.list(&rows, Row(outcome: "", name: "", expression: blank)) {
        $0.text(&$1.outcome)
        $0.text(&$1.name)
        $1.expression.archive(&$0, concepts: concepts)
      }
    }
    rows(&archive, &self.rows)
    archive.optional(&weighsWhen, blank) { $1.archive(&$0, concepts: concepts) }
    archive.list(&signs, Sign(text: "", expression: blank, weights: [])) { [labels] in
      $0.text(&$1.text)
      $1.expression.archive(&$0, concepts: concepts)
      $0.list(&$1.weights, (0, 0)) {
        $0.number(&$1.label, in: 0..<labels.count)
        $0.decimal(&$1.weight)
      }
    }
    rows(&archive, &subtypes)
    archive.list(&roles, ("", [])) {
      $0.text(&$1.name)
      rows(&$0, &$1.rows)
    }
    archive.list(&attributes, ("", "", [])) {
      $0.text(&$1.name)
      $0.text(&$1.otherwise)
      rows(&$0, &$1.rows)
    }
  }
}
