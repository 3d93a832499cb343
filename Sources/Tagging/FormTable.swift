// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// What a lexicon says of each surface form of a vocabulary, worked out once per form and language.
///
/// This is what makes tagging cost a table look-up a token: folding, cutting and affix matching happen per distinct form.
final class FormTable {
  struct Word {
    /// Number of the folded word in the lexicon, or -1.
    var literal: Int32
    /// Number of the word's kind in `CandidateLists`.
    var kind: Int32 = -1
    var classes: ClassSet
    /// The words that may come second in a plain phrase of terms that begins here: see `PlainPhrases.following`.
    var following: UInt64 = 0
    var flags: Flags
    /// A bit for each stage in which a pattern may be anchored on it.
    var stages: UInt8 = 0
  }

  struct Flags: OptionSet {
    let rawValue: UInt16
    static let capital = Flags(rawValue: 1)
    static let digit = Flags(rawValue: 2)
    /// Ends in -ing: never the participle of a passive.
    static let gerund = Flags(rawValue: 4)
    /// Looks like a plural that an apostrophe may follow.
    static let plural = Flags(rawValue: 8)
    /// Patterns of named terms, or of other words, are filed here.
    static let term = Flags(rawValue: 16)
    static let otherTerm = Flags(rawValue: 32)
    /// A plain phrase of named terms, or of other words, may begin here.
    static let phrase: Flags = [.phrase(ofStage: Anchors.namedTerms), .phrase(ofStage: Anchors.otherWords)]
    /// A plain phrase of some stage may begin here.
    static let anyPhrase = (0..<PatternTable.stages).reduce(into: Flags()) { $0.insert(.phrase(ofStage: $1)) }
    /// A named term or a plain phrase may begin here.
    static let opening: Flags = [.term, .phrase]
    /// Speaks of the lexicon's subject, or of another that its words are also at home in.
    static let gate = Flags(rawValue: 128)
    static let gateAgainst = Flags(rawValue: 256)

    /// A plain phrase of that stage may begin here.
    static func phrase(ofStage stage: Int) -> Flags { Flags(rawValue: 512 << UInt16(stage)) }
  }

  /// What is known of a surface form at a glance, in few bytes: flags, number of words (0: nothing is known yet), how many
  /// of them count for the gate and against it, and of the first word its place and the bit that `PlainPhrases` gives it.
  struct Entry {
    fileprivate var bits: UInt32 = 0
    fileprivate var first: Int32 = 0

    var isKnown: Bool { bits != 0 }
    var flags: Flags { Flags(rawValue: UInt16(truncatingIfNeeded: bits)) }
    var words: Int { Int(bits >> 16 & 3) }
    var gate: Int { Int(bits >> 18 & 3) }
    var against: Int { Int(bits >> 20 & 3) }

    /// Whether the first word is one of those whose bits are given.
    @inline(__always)
    func begins(among following: UInt64) -> Bool {
      following >> UInt64(bits >> 22 & 63) & UInt64(bits >> 28 & 1) == 1
    }

    fileprivate init() {}

    fileprivate init(words: Int, firstLiteral literal: Int32) {
      bits = UInt32(words) << 16
      if literal >= 0 { bits |= UInt32(PlainPhrases.bit(literal).trailingZeroBitCount) << 22 | 1 << 28 }
    }

    /// Takes in the flags of one of the words.
    fileprivate mutating func add(_ flags: Flags) {
      bits |= UInt32(flags.rawValue)
      if flags.contains(.gate) { bits += 1 << 18 }
      if flags.contains(.gateAgainst) { bits += 1 << 20 }
    }
  }

  /// Everything known of the forms so far, as a value: a loop over it is not checked for exclusive access.
  struct Forms {
    fileprivate(set) var entries: [Entry] = []
    /// By form, the needs of named terms that its words meet: see `CandidateLists.termNeeds`.
    fileprivate(set) var termNeeds: [UInt64] = []
    fileprivate(set) var words: [Word] = []

