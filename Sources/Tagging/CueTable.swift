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

  /// Of concepts that are reported, the rule under which sentences with enough cues are.
  package internal(set) var rules: [Int: Int] = [:]

  package var isEmpty: Bool { cues.isEmpty }

  init(language: Language) { self.language = language }

  init(
    _ lines: [LexiconLine], language: Language, actors: [String], concepts: [String: Int]
  ) throws(LexiconError) {
    self.language = language
    let stemming = Stemming()
    actorSymbols = actors.map { symbol("<\($0)>") }
    for line in lines {
      let parts = try WeightedLine(line, "a cue", of: "concept", concepts)
      let key = try self.key(parts.head, line) { Self.stem(of: $0, language, stemming) }
      if !index.insert(key, Int32(cues.count)) {
        throw LexiconError(message: "the cue is given twice: \(parts.head)", place: line.place)
      }
      cues.append(Cue(text: parts.head, weights: parts.weights.map { ($0.number, $0.weight) }))
    }
  }

  private mutating func symbol(_ text: String) -> Int32 {
    if let known = symbols[text] { return known }
    let number = Int32(symbols.count)
    symbols[text] = number
    return number
  }

  private mutating func key(
    _ text: String, _ line: LexiconLine, stem: (String) -> String
  ) throws(LexiconError) -> UInt64 {
    func refused() -> LexiconError {
      LexiconError(message: "a cue is a word, two neighbours, 'a _ b' or 'ACTOR>word': \(text)", place: line.place)
    }
    var items = text.split(separator: " ").map(String.init)
    if items.count == 1, let mark = items[0].firstIndex(of: ">"), items[0].first != "<" {
      let actor = symbols["<\(items[0][..<mark])>"]
      let word = stem(String(items[0][items[0].index(after: mark)...]))
      guard let actor, !word.isEmpty else { throw refused() }
      return Self.key(.agent, actor, symbol(word))
    }
    let skips = items.count == 3 && items[1] == "_"
    if skips { items.remove(at: 1) }
    guard items.count == 1 || items.count == 2 else { throw refused() }
    var numbers: [Int32] = []
    for item in items {
      if item.hasPrefix("<"), symbols[item] == nil { throw refused() }
      numbers.append(item.hasPrefix("<") ? symbols[item] ?? 0 : symbol(stem(item)))
    }
    if numbers.count == 1 { return Self.key(.word, numbers[0], 0) }
    return Self.key(skips ? .skipping : .neighbours, numbers[0], numbers[1])
  }

  static func key(_ kind: Kind, _ first: Int32, _ second: Int32) -> UInt64 {
    kind.rawValue << 60 | UInt64(UInt32(bitPattern: first)) << 30 | UInt64(UInt32(bitPattern: second))
  }

  /// Whether a cue speaks for concepts that only the decision table sees, and so for passages.
  func speaksForPassages(_ cue: Int32) -> Bool { cues[Int(cue)].weights.contains { rules[$0.concept] == nil } }

  /// Whether a cue speaks for concepts that are reported where they stand.
  func speaksForSentences(_ cue: Int32) -> Bool { cues[Int(cue)].weights.contains { rules[$0.concept] != nil } }

  /// Index of the cue that two symbols make up.
  func cue(_ kind: Kind, _ first: Int32, _ second: Int32) -> Int32? {
    index.value(of: Self.key(kind, first, second))
  }

  /// The stem by which a word of a text, or of a cue, is known.
  static func stem(of word: String, _ language: Language, _ stemming: Stemming) -> String {
    stemming.stem(word.lowercased(), language)
  }
}
