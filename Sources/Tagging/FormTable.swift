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
    /// Speaks of the lexicon's subject, or of another that its words are also at home in.
    static let gate = Flags(rawValue: 128)
    static let gateAgainst = Flags(rawValue: 256)

    /// A plain phrase of that stage may begin here.
    static func phrase(ofStage stage: Int) -> Flags { Flags(rawValue: 512 << UInt16(stage)) }
  }

  /// What is known of a surface form at a glance, in one word: flags, number of words (0: nothing is known yet), how many
  /// of them count for the gate and against it, and the first word's number.
  struct Entry {
    fileprivate var bits: UInt64 = 0

    var isKnown: Bool { bits != 0 }
    var flags: Flags { Flags(rawValue: UInt16(truncatingIfNeeded: bits)) }
    var words: Int { Int(bits >> 16 & 3) }
    var gate: Int { Int(bits >> 18 & 3) }
    var against: Int { Int(bits >> 20 & 3) }
    var first: Int { Int(bits >> 32) }

    fileprivate init() {}

    fileprivate init(first: Int, words: Int) { bits = UInt64(first) << 32 | UInt64(words) << 16 }

    /// Takes in the flags of one of the words.
    fileprivate mutating func add(_ flags: Flags) {
      bits |= UInt64(flags.rawValue)
      if flags.contains(.gate) { bits += 1 << 18 }
      if flags.contains(.gateAgainst) { bits += 1 << 20 }
    }
  }

  /// Everything known of the forms so far, as a value: a loop over it is not checked for exclusive access.
  struct Forms {
    fileprivate(set) var entries: [Entry] = []
    fileprivate(set) var words: [Word] = []

    /// The forms of a stretch that nothing is known of yet.
    fileprivate func unknown(in surfaces: ArraySlice<UInt32>) -> [UInt32] {
      surfaces.filter { !isKnown($0) }
    }

    fileprivate func isKnown(_ surface: UInt32) -> Bool {
      Int(surface) < entries.count && entries[Int(surface)].isKnown
    }

    /// By flags, where the word stands that the lexicon does not know and that all forms with those flags share, or -1:
    /// most forms of a text are of this kind.
    private var unknown = [Int32](repeating: -1, count: 16)

    /// Notes that a form is of one or more words.
    fileprivate mutating func add(_ surface: Int, _ word: Word, _ rest: [Word]) {
      if surface >= entries.count {
        entries.append(contentsOf: repeatElement(Entry(), count: surface + 1 - entries.count))
      }
      let shares = word.kind == 0 && rest.isEmpty && Int(word.flags.rawValue) < unknown.count
      let shared = shares ? unknown[Int(word.flags.rawValue)] : -1
      let first = shared >= 0 ? Int(shared) : words.count
      var entry = Entry(first: first, words: 1 + rest.count)
      entry.add(word.flags)
      for other in rest { entry.add(other.flags) }
      entries[surface] = entry
      if shared >= 0 { return }
      if shares { unknown[Int(word.flags.rawValue)] = Int32(first) }
      words.append(word)
      words += rest
    }
  }

  let patterns: PatternTable
  private(set) var forms = Forms()
  private var scratch: TaggingScratch
  private let actorBits: ClassSet
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

  /// What decides at a glance whether a stretch of tokens can hold anything: its words, their flags, and the balance of
  /// the domain gate. All its forms are known afterwards.
  func glance(
    at surfaces: ArraySlice<UInt32>, spelling: (UInt32) -> String
  ) -> (words: Int, flags: Flags, gate: Int, against: Int) {
    if let known = sum(surfaces) { return known }
    for surface in forms.unknown(in: surfaces) where !forms.isKnown(surface) { learn(surface, spelling) }
    return sum(surfaces) ?? (0, [], 0, 0)
  }

  /// The sums over forms all of which are known.
  private func sum(_ surfaces: ArraySlice<UInt32>) -> (words: Int, flags: Flags, gate: Int, against: Int)? {
    let entries = forms.entries
    var count = 0
    var flags: Flags = []
    var gate = 0
    var against = 0
    for surface in surfaces {
      guard Int(surface) < entries.count, entries[Int(surface)].isKnown else { return nil }
      let entry = entries[Int(surface)]
      flags.formUnion(entry.flags)
      count += entry.words
      gate += entry.gate
      against += entry.against
    }
    return (count, flags, gate, against)
  }

  /// Whether a plain phrase of one of some stages stands in a stretch of tokens, all of whose forms are known.
  func holdsPhrase(_ surfaces: ArraySlice<UInt32>, stages: [Int]) -> Bool {
    let forms = forms
    for start in surfaces.indices where !forms.entries[Int(surfaces[start])].flags.isDisjoint(with: .phrase) {
      let entry = forms.entries[Int(surfaces[start])]
      for part in 0..<entry.words {
        for stage in stages {
          let node = patterns.phrases.first(stage: stage, forms.words[entry.first + part].literal)
          if node != 0, leadsToEnd(node, surfaces, start, part + 1, forms) { return true }
        }
      }
    }
    return false
  }

  private func leadsToEnd(
    _ node: Int32, _ surfaces: ArraySlice<UInt32>, _ token: Int, _ part: Int, _ forms: Forms
  ) -> Bool {
    var (node, token, part) = (node, token, part)
    while !patterns.phrases.isEnd(node) {
      if part == forms.entries[Int(surfaces[token])].words { (token, part) = (token + 1, 0) }
      guard token < surfaces.endIndex else { return false }
      let word = forms.words[forms.entries[Int(surfaces[token])].first + part]
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

  private func learn(_ surface: UInt32, _ spelling: (UInt32) -> String) {
    let form = spelling(surface)
    let folded = WordForms.fold(form)
    let isCut = WordForms.mayBeCut(folded)
    let parts = isCut ? WordForms.parts(of: folded, language: tables.language) : []
    var word = settled(parts.first ?? folded)
    if Self.isCapital(form) { word.flags.insert(.capital) }
    forms.add(Int(surface), word, parts.dropFirst().map(settled))
  }

  private func settled(_ folded: String) -> Word {
    var word = describe(folded)
    word.kind = scratch.lists.kind(literal: word.literal, classes: word.classes)
    word.stages = scratch.lists.stages(of: word.kind, word.flags)
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
    var word = Word(literal: literal, classes: ClassSet(), flags: [])
    let own = literal >= 0 ? tables.literalClasses[Int(literal)] : ClassSet()
    var bytes = folded
    let (suffix, prefix, isGerund) = bytes.withUTF8 {
      (patterns.suffixes.classes(of: $0), patterns.prefixes.classes(of: $0), Self.endsInIng($0))
    }
    word.classes = own
    // The head of a compound is its end, so an actor's suffix outranks an actor's prefix: Bürgeramt is an office.
    var known = own.intersects(actorBits)
    for affix in [suffix, prefix] where !affix.all.isEmpty {
      word.classes.formUnion(affix.all.subtracting(actorBits))
      if !known { word.classes.formUnion(affix.best) }
      known = known || affix.best.intersects(actorBits)
    }
    if folded.utf8.first.map({ (0x30...0x39).contains($0) }) ?? false { word.flags.insert(.digit) }
    if isGerund { word.flags.insert(.gerund) }
    if let last = folded.utf8.last, last == UInt8(ascii: "s") || last == UInt8(ascii: "z") || last == UInt8(ascii: "x")
    {
      word.flags.insert(.plural)
    }
    if literal < 0, word.classes.isEmpty { return word }
    if isFiled(word, Anchors.namedTerms) { word.flags.insert(.term) }
    if isFiled(word, Anchors.otherWords) { word.flags.insert(.otherTerm) }
    for stage in 0..<PatternTable.stages where patterns.phrases.first(stage: stage, literal) != 0 {
      word.flags.insert(.phrase(ofStage: stage))
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