    /// The numbers of the words of a form that is known.
    @inline(__always)
    func range(_ surface: UInt32) -> Range<Int> {
      let entry = entries[Int(surface)]
      return Int(entry.first)..<Int(entry.first) + entry.words
    }

    /// By kind and flags, where the word stands that all forms without a literal share: most forms of a text are of kind 0
    /// or of one of the few that affixes make.
    private var shared: [UInt64: Int32] = [:]
    /// The same for kind 0 by flags, or -1 while no form was of it.
    private var unknown = [Int32](repeating: -1, count: 16)

    /// Notes that a form is of one or more words.
    fileprivate mutating func add(_ surface: Int, _ word: Word, _ rest: [Word], termNeeds needs: UInt64) {
      if surface >= entries.count {
        entries.append(contentsOf: repeatElement(Entry(), count: surface + 1 - entries.count))
        termNeeds.append(contentsOf: repeatElement(0, count: entries.count - termNeeds.count))
      }
      termNeeds[surface] = needs
      var entry = Entry(words: 1 + rest.count, firstLiteral: word.literal)
      entry.add(word.flags)
      for other in rest { entry.add(other.flags) }
      entry.first = rest.isEmpty && word.literal < 0 ? placeOfShared(word) : append(word)
      entries[surface] = entry
      words += rest
    }

    private mutating func append(_ word: Word) -> Int32 {
      words.append(word)
      return Int32(words.count - 1)
    }

    private mutating func placeOfShared(_ word: Word) -> Int32 {
      let flags = Int(word.flags.rawValue)
      if word.kind == 0, flags < unknown.count {
        if unknown[flags] < 0 { unknown[flags] = append(word) }
        return unknown[flags]
      }
      let key = UInt64(UInt32(bitPattern: word.kind)) << 16 | UInt64(flags)
      if let known = shared[key] { return known }
      let place = append(word)
      shared[key] = place
      return place
    }
  }

  let patterns: PatternTable
  private(set) var forms = Forms()
  private var scratch: TaggingScratch
  /// Where terms and phrases may begin in the stretch that was glanced at last; see `Glance`.
  private var openings: [Int32] = []
  private let actorBits: ClassSet
  private lazy var literals = LiteralTable(tables.literals)
  private var joined = JoinedForms()

  var tables: LanguageTables { patterns.tables }

  init(_ patterns: PatternTable) {
    self.patterns = patterns
    scratch = TaggingScratch(patterns)
    actorBits = patterns.actorClasses
  }

  /// Lends what the stages of a passage read and write, so that access is checked once, not in their loops. No form may
  /// be looked up meanwhile.
  func withScratch<Result>(_ body: (inout TaggingScratch) -> Result) -> Result { body(&scratch) }

  /// What is seen of a stretch of tokens at a glance, all of whose forms are known afterwards.
  struct Glance {
    /// How many words the tokens are.
    var words = 0
    var flags: Flags = []
    /// How many words count for the domain gate, and against it.
    var gate = 0
    var against = 0
    /// The tokens at which a named term or a plain phrase may begin, as places in the stretch.
    fileprivate var openings = 0

    @inline(__always)
    fileprivate mutating func add(_ entry: Entry) {
      flags.formUnion(entry.flags)
      words &+= entry.words
      gate &+= entry.gate
      against &+= entry.against
    }
  }

  func glance(at surfaces: ArraySlice<UInt32>, _ vocabulary: Vocabulary) -> Glance {
    var result = Glance()
    surfaces.withUnsafeBufferPointer { surfaces in
      if openings.count < surfaces.count { openings = Array(repeating: 0, count: surfaces.count) }
      var place = 0
      while true {
        place = glance(&result, surfaces, from: place)
        if place == surfaces.count { break }
        learn(surfaces[place], vocabulary)
      }
    }
    return result
  }

