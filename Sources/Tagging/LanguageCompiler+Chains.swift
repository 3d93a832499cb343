// SPDX-License-Identifier: Apache-2.0
internal import Patterns
internal import Tokenizing

/// From the tree of a line's pattern to the chains of elements that it stands for: alternatives multiply, what is one word
/// becomes one element.
extension LanguageCompiler {
  /// The chains that a line stands for.
  mutating func chains(of line: LexiconLine) throws(LexiconError) -> [[PatternElement]] {
    if line.text.utf8.allSatisfy({ Self.isPlain($0) }), let chain = plainChain(line.text) { return [chain] }
    let node: PhraseNode
    do { node = try PhraseLineParser.parse(line.text) } catch { throw failure(error, in: line) }
    return try expand(node, agent: 0, line)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x20
  }

  /// The chain of a line of nothing but small letters, digits and spaces, which needs no parser; long ones are left to it.
  private mutating func plainChain(_ text: String) -> [PatternElement]? {
    var chain: [PatternElement] = []
    for piece in text.utf8.split(separator: UInt8(ascii: " ")) {
      for part in WordForms.parts(of: String(Substring(piece)), language: source.language) {
        chain.append(.set(literals: [literal(part)], classes: ClassSet(), agent: 0, optional: false))
      }
    }
    return chain.isEmpty || chain.count > LexiconCompiler.mostElements ? nil : chain
  }

  private func checkCount(_ count: Int, _ line: LexiconLine) throws(LexiconError) {
    if count > LexiconCompiler.mostChains {
      throw LexiconError(
        message: "the pattern stands for more than \(LexiconCompiler.mostChains) phrases; split it or use a word class",
        place: line.place)
    }
  }

  private mutating func expand(_ node: PhraseNode, agent: UInt16, _ line: LexiconLine) throws(LexiconError)
    -> [[PatternElement]]
  {
    switch node {
    case .word(let text): return word(WordForms.fold(text), agent: agent)
    case .wildcard(let text):
      let name = "w:" + WordForms.fold(text)
      if let known = classNumbers[name] { return [[set(known, agent)]] }
      let number = try newClass(name, line.place, size: 30)
      addAffix(WordForms.fold(text), to: number)
      return [[set(number, agent)]]
    case .inflected(let lemma, let particle): return inflected(lemma, particle: particle, agent: agent)
    case .wordClass(let name):
      guard let number = classNumbers[name] ?? classNumbers["g:" + name] else {
        throw LexiconError(message: "unknown word class {\(name)}: \(line.excerpt)", place: line.place)
      }
      return [[set(number, agent)]]
    case .actor(let name, let possessive):
      return [[.actor(mask: try mask(name, line), possessive: possessive, optional: false)]]
    case .agent(let name, let inner):
      return try expand(inner, agent: try mask(name, line), line)
    case .object(let inner):
      return try expand(inner, agent: agent, line).map { chain throws(LexiconError) in
        guard chain.count == 1 else {
          throw LexiconError(
            message: "what '@' marks is one word, class or mention; phrases stand in a word class: \(line.excerpt)",
            place: line.place)
        }
        return [.objectMark] + chain
      }
    case .gap(let width): return [[.gap(width)]]
    case .hyphen: return [[.hyphen]]
    case .optional(let inner): return try optional(try expand(inner, agent: agent, line))
    case .sequence(let parts): return try sequence(parts, agent: agent, line)
    case .alternatives(let options):
      var all: [[PatternElement]] = []
      for option in options { all += try expand(option, agent: agent, line) }
      try checkCount(all.count, line)
      return merged(all)
    }
  }

  private func set(_ number: Int, _ agent: UInt16) -> PatternElement {
    .set(literals: [], classes: ClassSet(number), agent: agent, optional: false)
  }

  private func mask(_ name: String, _ line: LexiconLine) throws(LexiconError) -> UInt16 {
    var mask: UInt16 = 0
    for part in name.split(separator: "/") {
      guard let index = actorNames.firstIndex(of: String(part)) else {
        throw LexiconError(message: "unknown actor '\(part)': \(line.excerpt)", place: line.place)
      }
      mask |= 1 << UInt16(index)
    }
    return mask
  }

