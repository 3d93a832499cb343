// SPDX-License-Identifier: Apache-2.0

package import Tokenizing

/// A compiled lexicon behind one reference: who passes it on counts that one, not those of all its tables.
final class SharedLexicon: Sendable {
  let lexicon: CompiledLexicon

  init(_ lexicon: CompiledLexicon) { self.lexicon = lexicon }
}

/// Runs a compiled lexicon over token streams that share one vocabulary.
///
/// Not safe to share between threads: each worker has its own, as it has its own vocabulary.
package final class Tagger {
  package var lexicon: CompiledLexicon { shared.lexicon }
  private let shared: SharedLexicon
  private let vocabulary: Vocabulary
  private var forms: [Language: FormTable] = [:]
  /// By raw value of a language, what is known of its words; of another one's, where the lexicon does not have it.
  private var tables: [FormTable?] = []
  private var cueSymbols: [Language: CueSymbols] = [:]
  /// As above, but with every stem as a symbol.
  private var candidateSymbols: [Language: CueSymbols] = [:]
  private var words = PassageWords()
  private let memory = SpeakerMemory()
  /// The label of a passage without evidence, but for its place.
  private let emptyLabel: PassageLabel?

  package init(_ lexicon: CompiledLexicon, vocabulary: Vocabulary) {
    shared = SharedLexicon(lexicon)
    self.vocabulary = vocabulary
    emptyLabel = lexicon.classification.map { Decision.decide(Evidence(), $0, tokens: 0..<0, hits: 0..<0) }
    for (language, patterns) in lexicon.patterns {
      forms[language] = FormTable(patterns)
      cueSymbols[language] = CueSymbols(patterns.tables.cues)
    }
    let other = Self.fallback(of: forms.keys).flatMap { forms[$0] }
    tables = (0...UInt8.max).map { Language(rawValue: $0).flatMap { forms[$0] } ?? other }
  }

  /// The language by whose rules a text is read that the lexicon has none for: English, else the first of the lexicon's.
  static func fallback(of languages: some Sequence<Language>) -> Language? {
    languages.min { ($0 == .english ? 0 : 1, $0.rawValue) < ($1 == .english ? 0 : 1, $1.rawValue) }
  }

  /// The hits and passage labels of one field of a document.
  ///
  /// - Parameters:
  ///   - headings: raw values of the block kinds that no passage reaches across.
  package func tag(_ tokens: Tokens, headings: Set<UInt8> = []) -> TaggedTokens {
    tag(tokens.whole, of: tokens, headings: headings)
  }

  /// The hits and passage labels of one document among several; places are those of all tokens.
  package func tag(_ document: DocumentBounds, of tokens: Tokens, headings: Set<UInt8> = []) -> TaggedTokens {
    memory.forget()
    // Working on a local avoids an access check of the class for every word.
    var words = PassageWords()
    swap(&words, &self.words)
    defer { swap(&words, &self.words) }
    if shared.lexicon.classification == nil { return hits(document, of: tokens, headings, &words) }
    var result = TaggedTokens()
    var pooled = PooledEvidence()
    var position = 0
    eachPassage(of: document, in: tokens, headings) { range, block in
      guard let table = tables[Int(tokens.blocks[block].language.rawValue)] else { return }
      let first = result.hits.count
      let (found, count) = tagPassage(range, of: tokens, table, &words)
      result.hits += found.hits
      if let classification = shared.lexicon.classification {
        let own = label(found.evidence, classification, tokens: range, hits: first..<result.hits.count)
        pooled.add(found.evidence, from: position, isWeighed: !own.signs.isEmpty)
        result.passages.append(own)
      }
      position += count
    }
    if let classification = shared.lexicon.classification {
      result.overall =
        result.passages.count == 1
        ? result.passages[0]
        : label(pooled.whole, classification, tokens: document.tokens, hits: 0..<result.hits.count)
    }
    return result
  }

  /// The hits alone, of a lexicon that labels nothing.
  private func hits(
    _ document: DocumentBounds, of tokens: Tokens, _ headings: Set<UInt8>, _ words: inout PassageWords
  ) -> TaggedTokens {
    var result = TaggedTokens()
    eachPassage(of: document, in: tokens, headings) { range, block in
      guard let table = tables[Int(tokens.blocks[block].language.rawValue)] else { return }
      let found = tagPassage(range, of: tokens, table, &words).found.hits
      if !found.isEmpty { result.hits += found }
    }
    return result
  }

  /// Calls `body` with each passage of a document and the block in which it begins.
  private func eachPassage(
    of document: DocumentBounds, in tokens: Tokens, _ headings: Set<UInt8>, _ body: (Range<Int>, Int) -> Void
  ) {
    var block = document.blocks.lowerBound
    if let single = Passages.single(document, in: tokens) { return body(single, block) }
    for range in Passages.ranges(of: document, in: tokens, headings: headings) {
      while block + 1 < document.blocks.upperBound, Int(tokens.blocks[block + 1].firstToken) <= range.lowerBound {
        block += 1
      }
      body(range, block)
    }
  }

  /// What is found in a passage, and how many words it is.
  private func tagPassage(
    _ range: Range<Int>, of tokens: Tokens, _ table: FormTable, _ words: inout PassageWords
  ) -> (found: (hits: [Hit], evidence: Evidence), words: Int) {
    let glance = table.glance(at: tokens.surfaces[range], vocabulary)
    let isOpen = PassageTagger.isOpen(table.tables, gate: glance.gate, against: glance.against)
    guard mayHold(tokens, range, table, glance, isOpen: isOpen) else { return (([], Evidence()), glance.words) }
    load(&words, tokens, range, table, count: glance.words)
    let found = PassageTagger.run(
      &words, shared, table, isOpen: isOpen, isWeighed: shared.lexicon.classification != nil,
      surfaces: tokens.surfaces, memory: memory
    ) { words, actors, hits, evidence in
      let cues = table.tables.cues
      guard !cues.isEmpty, let own = cueSymbols[cues.language] else { return }
      let symbols = own.symbols(of: words, { tokens.surfaces[$0] }, spelling: { vocabulary.string($0) })
      let finder = CueFinder(
        words: words, symbols: symbols, actors: actors, masks: shared.lexicon.actorMasks, table: cues)
      finder.add(to: &evidence)
      let more = finder.hits(beside: hits)
      if !more.isEmpty { hits = Overlaps.resolve(hits + more, shared.lexicon.overlap) }
    }
    return (found, glance.words)
  }

  /// Whether anything may be found in the passage that was glanced at last.
  private func mayHold(
    _ tokens: Tokens, _ range: Range<Int>, _ table: FormTable, _ glance: FormTable.Glance, isOpen: Bool
  ) -> Bool {
    let (flags, surfaces) = (glance.flags, tokens.surfaces[range])
    if isOpen {
      if !table.patterns.holdsOnlyTerms || !flags.isDisjoint(with: [.term, .otherTerm]) { return true }
    } else if flags.contains(.term), table.mayHoldTerm(glance, surfaces) {
      return true
    }
    let stages = isOpen ? [Anchors.namedTerms, Anchors.otherWords] : [Anchors.namedTerms]
    if !flags.isDisjoint(with: .phrase), table.holdsPhrase(glance, surfaces, stages: stages) { return true }
    // A run that the lexicon knows as one word may begin, or go on, a term.
    let hyphen = Gap.hyphen.rawValue
    return tokens.gaps.withUnsafeBufferPointer { gaps in
      range.dropFirst().contains { gaps[$0] == hyphen && endsKnownRun(tokens, range.lowerBound...$0, table) }
    }
  }

  /// Whether the lexicon knows a hyphen-joined run that ends with a token.
  private func endsKnownRun(_ tokens: Tokens, _ range: ClosedRange<Int>, _ table: FormTable) -> Bool {
    var run = JoinedForms.Run()
    _ = joined(&run, tokens.surfaces[range.upperBound], table)
    for token in range.dropLast().suffix(3).reversed() {
      if joined(&run, tokens.surfaces[token], table) != nil { return true }
      if tokens.gaps[token] != Gap.hyphen.rawValue { break }
    }
    return false
  }

  private func label(
    _ evidence: Evidence, _ classification: Classification, tokens: Range<Int>, hits: Range<Int>
  ) -> PassageLabel {
    guard evidence.items.isEmpty, var label = emptyLabel else {
      var label = Decision.decide(evidence, classification, tokens: tokens, hits: hits)
      label.cues = PassageCue.strongest(evidence.cues, lexicon)
      return label
    }
    label.tokens = tokens
    label.hits = hits
    return label
  }

  /// The rules of which any pattern matches, denied or not: what a rule's examples are checked by.
  package func rules(in tokens: Tokens) -> Set<Int> {
    var result: Set<Int> = []
    for (language, patterns) in patterns(in: tokens) {
      for number in patterns { if let rule = lexicon.tables[language]?.patterns[number].rule { result.insert(rule) } }
    }
    return result
  }

  /// By language, the patterns that give hits in some tokens.
  package func patterns(in tokens: Tokens, headings: Set<UInt8> = []) -> [Language: Set<Int>] {
    var result: [Language: Set<Int>] = [:]
    memory.forget()
    for range in Passages.ranges(of: tokens, headings: headings) {
      let block = Passages.lowerBound(tokens.blocks.map(\.firstToken), UInt32(range.lowerBound) + 1) - 1
      guard block >= 0, let table = tables[Int(tokens.blocks[block].language.rawValue)] else { continue }
      let glance = table.glance(at: tokens.surfaces[range], vocabulary)
      let isOpen = PassageTagger.isOpen(table.tables, gate: glance.gate, against: glance.against)
      load(&words, tokens, range, table, count: glance.words)
      let found = PassageTagger.run(
        &words, shared, table, isOpen: isOpen, surfaces: tokens.surfaces, memory: memory
      ).evidence.patterns
      result[table.tables.language, default: []].formUnion(found)
    }
    return result
  }

  /// By sentence of a text of one passage, everything that could be a weighted cue, in the spelling of cues.
  package func cueCandidates(in tokens: Tokens) -> [CueSentence] {
    guard let block = tokens.blocks.first, let table = forms[block.language] else { return [] }
    let symbols = candidateSymbols[block.language] ?? CueSymbols(table.tables.cues, takesAll: true)
    candidateSymbols[block.language] = symbols
    let glance = table.glance(at: tokens.surfaces[...], vocabulary)
    load(&words, tokens, 0..<tokens.count, table, count: glance.words)
    var result: [CueSentence] = []
    memory.forget()
    _ = PassageTagger.run(
      &words, shared, table, isOpen: true, surfaces: tokens.surfaces, memory: memory
    ) { words, actors, _, _ in
      let numbers = symbols.symbols(of: words, { tokens.surfaces[$0] }, spelling: { vocabulary.string($0) })
      let walk = CueWalk(
        words: words, symbols: numbers, actors: actors, masks: shared.lexicon.actorMasks,
        actorSymbols: table.tables.cues.actorSymbols)
      result = CueSentence.all(walk, words, names: symbols.names, actors: lexicon.actors.map(\.name))
    }
    return result
  }

  /// The words of one language's passage that is the whole of some tokens, and their forms.
  func passage(_ tokens: Tokens, _ language: Language) -> (words: PassageWords, forms: FormTable)? {
    guard let table = forms[language] else { return nil }
    let glance = table.glance(at: tokens.surfaces[...], vocabulary)
    var words = PassageWords()
    load(&words, tokens, 0..<tokens.count, table, count: glance.words)
    return (words, table)
  }

  /// Fills `words` with the words of a passage.
  private func load(
    _ words: inout PassageWords, _ tokens: Tokens, _ range: Range<Int>, _ table: FormTable, count: Int
  ) {
    words.load(tokens, range, table.forms, count: count)
    if tokens.gaps[range].contains(Gap.hyphen.rawValue) { joinHyphens(&words, tokens, table) }
  }

  /// Adds the words that hyphen-joined runs make up when written as one.
  private func joinHyphens(_ words: inout PassageWords, _ tokens: Tokens, _ table: FormTable) {
    for index in 0..<words.count where index > 0 && words[index].gap == Gap.hyphen.rawValue {
      var run = JoinedForms.Run()
      _ = joined(&run, tokens.surfaces[Int(words[index].token)], table)
      var start = index - 1
      var pieces = 1
      while start >= 0, pieces < 4 {
        pieces += 1
        if let word = joined(&run, tokens.surfaces[Int(words[start].token)], table) {
          words.addSpan(start, index + 1, literal: word.literal, classes: word.classes)
        }
        if words[start].gap != Gap.hyphen.rawValue { break }
        start -= 1
      }
    }
  }

  private func joined(
    _ run: inout JoinedForms.Run, _ surface: UInt32, _ table: FormTable
  ) -> FormTable.Word? {
    table.joined(&run, with: surface) { vocabulary.string($0) }
  }
}