  /// Takes in tokens up to the first one whose form is not known; returns its place.
  private func glance(_ result: inout Glance, _ surfaces: UnsafeBufferPointer<UInt32>, from start: Int) -> Int {
    var sum = result
    let opening = Flags.opening
    defer { result = sum }
    return forms.entries.withUnsafeBufferPointer { entries in
      openings.withUnsafeMutableBufferPointer { openings in
        for place in start..<surfaces.count {
          let surface = Int(surfaces[place])
          guard surface < entries.count, entries[surface].isKnown else { return place }
          sum.add(entries[surface])
          openings[sum.openings] = Int32(truncatingIfNeeded: place)
          sum.openings &+= entries[surface].flags.isDisjoint(with: opening) ? 0 : 1
        }
        return surfaces.count
      }
    }
  }

  /// Whether a named term that is no plain phrase may stand in a stretch that has been glanced at last.
  func mayHoldTerm(_ glance: Glance, _ surfaces: ArraySlice<UInt32>) -> Bool {
    var met: UInt64 = 0
    for surface in surfaces { met |= forms.termNeeds[Int(surface)] }
    return openings[..<glance.openings].contains { place in
      let surface = surfaces[surfaces.startIndex + Int(place)]
      guard forms.entries[Int(surface)].flags.contains(.term) else { return false }
      return forms.words[forms.range(surface)].contains {
        $0.flags.contains(.term) && scratch.lists.mayHoldTerm($0.kind, among: met)
      }
    }
  }

  /// Whether a plain phrase of one of some stages stands in a stretch that has been glanced at last.
  func holdsPhrase(_ glance: Glance, _ surfaces: ArraySlice<UInt32>, stages: [Int]) -> Bool {
    let forms = forms
    let opens = Flags.phrase
    for place in openings[..<glance.openings] {
      let start = surfaces.startIndex + Int(place)
      if forms.entries[Int(surfaces[start])].flags.isDisjoint(with: opens) { continue }
      let range = forms.range(surfaces[start])
      let behind = start + 1 < surfaces.endIndex ? surfaces[start + 1] : nil
      for (part, place) in range.enumerated() {
        let word = forms.words[place]
        if !mayGoOn(word, place + 1, range, behind, forms) { continue }
        for stage in stages {
          let node = patterns.phrases.first(stage: stage, word.literal)
          if node != 0, leadsToEnd(node, surfaces, start, part + 1, forms) { return true }
        }
      }
    }
    return false
  }

  /// Whether a plain phrase may begin with a word and go on with the one at `next` in its form, or else in the form behind.
  @inline(__always)
  private func mayGoOn(_ word: Word, _ next: Int, _ own: Range<Int>, _ behind: UInt32?, _ forms: Forms) -> Bool {
    if word.following == 0 || word.following == PlainPhrases.all { return word.following != 0 }
    if next < own.upperBound { return word.following & PlainPhrases.bit(forms.words[next].literal) != 0 }
    return behind.map { forms.entries[Int($0)].begins(among: word.following) } ?? false
  }

  private func leadsToEnd(
    _ node: Int32, _ surfaces: ArraySlice<UInt32>, _ token: Int, _ part: Int, _ forms: Forms
  ) -> Bool {
    var (node, token, part) = (node, token, part)
    while !patterns.phrases.isEnd(node) {
      if part == forms.entries[Int(surfaces[token])].words { (token, part) = (token + 1, 0) }
      guard token < surfaces.endIndex else { return false }
      let word = forms.words[forms.range(surfaces[token]).lowerBound + part]
      node = patterns.phrases.next(node, word.literal)
      if node == 0 { return false }
      part += 1
    }
    return true
  }

  /// The word that a hyphen-joined run makes up when written as one, if the lexicon knows it; its surfaces come from
  /// the last to the first.
  func joined(_ run: inout JoinedForms.Run, with surface: UInt32, spelling: (UInt32) -> String) -> Word? {
    joined.extend(&run, with: surface, spelling: spelling) { describe($0) }
  }