  /// A word with a hyphen stands for its parts side by side and for the word without the hyphen.
  private mutating func word(_ folded: String, agent: UInt16) -> [[PatternElement]] {
    func one(_ literal: Int32, _ agent: UInt16) -> PatternElement {
      .set(literals: [literal], classes: ClassSet(), agent: agent, optional: false)
    }
    let pieces = folded.split(separator: "-").map(String.init)
    if pieces.count > 1, pieces.count <= 5 {
      let joined = literal(pieces.joined())
      let parts = pieces.enumerated().map { one(literal($1), $0 == 0 ? agent : 0) }
      return [[one(joined, agent)], parts]
    }
    let parts = WordForms.parts(of: folded, language: source.language)
    return [parts.enumerated().map { one(literal($1), $0 == 0 ? agent : 0) }]
  }

  private mutating func inflected(_ lemma: String, particle: String?, agent: UInt16) -> [[PatternElement]] {
    let forms = inflector.forms(of: lemma)
    let folded = forms.map { WordForms.fold($0) }
    guard let particle = particle.map({ WordForms.fold($0) }) else {
      return [[.set(literals: numbers(folded), classes: ClassSet(), agent: agent, optional: false)]]
    }
    let verb = PatternElement.set(literals: numbers(folded), classes: ClassSet(), agent: agent, optional: false)
    let behind = PatternElement.set(literals: numbers([particle]), classes: ClassSet(), agent: 0, optional: false)
    guard source.verbSecond else { return [[verb, .gap(4), behind]] }
    let joined = folded.map { particle + $0 } + [particle + "zu" + WordForms.fold(lemma)]
    let whole = PatternElement.set(literals: numbers(joined), classes: ClassSet(), agent: agent, optional: false)
    let infinitive = PatternElement.set(literals: numbers(["te"]), classes: ClassSet(), agent: 0, optional: false)
    return [[whole], [verb, .gap(14), behind], [behind, infinitive, verb]]
  }

  private mutating func numbers(_ words: [String]) -> [Int32] {
    var result: [Int32] = []
    for word in words {
      let number = literal(word)
      if !result.contains(number) { result.append(number) }
    }
    return result.sorted()
  }

  private func optional(_ chains: [[PatternElement]]) throws(LexiconError) -> [[PatternElement]] {
    if chains.count == 1, chains[0].count == 1 {
      switch chains[0][0] {
      case .set(let literals, let classes, let agent, _):
        return [[.set(literals: literals, classes: classes, agent: agent, optional: true)]]
      case .actor(let mask, let possessive, _): return [[.actor(mask: mask, possessive: possessive, optional: true)]]
      default: break
      }
    }
    return [[]] + chains
  }

  private mutating func sequence(_ parts: [PhraseNode], agent: UInt16, _ line: LexiconLine) throws(LexiconError)
    -> [[PatternElement]]
  {
    var result: [[PatternElement]] = [[]]
    for part in parts {
      let next = try expand(part, agent: agent, line)
      try checkCount(result.count * next.count, line)
      result = result.flatMap { head in next.map { head + $0 } }
    }
    if result.contains(where: { $0.count > LexiconCompiler.mostElements }) {
      throw LexiconError(message: "the pattern is longer than \(LexiconCompiler.mostElements) words", place: line.place)
    }
    return result
  }

  /// One-word alternatives become one element.
  private func merged(_ chains: [[PatternElement]]) -> [[PatternElement]] {
    var literals: [Int32] = []
    var classes = ClassSet()
    var agents: UInt16 = 0
    for chain in chains {
      guard chain.count == 1, case .set(let own, let ownClasses, let agent, false) = chain[0] else { return chains }
      literals += own
      classes.formUnion(ownClasses)
      agents = agent
    }
    return [[.set(literals: Array(Set(literals)).sorted(), classes: classes, agent: agents, optional: false)]]
  }
}
