// SPDX-License-Identifier: Apache-2.0

package import Tokenizing

/// The weighted cues of one language: small signs that each speak a little for or against some concepts.
///
/// A line of a lexicon's `cues:` block is `cue :: concept weight, concept weight`. A cue is one of
/// - `word`: any word of the same stem;
/// - `word word`: two neighbours in a sentence; `<CIT>` stands for a mention of an actor of that kind, however long;
/// - `<CIT> _ word`, `word _ <CIT>`: with any one word or mention between;
/// - `CIT>word`: the word, where an actor of that kind does what it says.
///
/// The evidence of a concept is the sum of the weights of the cues found, each once, over the square root of how many were
/// found: long passages do not count for more. For internal concepts, which the decision table sees, it is taken over the
/// passage; for the others over each sentence, and from 1 up the clause of the strongest cue is a hit.
package struct CueTable: Sendable {
  /// A cue as written, and what it speaks for.
  package struct Cue: Sendable {
    package var text: String
    package var weights: [(concept: Int, weight: Double)]
    /// Its kind and its one or two symbols in one number.
    let key: UInt64
    /// Its greatest weight, whatever the sign.
    let strength: Double

    init(text: String, key: UInt64, weights: [(concept: Int, weight: Double)]) {
      (self.text, self.key, self.weights) = (text, key, weights)
      strength = weights.lazy.map(\.weight.magnitude).max() ?? 0
    }
  }

  enum Kind: UInt64 {
    case word
    case neighbours
    case skipping
    case agent
  }

  package private(set) var cues: [Cue] = []
  let language: Language
  /// Stem or actor (`<CIT>`) to its number.
  private(set) var symbols: [String: Int32] = [:]
  private var index = CueIndex()
  /// By actor, the symbol of its mentions.
  private(set) var actorSymbols: [Int32] = []

  /// By concept, the rule under which sentences with enough cues for it are reported, or -1 where only the decision table
  /// sees it.
  var rules: [Int] = []

  package var isEmpty: Bool { cues.isEmpty }

  init(language: Language) { self.language = language }

  init(
    _ lines: [LexiconLine], language: Language, actors: [String], concepts: [String: Int]
  ) throws(LexiconError) {
    self.language = language
    rules = Array(repeating: -1, count: (concepts.values.max() ?? -1) + 1)
    let stemming = Stemming()
    actorSymbols = actors.map { symbol("<\($0)>") }
    let mentions = symbols
    // A word stands in many cues.
    var known: [String: Int32] = [:]
    func number(of word: String) -> Int32 {
      if let number = known[word] { return number }
      let number = symbol(Self.stem(of: word, language, stemming))
      known[word] = number
      return number
    }
    for line in lines {
      let parts = try WeightedLine(line, "a cue", of: "concept", concepts)
      let key = try Self.key(parts.head, line, mentions, number)
      if !index.insert(key, Int32(cues.count)) {
        throw LexiconError(message: "the cue is given twice: \(LexiconLine.excerpt(parts.head))", place: line.place)
      }
      cues.append(Cue(text: parts.head, key: key, weights: parts.weights.map { ($0.number, $0.weight) }))
    }
  }

  private mutating func symbol(_ text: String) -> Int32 {
    if let known = symbols[text] { return known }
    let number = Int32(symbols.count)
    symbols[text] = number
    return number
  }

  /// The key of a cue as it is written.
  ///
  /// - Parameters:
  ///   - mentions: the numbers of actors (`<CIT>`).
  ///   - number: gives that of a word.
  private static func key(
    _ text: String, _ line: LexiconLine, _ mentions: [String: Int32], _ number: (String) -> Int32
  ) throws(LexiconError) -> UInt64 {
    func refused() -> LexiconError {
      LexiconError(
        message: "a cue is a word, two neighbours, 'a _ b' or 'ACTOR>word': \(LexiconLine.excerpt(text))",
        place: line.place)
    }
    var items = text.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
    if items.count == 1, let mark = items[0].utf8.firstIndex(of: UInt8(ascii: ">")),
      items[0].utf8.first != UInt8(ascii: "<")
    {
      let word = String(items[0][items[0].utf8.index(after: mark)...])
      guard let actor = mentions["<\(items[0][..<mark])>"], !word.isEmpty else { throw refused() }
      return key(.agent, actor, number(word))
    }
    let skips = items.count == 3 && items[1] == "_"
    if skips { items.remove(at: 1) }
    guard items.count == 1 || items.count == 2 else { throw refused() }
    var numbers: [Int32] = []
    for item in items {
      if item.utf8.first == UInt8(ascii: "<") {
        guard let actor = mentions[item] else { throw refused() }
        numbers.append(actor)
      } else {
        numbers.append(number(item))
      }
    }
    if numbers.count == 1 { return key(.word, numbers[0], 0) }
    return key(skips ? .skipping : .neighbours, numbers[0], numbers[1])
  }

  static func key(_ kind: Kind, _ first: Int32, _ second: Int32) -> UInt64 {
    kind.rawValue << 60 | UInt64(UInt32(bitPattern: first)) << 30 | UInt64(UInt32(bitPattern: second))
  }

  /// Whether a cue speaks for concepts that only the decision table sees, and so for passages.
  func speaksForPassages(_ cue: Int32) -> Bool { cues[Int(cue)].weights.contains { rules[$0.concept] < 0 } }

  /// Whether a cue speaks for concepts that are reported where they stand.
  func speaksForSentences(_ cue: Int32) -> Bool { cues[Int(cue)].weights.contains { rules[$0.concept] >= 0 } }

  /// Index of the cue that two symbols make up.
  func cue(_ kind: Kind, _ first: Int32, _ second: Int32) -> Int32? {
    index.value(of: Self.key(kind, first, second))
  }

  /// Writes or reads the table: symbols, those of actors, the rules of concepts, and each cue's text, key and weights.
  mutating func archive(_ archive: inout LexiconArchive, _ language: Language, _ counts: LanguageTables.Counts) {
    if archive.isReading { self = CueTable(language: language) }
    archive.numbered(&symbols)
    archive.list(&actorSymbols, 0) { [symbols] in $0.number(&$1, in: 0..<symbols.count) }
    archive.list(&rules, -1) { $0.number(&$1, in: -1..<counts.rules.count) }
    archive.list(&cues, Cue(text: "", key: 0, weights: [])) { archive, cue in
      var (text, key, weights) = (cue.text, cue.key, cue.weights)
      archive.text(&text)
      archive.bits(&key)
      archive.list(&weights, (0, 0)) {
        $0.number(&$1.concept, in: 0..<counts.concepts)
        $0.decimal(&$1.weight)
      }
      cue = Cue(text: text, key: key, weights: weights)
    }
    guard archive.isReading else { return }
    for (number, cue) in cues.enumerated() where !index.insert(cue.key, Int32(number)) { archive.fail() }
    if !cues.isEmpty, rules.count != counts.concepts { archive.fail() }
  }

  /// The stem by which a word of a text, or of a cue, is known.
  static func stem(of word: String, _ language: Language, _ stemming: Stemming) -> String {
    stemming.stem(word.lowercased(), language)
  }
}