  private func learn(_ surface: UInt32, _ vocabulary: Vocabulary) {
    let plain = vocabulary.withBytes(of: surface) { bytes in
      bytes.withUnsafeBufferPointer { form in
        WordForms.withPlainFold(form) { settled(describe($0, literals.number(of: $0)), isCapital: form[0] != $0[0]) }
      }
    }
    if let plain { return forms.add(Int(surface), plain, [], termNeeds: scratch.lists.termNeeds[Int(plain.kind)]) }
    let form = vocabulary.string(surface)
    let folded = WordForms.fold(form)
    let isCut = WordForms.mayBeCut(folded)
    let parts = isCut ? WordForms.parts(of: folded, language: tables.language) : []
    let word = settled(describe(parts.first ?? folded), isCapital: Self.isCapital(form))
    let rest = parts.dropFirst().map { settled(describe($0), isCapital: false) }
    let needs = rest.reduce(scratch.lists.termNeeds[Int(word.kind)]) { $0 | scratch.lists.termNeeds[Int($1.kind)] }
    forms.add(Int(surface), word, rest, termNeeds: needs)
  }

  private func settled(_ word: Word, isCapital: Bool) -> Word {
    var word = word
    word.kind = scratch.lists.kind(literal: word.literal, classes: word.classes)
    word.stages = scratch.lists.stages(of: word.kind, word.flags)
    if isCapital { word.flags.insert(.capital) }
    return word
  }

  private static func isCapital(_ form: String) -> Bool {
    guard let first = form.utf8.first else { return false }
    return first < 0x80 ? (0x41...0x5a).contains(first) : form.first?.isUppercase ?? false
  }

  private static func endsInIng(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    word.count >= 3 && word[word.count - 3] == UInt8(ascii: "i") && word[word.count - 2] == UInt8(ascii: "n")
      && word[word.count - 1] == UInt8(ascii: "g")
  }

  func describe(_ folded: String) -> Word {
    let literal = tables.literals[folded] ?? -1
    var folded = folded
    return folded.withUTF8 { describe($0, literal) }
  }

  /// What the lexicon says of a folded word that is its literal of that number, or none.
  private func describe(_ folded: UnsafeBufferPointer<UInt8>, _ literal: Int32) -> Word {
    var word = Word(literal: literal, classes: ClassSet(), flags: [])
    let own = literal >= 0 ? tables.literalClasses[Int(literal)] : ClassSet()
    let (suffix, prefix) = (patterns.suffixes.classes(of: folded), patterns.prefixes.classes(of: folded))
    word.classes = own
    // The head of a compound is its end, so an actor's suffix outranks an actor's prefix: Bürgeramt is an office.
    var known = own.intersects(actorBits)
    for affix in [suffix, prefix] where !affix.all.isEmpty {
      word.classes.formUnion(affix.all.subtracting(actorBits))
      if !known { word.classes.formUnion(affix.best) }
      known = known || affix.best.intersects(actorBits)
    }
    if folded.first.map({ (0x30...0x39).contains($0) }) ?? false { word.flags.insert(.digit) }
    if Self.endsInIng(folded) { word.flags.insert(.gerund) }
    if let last = folded.last, last == UInt8(ascii: "s") || last == UInt8(ascii: "z") || last == UInt8(ascii: "x") {
      word.flags.insert(.plural)
    }
    if literal < 0, word.classes.isEmpty { return word }
    if isFiled(word, Anchors.namedTerms) { word.flags.insert(.term) }
    if isFiled(word, Anchors.otherWords) { word.flags.insert(.otherTerm) }
    for stage in 0..<PatternTable.stages {
      let node = patterns.phrases.first(stage: stage, literal)
      if node == 0 { continue }
      word.flags.insert(.phrase(ofStage: stage))
      if stage == Anchors.namedTerms || stage == Anchors.otherWords {
        word.following |= patterns.phrases.following(node)
      }
    }
    let (gate, against) = (tables.grammar[.gate], tables.grammar[.gateAgainst])
    if gate >= 0, word.classes.contains(gate) { word.flags.insert(.gate) }
    if against >= 0, word.classes.contains(against) { word.flags.insert(.gateAgainst) }
    return word
  }

  private func isFiled(_ word: Word, _ stage: Int) -> Bool {
    word.classes.intersects(patterns.files[stage].classes)
      || word.literal >= 0 && patterns.files[stage].byLiteral[word.literal] != nil
  }
}
