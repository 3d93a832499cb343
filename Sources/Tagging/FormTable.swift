// SPDX-License-Identifier: Apache-2.0
internal import Tokenizing

/// What a lexicon says of each surface form of a vocabulary, worked out once per form and language.
///
/// This is what makes tagging cost a table look-up a token: folding, cutting and affix matching happen per distinct form.
final class FormTable {
  struct Word {
    /// Number of the folded word in the lexicon, or -1.
    var literal: Int32
    var classes: ClassSet
    var flags: Flags
    /// Number of the word's kind in `CandidateLists`.
    var kind: Int32 = -1
  }

  struct Flags: OptionSet {
    let rawValue: UInt8
    static let capital = Flags(rawValue: 1)
    static let digit = Flags(rawValue: 2)
    /// Ends in -ing: never the participle of a passive.
    static let gerund = Flags(rawValue: 4)
    /// Looks like a plural that an apostrophe may follow.
    static let plural = Flags(rawValue: 8)
    /// A named term may be filed here.
    static let term = Flags(rawValue: 16)
    /// Speaks of the lexicon's subject, or of another that its words are also at home in.
    static let gate = Flags(rawValue: 32)
    static let gateAgainst = Flags(rawValue: 64)
  }

  let tables: LanguageTables
  let patterns: PatternTable
  private var candidates: CandidateLists
  private var needs: SentenceNeeds
  private let actorBits: ClassSet
  private var first: [Int32] = []
  private var words: [Word] = []
  private var joined = JoinedForms()

  init(_ tables: LanguageTables) {
    self.tables = tables
    patterns = PatternTable(tables)
    candidates = CandidateLists(patterns)
    needs = SentenceNeeds(capacity: patterns.needs.count)
    actorBits = patterns.actorClasses
  }

  /// The words that a surface form stands for (one, or two at an apostrophe): a range of `word(_:)`.
  func range(of surface: UInt32, spelling: (UInt32) -> String) -> Range<Int> {
    let index = Int(surface)
    if index >= first.count { first.append(contentsOf: repeatElement(-1, count: index + 1 - first.count)) }
    if first[index] < 0 { add(spelling(surface), at: index) }
    let value = Int(first[index])
    return (value >> 1)..<((value >> 1) + 1 + (value & 1))
  }

  func word(_ index: Int) -> Word { words[index] }

  /// Finds the kinds of spans, and of words whose classes are no longer their forms'.
  func settleKinds(_ passage: inout PassageWords) {
    if !passage.hasNewKinds { return }
    for index in 0..<passage.count where passage.kinds[index] < 0 {
      passage.kinds[index] = candidates.kind(literal: passage.literals[index], classes: passage.classes[index])
    }
    for index in passage.spans.indices where passage.spans[index].kind < 0 {
      let span = passage.spans[index]
      passage.spans[index].kind = candidates.kind(literal: span.literal, classes: span.classes)
    }
    passage.hasNewKinds = false
  }

  /// Lends what a scan reads and writes, as values of its own, so that no access is checked in its loops.
  func withScratch<Result>(_ body: (inout SentenceNeeds, CandidateLists) -> Result) -> Result {
    var own = SentenceNeeds(capacity: 0)
    swap(&own, &needs)
    defer { swap(&own, &needs) }
    return body(&own, candidates)
  }

  /// What decides at a glance whether a stretch of tokens can hold anything: its words, their flags, and the balance of
  /// the domain gate.
  func glance(
    at surfaces: ArraySlice<UInt32>, spelling: (UInt32) -> String
  ) -> (words: Int, flags: Flags, gate: Int, against: Int) {
    for surface in surfaces where Int(surface) >= first.count || first[Int(surface)] < 0 {
      _ = range(of: surface, spelling: spelling)
    }
    let (first, words) = (first, words)
    var count = 0
    var flags: Flags = []
    var gate = 0
    var against = 0
    for surface in surfaces {
      let value = Int(first[Int(surface)])
      for index in value >> 1...(value >> 1) + (value & 1) {
        let own = words[index].flags
        flags.formUnion(own)
        gate += Int(own.rawValue >> 5 & 1)
        against += Int(own.rawValue >> 6 & 1)
        count += 1
      }
    }
    return (count, flags, gate, against)
  }

  /// The word that a hyphen-joined run makes up when written as one, if the lexicon knows it; its surfaces come from
  /// the last to the first.
  func joined(_ run: inout JoinedForms.Run, with surface: UInt32, spelling: (UInt32) -> String) -> Word? {
    joined.extend(&run, with: surface, spelling: spelling) { describe($0) }
  }

  private func add(_ form: String, at index: Int) {
    let parts = WordForms.parts(of: WordForms.fold(form), language: tables.language)
    first[index] = Int32(words.count << 1 | (parts.count - 1))
    for (position, part) in parts.enumerated() {
      var word = describe(part)
      if position == 0 {
        if form.first?.isUppercase ?? false { word.flags.insert(.capital) }
      }
      word.kind = candidates.kind(literal: word.literal, classes: word.classes)
      words.append(word)
    }
  }

  func describe(_ folded: String) -> Word {
    let literal = tables.literals[folded] ?? -1
    var word = Word(literal: literal, classes: ClassSet(), flags: [])
    let own = literal >= 0 ? tables.literalClasses[Int(literal)] : ClassSet()
    let suffix = longest(folded, tables.suffixes, tables.suffixLengths, fromEnd: true)
    let prefix = longest(folded, tables.prefixes, tables.prefixLengths, fromEnd: false)
    word.classes = own
    // The head of a compound is its end, so an actor's suffix outranks an actor's prefix: Bürgeramt is an office.
    var known = own.intersects(actorBits)
    for (all, best) in [suffix, prefix] {
      word.classes.formUnion(known ? all.subtracting(actorBits) : best)
      if !known { word.classes.formUnion(all.subtracting(actorBits)) }
      known = known || best.intersects(actorBits)
    }
    if folded.utf8.first.map({ (0x30...0x39).contains($0) }) ?? false { word.flags.insert(.digit) }
    if folded.hasSuffix("ing") { word.flags.insert(.gerund) }
    if let last = folded.utf8.last, last == UInt8(ascii: "s") || last == UInt8(ascii: "z") || last == UInt8(ascii: "x")
    {
      word.flags.insert(.plural)
    }
    if anchors(word, tables.anchors[Anchors.namedTerms]) { word.flags.insert(.term) }
    let (gate, against) = (tables.grammar[.gate], tables.grammar[.gateAgainst])
    if gate >= 0, word.classes.contains(gate) { word.flags.insert(.gate) }
    if against >= 0, word.classes.contains(against) { word.flags.insert(.gateAgainst) }
    return word
  }

  private func anchors(_ word: Word, _ anchors: Anchors) -> Bool {
    word.literal >= 0 && !anchors.byLiteral[Int(word.literal)].isEmpty || word.classes.intersects(anchors.classes)
  }

  /// All classes of matching affixes, and those of the longest.
  private func longest(
    _ word: String, _ table: [String: ClassSet], _ lengths: [Int], fromEnd: Bool
  ) -> (all: ClassSet, best: ClassSet) {
    var all = ClassSet()
    var best = ClassSet()
    let bytes = Array(word.utf8)
    for length in lengths where length <= bytes.count {
      let piece = fromEnd ? bytes[(bytes.count - length)...] : bytes[..<length]
      guard let classes = table[String(decoding: piece, as: UTF8.self)] else { continue }
      if !best.intersects(actorBits) { best.formUnion(classes) }
      all.formUnion(classes)
    }
    return (all, best)
  }
}
